"""Supervision: a supervisor beside a contact who listens, whispers, barges in, takes over or ends it.

Listening cannot be heard: the supervisor's leg shares a bridge with a snoop that carries nothing back (see `stage`).
Who follows the contact stays through transfers to its end; who follows a seat leaves with that agent.
"""

from rexian.control.contacts import calling, consulting, ending, recording
from rexian.control.contacts.consulting import place
from rexian.control.contacts.inputs import SupervisorActs, Target
from rexian.control.contacts.parties import CITIZEN, Party, Place, Role
from rexian.control.contacts.state import Phase
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.events import EventType

PLACES = {
    CommandName.LISTEN: Place.LISTENING,
    CommandName.WHISPER: Place.WHISPERING,
    CommandName.BARGE: Place.CONTACT,
}


def act(turn: Turn, event: SupervisorActs) -> None:
    """Do it if it is possible: what the desk was told before may have changed."""
    contact = turn.contact
    party, watched = contact.party_of(event.agent_id), contact.party_of(event.watched_agent_id)
    if event.verb is CommandName.RELEASE:
        if watched is not None and watched.up:
            ending.end(turn, "released", "supervisor")
    elif party is None and watched is not None and watched.up and contact.up and event.verb in PLACES:
        _call(turn, event, watched)
    elif party is not None and party.role is Role.SUPERVISOR and party.up:
        _move(turn, party, event)


def answered(turn: Turn, party: Party) -> None:
    """The supervisor is there."""
    calling.come(turn, party)
    turn.happen(
        EventType.SEGMENT_STARTED,
        segment_id=turn.new_id(),
        kind="supervision",
        party_id=party.party_id,
        agent_id=party.agent_id,
        recording_id=None,
        channel_id=party.channel_id,
        watched=party.watched,
    )


def follow(turn: Turn) -> None:
    """Who watches a seat goes with it."""
    known = {CITIZEN, *(party.party_id for party in turn.contact.parties)}
    for party in turn.contact.parties:
        if party.role is Role.SUPERVISOR and party.watched not in known:
            _leave(turn, party)


def _call(turn: Turn, event: SupervisorActs, watched: Party) -> None:
    ear = watched.party_id if event.follows_seat else CITIZEN
    calling.call(turn, Role.SUPERVISOR, PLACES[event.verb], Target(agent_id=event.agent_id), watched=ear, asked=True)


def _move(turn: Turn, party: Party, event: SupervisorActs) -> None:
    wanted = PLACES.get(event.verb)
    if event.verb is CommandName.TAKE_OVER:
        _take_over(turn, party)
    elif wanted is not None and wanted is not party.place:
        place(turn, "supervising", {party.party_id: wanted})


def _take_over(turn: Turn, party: Party) -> None:
    """The agent's part ends, and any consultation with it; the citizen talks with the supervisor."""
    agent = turn.contact.talk
    if agent is None or turn.contact.phase not in (Phase.TALKING, Phase.RECONNECTING):
        return
    consulting.dismiss(turn, "taken_over")
    recording.end_segment(turn, agent, "taken_over")
    consulting.take_over(turn, party, agent.queue_id, "taken_over")


def _leave(turn: Turn, party: Party) -> None:
    if party.up:
        consulting.left(turn, party, "seat_left")
    else:
        calling.not_come(turn, party, "cancelled")
