"""How the promise of a call-back ends without a call that was answered: taken back by a supervisor, or grown too old.

A promise is kept for as long as its queue says, whatever the hours; a citizen whose phone rings just then may still
answer. Called by the lane; the call itself, its attempts and its pauses are `calling_back`.
"""

from datetime import datetime, timedelta

from rexian.control.contacts import ending
from rexian.control.contacts.effects import StartTimer
from rexian.control.contacts.inputs import PromiseCancelled
from rexian.control.contacts.state import Contact, Phase
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.configuration import QueueConfiguration
from rexian.control.contracts.events import EventType

PROMISE_TIMER = "promise"
CANCELLED, EXPIRED = "callback_cancelled", "callback_expired"


def expires_at(contact: Contact, queue: QueueConfiguration | None) -> datetime | None:
    """When the promise is given up; None = not by the clock."""
    if contact.callback is None or queue is None or queue.callback_expires_seconds <= 0:
        return None
    return contact.callback.booked_at + timedelta(seconds=queue.callback_expires_seconds)


def keep(turn: Turn) -> None:
    """Remember to give it up in time."""
    until = expires_at(turn.contact, turn.around.queue(turn.contact.queue_id))
    if until is not None:
        turn.do(StartTimer(PROMISE_TIMER, max((until - turn.now).total_seconds(), 0.0)))


def is_over(turn: Turn) -> bool:
    """Whether it is too old for another attempt."""
    until = expires_at(turn.contact, turn.around.queue(turn.contact.queue_id))
    return until is not None and until <= turn.now


def expire(turn: Turn) -> None:
    """Its time is over. Who is being rung may answer; what comes after that attempt asks `is_over`."""
    contact = turn.contact
    if contact.phase is Phase.CALLBACK and (contact.up or not contact.channel_id):
        ending.end(turn, EXPIRED, "system")


def cancel(turn: Turn, event: PromiseCancelled) -> None:
    """A supervisor takes it back."""
    if turn.contact.phase is Phase.CALLBACK:
        turn.happen(EventType.CALLBACK_CANCELLED, reason=event.reason)
        ending.end(turn, CANCELLED, "supervisor")
