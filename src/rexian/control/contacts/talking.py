"""The talk with an agent: joining, recording, a leg that is lost and comes back.

The contact bridge holds who talks, and nobody else: who hears a menu or music is outside it (decision 0008).
"""

from dataclasses import replace

from rexian.control.contacts import ending, offers, recording, waiting
from rexian.control.contacts.effects import (
    CancelTimer,
    CreateBridge,
    HangUpChannel,
    Join,
    Leave,
    OfferAccepted,
    RingLeg,
    StartMusic,
    StartTimer,
)
from rexian.control.contacts.state import Phase, Ringing, Talk
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.events import EventType

RECONNECT_TIMER = "reconnect"
RECONNECT_SECONDS = 45.0
"""How long the citizen hears music for an agent's page to come back, before another agent is sought."""

RESUME_RING_SECONDS = 20.0


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
    offers.end_offer(turn, "accepted")
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
    _join(turn, ringing.channel_id)
    turn.do(OfferAccepted(offer))


def _rejoin(turn: Turn, talk: Talk, channel_id: str) -> None:
    turn.happen(EventType.LEG_RESTORED, segment_id=talk.segment_id, agent_id=talk.agent_id, channel_id=channel_id)
    turn.do(CancelTimer(RECONNECT_TIMER))
    _join(turn, channel_id)


def _join(turn: Turn, channel_id: str) -> None:
    """Let citizen and agent talk, and record what follows."""
    bring_together(turn, channel_id)
    recording.begin_block(turn)


def bring_together(turn: Turn, channel_id: str) -> None:
    """Put the citizen, who hears music no more, and the agent's leg into the contact bridge."""
    waiting.leave_music(turn)
    turn.do(
        CreateBridge(turn.bridge_id),
        Join(turn.bridge_id, turn.contact.channel_id),
        Join(turn.bridge_id, channel_id),
    )


def leg_lost(turn: Turn, cause: str) -> None:
    """The agent's voice is gone without a good-bye: music for the citizen, and the page may come back."""
    contact = turn.contact
    talk = contact.talk
    if contact.phase is not Phase.TALKING or talk is None or talk.channel_id is None:
        return
    recording.end_block(turn)
    turn.do(HangUpChannel(talk.channel_id), Leave(turn.bridge_id, contact.channel_id), StartMusic(contact.channel_id))
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
    recording.end_segment(turn, "agent_lost")
    waiting.enter(turn, talk.queue_id, queued_at=queued_at)


def agent_hung_up(turn: Turn, channel_id: str) -> None:
    """The agent's phone said good-bye: the contact ends."""
    talk = turn.contact.talk
    if talk is not None and talk.channel_id == channel_id:
        ending.end(turn, "agent_hung_up", "agent")
