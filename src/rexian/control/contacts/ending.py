"""The end of a contact: everything of it is given back, once."""

from datetime import datetime

from rexian.control.contacts import calling, offers, recording, speaking
from rexian.control.contacts.effects import AgentReleased, CancelTimer, LeaveQueue, TalkOver
from rexian.control.contacts.state import Phase
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.events import EventType

TIMERS = ("flow", "announcement", "reconnect", "parked", "callback", "promise", "dialogue")


def end(turn: Turn, reason: str, ended_by: str, at: datetime | None = None) -> None:
    """End the contact, whoever caused it. `at` is when it really ended, if that was before now."""
    contact = turn.contact
    if not contact.alive:
        return
    turn.do(*(CancelTimer(name) for name in TIMERS))
    offers.end_offer(turn, "caller_gone")
    if contact.phase in (Phase.QUEUED, Phase.CALLBACK):
        turn.do(LeaveQueue())
    speaking.be_silent(turn, at)
    for party in turn.contact.parties:
        if party.up:
            recording.end_segment(turn, party, reason, at)
        else:
            calling.not_come(turn, party, "cancelled")
    if contact.colleague_id:
        turn.do(TalkOver(contact.colleague_id, "") if contact.up else AgentReleased(contact.colleague_id))
    if turn.contact.segment_id is not None:
        turn.happen(EventType.SEGMENT_ENDED, segment_id=turn.contact.segment_id, reason=reason, at=at)
    turn.happen(EventType.CONTACT_ENDED, reason=reason, ended_by=ended_by, at=at)
    recording.close_if_complete(turn)
