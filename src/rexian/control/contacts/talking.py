"""The talk with an agent: joining, recording, a leg that is lost and comes back. The citizen's leg is never touched."""

from dataclasses import replace
from datetime import datetime

from rexian.control.contacts import ending, waiting
from rexian.control.contacts.effects import (
    CancelTimer,
    HangUpChannel,
    Join,
    OfferAccepted,
    RingLeg,
    StartMusic,
    StartTimer,
    StartTrack,
    StopTrack,
    TalkOver,
)
from rexian.control.contacts.state import Phase, Ringing, Talk
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.events import EventType

RECONNECT_TIMER = "reconnect"
RECONNECT_SECONDS = 45.0
"""How long the citizen hears music for an agent's page to come back, before another agent is sought."""

RESUME_RING_SECONDS = 20.0
TRACKS_TIMER = "tracks"
TRACKS_SECONDS = 5.0
"""How long to wait for the media server to say that a recording's last block is written."""


def answered(turn: Turn, channel_id: str) -> None:
    """A leg of ours is up: the agent's first answer, or a page that has come back."""
    contact = turn.contact
    if contact.ringing is not None and contact.ringing.channel_id == channel_id:
        _begin(turn, contact.ringing)
    elif contact.talk is not None and contact.talk.resume_channel_id == channel_id:
        _rejoin(turn, contact.talk, channel_id)
    elif contact.talk is None or contact.talk.channel_id != channel_id:
        turn.do(HangUpChannel(channel_id))


def _begin(turn: Turn, ringing: Ringing) -> None:
    offer = ringing.offer
    waiting.end_offer(turn, "accepted")
    turn.happen(EventType.SEGMENT_ENDED, segment_id=turn.contact.segment_id, reason="answered")
    turn.happen(
        EventType.SEGMENT_STARTED,
        segment_id=turn.new_id(),
        kind="agent",
        agent_id=offer.agent_id,
        queue_id=offer.queue_id,
        offer_id=offer.offer_id,
        recording_id=turn.new_id(),
        channel_id=ringing.channel_id,
    )
    waiting.leave_music(turn)
    _join(turn, ringing.channel_id)
    turn.do(OfferAccepted(offer))


def _rejoin(turn: Turn, talk: Talk, channel_id: str) -> None:
    turn.happen(EventType.LEG_RESTORED, segment_id=talk.segment_id, agent_id=talk.agent_id, channel_id=channel_id)
    turn.do(CancelTimer(RECONNECT_TIMER))
    waiting.leave_music(turn)
    _join(turn, channel_id)


def _join(turn: Turn, channel_id: str) -> None:
    """Put the agent's leg into the contact bridge and record what follows."""
    turn.do(Join(turn.bridge_id, channel_id))
    begin_block(turn)


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


def leg_lost(turn: Turn, cause: str) -> None:
    """The agent's voice is gone without a good-bye: music for the citizen, and the page may come back."""
    contact = turn.contact
    talk = contact.talk
    if contact.phase is not Phase.TALKING or talk is None or talk.channel_id is None:
        return
    end_block(turn)
    turn.do(HangUpChannel(talk.channel_id), StartMusic(contact.channel_id))
    turn.happen(
        EventType.LEG_LOST,
        segment_id=talk.segment_id,
        agent_id=talk.agent_id,
        channel_id=talk.channel_id,
        cause=cause,
    )
    turn.do(StartTimer(RECONNECT_TIMER, RECONNECT_SECONDS))


def ring_again(turn: Turn, agent_id: str) -> None:
    """The agent's page asks for its voice back."""
    talk = turn.contact.talk
    if talk is None or talk.agent_id != agent_id:
        return
    leg_lost(turn, "page_reloaded")
    talk = turn.contact.talk
    assert talk is not None
    if talk.resume_channel_id is not None:
        turn.do(HangUpChannel(talk.resume_channel_id))
    channel_id = turn.media_id("leg", turn.new_id())
    turn.change(talk=replace(talk, resume_channel_id=channel_id))
    turn.do(RingLeg(agent_id, channel_id, turn.contact.caller_number, RESUME_RING_SECONDS, resume=True))


def resume_refused(turn: Turn, channel_id: str) -> None:
    """The page could not be rung again; it may ask once more until the reconnect timer ends."""
    talk = turn.contact.talk
    if talk is not None and talk.resume_channel_id == channel_id:
        turn.change(talk=replace(talk, resume_channel_id=None))


def give_up_reconnecting(turn: Turn) -> None:
    """The page did not come back: the citizen keeps the place and goes to another agent."""
    talk = turn.contact.talk
    if turn.contact.phase is not Phase.RECONNECTING or talk is None:
        return
    if talk.resume_channel_id is not None:
        turn.do(HangUpChannel(talk.resume_channel_id))
    queued_at = turn.contact.queued_at
    end_segment(turn, "agent_lost")
    waiting.enter(turn, talk.queue_id, queued_at=queued_at)


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
    ending.close_if_complete(turn)


def agent_hung_up(turn: Turn, channel_id: str) -> None:
    """The agent's phone said good-bye: the contact ends."""
    talk = turn.contact.talk
    if talk is not None and talk.channel_id == channel_id:
        ending.end(turn, "agent_hung_up", "agent")
