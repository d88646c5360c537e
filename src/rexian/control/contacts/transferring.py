"""The transfer without asking first: the agent leaves at once, and somebody else answers for the contact.

Whoever does not come is replaced by the queue that the contact came from, with its place of before: a transfer is
never the end of a call.
"""

from rexian.control.contacts import calling, dialling, menu, recording, searching, waiting
from rexian.control.contacts.inputs import AgentActs
from rexian.control.contacts.parties import Party, Place, Role
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.events import EventType


def transfer(turn: Turn, agent: Party, act: AgentActs) -> None:
    """To a queue, a flow, a colleague or a number outside."""
    target, flow = act.target, turn.around.flows.get(act.target.flow_id)
    recording.end_segment(turn, agent, "transferred")
    if flow is not None:
        menu.begin(turn, flow)
    elif target.agent_id or target.number:
        turn.happen(
            EventType.SEGMENT_STARTED, segment_id=turn.new_id(), kind="transfer", agent_id=target.agent_id or None
        )
        searching.begin(turn, Role.AGENT, Place.CONTACT, target, asker_id=agent.agent_id)
    else:
        waiting.enter(turn, target.queue_id, queued_at=turn.contact.queued_at)


def not_come(turn: Turn, party: Party, outcome: str) -> None:
    """Who was called does not come; another one of several is tried. Who was to answer for the contact is replaced by
    who gave it away, or by the queue, if anybody waits."""
    calling.not_come(turn, party, outcome)
    if not turn.contact.up:
        dialling.not_reached(turn)
    elif searching.go_on(turn, party):
        return
    elif party.role is Role.AGENT and not menu.not_put_through(turn) and not searching.give_back(turn, party):
        waiting.enter(turn, turn.contact.queue_id, queued_at=turn.contact.queued_at)


def send_to_menu(turn: Turn, agent: Party, act: AgentActs) -> None:
    """For one thing, while the agent waits."""
    flow = turn.around.flows.get(act.target.flow_id)
    if flow is not None:
        menu.begin(turn, flow, errand=True)


def call_back(turn: Turn, agent: Party, act: AgentActs) -> None:
    """The agent does not want to wait for the end of the flow."""
    menu.come_back(turn)
