"""What an agent's own phone does by its own keys: the desk's verbs, where they are possible.

Hold and its end, and a transfer to a number that the agent has keyed: a colleague's staff number, the number of an
entry of the directory, the id of a queue, or any number that a trunk carries. Called by the lane.
"""

from rexian.control.contacts import verbs
from rexian.control.contacts.effects import HangUpChannel
from rexian.control.contacts.inputs import AgentActs, PhoneHolds, PhoneTransfers, Target
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.commands import CommandName


def hold(turn: Turn, event: PhoneHolds) -> None:
    """The phone's own key does what the desk's verb does."""
    party = turn.contact.party_on(event.channel_id)
    if party is not None:
        verbs.act(turn, AgentActs(party.agent_id, CommandName.HOLD if event.held else CommandName.RETRIEVE))


def transfer(turn: Turn, event: PhoneTransfers) -> None:
    """The agent is leaving and cannot be told of a wrong number: nobody's number means the queue, with the old place.

    Where the desk has no such verb now (in a conference, say), a leg that has left already is let go, as if it had hung
    up; one that has not stays.
    """
    party = turn.contact.party_on(event.channel_id)
    if party is None:
        return
    if CommandName.TRANSFER in verbs.possible(turn.contact, party.agent_id):
        target = keyed(turn, event.number) or Target(queue_id=party.queue_id or turn.contact.queue_id)
        verbs.act(turn, AgentActs(party.agent_id, CommandName.TRANSFER, target))
    elif event.has_left:
        turn.do(HangUpChannel(event.channel_id))


def keyed(turn: Turn, number: str) -> Target | None:
    """Whom a number keyed at an agent's phone is of."""
    around = turn.around
    agent_id = around.agent_id_of(number)
    if agent_id is not None:
        return Target(agent_id=agent_id)
    entry = around.entry.directory_number(number)
    if entry is not None:
        open_now = around.entry.is_reachable(entry, turn.now) and around.entry.dialling(entry.number) is not None
        return Target(number=entry.number, entry_id=entry.entry_id) if open_now else None
    if around.queue(number) is not None:
        return Target(queue_id=number)
    return Target(number=number) if around.entry.dialling(number) is not None else None
