"""The talk with an agent: how it begins, a leg that is lost and comes back, how it ends."""

from dataclasses import replace
from datetime import datetime

from rexian.control.contacts import consulting, dialling, ending, offers, recording, supervising, waiting
from rexian.control.contacts.effects import CancelTimer, HangUpChannel, OfferAccepted, RingLeg, StartTimer
from rexian.control.contacts.names import LEG
from rexian.control.contacts.parties import Party, Place, Role
from rexian.control.contacts.state import Contact, Ringing
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.events import EventType

NORMAL_CAUSES = frozenset({"normal", "busy", "declined", "no_answer"})
"""Causes with which a phone that is alive ends its call; any other means that the leg was lost."""

RECONNECT_TIMER = "reconnect"
RECONNECT_SECONDS = 45.0
"""How long the citizen hears music for an agent's page to come back, before another agent is sought."""

RESUME_RING_SECONDS = 20.0


def answered(turn: Turn, channel_id: str) -> None:
    """A leg of ours is up: the agent's first answer, a page that has come back, or who was called for the contact."""
    contact = turn.contact
    if contact.ringing is not None and contact.ringing.channel_id == channel_id:
        _begin(turn, contact.ringing)
    elif contact.talk is not None and contact.talk.resume_channel_id == channel_id:
        _rejoin(turn, contact.talk, channel_id)
    elif channel_id == contact.channel_id:
        dialling.citizen_answered(turn)
    elif (party := contact.party_on(channel_id)) is None:
        turn.do(HangUpChannel(channel_id))
    elif party.role is Role.SUPERVISOR and not party.up:
        supervising.answered(turn, party)
    elif not party.up:
        consulting.answered(turn, party)
        if not contact.up:
            dialling.ring_citizen(turn)


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
    waiting.fall_silent(turn)
    turn.do(OfferAccepted(offer))


def _rejoin(turn: Turn, talk: Party, channel_id: str) -> None:
    turn.happen(EventType.LEG_RESTORED, segment_id=talk.segment_id, agent_id=talk.agent_id, channel_id=channel_id)
    turn.do(CancelTimer(RECONNECT_TIMER))


def leg_lost(turn: Turn, cause: str) -> None:
    """The agent's voice is gone without a good-bye: the citizen, alone now, hears music, and the page may come back."""
    contact = turn.contact
    talk = contact.talk
    if talk is None or talk.channel_id is None:
        return
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
    channel_id = turn.media_id(LEG, turn.new_id())
    turn.change(parties=_with_resume(turn.contact, talk, channel_id))
    turn.do(RingLeg(agent_id, channel_id, turn.contact.caller_number, RESUME_RING_SECONDS, resume=True))


def resume_refused(turn: Turn, channel_id: str) -> None:
    """The page could not be rung again; it may ask once more until the reconnect timer ends."""
    talk = turn.contact.talk
    if talk is not None and talk.resume_channel_id == channel_id:
        turn.change(parties=_with_resume(turn.contact, talk, None))


def _with_resume(contact: Contact, talk: Party, channel_id: str | None) -> tuple[Party, ...]:
    resumed = replace(talk, resume_channel_id=channel_id)
    return tuple(resumed if party == talk else party for party in contact.parties)


def give_up_reconnecting(turn: Turn) -> None:
    """The page did not come back: who has joined goes on with the citizen, or another agent is sought."""
    talk = turn.contact.talk
    if talk is not None and talk.channel_id is None:
        _give_back(turn, talk, "agent_lost")


def gone(turn: Turn, channel_id: str, cause: str) -> None:
    """A leg that was up has ended."""
    party = turn.contact.party_on(channel_id)
    if party is None:
        resume_refused(turn, channel_id)
    elif party.role is not Role.AGENT:
        consulting.left(turn, party, "hung_up" if cause in NORMAL_CAUSES else "lost")
    elif cause in NORMAL_CAUSES or not party.agent_id:
        agent_hung_up(turn, party)
    else:
        leg_lost(turn, cause)


def silent(turn: Turn, channel_id: str) -> None:
    """A leg that was up gives no sign of life any more."""
    party = turn.contact.party_on(channel_id)
    if party is None or party.up:
        gone(turn, channel_id, "media_silent")


def hung_up_at_desk(turn: Turn, agent_id: str) -> None:
    """The agent's button: the end of the contact, or of the part that a consultant has in it."""
    party = turn.contact.party_of(agent_id)
    if party is None or not party.up:
        return
    if party.role is Role.AGENT:
        ending.end(turn, "agent_hung_up", "agent")
    else:
        consulting.left(turn, party, "hung_up")


def agent_hung_up(turn: Turn, agent: Party, at: datetime | None = None) -> None:
    """The phone of who answers for the contact has said good-bye. That ends a talk; a citizen who could not hear it, or
    who talks with others, is not hung up on."""
    contact = turn.contact
    if contact.consulted or contact.joined or contact.barged:
        consulting.complete(turn, agent, at=at)
    elif contact.place is Place.CONTACT and agent.place is Place.CONTACT:
        ending.end(turn, "agent_hung_up", "agent", at)
    else:
        _give_back(turn, agent, "agent_hung_up", at)


def reset(turn: Turn, agent_id: str) -> None:
    """The agent's desk is cleared: nobody else loses anything by it."""
    party = turn.contact.party_of(agent_id)
    if party is None or not party.up:
        return
    if party.role is Role.AGENT:
        _give_back(turn, party, "reset")
    else:
        consulting.left(turn, party, "reset")


def agent_elsewhere(turn: Turn, agent_id: str) -> None:
    """Who has just answered belongs to another contact already: the place of before."""
    talk = turn.contact.talk
    if talk is not None and talk.agent_id == agent_id:
        _give_back(turn, talk, "agent_busy")


def _give_back(turn: Turn, agent: Party, reason: str, at: datetime | None = None) -> None:
    """The agent is gone, the citizen is not: on with who has joined, else the old place in the queue."""
    if not turn.contact.up:
        dialling.not_reached(turn)
        return
    if turn.contact.colleague_id:
        ending.end(turn, reason, "agent")
        return
    joined, queued_at = turn.contact.joined or turn.contact.barged, turn.contact.queued_at
    consulting.dismiss(turn, reason)
    recording.end_segment(turn, agent, reason, at)
    if joined is not None:
        consulting.take_over(turn, joined, agent.queue_id, reason)
    else:
        waiting.enter(turn, agent.queue_id, queued_at=queued_at)
