"""The verbs of the desk: which are possible now, and what each does. Page, phone and API ask the same table.

A verb that is not possible does nothing: whoever asked is told so before (see calls.commands), and what changed in
the meantime shows on the desk.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rexian.control.contacts import consulting, parking, pausing, supervising, transferring
from rexian.control.contacts.consulting import place
from rexian.control.contacts.effects import SendKeys
from rexian.control.contacts.inputs import AgentActs
from rexian.control.contacts.parties import CITIZEN, Party, Place, Role
from rexian.control.contacts.stage import voices
from rexian.control.contacts.state import Contact, Phase
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.events import EventType


@dataclass(frozen=True)
class Verb:
    """`possible` is asked of the contact and the agent's part in it, and only of an agent whose leg is up."""

    possible: Callable[[Contact, Party], bool]
    do: Callable[[Turn, Party, AgentActs], None]


def possible(contact: Contact, agent_id: str) -> tuple[CommandName, ...]:
    """What the agent may do with the contact now."""
    party, ringing = contact.party_of(agent_id), contact.ringing
    if ringing is not None and ringing.offer.agent_id == agent_id:
        return (CommandName.DECLINE,)
    if party is None:
        return _of_colleague(contact) if agent_id and agent_id == contact.colleague_id else ()
    if not party.up:
        return (CommandName.DECLINE,)
    if party.role is Role.SUPERVISOR:
        return _of_supervisor(contact, party)
    verbs = [CommandName.HANG_UP, *([CommandName.RESUME_MEDIA] if party.role is Role.AGENT else [])]
    if party.channel_id is not None:
        verbs += [name for name, verb in VERBS.items() if verb.possible(contact, party)]
    return tuple(verbs)


def act(turn: Turn, event: AgentActs) -> None:
    """Do it if it is possible."""
    party = turn.contact.party_of(event.agent_id)
    if party is not None and event.verb in VERBS and event.verb in possible(turn.contact, event.agent_id):
        if event.handover:
            turn.happen(
                EventType.HANDOVER_ATTACHED,
                agent_id=event.agent_id,
                personal={"handover": dict(event.handover)},
            )
        VERBS[event.verb].do(turn, party, event)


def _of_colleague(contact: Contact) -> tuple[CommandName, ...]:
    """Who was called internally."""
    return (CommandName.HANG_UP,) if contact.up else (CommandName.DECLINE,)


def _of_supervisor(contact: Contact, party: Party) -> tuple[CommandName, ...]:
    verbs = [CommandName.HANG_UP, *(verb for verb, place in supervising.PLACES.items() if place is not party.place)]
    talks = contact.phase in (Phase.TALKING, Phase.RECONNECTING)
    return (*verbs, *((CommandName.TAKE_OVER,) if talks else ()))


# -- what is possible -------------------------------------------------------------------------------------------------


def _answers(contact: Contact, party: Party) -> bool:
    """The agent who answers for the contact, while nobody is being called."""
    talks = contact.phase is Phase.TALKING and contact.up
    return party.role is Role.AGENT and talks and contact.called is None


def _may_hold(contact: Contact, party: Party) -> bool:
    """In a conference nobody is put on hold: the others would go on without the agent."""
    company = voices(contact, Place.CONTACT)
    return _answers(contact, party) and set(company) == {CITIZEN, party.voice}


def _may_retrieve(contact: Contact, party: Party) -> bool:
    if contact.errand:
        return party.role is Role.AGENT
    apart = contact.place is Place.MUSIC or party.place is not Place.CONTACT
    return _answers(contact, party) and contact.consulted is None and apart


def _may_consult(contact: Contact, party: Party) -> bool:
    """An internal call stays between the two."""
    return not contact.colleague_id and _answers(contact, party) and contact.consulted is None


def _may_transfer(contact: Contact, party: Party) -> bool:
    """From a conference one leaves by completing: somebody is there already."""
    return _may_consult(contact, party) and contact.joined is None


def _consults(contact: Contact, party: Party) -> bool:
    return _answers(contact, party) and contact.consulted is not None


def _may_take_back(contact: Contact, party: Party) -> bool:
    called = contact.called
    rings = party.role is Role.AGENT and called is not None and called.place is Place.CONSULT
    return rings or _consults(contact, party)


def _may_complete(contact: Contact, party: Party) -> bool:
    return _answers(contact, party) and (contact.consulted or contact.joined) is not None


def _talks(contact: Contact, party: Party) -> bool:
    return party.voice in voices(contact, party.place)


# -- what is done -----------------------------------------------------------------------------------------------------


def _hold(turn: Turn, party: Party, event: AgentActs) -> None:
    place(turn, "held", {CITIZEN: Place.MUSIC})


def _retrieve(turn: Turn, party: Party, event: AgentActs) -> None:
    if turn.contact.errand:
        transferring.call_back(turn, party, event)
        return
    place(turn, "retrieved", {CITIZEN: Place.CONTACT, party.party_id: Place.CONTACT})


def _mute(turn: Turn, party: Party, event: AgentActs) -> None:
    turn.happen(EventType.PARTY_MUTED, party_id=party.party_id, muted=event.verb is CommandName.MUTE)


def _send_keys(turn: Turn, party: Party, event: AgentActs) -> None:
    """To everyone else in the room."""
    others = [channel for voice, channel in voices(turn.contact, party.place).items() if voice != party.voice]
    turn.happen(EventType.KEYS_SENT, party_id=party.party_id, count=len(event.digits))
    turn.do(*(SendKeys(channel, event.digits) for channel in others))


VERBS: Mapping[CommandName, Verb] = {
    CommandName.HOLD: Verb(_may_hold, _hold),
    CommandName.RETRIEVE: Verb(_may_retrieve, _retrieve),
    CommandName.MUTE: Verb(lambda contact, party: not party.muted, _mute),
    CommandName.UNMUTE: Verb(lambda contact, party: bool(party.muted), _mute),
    CommandName.SEND_KEYS: Verb(_talks, _send_keys),
    CommandName.CONSULT: Verb(_may_consult, consulting.consult),
    CommandName.TAKE_BACK: Verb(_may_take_back, consulting.take_back),
    CommandName.COMPLETE: Verb(_may_complete, consulting.complete),
    CommandName.JOIN: Verb(_consults, consulting.join),
    CommandName.TRANSFER: Verb(_may_transfer, transferring.transfer),
    CommandName.PAUSE_RECORDING: Verb(pausing.may_pause, pausing.pause),
    CommandName.RESUME_RECORDING: Verb(pausing.may_resume, pausing.resume),
    CommandName.MARK_RECORDING: Verb(pausing.may_mark, pausing.mark),
    CommandName.PARK: Verb(_may_transfer, parking.park),
    CommandName.SEND_TO_MENU: Verb(_may_transfer, transferring.send_to_menu),
}
