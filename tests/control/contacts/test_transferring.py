"""The transfer without asking: to a colleague, outside, to a queue or a flow. It never ends a call."""

from dataclasses import replace
from typing import Any

import pytest

from rexian.control.contacts import effects, inputs
from rexian.control.contacts.flow_tables import FlowTables
from rexian.control.contacts.inputs import Target
from rexian.control.contacts.state import Phase
from rexian.control.contacts.verbs import possible
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.events import EventType

pytestmark = pytest.mark.pure

CITIZEN, BRIDGE = "citizen-channel", "m1.bridge.c1"
BEA = Target(agent_id="bea")


def transferred(scene: Any, target: Target, **values: Any) -> list[effects.Effect]:
    scene.talk("ann")
    return list(scene.act(CommandName.TRANSFER, target=target, **values))


def test_the_agent_is_free_while_the_colleague_is_rung(scene: Any) -> None:
    did = transferred(scene, BEA)
    assert scene.contact.phase is Phase.CALLING
    assert effects.TalkOver("ann", "people") in did
    assert CITIZEN in scene.world.music
    assert possible(scene.contact, "ann") == ()
    assert possible(scene.contact, "bea") == (CommandName.DECLINE,)
    called = scene.contact.called.channel_id
    scene.happen(inputs.LegAnswered(called))
    assert scene.joined() == {CITIZEN: BRIDGE, called: BRIDGE}
    assert (scene.talking.agent_id, scene.talking.queue_id) == ("bea", "people")
    assert [data["kind"] for data in scene.events(EventType.SEGMENT_STARTED)][-2:] == ["transfer", "agent"]
    scene.hang_up()
    scene.write_tracks()
    assert len(scene.events(EventType.RECORDING_STOPPED)) == 2
    scene.check()


@pytest.mark.parametrize("how", ["declined", "busy", "unanswered", "declined at the desk"])
def test_who_does_not_come_is_replaced_by_the_queue(scene: Any, how: str) -> None:
    transferred(scene, BEA)
    called = scene.contact.called.channel_id
    match how:
        case "declined":
            scene.happen(inputs.ChannelGone(called, "declined"))
        case "busy":
            scene.happen(inputs.LegRefused(called, "agent_busy"))
        case "unanswered":
            scene.happen(inputs.TimerFired(f"called.{scene.contact.called.party_id}"))
        case _:
            scene.happen(inputs.AgentDeclines("bea"))
    assert scene.contact.phase is Phase.QUEUED
    first = scene.of(effects.EnterQueue)[0]
    assert scene.of(effects.EnterQueue) == [first, first]
    scene.check()


def test_to_somebody_outside(scene: Any) -> None:
    transferred(scene, Target(number="057188880000"))
    assert scene.last(effects.CallNumber).caller_number == "12329"
    scene.happen(inputs.LegAnswered(scene.contact.called.channel_id))
    assert (scene.talking.agent_id, scene.talking.number) == ("", "057188880000")
    scene.check()


def test_to_a_queue_the_time_of_before_counts(scene: Any) -> None:
    transferred(scene, Target(queue_id="people"))
    assert scene.contact.phase is Phase.QUEUED
    assert len(set(scene.of(effects.EnterQueue))) == 1
    scene.talk("bea")
    scene.check()


def test_to_a_flow_and_from_there_to_a_person(scene: Any) -> None:
    transferred(scene, Target(flow_id="flow"))
    assert scene.contact.phase is Phase.MENU
    assert CITIZEN not in scene.world.music
    assert scene.saying.text == "请选择。"
    scene.keys("0")
    assert scene.contact.phase is Phase.QUEUED
    scene.talk("bea")
    scene.check()


def test_a_flow_that_a_contact_was_sent_to_goes_on_after_a_restart(scene: Any, make_scene: Any) -> None:
    other = scene.around.flows["flow"].model_copy(update={"flow_id": "other", "resume_text": "另一个。"})
    scene.around = replace(scene.around, flows=FlowTables.of({**scene.around.flows, "other": other}))
    transferred(scene, Target(flow_id="other"))
    scene.crash()
    scene.come_back(CITIZEN)
    assert scene.saying.text == "另一个。"
    scene.check()


def test_what_is_given_along_is_on_the_next_desk_and_survives_a_restart(scene: Any) -> None:
    handover = {"form": {"问题": "提取额度"}, "pages": ["/accounts/1"]}
    transferred(scene, BEA, handover=handover)
    assert scene.contact.handover == handover
    assert "提取额度" not in repr([dict(draft.data) for draft, _ in scene.log])
    scene.crash()
    scene.come_back(CITIZEN, ringing=[scene.contact.called.channel_id])
    assert scene.contact.handover == handover
    scene.check()


@pytest.mark.parametrize("state", ["gone", "ringing", "up"])
def test_a_transfer_goes_on_over_a_restart(scene: Any, state: str) -> None:
    transferred(scene, BEA)
    called = scene.contact.called.channel_id
    scene.crash()
    up = [CITIZEN, called] if state == "up" else [CITIZEN]
    did = scene.come_back(*up, ringing=[called] if state == "ringing" else [])
    assert [effect.agent_id for effect in did if isinstance(effect, effects.KeepCall)] == ["bea"]
    wanted = {"gone": Phase.QUEUED, "ringing": Phase.CALLING, "up": Phase.TALKING}
    assert scene.contact.phase is wanted[state]
    scene.check()


def test_the_citizen_may_hang_up_meanwhile(scene: Any) -> None:
    transferred(scene, BEA)
    scene.hang_up()
    assert scene.last(effects.AgentReleased) == effects.AgentReleased("bea")
    scene.write_tracks()
    assert scene.contact.phase is Phase.CLOSED
    scene.check()


def test_from_a_conference_one_leaves_by_completing(scene: Any) -> None:
    scene.talk("ann")
    scene.consult()
    assert CommandName.TRANSFER not in possible(scene.contact, "ann")
    scene.act(CommandName.JOIN)
    assert CommandName.TRANSFER not in possible(scene.contact, "ann")
    assert CommandName.COMPLETE in possible(scene.contact, "ann")
