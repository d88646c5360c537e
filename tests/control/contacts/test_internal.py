"""The internal call: a colleague in the citizen's place, whose desk shows the same call; nobody is left over."""

from typing import Any

import pytest

from rexian.control.contacts import effects, inputs
from rexian.control.contacts.state import Phase
from rexian.control.contacts.verbs import possible
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.events import EventType

pytestmark = pytest.mark.pure

BRIDGE = "m1.bridge.c1"


def dialled(scene: Any) -> tuple[str, str]:
    """Agent `ann` calls `zoe`; the channels of both, ann's answered."""
    scene.happen(inputs.AgentDials("ann", "8002", "zoe"))
    own, other = scene.contact.called.channel_id, scene.contact.channel_id
    scene.happen(inputs.LegAnswered(own))
    return own, other


def in_talk(scene: Any) -> tuple[str, str]:
    own, other = dialled(scene)
    scene.happen(inputs.LegRinging(other))
    scene.happen(inputs.LegAnswered(other))
    return own, other


def test_both_talk_and_are_recorded_like_others(scene: Any) -> None:
    own, other = dialled(scene)
    called = scene.last(effects.CallAgent)
    assert (called.agent_id, called.channel_id) == ("zoe", other)
    assert possible(scene.contact, "zoe") == (CommandName.DECLINE,)
    scene.happen(inputs.LegRinging(other))
    assert scene.last(effects.AgentRings) == effects.AgentRings("zoe")
    scene.happen(inputs.LegAnswered(other))
    assert scene.last(effects.AgentAnswers) == effects.AgentAnswers("zoe", counts=False)
    assert scene.joined() == {own: BRIDGE, other: BRIDGE}
    assert len(scene.events(EventType.RECORDING_BLOCK_STARTED)) == 1
    assert possible(scene.contact, "zoe") == (CommandName.HANG_UP,)
    verbs = set(possible(scene.contact, "ann"))
    assert {CommandName.HANG_UP, CommandName.HOLD} <= verbs
    assert not verbs & {CommandName.TRANSFER, CommandName.CONSULT, CommandName.PARK, CommandName.SEND_TO_MENU}
    scene.check()


@pytest.mark.parametrize("who", ["ann hangs up", "zoe hangs up", "ann at the desk", "zoe at the desk", "zoe resets"])
def test_who_hangs_up_first_ends_it_for_both(scene: Any, who: str) -> None:
    own, other = in_talk(scene)
    events = {
        "ann hangs up": inputs.ChannelGone(own, "normal"),
        "zoe hangs up": inputs.ChannelGone(other, "normal"),
        "ann at the desk": inputs.AgentHangsUp("ann"),
        "zoe at the desk": inputs.AgentHangsUp("zoe"),
        "zoe resets": inputs.AgentResets("zoe"),
    }
    scene.happen(events[who])
    assert scene.events(EventType.CONTACT_ENDED) == [{"reason": "agent_hung_up", "ended_by": "agent"}]
    assert {effect.agent_id for effect in scene.of(effects.TalkOver)} == {"ann", "zoe"}
    scene.write_tracks()
    assert scene.contact.phase is Phase.CLOSED
    scene.check()


@pytest.mark.parametrize("how", ["declined", "at the desk", "busy", "unanswered"])
def test_a_colleague_who_does_not_come_ends_it(scene: Any, how: str) -> None:
    _, other = dialled(scene)
    events = {
        "declined": inputs.ChannelGone(other, "declined"),
        "at the desk": inputs.AgentDeclines("zoe"),
        "busy": inputs.LegRefused(other, "agent_busy"),
        "unanswered": inputs.ChannelGone(other, "no_answer"),
    }
    scene.happen(events[how])
    assert scene.events(EventType.CONTACT_ENDED)[0]["reason"] == "not_reached"
    assert scene.last(effects.AgentReleased) == effects.AgentReleased("zoe")
    scene.check()


def test_a_caller_whose_page_does_not_come_back_leaves_nobody_in_a_queue(scene: Any) -> None:
    own, _ = in_talk(scene)
    scene.lose(own)
    assert scene.contact.phase is Phase.RECONNECTING
    scene.happen(inputs.TimerFired("reconnect"))
    assert not scene.contact.alive
    assert scene.of(effects.EnterQueue) == []
    scene.check()


@pytest.mark.parametrize("up", [True, False])
def test_it_goes_on_over_a_restart(scene: Any, up: bool) -> None:
    own, other = in_talk(scene) if up else dialled(scene)
    scene.crash()
    did = scene.come_back(own, *([other] if up else []), ringing=[] if up else [other])
    keep = effects.KeepTalk if up else effects.KeepCall
    assert "zoe" in [effect.agent_id for effect in did if isinstance(effect, keep)]
    scene.happen(inputs.LegAnswered(other))
    assert scene.joined() == {own: BRIDGE, other: BRIDGE}
    scene.check()
