"""The recording of a segment: blocks of a track per voice while they are together, complete when they are written.

No verb begins or ends a block: at the end of each turn `follow` compares who talks with whom with what is recorded.
"""

from collections.abc import Mapping
from datetime import datetime

from rexian.control.contacts import pausing
from rexian.control.contacts.effects import CancelTimer, StartTimer, TalkOver
from rexian.control.contacts.names import TRACK
from rexian.control.contacts.parties import CITIZEN, Party, Place, Role
from rexian.control.contacts.stage import voices
from rexian.control.contacts.state import Contact, Phase
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.events import EventType

TRACKS_TIMER = "tracks"
TRACKS_SECONDS = 5.0
"""How long to wait for the media server to say that a recording's last block is written."""


def follow(turn: Turn) -> None:
    """Let recordings follow who talks with whom: a block lasts while the same voices are together."""
    pausing.follow(turn)
    for party in turn.contact.parties:
        heard = _heard(turn.contact, party)
        if party.block is not None and dict(party.block.channels) != dict(heard):
            end_block(turn, party)
        if heard and (party.block is None or dict(party.block.channels) != dict(heard)):
            _begin_block(turn, party, heard)


def _heard(contact: Contact, party: Party) -> Mapping[str, str]:
    """The agent's recording is of the citizen's talk, whoever takes part; a consultant's of the consultation."""
    if not party.recording_id or party.pause is not None:
        return {}
    together = voices(contact, Place.CONTACT if party.role is Role.AGENT else Place.CONSULT)
    needed = CITIZEN if party.role is Role.AGENT else party.voice
    return together if needed in together else {}


def _begin_block(turn: Turn, party: Party, heard: Mapping[str, str]) -> None:
    """Begin a stretch of the recording, a track per voice."""
    number = party.blocks + 1
    turn.happen(
        EventType.RECORDING_BLOCK_STARTED,
        recording_id=party.recording_id,
        segment_id=party.segment_id,
        block=number,
        tracks={voice: turn.media_id(TRACK, f"{party.recording_id}-{number}-{voice}") for voice in heard},
        channels=dict(heard),
        kind="talk" if party.role is Role.AGENT else "consult",
    )


def end_block(turn: Turn, party: Party, at: datetime | None = None) -> None:
    """The stretch of recording is over: tell what should have been captured."""
    block, end = party.block, at or turn.now
    if block is None:
        return
    expected_seconds = max((end - block.started_at).total_seconds(), 0.0)
    turn.happen(
        EventType.RECORDING_BLOCK_ENDED,
        recording_id=party.recording_id,
        block=block.number,
        expected_seconds=round(expected_seconds, 3),
        at=at,
    )


def voice_gone(turn: Turn, channel_id: str | None, at: datetime) -> None:
    """A voice was gone before now: all that it was recorded in ended then."""
    for party in turn.contact.parties:
        if party.block is not None and channel_id in party.block.channels.values():
            end_block(turn, party, at)


def end_segment(turn: Turn, party: Party, reason: str, at: datetime | None = None, *, stays: bool = False) -> None:
    """The segment is over, and the party's part with it, unless it `stays` for another one. The recording is complete
    when all its tracks are written. Where the party was gone before now, whatever it was recorded in ended then too."""
    end_block(turn, party, at)
    pausing.end(turn, party, "segment_ended", at)
    if at is not None:
        voice_gone(turn, party.channel_id, at)
    turn.happen(EventType.SEGMENT_ENDED, segment_id=party.segment_id, reason=reason, stays=stays, at=at)
    if party.agent_id and not stays:
        turn.do(TalkOver(party.agent_id, party.queue_id))
    turn.do(StartTimer(TRACKS_TIMER, TRACKS_SECONDS))
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
    for party in turn.contact.unfinished:
        if waited or not party.tracks & turn.contact.open_tracks:
            turn.happen(
                EventType.RECORDING_STOPPED,
                recording_id=party.recording_id,
                segment_id=party.segment_id,
                agent_id=party.agent_id or None,
                blocks=party.blocks,
            )
    if not turn.contact.unfinished:
        turn.do(CancelTimer(TRACKS_TIMER))
    close_if_complete(turn)


def close_if_complete(turn: Turn) -> None:
    """A contact that has ended and whose recordings are written needs its lane no more."""
    if turn.contact.phase is Phase.ENDED and not turn.contact.unfinished:
        turn.change(phase=Phase.CLOSED)
