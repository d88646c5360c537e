"""What others see of recordings. Times are UTC, spans are seconds."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

SAMPLE_RATE = 8000
"""Tracks are raw signed linear 16-bit mono at 8 kHz, as Asterisk writes `.sln`."""

SAMPLE_BYTES = 2
PARTIES = ("citizen", "agent")
"""The two sides of a recording, a channel each: whom the agent talks with left, the agent right."""

VOICE = re.compile(r"(citizen|agent|consultant|external|supervisor)(-[0-9]{1,2})?")
"""Names of tracks. All but the agent's are on the left: in a conference they are mixed there, in a consultation the
one who was asked is alone there."""

SYSTEM = "system"
"""Who pauses a recording while the citizen keys something in a menu."""

MEDIA_TYPE = "audio/flac"


class RecordingState(StrEnum):
    """Where a recording stands."""

    RECORDING = "recording"
    SPOOLED = "spooled"
    """Nothing more comes; the clear tracks wait in the spool."""
    STORED = "stored"
    FAILED = "failed"
    """Nothing could be stored; `error_code` says why: no_audio, contact_erased."""
    DELETED = "deleted"
    """Its time of keeping is over: the row stays, the sound is gone."""


def side_of(voice: str) -> int:
    """The channel of a voice: its place in PARTIES."""
    return PARTIES.index("agent" if voice == "agent" else "citizen")


@dataclass(frozen=True)
class Block:
    """A stretch of recording in which the same voices were together.

    `tracks` names the spool file of each voice; `expected_seconds` comes from bridge events, None when never told.
    """

    number: int
    started_at: datetime
    tracks: dict[str, str]
    expected_seconds: float | None


@dataclass(frozen=True)
class Gap:
    """More than half a second that a party's track is short of what was expected; filled with silence."""

    block: int
    party: str
    expected_seconds: float
    captured_seconds: float

    @property
    def seconds(self) -> float:
        return round(self.expected_seconds - self.captured_seconds, 3)


class RecordingKind(StrEnum):
    """What a recording is, for how long it is kept."""

    TALK = "talk"
    CONSULT = "consult"
    COMPLAINT = "complaint"
    """A talk that an agent has marked as a complaint."""


@dataclass(frozen=True)
class Pause:
    """A stretch of silence in the file that somebody wanted, and why; seconds from the file's beginning.

    `end_reason`: resumed, menu_over, timed_out (nobody had thought of it), segment_ended, followed. None where its end
    was never told: then `end_seconds` is None too.
    """

    start_seconds: float
    end_seconds: float | None
    paused_by: str
    reason: str
    end_reason: str | None


@dataclass(frozen=True)
class Mark:
    """A moment that is to be found again, in seconds from the file's beginning."""

    at_seconds: float
    kind: str
    agent_id: str


@dataclass(frozen=True)
class Recording:
    """An agent segment's recording. `captured_seconds` is that of the shorter party; `sha256` is of the sealed form."""

    recording_id: str
    contact_id: str
    segment_id: str | None
    agent_id: str | None
    organisation_id: str
    state: RecordingState
    started_at: datetime
    expected_seconds: float | None
    captured_seconds: float | None
    duration_seconds: float | None
    channels: int | None
    sample_rate: int | None
    size_bytes: int | None
    sha256: str | None
    error_code: str | None
    gaps: tuple[Gap, ...] = ()
    kind: RecordingKind = RecordingKind.TALK
    paused_seconds: float = 0.0
    pauses: tuple[Pause, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class LegalHold:
    """Nothing of the contact is deleted while it is in force: until then (None = for good), or until it is lifted."""

    hold_id: str
    contact_id: str
    reason: str
    placed_by: str
    placed_at: datetime
    until: datetime | None
    lifted_by: str | None
    lifted_at: datetime | None
    lift_reason: str | None
    in_force: bool


@dataclass(frozen=True)
class Waveform:
    """Lowest and highest sample of each tenth of a second, per channel, from 0 (-1.0) over 128 (silence) to 255."""

    peaks_per_second: int
    lowest: tuple[bytes, ...]
    highest: tuple[bytes, ...]
