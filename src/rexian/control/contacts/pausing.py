"""Pauses and marks of recordings. While secrets are spoken or keyed, nothing of the contact is written.

Who answers for the contact pauses; every other recording of it follows. While the citizen is in a menu for the agent
it pauses by itself. A pause is never forgotten: it ends with the menu, with the segment, or after PAUSE_SECONDS with a
warning at the desk. What is written when, `recording` decides; the file has silence for the time.
"""

from datetime import datetime

from rexian.control.contacts.effects import CancelTimer, StartTimer
from rexian.control.contacts.inputs import AgentActs
from rexian.control.contacts.parties import SYSTEM, Party, Role
from rexian.control.contacts.state import Contact
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.events import EventType

PAUSE_TIMER = "recording_pause"
PAUSE_SECONDS = 120.0
"""How long an agent's pause lasts at most: a password and a card number are said in less."""

MENU = "menu"


# -- what is possible -------------------------------------------------------------------------------------------------


def may_pause(contact: Contact, party: Party) -> bool:
    return party.role is Role.AGENT and bool(party.recording_id) and party.pause is None and not contact.errand


def may_resume(contact: Contact, party: Party) -> bool:
    """What the system has paused goes on by itself."""
    return party.role is Role.AGENT and party.pause is not None and party.pause.by != SYSTEM


def may_mark(contact: Contact, party: Party) -> bool:
    return party.role is Role.AGENT and bool(party.recording_id)


# -- what is done -----------------------------------------------------------------------------------------------------


def pause(turn: Turn, party: Party, act: AgentActs) -> None:
    """Write nothing until resumed."""
    _begin(turn, party, act.agent_id, act.word)
    turn.do(StartTimer(PAUSE_TIMER, PAUSE_SECONDS))


def resume(turn: Turn, party: Party, act: AgentActs) -> None:
    """Go on."""
    end(turn, party, "resumed")


def mark(turn: Turn, party: Party, act: AgentActs) -> None:
    """This moment is to be found again."""
    turn.happen(
        EventType.RECORDING_MARKED,
        recording_id=party.recording_id,
        segment_id=party.segment_id,
        mark=party.marks + 1,
        kind=act.word,
        agent_id=act.agent_id,
    )


def end(turn: Turn, party: Party, reason: str, at: datetime | None = None) -> None:
    """The party's recording, if it is paused, goes on or is over."""
    if party.pause is None:
        return
    turn.happen(
        EventType.RECORDING_RESUMED,
        recording_id=party.recording_id,
        segment_id=party.segment_id,
        pause=party.pause.number,
        reason=reason,
        at=at,
    )
    if party.role is Role.AGENT and party.pause.by != SYSTEM:
        turn.do(CancelTimer(PAUSE_TIMER))


def over(turn: Turn) -> None:
    """Nobody has thought of the pause any more."""
    talk = turn.contact.talk
    if talk is not None and talk.pause is not None and talk.pause.by != SYSTEM:
        end(turn, talk, "timed_out")


def wait_on(turn: Turn) -> None:
    """After a restart a pause has what is left of its time."""
    talk = turn.contact.talk
    if talk is not None and talk.pause is not None and talk.pause.by != SYSTEM:
        gone_seconds = (turn.now - talk.pause.since).total_seconds()
        turn.do(StartTimer(PAUSE_TIMER, max(PAUSE_SECONDS - gone_seconds, 0.0)))


def follow(turn: Turn) -> None:
    """Pause with the menu, and let all recordings of the contact do what that of the one who answers for it does."""
    talk = turn.contact.talk
    if talk is not None and turn.contact.errand and talk.pause is None:
        _begin(turn, talk, SYSTEM, MENU)
    elif talk is not None and talk.pause is not None and talk.pause.by == SYSTEM and not turn.contact.errand:
        end(turn, talk, "menu_over")
    leading = turn.contact.talk.pause if turn.contact.talk else None
    for party in turn.contact.parties:
        if leading is not None and party.pause is None and party.recording_id:
            _begin(turn, party, leading.by, leading.reason)
        elif leading is None:
            end(turn, party, "followed")


def _begin(turn: Turn, party: Party, paused_by: str, reason: str) -> None:
    turn.happen(
        EventType.RECORDING_PAUSED,
        recording_id=party.recording_id,
        segment_id=party.segment_id,
        pause=party.pauses + 1,
        paused_by=paused_by,
        reason=reason,
    )
