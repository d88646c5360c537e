"""The consultation: its own room and recording, and the four ways out of it. The citizen is never cut off by it."""

from typing import Any

import pytest

from rexian.control.contacts import effects, inputs
from rexian.control.contacts.inputs import Target
from rexian.control.contacts.state import Phase
from rexian.control.contacts.verbs import possible
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.events import EventType

pytestmark = pytest.mark.pure

CITIZEN, BRIDGE, CONSULT = "citizen-channel", "m1.bridge.c1", "m1.bridge.c1.consult"
OUTSIDE = Target(number="057188880000")


def segments(scene: Any) -> list[tuple[str, str | None]]:
    started = scene.events(EventType.SEGMENT_STARTED)
    return [(data["kind"], data.get("agent_id")) for data in started if data["kind"] not in ("ivr", "queue")]


def test_the_citizen_hears_music_while_somebody_is_rung(scene: Any) -> None:
    scene.talk("ann")
    did = scene.act(CommandName.CONSULT, target=Target(agent_id="bea"))
    assert scene.joined() == {}
    assert CITIZEN in scene.world.music
    assert [effect.agent_id for effect in did if isinstance(effect, effects.CallAgent)] == ["bea"]
    assert possible(scene.contact, "bea") == (CommandName.DECLINE,)
    verbs = set(possible(scene.contact, "ann"))
    assert CommandName.TAKE_BACK in verbs
    assert not verbs & {CommandName.CONSULT, CommandName.COMPLETE, CommandName.JOIN, CommandName.HOLD}
    scene.check()


def test_who_is_asked_talks_with_the_agent_in_a_room_and_a_recording_of_their_own(scene: Any) -> None:
    leg = scene.talk("ann")
    asked = scene.consult()
    assert scene.joined() == {leg: CONSULT, asked: CONSULT}
    block = scene.events(EventType.RECORDING_BLOCK_STARTED)[-1]
    assert block["channels"] == {"agent": leg, "consultant": asked}
    assert block["recording_id"] != scene.talking.recording_id
    assert segments(scene) == [("agent", "ann"), ("consult", "bea")]
    verbs = set(possible(scene.contact, "ann"))
    assert {CommandName.TAKE_BACK, CommandName.COMPLETE, CommandName.JOIN, CommandName.SEND_KEYS} <= verbs
    assert CommandName.RETRIEVE not in verbs
    assert set(possible(scene.contact, "bea")) == {CommandName.HANG_UP, CommandName.MUTE, CommandName.SEND_KEYS}
    scene.check()


def test_taken_back_agent_and_citizen_talk_again(scene: Any) -> None:
    leg = scene.talk("ann")
    asked = scene.consult()
    did = scene.act(CommandName.TAKE_BACK)
    assert effects.HangUpChannel(asked) in did
    assert effects.TalkOver("bea", "") in did
    assert scene.joined() == {CITIZEN: BRIDGE, leg: BRIDGE}
    scene.hang_up()
    scene.write_tracks()
    assert scene.contact.phase is Phase.CLOSED
    assert len(scene.events(EventType.RECORDING_STOPPED)) == 2
    scene.check()


@pytest.mark.parametrize("how", ["declined", "busy", "unanswered", "declined at the desk"])
def test_who_does_not_come_leaves_the_citizen_with_the_music(scene: Any, how: str) -> None:
    leg = scene.talk("ann")
    scene.act(CommandName.CONSULT, target=Target(agent_id="bea"))
    called = scene.contact.called.channel_id
    match how:
        case "declined":
            scene.happen(inputs.ChannelGone(called, "declined"))
        case "busy":
            scene.happen(inputs.LegRefused(called, "agent_busy"))
        case "unanswered":
            assert effects.HangUpChannel(called) in scene.happen(
                inputs.TimerFired(f"called.{scene.contact.called.party_id}")
            )
        case _:
            scene.happen(inputs.AgentDeclines("bea"))
    assert scene.contact.called is None
    assert scene.last(effects.AgentReleased) == effects.AgentReleased("bea")
    assert scene.joined() == {}
    scene.act(CommandName.RETRIEVE)
    assert scene.joined() == {CITIZEN: BRIDGE, leg: BRIDGE}
    scene.happen(inputs.LegAnswered(called))
    assert scene.done[-1] == effects.HangUpChannel(called)
    scene.check()


@pytest.mark.parametrize("how", ["verb", "phone"])
def test_completed_the_citizen_talks_with_who_was_asked(scene: Any, how: str) -> None:
    leg = scene.talk("ann")
    asked = scene.consult()
    scene.act(CommandName.COMPLETE) if how == "verb" else scene.happen(inputs.ChannelGone(leg, "normal"))
    assert scene.joined() == {CITIZEN: BRIDGE, asked: BRIDGE}
    assert segments(scene) == [("agent", "ann"), ("consult", "bea"), ("agent", "bea")]
    assert scene.of(effects.TalkOver) == [effects.TalkOver("ann", "people")]
    assert scene.talking.agent_id == "bea"
    scene.happen(inputs.AgentHangsUp("bea"))
    scene.write_tracks()
    assert scene.last(effects.TalkOver) == effects.TalkOver("bea", "people")
    assert sorted(data["agent_id"] for data in scene.events(EventType.RECORDING_STOPPED)) == ["ann", "bea", "bea"]
    scene.check()


