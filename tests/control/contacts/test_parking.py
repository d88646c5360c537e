"""Parking: music until somebody picks the contact up, and back to the queue when nobody does."""

from typing import Any

import pytest

from rexian.control.contacts import effects, inputs
from rexian.control.contacts.state import Phase
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.events import EventType

pytestmark = pytest.mark.pure

CITIZEN, BRIDGE = "citizen-channel", "m1.bridge.c1"


def parked(scene: Any) -> None:
    scene.talk("ann")
    scene.act(CommandName.PARK)


def test_parked_and_picked_up_by_another(scene: Any) -> None:
    parked(scene)
    assert scene.contact.phase is Phase.PARKED
    assert CITIZEN in scene.world.music
    assert effects.TalkOver("ann", "people") in scene.done
    scene.happen(inputs.AgentPicksUp("bea"))
    assert scene.happen(inputs.AgentPicksUp("cat")) == []
    leg = scene.contact.called.channel_id
    assert scene.last(effects.CallAgent).asked
    scene.happen(inputs.TimerFired("parked"))
    scene.happen(inputs.LegAnswered(leg))
    assert scene.joined() == {CITIZEN: BRIDGE, leg: BRIDGE}
    assert scene.talking.agent_id == "bea"
    kinds = [data["kind"] for data in scene.events(EventType.SEGMENT_STARTED)]
    assert kinds[-2:] == ["parked", "agent"]
    scene.check()


@pytest.mark.parametrize("how", ["time", "phone"])
def test_who_is_not_picked_up_has_the_old_place(scene: Any, how: str) -> None:
    parked(scene)
    if how == "time":
        scene.happen(inputs.TimerFired("parked"))
    else:
        scene.happen(inputs.AgentPicksUp("bea"))
        scene.happen(inputs.ChannelGone(scene.contact.called.channel_id, "no_answer"))
    assert scene.contact.phase is Phase.QUEUED
    assert len(set(scene.of(effects.EnterQueue))) == 1
    scene.check()


def test_parked_over_a_restart_and_gone_with_the_citizen(scene: Any) -> None:
    parked(scene)
    scene.crash()
    did = scene.come_back(CITIZEN)
    assert effects.StartTimer("parked", 180.0) in did
    scene.hang_up()
    scene.write_tracks()
    scene.happen(inputs.TimerFired("tracks"))
    assert scene.contact.phase is Phase.CLOSED
    scene.check()
