"""Calling somebody for the contact whom no queue has offered it to: a colleague or a number outside."""

from itertools import count
from typing import Any

from rexian.control.contacts.effects import (
    AgentAnswers,
    AgentReleased,
    AgentRings,
    CallAgent,
    CallNumber,
    CancelTimer,
    StartTimer,
)
from rexian.control.contacts.inputs import Target
from rexian.control.contacts.names import LEG
from rexian.control.contacts.parties import Party, Place, Role, Search
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.events import EventType

CALLED_TIMER = "called."
"""Followed by the party's id."""

CALL_SECONDS = 30.0
"""How long somebody is rung."""

SEARCH_RING_SECONDS = 20.0
"""How long each of several is rung."""

LATE_SECONDS = 5.0
"""So much later than the ring's own end it is taken to be over, whatever the media server tells."""


def call(
    turn: Turn,
    role: Role,
    place: Place,
    target: Target,
    *,
    watched: str = "",
    asked: bool = False,
    search: Search | None = None,
    returns: bool = False,
) -> None:
    """Ring somebody, who belongs to `place` from the answer on, or who has `asked` for the call; one of a `search`; or
    whoever gave the contact away, to whom it `returns`."""
    party_id = turn.new_id()
    channel_id = turn.media_id(LEG, party_id)
    turn.happen(
        EventType.PARTY_CALLED,
        party_id=party_id,
        role=str(role),
        voice=_voice(turn, role),
        place=str(place),
        agent_id=target.agent_id or None,
        channel_id=channel_id,
        watched=watched,
        entry_id=target.entry_id or None,
        search=_told(search),
        returns=returns,
        personal={"number": target.number} if target.number else {},
    )
    seconds = ring_seconds(turn, search)
    if target.agent_id:
        turn.do(CallAgent(target.agent_id, channel_id, turn.contact.caller_number, seconds, asked))
    else:
        turn.do(CallNumber(target.number, channel_id, turn.contact.called_number, CALL_SECONDS))
    wait_for(turn, party_id, seconds)


def ring_seconds(turn: Turn, search: Search | None) -> float:
    """How long one is rung; one of several for less, and not beyond the end of the search."""
    if search is None:
        return CALL_SECONDS
    return max(min((search.until - turn.now).total_seconds(), SEARCH_RING_SECONDS), 1.0)


def wait_for(turn: Turn, party_id: str, seconds: float = CALL_SECONDS) -> None:
    """Give who is rung so much time."""
    turn.do(StartTimer(CALLED_TIMER + party_id, seconds + LATE_SECONDS))


def rings(turn: Turn, channel_id: str) -> None:
    """A phone alerts."""
    contact, party = turn.contact, turn.contact.party_on(channel_id)
    if party is not None and party.agent_id and not party.up:
        turn.do(AgentRings(party.agent_id))
    elif channel_id == contact.channel_id and contact.colleague_id and not contact.up:
        turn.do(AgentRings(contact.colleague_id))


def come(turn: Turn, party: Party) -> None:
    """Who was rung has answered. Only who is to answer for a citizen has answered a call."""
    turn.do(CancelTimer(CALLED_TIMER + party.party_id))
    if party.agent_id:
        turn.do(AgentAnswers(party.agent_id, counts=party.role is Role.AGENT and turn.contact.up))


def not_come(turn: Turn, party: Party, outcome: str) -> None:
    """Who was called does not come: declined, timed out, not reached, not free, or wanted no more."""
    turn.happen(EventType.PARTY_LEFT, party_id=party.party_id, outcome=outcome)
    turn.do(CancelTimer(CALLED_TIMER + party.party_id))
    if party.agent_id:
        turn.do(AgentReleased(party.agent_id))


def _told(search: Search | None) -> dict[str, Any] | None:
    return None if search is None else {**vars(search), "tried": list(search.tried), "until": search.until.isoformat()}


def _voice(turn: Turn, role: Role) -> str:
    """A name that no other party of the contact has."""
    taken = {party.voice for party in turn.contact.parties}
    names = (f"{role}-{number}" if number > 1 else str(role) for number in count(1))
    return next(name for name in names if name not in taken)
