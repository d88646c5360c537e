"""Parking: the citizen waits with music, and any agent of the queue may pick the contact up.

Who is not picked up in time goes back to the queue, with the place of before: nobody is forgotten in a park.
"""

from rexian.control.contacts import calling, recording, waiting
from rexian.control.contacts.effects import CancelTimer, StartTimer
from rexian.control.contacts.inputs import AgentActs, Target
from rexian.control.contacts.parties import Party, Place, Role
from rexian.control.contacts.state import Phase
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.events import EventType

PARK_TIMER = "parked"
PARK_SECONDS = 180.0


def park(turn: Turn, agent: Party, act: AgentActs) -> None:
    """The agent leaves the contact to whoever picks it up."""
    recording.end_segment(turn, agent, "parked")
    turn.happen(EventType.SEGMENT_STARTED, segment_id=turn.new_id(), kind="parked", agent_id=agent.agent_id)
    wait(turn)


def wait(turn: Turn) -> None:
    """Give the contact its time."""
    turn.do(StartTimer(PARK_TIMER, PARK_SECONDS))


def pick_up(turn: Turn, agent_id: str) -> None:
    """Ring the agent for it; the first one who asks is rung."""
    if turn.contact.phase is Phase.PARKED and turn.contact.called is None:
        turn.do(CancelTimer(PARK_TIMER))
        calling.call(turn, Role.AGENT, Place.CONTACT, Target(agent_id=agent_id), asked=True)


def over(turn: Turn) -> None:
    """Nobody came."""
    if turn.contact.phase is Phase.PARKED and turn.contact.called is None:
        waiting.enter(turn, turn.contact.queue_id, queued_at=turn.contact.queued_at)
