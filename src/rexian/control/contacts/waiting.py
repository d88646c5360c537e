"""The queue stay: music, the announcement, offers that come and go. The place is kept through every fault."""

from datetime import datetime

from rexian.control.acd.model import Offer
from rexian.control.contacts import ending, speaking
from rexian.control.contacts.effects import (
    CancelTimer,
    EnterQueue,
    HangUpChannel,
    OfferRefused,
    OfferRings,
    RingLeg,
    StartMusic,
    StartTimer,
    StopMusic,
)
from rexian.control.contacts.inputs import LegRefused
from rexian.control.contacts.state import Phase
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.events import EventType

ANNOUNCEMENT_TIMER = "announcement"
FIRST_ANNOUNCEMENT_SECONDS = 3.0
"""A caller whom a free agent answers at once is not told first that all are busy."""


def enter(turn: Turn, queue_id: str, *, queued_at: datetime | None = None, apology: str = "") -> None:
    """Begin to wait; `queued_at` keeps an earlier place, `apology` is said first.

    A queue that is gone is replaced by the first one; a centre without any cannot keep the call.
    """
    known = turn.around.queue(queue_id) or next(iter(turn.around.centre.queues), None)
    if known is None:
        ending.end(turn, "lost", "system")
        return
    since = queued_at or turn.now
    speaking.be_silent(turn)
    if turn.contact.segment_id is not None:
        turn.happen(EventType.SEGMENT_ENDED, segment_id=turn.contact.segment_id, reason="to_queue")
    turn.happen(
        EventType.SEGMENT_STARTED,
        segment_id=turn.new_id(),
        kind="queue",
        queue_id=known.queue_id,
        queued_at=since.isoformat(),
    )
    turn.do(StartMusic(turn.contact.channel_id))
    if apology:
        announce(turn, apology)
    elif known.announcement:
        turn.do(StartTimer(ANNOUNCEMENT_TIMER, FIRST_ANNOUNCEMENT_SECONDS))
    turn.do(EnterQueue(known.queue_id, since))


def announce(turn: Turn, apology: str = "") -> None:
    """Say the announcement (after an apology, if there is a reason for one) over the music, and again after a while."""
    queue = turn.around.queue(turn.contact.queue_id)
    text = apology + (queue.announcement if queue else "")
    if queue is None or not text:
        return
    speaking.speak(turn, f"queue.{queue.queue_id}", text)
    if queue.announcement and queue.announcement_every_seconds > 0:
        turn.do(StartTimer(ANNOUNCEMENT_TIMER, queue.announcement_every_seconds))


def announcement_over(turn: Turn) -> None:
    """Back to the music."""
    turn.do(StartMusic(turn.contact.channel_id))


def offered(turn: Turn, offer: Offer) -> None:
    """The ACD leases this contact to an agent: ring the phone. A contact that no longer waits gives the lease back."""
    contact = turn.contact
    if contact.phase is not Phase.QUEUED or contact.ringing is not None:
        turn.do(OfferRefused(offer.offer_id, "caller_gone"))
        return
    channel_id = turn.media_id("leg", offer.offer_id)
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
        turn.do(HangUpChannel(ringing.channel_id))
        end_offer(turn, "timed_out")


def declined(turn: Turn, agent_id: str) -> None:
    """The agent has refused the offer at the desk."""
    ringing = turn.contact.ringing
    if ringing is not None and ringing.offer.agent_id == agent_id:
        turn.do(HangUpChannel(ringing.channel_id))
        end_offer(turn, "declined")
        turn.do(OfferRefused(ringing.offer.offer_id, "declined"))


def end_offer(turn: Turn, outcome: str) -> None:
    ringing = turn.contact.ringing
    if ringing is not None:
        offer = ringing.offer
        turn.happen(EventType.OFFER_ENDED, offer_id=offer.offer_id, agent_id=offer.agent_id, outcome=outcome)


def leave_music(turn: Turn) -> None:
    """Silence music and announcement: somebody is there."""
    speaking.be_silent(turn)
    turn.do(CancelTimer(ANNOUNCEMENT_TIMER), StopMusic(turn.contact.channel_id))


def announce_later(turn: Turn) -> None:
    """An agent's phone rings just now: leave the music and try again soon."""
    turn.do(StartTimer(ANNOUNCEMENT_TIMER, FIRST_ANNOUNCEMENT_SECONDS))
