"""The call-back: a caller who waits may hang up and is called when the turn comes, with the place of before.

The citizen is called first and joins the line at the place that was kept; an agent is offered the contact only when
somebody is there to talk to (decision 0012). Who does not answer is tried again, as often as the queue says. Called by
the lane; when a turn is near is the ACD's to say.
"""

from rexian.control.contacts import ending, offers, promises, speaking, waiting, words
from rexian.control.contacts.effects import CallNumber, CancelTimer, LeaveQueue, StartTimer
from rexian.control.contacts.names import LEG
from rexian.control.contacts.state import Contact, Phase
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.events import EventType
from rexian.control.numbering.plan import is_subscriber
from rexian.control.ports import Observation

CALLBACK_TIMER = "callback"
GOODBYE_PROMPT = "callback.booked"
GREETING_PROMPT = "callback.greeting"
RING_SECONDS = 30.0
"""How long the citizen is rung."""
LATE_SECONDS = 5.0
"""So much later the call is taken to be over, whatever the media server tells."""
RETRY_SECONDS = 300.0
"""Where the queue is gone."""


def is_offered(turn: Turn) -> bool:
    """Whether the queue calls back."""
    return _attempts_allowed(turn) > 0


def may_call(turn: Turn, number: str) -> bool:
    """Whether a number, in its kept form, can be called back: a subscriber at home, whom a trunk reaches."""
    return is_subscriber(number) and turn.around.entry.dialling(number) is not None


def offers_to(turn: Turn, queue_id: str) -> bool:
    """Whether that queue calls back."""
    queue = turn.around.queue(queue_id)
    return queue is not None and queue.callback_attempts > 0


def book(turn: Turn, number: str) -> None:
    """The caller has confirmed: promise it, say good-bye and let go."""
    book_in(turn, turn.contact.queue_id, number)


def book_in(turn: Turn, queue_id: str, number: str) -> None:
    """The same in a certain queue, for a caller in the menu; who had waited before keeps that place."""
    _promise(turn, queue_id, number, "asked")
    speaking.speak(turn, GOODBYE_PROMPT, words.CALLBACK_BOOKED)


def rescue(turn: Turn) -> bool:
    """A caller who waited was lost by our own fault: called back unasked, where the queue calls back at all."""
    contact = turn.contact
    if contact.phase is not Phase.QUEUED or not is_offered(turn) or not may_call(turn, contact.caller_number):
        return False
    offers.end_offer(turn, "caller_gone")
    turn.do(LeaveQueue())
    _promise(turn, contact.queue_id, contact.caller_number, "lost")
    let_go(turn)
    return True


def _promise(turn: Turn, queue_id: str, number: str, reason: str) -> None:
    waiting.fall_silent(turn)
    turn.happen(EventType.CALLBACK_BOOKED, queue_id=queue_id, reason=reason, personal={"number": number})
    turn.happen(EventType.SEGMENT_ENDED, segment_id=turn.contact.segment_id, reason="callback")
    turn.happen(EventType.SEGMENT_STARTED, segment_id=turn.new_id(), kind="callback", queue_id=queue_id)
    offers.stand_in_line(turn)
    promises.keep(turn)


def let_go(turn: Turn) -> None:
    """The good-bye is over, or the citizen did not wait for its end."""
    if turn.contact.phase is Phase.CALLBACK and turn.contact.up:
        speaking.be_silent(turn)
        turn.happen(EventType.CALLBACK_AWAITED)


def turn_is_near(turn: Turn) -> None:
    """Ring the citizen, who will be first in line."""
    contact, callback = turn.contact, turn.contact.callback
    if not is_waiting(contact) or callback is None:
        return
    channel_id = turn.media_id(LEG, turn.new_id())
    turn.happen(EventType.CALLBACK_DIALLED, attempt=callback.attempts + 1, channel_id=channel_id)
    turn.do(CallNumber(callback.number, channel_id, contact.called_number, RING_SECONDS))
    turn.do(StartTimer(CALLBACK_TIMER, RING_SECONDS + LATE_SECONDS))


def is_waiting(contact: Contact) -> bool:
    """Whether the citizen may be called now: gone, in the line, and not being called already."""
    waits = contact.phase is Phase.CALLBACK and not contact.up and not contact.channel_id
    return waits and contact.callback is not None and not contact.callback.resting


def is_called(contact: Contact, channel_id: str) -> bool:
    """Whether this is the leg on which the citizen is called back."""
    return contact.phase is Phase.CALLBACK and not contact.up and bool(channel_id) and channel_id == contact.channel_id


def answered(turn: Turn) -> None:
    """The citizen is there: greet, and wait on the line at the old place."""
    turn.do(CancelTimer(CALLBACK_TIMER))
    turn.happen(EventType.CONTACT_ANSWERED)
    contact = turn.contact
    waiting.enter(turn, contact.queue_id, queued_at=contact.queued_at)
    if turn.contact.phase is Phase.QUEUED:
        waiting.greet(turn, GREETING_PROMPT, words.greeting(contact.called_number))


def not_answered(turn: Turn, outcome: str) -> None:
    """Out of the line until the next attempt; after the last one it is given up."""
    callback = turn.contact.callback
    assert callback is not None
    turn.happen(EventType.CALLBACK_FAILED, attempt=callback.attempts, outcome=outcome)
    if callback.attempts >= _attempts_allowed(turn):
        ending.end(turn, "not_reached", "system")
        return
    if promises.is_over(turn):
        ending.end(turn, promises.EXPIRED, "system")
        return
    turn.do(LeaveQueue())
    _rest(turn)


def time_is_up(turn: Turn) -> None:
    """The ring took too long, or the rest between two attempts is over."""
    contact, callback = turn.contact, turn.contact.callback
    if contact.phase is not Phase.CALLBACK or callback is None:
        return
    if callback.resting:
        turn.happen(EventType.CALLBACK_RESUMED)
        offers.stand_in_line(turn)
    elif contact.channel_id and not contact.up:
        not_answered(turn, "timed_out")


def recover(turn: Turn, held: Observation) -> None:
    """Control was away: who had not hung up yet is let go, who was being called has answered, rings on, or is lost."""
    let_go(turn)
    promises.keep(turn)
    contact, callback = turn.contact, turn.contact.callback
    leg = held.channels.get(contact.channel_id) if contact.channel_id else None
    if leg is not None and leg.state == "Up":
        answered(turn)
    elif callback is not None and callback.resting:
        _rest(turn)
    else:
        offers.stand_in_line(turn)
        if leg is not None:
            turn.do(StartTimer(CALLBACK_TIMER, RING_SECONDS + LATE_SECONDS))
        elif contact.channel_id:
            not_answered(turn, "lost")


def _rest(turn: Turn) -> None:
    queue = turn.around.queue(turn.contact.queue_id)
    turn.do(StartTimer(CALLBACK_TIMER, queue.callback_retry_seconds if queue else RETRY_SECONDS))


def _attempts_allowed(turn: Turn) -> int:
    queue = turn.around.queue(turn.contact.queue_id)
    return queue.callback_attempts if queue else 0
