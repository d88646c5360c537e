"""The queue stay: music and the announcement. The place is kept through every fault."""

from datetime import datetime
from typing import Any

from rexian.control.acd.forecast import Admission
from rexian.control.contacts import ending, offers, speaking, words
from rexian.control.contacts.effects import CancelTimer, StartTimer
from rexian.control.contacts.state import Wish
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.configuration import QueueConfiguration
from rexian.control.contracts.events import EventType

ANNOUNCEMENT_TIMER = "announcement"
FIRST_ANNOUNCEMENT_SECONDS = 3.0
"""A caller whom a free agent answers at once is not told first that all are busy."""


def enter(
    turn: Turn, queue_id: str, *, queued_at: datetime | None = None, apology: str = "", wish: Wish | None = None
) -> None:
    """Begin to wait; `queued_at` keeps an earlier place, `apology` is said first, without a `wish` the one of before
    goes on.

    A queue that is gone is replaced by the first one; a centre without any cannot keep the call.
    """
    known = turn.around.queue_or_first(queue_id)
    if known is None:
        ending.end(turn, "lost", "system")
        return
    since = queued_at or turn.now
    speaking.be_silent(turn)
    turn.change(dialogue=None)
    if turn.contact.segment_id is not None:
        turn.happen(EventType.SEGMENT_ENDED, segment_id=turn.contact.segment_id, reason="to_queue")
    turn.happen(
        EventType.SEGMENT_STARTED,
        segment_id=turn.new_id(),
        kind="queue",
        queue_id=known.queue_id,
        queued_at=since.isoformat(),
        **_wished(turn.contact.wish if wish is None else wish),
    )
    if apology:
        announce(turn, apology)
    elif known.announcement:
        turn.do(StartTimer(ANNOUNCEMENT_TIMER, FIRST_ANNOUNCEMENT_SECONDS))
    offers.stand_in_line(turn)


def _wished(wish: Wish) -> dict[str, Any]:
    return {name: value for name, value in vars(wish).items() if value}


def announce(turn: Turn, apology: str = "") -> None:
    """Say the announcement (after an apology, if there is a reason for one) over the music, and again after a while.

    A queue without an announcement says nothing else either.
    """
    queue = turn.around.queue(turn.contact.queue_id)
    text = apology + (_announcement(turn, queue) if queue and queue.announcement else "")
    if queue is None or not text:
        return
    speaking.speak(turn, f"queue.{queue.queue_id}", text)
    if queue.announcement and queue.announcement_every_seconds > 0:
        turn.do(StartTimer(ANNOUNCEMENT_TIMER, queue.announcement_every_seconds))


def greet(turn: Turn, prompt_id: str, text: str) -> None:
    """Say something else than the announcement first."""
    queue = turn.around.queue(turn.contact.queue_id)
    speaking.speak(turn, prompt_id, text)
    if queue is not None and queue.announcement and queue.announcement_every_seconds > 0:
        turn.do(StartTimer(ANNOUNCEMENT_TIMER, queue.announcement_every_seconds))
    else:
        turn.do(CancelTimer(ANNOUNCEMENT_TIMER))


def _announcement(turn: Turn, queue: QueueConfiguration) -> str:
    """What is true now: nobody is there yet, or how far it is."""
    if turn.around.lines.admission(queue.queue_id) is Admission.NO_AGENT:
        return words.WAITS_UNSTAFFED + (words.OFFER if queue.callback_attempts else "")
    forecast = turn.around.lines.forecast(turn.contact.contact_id, turn.now) if queue.tells_place else None
    offer = words.OFFER if queue.callback_attempts else ""
    return queue.announcement + (words.place_told(forecast) if forecast else "") + offer


def fall_silent(turn: Turn) -> None:
    """No more announcements: somebody is there."""
    speaking.be_silent(turn)
    turn.do(CancelTimer(ANNOUNCEMENT_TIMER))


def announce_later(turn: Turn) -> None:
    """An agent's phone rings just now: leave the music and try again soon."""
    turn.do(StartTimer(ANNOUNCEMENT_TIMER, FIRST_ANNOUNCEMENT_SECONDS))
