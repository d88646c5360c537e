"""The call out: an agent begins a contact. First the agent's own phone rings, then the citizen's.

A citizen who is not reached ends the contact; from the answer on it is a contact like any other. An internal call is
the same with a colleague in the citizen's place, recorded like any other talk; it cannot be passed on, and who hangs up
first ends it.
"""

from datetime import datetime
from typing import Any

from rexian.control.contacts import calling, ending
from rexian.control.contacts.effects import AgentAnswers, CallAgent, CallNumber
from rexian.control.contacts.inputs import AgentDials, Target
from rexian.control.contacts.names import LEG
from rexian.control.contacts.parties import Place, Role
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.events import EventType

RING_SECONDS = 60.0
"""How long the citizen is rung."""


def dial(turn: Turn, event: AgentDials) -> None:
    """Begin the contact and ring the agent."""
    if event.colleague_id:
        _begin_internal(turn, event)
    else:
        _begin_outbound(turn, event)
    calling.call(turn, Role.AGENT, Place.CONTACT, Target(agent_id=event.agent_id), asked=True)


def _begin_outbound(turn: Turn, event: AgentDials) -> None:
    numbers = turn.around.centre.numbers
    way = turn.around.entry.dialling(event.number)
    turn.happen(
        EventType.CONTACT_STARTED,
        kind="outbound",
        trunk=way.trunk.name if way else "",
        called_number=numbers[0].called_number if numbers else "",
        channel_id=turn.media_id(LEG, turn.new_id()),
        agent_id=event.agent_id,
        **_of_missed(event),
        personal={"caller_number": event.number},
    )


def _begin_internal(turn: Turn, event: AgentDials) -> None:
    turn.happen(
        EventType.CONTACT_STARTED,
        kind="internal",
        trunk="",
        called_number="",
        channel_id=turn.media_id(LEG, turn.new_id()),
        agent_id=event.agent_id,
        colleague_id=event.colleague_id,
        **_of_missed(event),
        personal={"caller_number": event.number},
    )


def _of_missed(event: AgentDials) -> dict[str, Any]:
    """What a call-back tells of the contact that it follows."""
    return {"queue_id": event.queue_id, "follows": event.follows} if event.follows else {}


def ring_citizen(turn: Turn) -> None:
    """The agent is there."""
    contact = turn.contact
    if contact.colleague_id:
        shown = turn.around.staff_number(contact.talk.agent_id if contact.talk else "")
        turn.do(CallAgent(contact.colleague_id, contact.channel_id, shown, calling.CALL_SECONDS))
        return
    turn.do(CallNumber(contact.caller_number, contact.channel_id, contact.called_number, RING_SECONDS))


def citizen_answered(turn: Turn) -> None:
    if not turn.contact.up:
        turn.happen(EventType.CONTACT_ANSWERED)
        if turn.contact.colleague_id:
            turn.do(AgentAnswers(turn.contact.colleague_id, counts=False))


def colleague_leaves(turn: Turn, agent_id: str) -> None:
    """The colleague declines or hangs up at the desk."""
    if agent_id and agent_id == turn.contact.colleague_id:
        citizen_gone(turn)


def citizen_gone(turn: Turn, at: datetime | None = None) -> None:
    """The citizen, or the colleague who stands in that place, is gone."""
    if not turn.contact.up:
        not_reached(turn)
    elif turn.contact.colleague_id:
        ending.end(turn, "agent_hung_up", "agent", at)
    else:
        ending.end(turn, "citizen_hung_up", "citizen", at)


def not_reached(turn: Turn) -> None:
    """Agent or citizen could not be reached."""
    ending.end(turn, "not_reached", "system")
