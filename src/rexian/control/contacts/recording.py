"""The recording of an agent segment: blocks of two tracks while the agent is there, complete when they are written."""

from datetime import datetime

from rexian.control.contacts.effects import CancelTimer, StartTimer, StartTrack, StopTrack, TalkOver
from rexian.control.contacts.state import Phase
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.events import EventType

TRACKS_TIMER = "tracks"
TRACKS_SECONDS = 5.0
"""How long to wait for the media server to say that a recording's last block is written."""


def begin_block(turn: Turn) -> None:
    """Begin a stretch of the recording, a track per party. Both legs are in the bridge."""
    talk = turn.contact.talk
    assert talk is not None
    assert talk.channel_id is not None
    number = talk.blocks + 1
    tracks = {party: turn.media_id("track", f"{talk.recording_id}-{number}-{party}") for party in ("citizen", "agent")}
    turn.do(StartTrack(turn.contact.channel_id, tracks["citizen"]), StartTrack(talk.channel_id, tracks["agent"]))
    turn.happen(
        EventType.RECORDING_BLOCK_STARTED,
        recording_id=talk.recording_id,
        segment_id=talk.segment_id,
        block=number,
        tracks=tracks,
    )


def end_block(turn: Turn, at: datetime | None = None) -> None:
    """The stretch of recording is over: tell what should have been captured, and stop both tracks."""
    talk = turn.contact.talk
    if talk is None or talk.block is None:
        return
    block, end = talk.block, at or turn.now
    expected_seconds = max((end - block.started_at).total_seconds(), 0.0)
    turn.happen(
        EventType.RECORDING_BLOCK_ENDED,
        recording_id=talk.recording_id,
        block=block.number,
        expected_seconds=round(expected_seconds, 3),
        at=at,
    )
    turn.do(*(StopTrack(track) for track in block.tracks.values()))


def end_segment(turn: Turn, reason: str, at: datetime | None = None) -> None:
    """The agent's part is over; the recording is complete when both tracks are written."""
    talk = turn.contact.talk
    if talk is None:
        return
    end_block(turn, at)
    turn.happen(EventType.SEGMENT_ENDED, segment_id=talk.segment_id, reason=reason, at=at)
    turn.do(TalkOver(talk.agent_id, talk.queue_id), StartTimer(TRACKS_TIMER, TRACKS_SECONDS))
    finish_recordings(turn)


def track_ended(turn: Turn, track: str) -> None:
    """A track is written; with the last one of an ended talk its recording is complete."""
    turn.change(open_tracks=turn.contact.open_tracks - {track})
    if turn.contact.unfinished:
        finish_recordings(turn)


def finish_recordings(turn: Turn, *, waited: bool = False) -> None:
    """Hand recordings that are written to the worker, and close the contact if it has ended and none is left.

    After TRACKS_SECONDS (`waited`) what has not been told as written counts as written.
    """
    for talk in turn.contact.unfinished:
        if waited or not talk.tracks & turn.contact.open_tracks:
            turn.happen(
                EventType.RECORDING_STOPPED,
                recording_id=talk.recording_id,
                segment_id=talk.segment_id,
                agent_id=talk.agent_id,
                blocks=talk.blocks,
            )
    if not turn.contact.unfinished:
        turn.do(CancelTimer(TRACKS_TIMER))
    close_if_complete(turn)


def close_if_complete(turn: Turn) -> None:
    """A contact that has ended and whose recordings are written needs its lane no more."""
    if turn.contact.phase is Phase.ENDED and not turn.contact.unfinished:
        turn.change(phase=Phase.CLOSED)
