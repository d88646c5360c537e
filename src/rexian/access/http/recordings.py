"""Recordings: listening (in parts, as players ask) and the waveform. Each play is audited."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from rexian.access.client import RequestClient
from rexian.access.guard import RecordingListener
from rexian.access.http.byte_range import ByteRange, RangeNotSatisfiable, asked_range
from rexian.access.names import Names
from rexian.access.parts import Parts, WebParts
from rexian.access.problems import problem_response
from rexian.business.access_control.contracts import Actor
from rexian.business.access_control.service import records_visible_to
from rexian.business.audit.contracts import AuditAction, AuditEntry
from rexian.business.recordings.contracts import MEDIA_TYPE, PARTIES, SYSTEM, Pause, Recording, RecordingKind
from rexian.business.recordings.errors import RecordingMissing

CHUNK_BYTES = 256 * 1024
_BINARY = {"content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}}

router = APIRouter(prefix="/api/recordings", tags=["recordings"])


@dataclass(frozen=True)
class WaveformChannel:
    """One party's lowest and highest sample of each step, 0 (-1.0) over 128 (silence) to 255."""

    party: str
    lowest: tuple[int, ...]
    highest: tuple[int, ...]


@dataclass(frozen=True)
class PauseView:
    """Silence that somebody wanted. `paused_by` is a name, or `system` for a menu; an end that was not told is null."""

    start_seconds: float
    end_seconds: float | None
    paused_by: str
    reason: str
    end_reason: str | None


@dataclass(frozen=True)
class MarkView:
    """A moment that an agent has marked."""

    at_seconds: float
    kind: str
    marked_by: str


@dataclass(frozen=True)
class WaveformView:
    """What a page draws: `peaks_per_second` steps a second, and on them the pauses and marks."""

    recording_id: str
    duration_seconds: float | None
    peaks_per_second: int
    channels: tuple[WaveformChannel, ...]
    kind: RecordingKind
    paused_seconds: float
    pauses: tuple[PauseView, ...]
    marks: tuple[MarkView, ...]


@router.get(
    "/{recording_id}/audio",
    response_class=Response,
    responses={200: _BINARY, 206: {"description": "The asked part", **_BINARY}},
)
async def play(
    recording_id: str, actor: RecordingListener, parts: Parts, client: RequestClient, request: Request
) -> Response:
    """The recording, whole or the asked byte range. The start of a play is audited before a byte is sent."""
    recording = await _visible_recording(parts, actor, recording_id)
    audio = await parts.recordings.open_audio(recording_id)
    try:
        part = asked_range(request.headers.get("range"), audio.total_bytes)
    except RangeNotSatisfiable as error:
        response = problem_response(request, error)
        response.status_code = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        response.headers["Content-Range"] = f"bytes */{audio.total_bytes}"
        return response
    if part is None or part.start == 0:
        await parts.audit.record(_play_entry(recording, actor, client.address))
    sent = part or ByteRange(0, audio.total_bytes, audio.total_bytes)
    headers = {"Accept-Ranges": "bytes", "Content-Length": str(sent.length), "Cache-Control": "private, no-store"}
    if part is not None:
        headers["Content-Range"] = part.content_range
    status = HTTPStatus.OK if part is None else HTTPStatus.PARTIAL_CONTENT
    return StreamingResponse(
        _chunks(audio.read, sent), status_code=status, media_type=audio.media_type, headers=headers
    )


@router.get("/{recording_id}/waveform")
async def read_waveform(recording_id: str, actor: RecordingListener, parts: Parts) -> WaveformView:
    """Loudness over time, one channel a party."""
    recording = await _visible_recording(parts, actor, recording_id)
    waveform = await parts.recordings.waveform(recording_id)
    names = await Names.read(parts)
    channels = zip(PARTIES, waveform.lowest, waveform.highest, strict=False)
    return WaveformView(
        recording_id=recording_id,
        duration_seconds=recording.duration_seconds,
        peaks_per_second=waveform.peaks_per_second,
        channels=tuple(WaveformChannel(party, tuple(lowest), tuple(highest)) for party, lowest, highest in channels),
        kind=recording.kind,
        paused_seconds=recording.paused_seconds,
        pauses=tuple(_pause(pause, names) for pause in recording.pauses),
        marks=tuple(MarkView(mark.at_seconds, mark.kind, names.agent(mark.agent_id)) for mark in recording.marks),
    )


def _pause(pause: Pause, names: Names) -> PauseView:
    return PauseView(
        start_seconds=pause.start_seconds,
        end_seconds=pause.end_seconds,
        paused_by=pause.paused_by if pause.paused_by == SYSTEM else names.agent(pause.paused_by),
        reason=pause.reason,
        end_reason=pause.end_reason,
    )


async def _visible_recording(parts: WebParts, actor: Actor, recording_id: str) -> Recording:
    """The recording where the actor may hear it; otherwise it does not exist for him."""
    recording = await parts.recordings.get(recording_id)
    visibility = records_visible_to(actor)
    organisation_ids = await parts.organisations.ids_visible_to(visibility)
    own_only = visibility.agent_id is not None and recording.agent_id != visibility.agent_id
    if own_only or recording.organisation_id not in organisation_ids:
        raise RecordingMissing
    return recording


def _play_entry(recording: Recording, actor: Actor, client_address: str) -> AuditEntry:
    return AuditEntry(
        action=AuditAction.RECORDING_PLAYED,
        actor_id=actor.user_id,
        organisation_id=actor.organisation_id,
        object_kind="recording",
        object_id=recording.recording_id,
        client_address=client_address,
        details={"contact_id": recording.contact_id},
    )


async def _chunks(read: Callable[[int, int], Awaitable[bytes]], part: ByteRange) -> AsyncIterator[bytes]:
    end = part.start + part.length
    for start in range(part.start, end, CHUNK_BYTES):
        yield await read(start, min(CHUNK_BYTES, end - start))