def test_joined_all_hear_each_other_and_the_agents_recording_holds_all(scene: Any) -> None:
    leg = scene.talk("ann")
    asked = scene.consult()
    scene.act(CommandName.JOIN)
    assert scene.joined() == {CITIZEN: BRIDGE, leg: BRIDGE, asked: BRIDGE}
    block = scene.events(EventType.RECORDING_BLOCK_STARTED)[-1]
    assert block["channels"] == {"citizen": CITIZEN, "agent": leg, "consultant": asked}
    assert CommandName.HOLD not in possible(scene.contact, "ann")
    scene.check()


def test_a_conference_grows_and_shrinks(scene: Any) -> None:
    leg = scene.talk("ann")
    first = scene.consult()
    scene.act(CommandName.JOIN)
    second = scene.consult(Target(agent_id="cat"))
    assert scene.joined() == {CITIZEN: BRIDGE, first: BRIDGE, leg: CONSULT, second: CONSULT}
    scene.act(CommandName.JOIN)
    assert set(scene.joined()) == {CITIZEN, leg, first, second}
    assert set(scene.joined().values()) == {BRIDGE}
    scene.happen(inputs.AgentHangsUp("bea"))
    assert set(scene.joined()) == {CITIZEN, leg, second}
    scene.act(CommandName.COMPLETE)
    assert set(scene.joined()) == {CITIZEN, second}
    assert scene.talking.agent_id == "cat"
    scene.check()


def test_somebody_outside_takes_over_and_hears_music_when_alone(scene: Any) -> None:
    leg = scene.talk("ann")
    asked = scene.consult(OUTSIDE)
    assert "057188880000" not in repr([dict(draft.data) for draft, _ in scene.log])
    scene.lose(leg)
    assert asked in scene.world.music
    scene.resume("ann")
    assert scene.joined() == {scene.talking.channel_id: CONSULT, asked: CONSULT}
    scene.act(CommandName.COMPLETE)
    assert segments(scene)[-1] == ("external", None)
    assert scene.talking.number == "057188880000"
    scene.happen(inputs.ChannelGone(asked, "cause_38"))
    assert scene.contact.phase is Phase.ENDED
    scene.check()


@pytest.mark.parametrize("cause", ["normal", "cause_38"])
def test_who_was_asked_may_leave_and_the_agent_stays_apart(scene: Any, cause: str) -> None:
    scene.talk("ann")
    asked = scene.consult()
    scene.happen(inputs.ChannelGone(asked, cause))
    assert scene.joined() == {}
    assert CITIZEN in scene.world.music
    assert CommandName.RETRIEVE in possible(scene.contact, "ann")
    scene.check()


def test_the_citizen_may_leave_in_the_middle(scene: Any) -> None:
    scene.talk("ann")
    scene.consult()
    scene.hang_up()
    scene.write_tracks()
    assert scene.contact.phase is Phase.CLOSED
    assert {effect.agent_id for effect in scene.of(effects.TalkOver)} == {"ann", "bea"}
    scene.check()


def test_a_phone_that_hangs_up_while_somebody_is_rung_gives_the_place_back(scene: Any) -> None:
    leg = scene.talk("ann")
    scene.act(CommandName.CONSULT, target=Target(agent_id="bea"))
    scene.happen(inputs.ChannelGone(leg, "normal"))
    assert scene.contact.phase is Phase.QUEUED
    assert scene.contact.parties == ()
    scene.check()


@pytest.mark.parametrize("joined", [True, False])
def test_an_agent_who_does_not_come_back_leaves_the_citizen_to_who_has_joined(scene: Any, joined: bool) -> None:
    leg = scene.talk("ann")
    scene.consult()
    if joined:
        scene.act(CommandName.JOIN)
    scene.lose(leg)
    assert (CITIZEN in scene.joined()) == joined
    scene.happen(inputs.TimerFired("reconnect"))
    assert scene.contact.phase is (Phase.TALKING if joined else Phase.QUEUED)
    assert scene.contact.talk is None or scene.talking.agent_id == "bea"
    scene.check()


@pytest.mark.parametrize("carried_out", range(12))
def test_a_consultation_goes_on_over_a_restart(scene: Any, carried_out: int) -> None:
    leg = scene.talk("ann")
    scene.carried_out = carried_out
    scene.act(CommandName.CONSULT, target=Target(agent_id="bea"))
    asked = scene.contact.called.channel_id
    scene.crash()
    did = scene.come_back(CITIZEN, leg, asked)
    assert [effect.agent_id for effect in did if isinstance(effect, effects.KeepTalk)] == ["ann"]
    assert [effect.agent_id for effect in did if isinstance(effect, effects.KeepCall)] == ["bea"]
    assert scene.joined() == {leg: CONSULT, asked: CONSULT}
    scene.check()
    scene.crash()
    scene.come_back(CITIZEN, leg)
    assert scene.contact.consulted is None
    assert CommandName.RETRIEVE in possible(scene.contact, "ann")
    scene.check()


def test_who_answers_is_gone_after_a_restart_and_who_was_asked_takes_over(scene: Any) -> None:
    scene.talk("ann")
    asked = scene.consult()
    scene.crash()
    scene.come_back(CITIZEN, asked)
    assert scene.talking.agent_id == "bea"
    assert scene.joined() == {CITIZEN: BRIDGE, asked: BRIDGE}
    scene.check()


def test_a_call_that_was_never_made_is_over_after_a_restart(scene: Any) -> None:
    leg = scene.talk("ann")
    scene.act(CommandName.CONSULT, target=Target(agent_id="bea"))
    scene.crash()
    scene.come_back(CITIZEN, leg)
    assert scene.events(EventType.PARTY_LEFT)[0]["outcome"] == "agent_unreachable"
    scene.check()
