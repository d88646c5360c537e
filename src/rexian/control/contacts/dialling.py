"""The call out: an agent begins a contact. First the agent's own phone rings, then the citizen's.

A citizen who is not reached ends the contact; from the answer on it is a contact like any other.
"""

from rexian.control.contacts import calling, ending
from rexian.control.contacts.effects import CallNumber
from rexian.control.contacts.inputs import AgentDials, Target
from rexian.control.contacts.names import LEG
from rexian.control.contacts.parties import Place, Role
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.events import EventType

RING_SECONDS = 60.0
"""How long the citizen is rung."""


def dial(turn: Turn, event: AgentDials) -> None:
    """Begin the contact and ring the agent."""
    numbers = turn.around.centre.numbers
    way = turn.around.entry.dialling(event.number)
    turn.happen(
        EventType.CONTACT_STARTED,
        kind="outbound",
        trunk=way.trunk.name if way else "",
        called_number=numbers[0].called_number if numbers else "",
        channel_id=turn.media_id(LEG, turn.new_id()),
        agent_id=event.agent_id,
        personal={"caller_number": event.number},
    )
    calling.call(turn, Role.AGENT, Place.CONTACT, Target(agent_id=event.agent_id))


def ring_citizen(turn: Turn) -> None:
    """The agent is there."""
    contact = turn.contact
    turn.do(CallNumber(contact.caller_number, contact.channel_id, contact.called_number, RING_SECONDS))


def citizen_answered(turn: Turn) -> None:
    if not turn.contact.up:
        turn.happen(EventType.CONTACT_ANSWERED)


def not_reached(turn: Turn) -> None:
    """Agent or citizen could not be reached."""
    ending.end(turn, "not_reached", "system")
