"""Hold, mute and keys: what is possible when, and what the citizen and the recording notice of it."""

from typing import Any

import pytest

from rexian.control.contacts import effects, inputs
from rexian.control.contacts.state import Phase
from rexian.control.contacts.verbs import possible
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.events import EventType

pytestmark = pytest.mark.pure

CITIZEN, BRIDGE = "citizen-channel", "m1.bridge.c1"


def test_hold_takes_both_out_of_the_bridge_before_the_music(scene: Any) -> None:
    leg = scene.talk("ann")
    scene.clock.advance(7)
    did = scene.act(CommandName.HOLD)
    assert [type(effect) for effect in did[:2]] == [effects.StopTrack, effects.StopTrack]
    assert did[2:] == [
        effects.Leave(BRIDGE, CITIZEN),
        effects.Leave(BRIDGE, leg),
        effects.StartMusic(CITIZEN),
        effects.DestroyBridge(BRIDGE),
    ]
    assert scene.events(EventType.RECORDING_BLOCK_ENDED)[0]["expected_seconds"] == 7.0
    assert scene.contact.phase is Phase.TALKING
    scene.check()


def test_retrieve_begins_the_next_block(scene: Any) -> None:
    scene.talk("ann")
    scene.act(CommandName.HOLD)
    assert scene.act(CommandName.HOLD) == []
    scene.act(CommandName.RETRIEVE)
    assert [data["block"] for data in scene.events(EventType.RECORDING_BLOCK_STARTED)] == [1, 2]
    assert scene.act(CommandName.RETRIEVE) == []
    scene.check()


def test_a_citizen_on_hold_may_hang_up(scene: Any) -> None:
    scene.talk("ann")
    scene.act(CommandName.HOLD)
    scene.hang_up()
    scene.write_tracks()
    assert scene.contact.phase is Phase.CLOSED
    scene.check()


def test_a_phone_that_hangs_up_on_a_citizen_on_hold_gives_the_place_back(scene: Any) -> None:
    leg = scene.talk("ann")
    queued_at = scene.contact.queued_at
    scene.act(CommandName.HOLD)
    scene.happen(inputs.ChannelGone(leg, "normal"))
    assert scene.contact.phase is Phase.QUEUED
    assert scene.last(effects.EnterQueue) == effects.EnterQueue("people", queued_at)
    scene.check()


def test_the_desk_may_end_a_contact_on_hold(scene: Any) -> None:
    scene.talk("ann")
    scene.act(CommandName.HOLD)
    scene.happen(inputs.AgentHangsUp("ann"))
    assert scene.contact.phase is Phase.ENDED
    scene.check()


def test_a_leg_lost_on_hold_comes_back_on_hold(scene: Any) -> None:
    scene.lose(scene.talk("ann"))
    scene.resume("ann")
    scene.act(CommandName.HOLD)
    scene.lose(scene.talking.channel_id)
    scene.resume("ann")
    assert scene.joined() == {}
    assert CITIZEN in scene.world.music
    scene.act(CommandName.RETRIEVE)
    assert set(scene.joined()) == {CITIZEN, scene.talking.channel_id}
    scene.check()


def test_hold_goes_on_over_a_restart(scene: Any) -> None:
    leg = scene.talk("ann")
    scene.act(CommandName.HOLD)
    scene.crash()
    did = scene.come_back(CITIZEN, leg)
    assert effects.StartMusic(CITIZEN) in did
    assert scene.joined() == {}
    scene.act(CommandName.RETRIEVE)
    scene.check()


@pytest.mark.parametrize("carried_out", range(7))
def test_a_hold_that_was_carried_out_in_part_is_carried_out(scene: Any, carried_out: int) -> None:
    leg = scene.talk("ann")
    tracks = sorted(scene.contact.open_tracks)
    scene.carried_out = carried_out
    scene.act(CommandName.HOLD)
    scene.crash()
    scene.come_back(CITIZEN, leg, *[track for track in tracks if track in scene.world.tracks])
    assert CITIZEN in scene.world.music
    scene.check()


def test_mute_stays_over_a_new_leg_and_a_restart(scene: Any) -> None:
    leg = scene.talk("ann")
    assert scene.act(CommandName.MUTE) == [effects.Mute(leg)]
    assert scene.act(CommandName.MUTE) == []
    scene.lose(leg)
    resumed = scene.resume("ann")
    assert scene.world.muted == {resumed}
    scene.crash()
    assert effects.Mute(resumed) in scene.come_back(CITIZEN, resumed)
    assert scene.act(CommandName.UNMUTE) == [effects.Unmute(resumed)]
    scene.check()


def test_keys_go_to_the_others_and_stand_in_no_event(scene: Any) -> None:
    scene.talk("ann")
    assert scene.act(CommandName.SEND_KEYS, digits="4711") == [effects.SendKeys(CITIZEN, "4711")]
    assert scene.events(EventType.KEYS_SENT)[0]["count"] == 4
    assert "4711" not in repr(scene.log)
    scene.act(CommandName.HOLD)
    assert scene.act(CommandName.SEND_KEYS, digits="1") == []


def test_what_is_possible_when(scene: Any) -> None:
    scene.wait()
    scene.offer("ann")
    assert possible(scene.contact, "ann") == (CommandName.DECLINE,)
    scene.happen(inputs.LegAnswered(scene.contact.ringing.channel_id))
    leaving = {CommandName.CONSULT, CommandName.TRANSFER, CommandName.SEND_TO_MENU, CommandName.PARK}
    recording = {CommandName.PAUSE_RECORDING, CommandName.MARK_RECORDING}
    talking = {CommandName.HANG_UP, CommandName.RESUME_MEDIA, CommandName.MUTE, CommandName.SEND_KEYS, *recording}
    assert set(possible(scene.contact, "ann")) == talking | {CommandName.HOLD} | leaving
    assert possible(scene.contact, "bea") == ()
    scene.act(CommandName.HOLD)
    waiting = talking - {CommandName.SEND_KEYS}
    assert set(possible(scene.contact, "ann")) == waiting | {CommandName.RETRIEVE} | leaving
    scene.lose(scene.talking.channel_id)
    assert set(possible(scene.contact, "ann")) == {CommandName.HANG_UP, CommandName.RESUME_MEDIA}
    scene.hang_up()
    assert possible(scene.contact, "ann") == ()


def test_the_phones_own_hold_is_the_desks(scene: Any) -> None:
    leg = scene.talk("ann")
    scene.happen(inputs.PhoneHolds(CITIZEN, held=True))
    assert scene.joined() == {CITIZEN: BRIDGE, leg: BRIDGE}
    scene.happen(inputs.PhoneHolds(leg, held=True))
    assert CITIZEN in scene.world.music
    assert CommandName.RETRIEVE in possible(scene.contact, "ann")
    scene.happen(inputs.PhoneHolds(leg, held=True))
    scene.happen(inputs.PhoneHolds(leg, held=False))
    assert scene.joined() == {CITIZEN: BRIDGE, leg: BRIDGE}
    scene.check()
