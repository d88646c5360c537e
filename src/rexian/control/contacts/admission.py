"""Whether the way to a person is open for a caller, and what who is turned away is told: each answer has its sentence.

Decides by the caller's marks, the queue's hours, who is signed in and how many wait. Called by the menu whenever it
wants a person; whoever was with an agent already (a transfer, a lost talk) is never turned away. What follows the
sentence is the flow's: see the queue node.
"""

from collections.abc import Collection
from enum import StrEnum

from rexian.control.acd.forecast import Admission
from rexian.control.contacts import ending, speaking, waiting, words
from rexian.control.contacts.effects import EndPromise
from rexian.control.contacts.state import Wish
from rexian.control.contacts.turn import Turn
from rexian.control.contracts import entry
from rexian.control.contracts.configuration import QueueConfiguration
from rexian.control.contracts.entry import KeeperKind
from rexian.control.contracts.events import EventType

TURNED_AWAY_PROMPT = "turned_away."
"""Followed by the answer."""


class Answer(StrEnum):
    """Why a caller does not come into the queue."""

    CLOSED = "closed"
    NO_AGENT = "no_agent"
    FULL = "full"
    MENU_ONLY = "menu_only"


def enter(
    turn: Turn, queue_id: str, *, wish: Wish | None = None, apology: str = "", goes_on: Collection[str] = ()
) -> None:
    """Into the queue, or tell why not. `goes_on`: the answers after which the flow has something else to offer."""
    queue = turn.around.queue_or_first(queue_id)
    if queue is None:
        ending.end(turn, "lost", "system")
        return
    answer = refusal(turn, queue)
    if answer is None:
        kept = turn.contact.kept
        kept = kept if kept and kept.queue_id == queue.queue_id else None
        waiting.enter(turn, queue.queue_id, queued_at=kept.queued_at if kept else None, wish=wish, apology=apology)
        if kept and kept.promised_contact_id:
            turn.do(EndPromise(kept.promised_contact_id))
        return
    turn.happen(EventType.TURNED_AWAY, segment_id=turn.contact.segment_id, queue_id=queue.queue_id, answer=str(answer))
    farewell = "" if answer in goes_on else words.FAREWELL
    speaking.speak(turn, TURNED_AWAY_PROMPT + answer, apology + _sentence(turn, queue, answer) + farewell)


def refusal(turn: Turn, queue: QueueConfiguration) -> Answer | None:
    """Why the contact may not enter the queue now; None = it may."""
    if turn.contact.treatment.admission is not entry.Admission.ADMIT:
        return Answer.MENU_ONLY
    if not turn.around.entry.is_open(KeeperKind.QUEUE, queue.queue_id, turn.now):
        return Answer.CLOSED
    admission = turn.around.lines.admission(queue.queue_id)
    if admission is Admission.NO_AGENT and not queue.waits_unstaffed:
        return Answer.NO_AGENT
    return Answer.FULL if admission is Admission.FULL else None


def _sentence(turn: Turn, queue: QueueConfiguration, answer: Answer) -> str:
    match answer:
        case Answer.CLOSED:
            opening = turn.around.entry.next_opening(KeeperKind.QUEUE, queue.queue_id, turn.now)
            return words.queue_closed(queue, opening, turn.now, turn.around.centre.time_zone)
        case Answer.NO_AGENT:
            return words.filled(queue.no_agent_text, words.NO_AGENT)
        case Answer.FULL:
            return words.filled(queue.full_text, words.FULL)
        case Answer.MENU_ONLY:
            return words.MENU_ONLY
