"""To a menu for one thing and back: the citizen keys it unheard and unrecorded, and the same agent goes on."""

from typing import Any

import pytest

from rexian.control.contacts import effects, inputs
from rexian.control.contacts.inputs import Target
from rexian.control.contacts.state import Phase
from rexian.control.contacts.verbs import possible
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.events import EventType

pytestmark = pytest.mark.pure

CITIZEN, BRIDGE, PASSWORD = "citizen-channel", "m1.bridge.c1", "246810"


def sent(scene: Any) -> str:
    leg = str(scene.talk("ann"))
    scene.act(CommandName.SEND_TO_MENU, target=Target(flow_id="flow"))
    return leg


def test_the_citizen_keys_a_password_and_comes_back_known(scene: Any) -> None:
    leg = sent(scene)
    assert scene.contact.phase is Phase.MENU
    assert scene.joined() == {}
    assert CITIZEN not in scene.world.music
    assert scene.talking.block is None
    scene.keys(f"1{PASSWORD}")
    scene.answer()
    assert scene.contact.attached.auth_level == "password"
    scene.say()
    scene.keys("0")  # where the flow would seek a person
    assert scene.contact.phase is Phase.TALKING
    assert scene.joined() == {CITIZEN: BRIDGE, leg: BRIDGE}
    assert PASSWORD not in repr(scene.log)
    assert [data["block"] for data in scene.events(EventType.RECORDING_BLOCK_STARTED)] == [1, 2]
    scene.happen(inputs.TimerFired("flow"))
    assert scene.contact.phase is Phase.TALKING
    scene.check()


def test_called_back_before_the_end(scene: Any) -> None:
    leg = sent(scene)
    scene.clip()
    assert CommandName.RETRIEVE in possible(scene.contact, "ann")
    assert CommandName.TRANSFER not in possible(scene.contact, "ann")
    did = scene.act(CommandName.RETRIEVE)
    assert isinstance(did[0], effects.StopPlayback)
    assert scene.joined() == {CITIZEN: BRIDGE, leg: BRIDGE}
    scene.check()


def test_a_flow_that_breaks_leads_back_as_well(scene: Any) -> None:
    sent(scene)
    scene.happen(inputs.FlowBroken())
    assert scene.contact.phase is Phase.TALKING
    scene.check()


@pytest.mark.parametrize("comes_back", [True, False])
def test_a_voice_lost_meanwhile(scene: Any, comes_back: bool) -> None:
    scene.lose(sent(scene))
    assert scene.contact.phase is Phase.MENU
    if comes_back:
        scene.resume("ann")
    scene.act(CommandName.RETRIEVE)
    scene.keys("0")
    assert scene.contact.phase is (Phase.TALKING if comes_back else Phase.RECONNECTING)
    scene.happen(inputs.TimerFired("reconnect"))
    assert scene.contact.phase is (Phase.TALKING if comes_back else Phase.QUEUED)
    scene.check()


def test_an_agent_who_hangs_up_meanwhile_gives_the_place_back(scene: Any) -> None:
    leg = sent(scene)
    scene.happen(inputs.ChannelGone(leg, "normal"))
    assert scene.contact.phase is Phase.QUEUED
    scene.check()


@pytest.mark.parametrize("agent_is_there", [True, False])
def test_an_errand_goes_on_over_a_restart(scene: Any, agent_is_there: bool) -> None:
    leg = sent(scene)
    scene.crash()
    did = scene.come_back(CITIZEN, *([leg] if agent_is_there else []))
    assert effects.KeepTalk("ann", scene.contact.started_at) in did or effects.KeepTalk in map(type, did)
    if agent_is_there:
        assert scene.saying.text == "抱歉。"
        scene.say()
        scene.keys("0")
        assert scene.contact.phase is Phase.TALKING
    else:
        assert scene.contact.phase is Phase.QUEUED
    scene.check()
