"""Ways out of a flow besides the queue: to an office of the directory, and to a call-back.

Called by the menu. Each gives the reason why it cannot be, for the flow to go on; "" = the caller has left the flow.
Who may use the menu only gets to people in neither way.
"""

from rexian.control.contacts import calling, calling_back, speaking
from rexian.control.contacts.effects import CancelTimer
from rexian.control.contacts.inputs import Target
from rexian.control.contacts.parties import Place, Role
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.entry import Admission
from rexian.control.contracts.events import EventType

FLOW_TIMER = "flow"


def put_through(turn: Turn, entry_id: str) -> str:
    """Ring the office. The flow is kept until somebody answers, and goes on where nobody does."""
    entry = turn.around.entry.directory_entry(entry_id)
    if entry is None:
        return "unknown"
    if not turn.around.entry.is_reachable(entry, turn.now):
        return "closed"
    if not _may_reach_people(turn) or turn.around.entry.dialling(entry.number) is None:
        return "unreachable"
    speaking.be_silent(turn)
    turn.do(CancelTimer(FLOW_TIMER))
    turn.happen(EventType.SEGMENT_ENDED, segment_id=turn.contact.segment_id, reason="transferred")
    turn.happen(EventType.SEGMENT_STARTED, segment_id=turn.new_id(), kind="transfer", agent_id=None)
    calling.call(turn, Role.AGENT, Place.CONTACT, Target(number=entry.number, entry_id=entry_id))
    return ""


def book_call_back(turn: Turn, queue_id: str, number: str) -> str:
    """Promise it, say good-bye and let go; a number that was keyed may lack its area code."""
    own = number == turn.contact.caller_number
    kept = number if own else turn.around.entry.kept_form(turn.contact.trunk, number)
    if not _may_reach_people(turn) or not calling_back.offers_to(turn, queue_id):
        return "not_offered"
    if not calling_back.may_call(turn, kept):
        return "not_callable"
    turn.do(CancelTimer(FLOW_TIMER))
    turn.change(flow=None)
    calling_back.book_in(turn, queue_id, kept)
    return ""


def _may_reach_people(turn: Turn) -> bool:
    return turn.contact.treatment.admission is Admission.ADMIT
