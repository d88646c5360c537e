"""Saying something to the citizen: make the clip, play it, know when it is over."""

from datetime import datetime

from rexian.control.contacts.effects import MakeClip, Play, StopPlayback
from rexian.control.contacts.inputs import ClipReady
from rexian.control.contacts.names import PLAY
from rexian.control.contacts.state import Saying
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.events import EventType


def speak(turn: Turn, prompt_id: str, text: str) -> None:
    """Say a text; what was being said before is cut off."""
    be_silent(turn)
    playback_id = turn.media_id(PLAY, turn.new_id())
    turn.change(saying=Saying(playback_id, prompt_id, text))
    turn.do(MakeClip(playback_id, text))


def be_silent(turn: Turn, at: datetime | None = None) -> None:
    """Cut off what is being said (at a time before now, if the call had ended then)."""
    saying = turn.contact.saying
    if saying is not None:
        turn.change(saying=None)
        if saying.started:
            turn.do(StopPlayback(saying.playback_id))
            turn.happen(EventType.PROMPT_ENDED, playback_id=saying.playback_id, outcome="interrupted", at=at)


def clip_ready(turn: Turn, event: ClipReady) -> bool:
    """Play the clip if it is still wanted."""
    saying = turn.contact.saying
    if saying is None or saying.playback_id != event.playback_id or saying.started:
        return False
    turn.happen(
        EventType.PROMPT_STARTED,
        segment_id=turn.contact.segment_id,
        node_id=turn.contact.flow.node_id if turn.contact.flow else None,
        prompt_id=saying.prompt_id,
        playback_id=saying.playback_id,
        clip_id=event.clip_id,
        clip_seconds=round(event.seconds, 3),
        personal={"text": saying.text},
    )
    turn.do(Play(turn.contact.channel_id, saying.playback_id, event.path))
    return True


def prompt_over(turn: Turn, playback_id: str, failed: bool) -> bool:
    """Whether this was the prompt being said now; if so it is over."""
    saying = turn.contact.saying
    if saying is None or saying.playback_id != playback_id:
        return False
    turn.change(saying=None)
    turn.happen(EventType.PROMPT_ENDED, playback_id=playback_id, outcome="failed" if failed else "played")
    return True
