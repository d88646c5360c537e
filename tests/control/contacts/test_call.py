"""A call from its arrival to its end, and the menu's part in it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from rexian.control.contacts import effects, inputs
from rexian.control.contacts.state import Phase
from rexian.control.contracts.events import EventType

pytestmark = pytest.mark.pure

MakeScene = Callable[..., Any]


def test_a_call_from_dialling_to_the_last_block(scene: Any) -> None:
    scene.dial()
    scene.say()
    scene.keys("1")
    scene.keys("246810")
    scene.answer()
    scene.say()
    scene.say()
    scene.keys("0")
    scene.announce()
    scene.say()
    leg = scene.talk()
    scene.clock.advance(60)
    scene.hang_up()
    assert scene.contact.phase is Phase.ENDED
    scene.write_tracks()
    assert scene.contact.phase is Phase.CLOSED
    assert scene.types == [
        "contact.started",
        "segment.started",
        "flow.node_entered",
        "prompt.started",
        "prompt.ended",
        "flow.node_entered",
        "flow.choice_made",
        "flow.node_entered",
        "object.answered",
        "flow.node_entered",
        "contact.identified",
        "contact.value_attached",
        "prompt.started",
        "prompt.ended",
        "flow.node_entered",
        "prompt.started",
        "prompt.ended",
        "flow.node_entered",
        "flow.choice_made",
        "segment.ended",
        "segment.started",
        "prompt.started",
        "prompt.ended",
        "offer.made",
        "offer.ringing",
        "offer.ended",
        "segment.ended",
        "segment.started",
        "recording.block_started",
        "recording.block_ended",
        "segment.ended",
        "contact.ended",
        "recording.stopped",
    ]
    assert scene.events(EventType.RECORDING_BLOCK_ENDED)[0]["expected_seconds"] == 60.0
    assert scene.events(EventType.CONTACT_ENDED)[0] == {"reason": "citizen_hung_up", "ended_by": "citizen"}
    assert effects.HangUpChannel(leg) in scene.done
    scene.check()


def test_a_call_is_answered_and_in_no_bridge_until_somebody_talks(scene: Any) -> None:
    assert scene.dial()[0] == effects.Answer("citizen-channel")
    scene.wait()
    assert scene.joined() == {}
    leg = scene.talk()
    assert scene.joined() == {"citizen-channel": "m1.bridge.c1", leg: "m1.bridge.c1"}


def test_a_number_that_is_not_ours_is_refused_and_forgotten(scene: Any) -> None:
    assert scene.dial("110") == [effects.HangUpChannel("citizen-channel", "unallocated")]
    assert scene.contact.phase is Phase.CLOSED
    scene.check()


def test_a_number_whose_flow_is_gone_gives_a_person(scene: Any) -> None:
    scene.dial("12345")
    assert scene.contact.phase is Phase.QUEUED
    assert scene.last(effects.EnterQueue).queue_id == "people"
    scene.check()


def test_a_centre_without_any_queue_cannot_keep_the_call(make_scene: MakeScene, centre: Any) -> None:
    scene = make_scene(replace(centre, queues=()))
    scene.wait()
    assert scene.contact.phase is Phase.CLOSED
    assert scene.events(EventType.CONTACT_ENDED)[0]["reason"] == "lost"
    scene.check()


def test_a_choice_is_told_with_the_menu_it_was_made_at(scene: Any) -> None:
    scene.dial()
    scene.keys("1")
    choice = scene.events(EventType.FLOW_CHOICE_MADE)[0]
    assert (choice["node_id"], choice["key"], choice["label"]) == ("menu", "1", "查询")
    assert scene.contact.attached.menu_path == ("查询",)


def test_what_the_books_say_reaches_the_desk(scene: Any) -> None:
    scene.dial()
    scene.keys("1246810")
    assert scene.last(effects.AskObject).arguments == {"password": "246810"}
    scene.answer()
    assert scene.contact.attached.auth_level == "password"
    assert [(value.key, value.value, value.format) for value in scene.contact.attached.values] == [
        ("sum", "12.50", "amount")
    ]
    answered = scene.events(EventType.OBJECT_ANSWERED)[0]
    assert (answered["object"], answered["rule"], answered["outcome"], answered["elapsed_ms"]) == (
        "books",
        "check",
        "ok",
        7,
    )


def test_an_answer_counts_once_and_only_for_its_question(scene: Any) -> None:
    scene.dial()
    scene.keys("1246810")
    assert scene.happen(inputs.ObjectAnswered(99, "ok")) == []
    scene.answer()
    before = len(scene.log)
    scene.answer()
    assert len(scene.log) == before


def test_secrets_stand_in_no_event(scene: Any) -> None:
    scene.dial()
    scene.keys("1246810")
    scene.answer()
    assert "246810" not in repr(scene.log)


def test_a_prompt_the_flow_cannot_fill_gives_a_person(scene: Any) -> None:
    scene.dial()
    scene.keys("1246810")
    scene.answer("ok", {"person": "p-1"})
    assert scene.contact.phase is Phase.QUEUED
    assert scene.contact.attached.auth_level == "password"
    assert scene.saying.text == "抱歉。请稍候。"
    scene.check()


def test_a_broken_flow_gives_a_person(scene: Any) -> None:
    scene.dial()
    scene.happen(inputs.FlowBroken())
    assert scene.contact.phase is Phase.QUEUED
    scene.check()


@pytest.mark.parametrize("clip_made", [True, False])
def test_a_prompt_that_fails_is_passed_over(scene: Any, clip_made: bool) -> None:
    scene.dial()
    if clip_made:
        scene.clip()
    scene.happen(inputs.PlaybackEnded(scene.saying.playback_id, failed=True))
    assert scene.events(EventType.PROMPT_ENDED)[-1]["outcome"] == "failed"
    assert scene.last(effects.StartTimer) == effects.StartTimer("flow", 5.0)
    scene.check()


def test_a_clip_that_is_ready_too_late_is_not_played(scene: Any) -> None:
    scene.dial()
    wanted = scene.saying.playback_id
    scene.keys("1")
    assert scene.happen(inputs.ClipReady(wanted, "clip", "/clips/clip", 1.0)) == []
    assert scene.happen(inputs.PlaybackEnded(wanted)) == []
    scene.check()


def test_a_key_without_meaning_leaves_the_timer_running(scene: Any) -> None:
    scene.dial()
    scene.keys("1")
    scene.say()
    assert scene.happen(inputs.KeyPressed("citizen-channel", "*")) == []
    scene.happen(inputs.TimerFired("flow"))
    assert scene.saying.text == "有误。请输入密码。"


def test_keys_of_another_channel_are_not_the_citizens(scene: Any) -> None:
    scene.dial()
    assert scene.happen(inputs.KeyPressed("other", "0")) == []


@pytest.mark.parametrize("phase", [Phase.MENU, Phase.QUEUED, "ringing", Phase.TALKING, Phase.RECONNECTING])
def test_the_citizen_may_hang_up_at_any_moment(scene: Any, phase: str) -> None:
    scene.dial()
    scene.clip()
    if phase != Phase.MENU:
        scene.keys("0")
    if phase == "ringing":
        scene.offer()
    if phase in (Phase.TALKING, Phase.RECONNECTING):
        leg = scene.talk()
        if phase == Phase.RECONNECTING:
            scene.lose(leg)
            scene.happen(inputs.AgentResumes("ann"))
    scene.hang_up()
    scene.write_tracks()
    assert scene.contact.phase is Phase.CLOSED
    assert scene.world.bridges == {}
    assert scene.events(EventType.CONTACT_ENDED) == [{"reason": "citizen_hung_up", "ended_by": "citizen"}]
    scene.check()
    before = len(scene.log)
    scene.hang_up()
    assert len(scene.log) == before
