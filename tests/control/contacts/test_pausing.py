"""Pauses and marks: nothing is recorded while one lasts, and none is forgotten."""

from typing import Any

import pytest

from rexian.control.contacts import effects, inputs
from rexian.control.contacts.inputs import Target
from rexian.control.contacts.verbs import possible
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.events import EventType

pytestmark = pytest.mark.pure

CITIZEN, BRIDGE = "citizen-channel", "m1.bridge.c1"
PAUSE, RESUME, MARK = CommandName.PAUSE_RECORDING, CommandName.RESUME_RECORDING, CommandName.MARK_RECORDING


def ended(scene: Any) -> list[str]:
    return [data["reason"] for data in scene.events(EventType.RECORDING_RESUMED)]


def blocks(scene: Any) -> list[int]:
    return [data["block"] for data in scene.events(EventType.RECORDING_BLOCK_STARTED)]


def test_a_pause_ends_the_block_and_a_resume_begins_the_next(scene: Any) -> None:
    leg = scene.talk("ann")
    scene.clock.advance(7)
    did = scene.act(PAUSE, word="secret_spoken")
    assert [type(effect) for effect in did] == [effects.StopTrack, effects.StopTrack, effects.StartTimer]
    assert scene.joined() == {CITIZEN: BRIDGE, leg: BRIDGE}
    assert scene.events(EventType.RECORDING_BLOCK_ENDED)[0]["expected_seconds"] == 7.0
    paused = scene.events(EventType.RECORDING_PAUSED)[0]
    assert (paused["pause"], paused["paused_by"], paused["reason"]) == (1, "ann", "secret_spoken")
    assert PAUSE not in possible(scene.contact, "ann")
    scene.check()
    scene.clock.advance(5)
    did = scene.act(RESUME)
    assert [type(effect) for effect in did] == [effects.StartTrack, effects.StartTrack, effects.CancelTimer]
    assert (blocks(scene), ended(scene)) == ([1, 2], ["resumed"])
    assert RESUME not in possible(scene.contact, "ann")
    scene.check()


def test_a_pause_goes_on_through_hold_and_a_lost_leg(scene: Any) -> None:
    leg = scene.talk("ann")
    scene.act(PAUSE, word="secret_spoken")
    scene.act(CommandName.HOLD)
    scene.act(CommandName.RETRIEVE)
    scene.lose(leg)
    scene.resume("ann")
    assert blocks(scene) == [1]
    assert scene.talking.block is None
    scene.check()


def test_a_forgotten_pause_ends_by_itself_with_a_warning(scene: Any) -> None:
    scene.talk("ann")
    scene.act(PAUSE, word="other")
    scene.happen(inputs.TimerFired("recording_pause"))
    assert (blocks(scene), ended(scene)) == ([1, 2], ["timed_out"])
    assert scene.talking.pause_expired
    scene.act(PAUSE, word="other")
    assert not scene.talking.pause_expired
    scene.check()


def test_a_pause_ends_with_the_segment(scene: Any) -> None:
    scene.talk("ann")
    scene.consult()
    scene.act(CommandName.JOIN)
    scene.act(PAUSE, word="secret_spoken")
    scene.act(CommandName.COMPLETE)
    assert scene.talking.agent_id == "bea"
    assert scene.talking.pause is None
    assert scene.talking.block is not None
    assert set(ended(scene)) == {"segment_ended"}
    scene.check()


def test_a_pause_ends_with_the_call(scene: Any) -> None:
    scene.talk("ann")
    scene.act(PAUSE, word="secret_spoken")
    scene.hang_up()
    assert ended(scene) == ["segment_ended"]
    assert effects.CancelTimer("recording_pause") in scene.done
    scene.check()


def test_a_consultation_is_paused_with_the_talk(scene: Any) -> None:
    scene.talk("ann")
    scene.act(PAUSE, word="secret_spoken")
    scene.consult()
    assert blocks(scene) == [1]
    assert len(scene.events(EventType.RECORDING_PAUSED)) == 2
    scene.act(RESUME)
    assert set(ended(scene)) == {"resumed", "followed"}
    assert all(party.pause is None for party in scene.contact.parties)
    scene.check()


def test_a_menu_for_the_agent_pauses_by_itself(scene: Any) -> None:
    scene.talk("ann")
    scene.act(CommandName.SEND_TO_MENU, target=Target(flow_id="flow"))
    paused = scene.events(EventType.RECORDING_PAUSED)[0]
    assert (paused["paused_by"], paused["reason"]) == ("system", "menu")
    assert not {PAUSE, RESUME} & set(possible(scene.contact, "ann"))
    scene.happen(inputs.TimerFired("recording_pause"))
    assert ended(scene) == []
    scene.act(CommandName.RETRIEVE)
    assert (ended(scene), blocks(scene)) == (["menu_over"], [1, 2])
    scene.check()


def test_an_agents_pause_goes_on_after_a_menu(scene: Any) -> None:
    scene.talk("ann")
    scene.act(PAUSE, word="secret_keyed")
    scene.act(CommandName.SEND_TO_MENU, target=Target(flow_id="flow"))
    scene.act(CommandName.RETRIEVE)
    assert (ended(scene), blocks(scene)) == ([], [1])
    scene.act(RESUME)
    assert blocks(scene) == [1, 2]
    scene.check()


def test_a_pause_and_the_rest_of_its_time_go_on_over_a_restart(scene: Any) -> None:
    leg = scene.talk("ann")
    scene.act(PAUSE, word="secret_spoken")
    scene.clock.advance(50)
    scene.crash()
    did = scene.come_back(CITIZEN, leg)
    assert effects.StartTimer("recording_pause", 70.0) in did
    assert not scene.world.tracks
    scene.check()


@pytest.mark.parametrize("carried_out", range(3))
def test_a_pause_that_was_carried_out_in_part_is_carried_out(scene: Any, carried_out: int) -> None:
    leg = scene.talk("ann")
    tracks = sorted(scene.contact.open_tracks)
    scene.carried_out = carried_out
    scene.act(PAUSE, word="secret_spoken")
    scene.crash()
    scene.come_back(CITIZEN, leg, *[track for track in tracks if track in scene.world.tracks])
    assert not scene.world.tracks
    scene.check()


def test_marks_are_counted_and_anyone_but_the_agent_makes_none(scene: Any) -> None:
    scene.talk("ann")
    scene.act(MARK, word="complaint")
    scene.act(MARK, word="promise")
    marks = [(data["mark"], data["kind"], data["agent_id"]) for data in scene.events(EventType.RECORDING_MARKED)]
    assert marks == [(1, "complaint", "ann"), (2, "promise", "ann")]
    scene.consult()
    assert not {PAUSE, MARK} & set(possible(scene.contact, "bea"))
    assert blocks(scene) == [1, 1]
    scene.check()
