"""The consultation: a room of its own for the agent and who is asked, beside the citizen who hears music.

Nothing opens the agent's microphone to the citizen but the agent: a consultation that comes to nothing leaves the
agent alone until taken back. Where the agent goes, who was asked goes on with the citizen.
"""

from datetime import datetime

from rexian.control.contacts import calling, recording, searching, speaking
from rexian.control.contacts.inputs import AgentActs
from rexian.control.contacts.parties import CITIZEN, Party, Place, Role
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.events import EventType


def consult(turn: Turn, agent: Party, act: AgentActs) -> None:
    """Leave the citizen's room and call somebody into the other one."""
    role = Role.CONSULTANT if act.target.agent_id else Role.EXTERNAL
    place(turn, "consulting", {agent.party_id: Place.CONSULT})
    searching.begin(turn, role, Place.CONSULT, act.target)


def answered(turn: Turn, party: Party) -> None:
    """Who was called is there: to answer for the contact, or for a consultation."""
    calling.come(turn, party)
    if party.role is Role.AGENT:
        if turn.contact.segment_id is not None:
            turn.happen(EventType.SEGMENT_ENDED, segment_id=turn.contact.segment_id, reason="answered")
        _answer_for(turn, party, turn.contact.queue_id)
        return
    turn.happen(
        EventType.SEGMENT_STARTED,
        segment_id=turn.new_id(),
        kind="consult",
        party_id=party.party_id,
        role=str(party.role),
        agent_id=party.agent_id or None,
        recording_id=turn.new_id(),
        channel_id=party.channel_id,
    )


def take_back(turn: Turn, agent: Party, act: AgentActs) -> None:
    """Let go of who was asked, and talk with the citizen again."""
    dismiss(turn, "taken_back")
    place(turn, "taken_back", {agent.party_id: Place.CONTACT, CITIZEN: Place.CONTACT})


def join(turn: Turn, agent: Party, act: AgentActs) -> None:
    """All into the citizen's room."""
    together = {party.party_id: Place.CONTACT for party in _asked(turn)}
    place(turn, "joined", {**together, agent.party_id: Place.CONTACT, CITIZEN: Place.CONTACT})


def complete(turn: Turn, agent: Party, act: AgentActs | None = None, *, at: datetime | None = None) -> None:
    """The agent leaves the contact to who was asked, or has left it before now."""
    successor = turn.contact.consulted or turn.contact.joined or turn.contact.barged
    assert successor is not None
    recording.end_segment(turn, agent, "transferred", at)
    take_over(turn, successor, agent.queue_id, "completed")


def left(turn: Turn, party: Party, reason: str, at: datetime | None = None) -> None:
    """Who was asked has gone; the others stay where they are."""
    recording.end_segment(turn, party, reason, at)


def dismiss(turn: Turn, reason: str) -> None:
    """Let go of who is rung for the consultation or takes part in it."""
    for party in _asked(turn):
        if party.up:
            left(turn, party, reason)
        else:
            calling.not_come(turn, party, "cancelled")


def take_over(turn: Turn, party: Party, queue_id: str, reason: str) -> None:
    """A party becomes the one who answers for the contact, in a segment and a recording of its own."""
    recording.end_segment(turn, party, reason, stays=True)
    _answer_for(turn, party, queue_id)


def _answer_for(turn: Turn, party: Party, queue_id: str) -> None:
    """Begin the segment of who answers for the contact from now on; a menu asked for by the one before is over."""
    if turn.contact.errand:
        speaking.be_silent(turn)
        turn.happen(EventType.SEGMENT_ENDED, segment_id=turn.contact.segment_id, reason="called_off")
    turn.happen(
        EventType.SEGMENT_STARTED,
        segment_id=turn.new_id(),
        kind="agent" if party.agent_id else "external",
        party_id=party.party_id,
        agent_id=party.agent_id or None,
        queue_id=queue_id,
        offer_id=None,
        recording_id=turn.new_id(),
        channel_id=party.channel_id,
    )


def place(turn: Turn, reason: str, places: dict[str, Place]) -> None:
    """Say who belongs where from now on."""
    turn.happen(EventType.PARTIES_PLACED, places={key: str(value) for key, value in places.items()}, reason=reason)


def _asked(turn: Turn) -> list[Party]:
    """Who is rung for the consultation or takes part in it."""
    return [party for party in turn.contact.parties if party.role is not Role.AGENT and party.place is Place.CONSULT]
