"""What a caller who waits may choose at the announcements: to go on waiting, or to be called back.

A short dialogue over the music: the caller's own number is confirmed or another one is keyed. The place in the line is
kept all the while, and an agent who comes free is rung as always. What was keyed is in memory only. Key 2 is left for
a voice message.
"""

from dataclasses import replace

from rexian.control.contacts import calling_back, speaking, words
from rexian.control.contacts.effects import CancelTimer, StartTimer
from rexian.control.contacts.state import Dialogue, Phase
from rexian.control.contacts.turn import Turn

DIALOGUE_TIMER = "dialogue"
ANSWER_SECONDS = 8.0
GO_ON, CALL_BACK, CANCEL, END = "1", "3", "*", "#"
CONFIRM, OTHER = "1", "2"
ASKED, KEYING, KEYED = "confirm", "collect", "keyed"
"""The steps: the caller's own number is asked about, another one is keyed, that one is asked about."""
LONGEST_NUMBER = 24


def key_pressed(turn: Turn, digit: str) -> None:
    """A key of somebody who waits."""
    dialogue = turn.contact.dialogue
    turn.do(CancelTimer(DIALOGUE_TIMER))
    if dialogue is None and digit == GO_ON:
        speaking.be_silent(turn)
    elif dialogue is None and digit == CALL_BACK and calling_back.is_offered(turn) and turn.contact.ringing is None:
        own = turn.contact.caller_number
        _ask(turn, Dialogue(ASKED, own) if calling_back.may_call(turn, own) else Dialogue(KEYING))
    elif dialogue is not None and digit == CANCEL:
        _close(turn)
    elif dialogue is not None and dialogue.step == KEYING:
        _key(turn, dialogue, digit)
    elif dialogue is not None:
        _decide(turn, dialogue, digit)


def prompt_over(turn: Turn) -> None:
    """The question was said; give time for the answer."""
    if turn.contact.dialogue is not None:
        turn.do(StartTimer(DIALOGUE_TIMER, ANSWER_SECONDS))


def silence(turn: Turn) -> None:
    """No key: ask once more, then let the caller wait on."""
    dialogue = turn.contact.dialogue
    if dialogue is None or turn.contact.phase is not Phase.QUEUED:
        return
    if dialogue.silences:
        _close(turn)
    else:
        _ask(turn, Dialogue(dialogue.step, "" if dialogue.step == KEYING else dialogue.digits, 1))


def _key(turn: Turn, dialogue: Dialogue, digit: str) -> None:
    if digit != END:
        speaking.be_silent(turn)
        turn.change(dialogue=replace(dialogue, digits=(dialogue.digits + digit)[:LONGEST_NUMBER]))
        turn.do(StartTimer(DIALOGUE_TIMER, ANSWER_SECONDS))
        return
    number = turn.around.entry.kept_form(turn.contact.trunk, dialogue.digits)
    if calling_back.may_call(turn, number):
        _ask(turn, Dialogue(KEYED, number))
    else:
        _ask(turn, Dialogue(KEYING, silences=dialogue.silences), before=words.NOT_CALLABLE)


def _decide(turn: Turn, dialogue: Dialogue, digit: str) -> None:
    """Who is being rung for just now is not let go: the agent answers in a moment."""
    if digit == CONFIRM and turn.contact.ringing is None:
        turn.change(dialogue=None)
        calling_back.book(turn, dialogue.digits)
    elif digit == CONFIRM:
        _close(turn)
    elif digit == OTHER:
        _ask(turn, Dialogue(KEYING))
    else:
        _ask(turn, replace(dialogue, silences=0))


def _ask(turn: Turn, dialogue: Dialogue, before: str = "") -> None:
    turn.change(dialogue=dialogue)
    speaking.speak(turn, f"callback.{dialogue.step}", before + words.asked(dialogue.step, dialogue.digits))


def _close(turn: Turn) -> None:
    """Wait on, with music."""
    turn.change(dialogue=None)
    speaking.be_silent(turn)
