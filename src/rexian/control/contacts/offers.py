"""Offers: the ACD leases the contact to an agent, whose phone rings. Each ends once; the contact keeps its place."""

from rexian.control.acd.model import Offer
from rexian.control.contacts.effects import EnterQueue, OfferRefused, OfferRings, RingLeg
from rexian.control.contacts.inputs import LegRefused
from rexian.control.contacts.names import LEG
from rexian.control.contacts.state import Phase
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.events import EventType


def stand_in_line(turn: Turn) -> None:
    """Tell the ACD of the wait: begun, taken up after a restart, or at another place."""
    contact = turn.contact
    assert contact.queued_at is not None
    named, usual = contact.wish.named_agent_id, contact.wish.usual_agent_id
    absent = contact.phase is Phase.CALLBACK
    turn.do(EnterQueue(contact.queue_id, contact.queued_at, contact.priority, named, usual, absent))


def offered(turn: Turn, offer: Offer) -> None:
    """The ACD leases this contact to an agent: ring the phone. A contact that no longer waits gives the lease back.

    There is one lease at a time: a second one tells that the first had ended before its message came. One of a queue
    that the contact has left meanwhile is given back, and the contact stands in its new line; so does one who has just
    been promised a call-back.
    """
    contact = turn.contact
    if contact.phase is not Phase.QUEUED:
        turn.do(OfferRefused(offer.offer_id, "caller_gone"))
        if contact.phase is Phase.CALLBACK and contact.callback and not contact.callback.resting:
            stand_in_line(turn)
        return
    if offer.queue_id != contact.queue_id:
        turn.do(OfferRefused(offer.offer_id, "caller_gone"))
        stand_in_line(turn)
        return
    end_offer(turn, "caller_gone")
    channel_id = turn.media_id(LEG, offer.offer_id)
    turn.happen(
        EventType.OFFER_MADE,
        offer_id=offer.offer_id,
        segment_id=contact.segment_id,
        agent_id=offer.agent_id,
        queue_id=offer.queue_id,
        channel_id=channel_id,
        deadline=offer.deadline.isoformat(),
        reason=dict(offer.reason),
    )
    seconds = max((offer.deadline - turn.now).total_seconds(), 1.0)
    turn.do(RingLeg(offer.agent_id, channel_id, contact.caller_number, seconds))


def rings(turn: Turn, channel_id: str) -> None:
    """The agent's phone alerts."""
    ringing = turn.contact.ringing
    if ringing is not None and ringing.channel_id == channel_id and not ringing.alerting:
        turn.happen(EventType.OFFER_RINGING, offer_id=ringing.offer.offer_id)
        turn.do(OfferRings(ringing.offer.offer_id))


def refused(turn: Turn, event: LegRefused) -> None:
    """The phone was not answered, declined or not reached: the contact waits on, the ACD goes on to the next."""
    ringing = turn.contact.ringing
    if ringing is not None and ringing.channel_id == event.channel_id:
        end_offer(turn, event.outcome)
        turn.do(OfferRefused(ringing.offer.offer_id, event.outcome))


def lapsed(turn: Turn, offer: Offer) -> None:
    """The lease ran out (the ACD knows already): stop ringing."""
    ringing = turn.contact.ringing
    if ringing is not None and ringing.offer.offer_id == offer.offer_id:
        end_offer(turn, "timed_out")


def declined(turn: Turn, agent_id: str) -> None:
    """The agent has refused the offer at the desk."""
    ringing = turn.contact.ringing
    if ringing is not None and ringing.offer.agent_id == agent_id:
        end_offer(turn, "declined")
        turn.do(OfferRefused(ringing.offer.offer_id, "declined"))


def end_offer(turn: Turn, outcome: str) -> None:
    ringing = turn.contact.ringing
    if ringing is not None:
        offer = ringing.offer
        turn.happen(EventType.OFFER_ENDED, offer_id=offer.offer_id, agent_id=offer.agent_id, outcome=outcome)
