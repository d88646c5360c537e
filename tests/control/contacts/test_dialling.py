"""The call out: the agent first, then the citizen, and nobody is left when one of them does not come."""

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
    """Agent `ann` dials; the channels of both."""
    scene.happen(inputs.AgentDials("ann", "13800001234"))
    return scene.contact.called.channel_id, scene.contact.channel_id


def reaching(scene: Any) -> tuple[str, str]:
    """The agent's phone is answered, the citizen's rings."""
    agent, citizen = dialled(scene)
    scene.happen(inputs.LegAnswered(agent))
    return agent, citizen


def test_both_talk_and_are_recorded_from_the_citizens_answer_on(scene: Any) -> None:
    agent, citizen = dialled(scene)
    assert scene.contact.phase is Phase.CALLING
    assert scene.done[0].asked
    scene.happen(inputs.LegAnswered(agent))
    assert scene.last(effects.CallNumber) == effects.CallNumber("13800001234", citizen, "12329", 60.0)
    assert scene.joined() == {}
    assert scene.world.music == set()
    assert set(possible(scene.contact, "ann")) & {CommandName.HOLD, CommandName.CONSULT} == set()
    scene.happen(inputs.LegAnswered(citizen))
    assert scene.joined() == {citizen: BRIDGE, agent: BRIDGE}
    assert len(scene.events(EventType.RECORDING_BLOCK_STARTED)) == 1
    assert "13800001234" not in repr([dict(draft.data) for draft, _ in scene.log])
    scene.act(CommandName.HOLD)
    assert citizen in scene.world.music
    scene.act(CommandName.RETRIEVE)
    scene.happen(inputs.ChannelGone(citizen, "normal"))
    assert scene.events(EventType.CONTACT_ENDED) == [{"reason": "citizen_hung_up", "ended_by": "citizen"}]
    scene.write_tracks()
    assert scene.contact.phase is Phase.CLOSED
    scene.check()


@pytest.mark.parametrize("how", ["declined", "busy", "unanswered"])
def test_an_agent_who_does_not_answer_ends_it(scene: Any, how: str) -> None:
    agent, _ = dialled(scene)
    match how:
        case "declined":
            scene.happen(inputs.ChannelGone(agent, "declined"))
        case "busy":
            scene.happen(inputs.LegRefused(agent, "agent_busy"))
        case _:
            scene.happen(inputs.TimerFired(f"called.{scene.contact.called.party_id}"))
    assert scene.events(EventType.CONTACT_ENDED)[0]["reason"] == "not_reached"
    assert scene.contact.phase is Phase.CLOSED
    scene.check()


@pytest.mark.parametrize("how", ["busy", "refused", "agent hangs up", "desk hangs up"])
def test_a_citizen_who_is_not_reached_ends_it(scene: Any, how: str) -> None:
    agent, citizen = reaching(scene)
    match how:
        case "busy":
            scene.happen(inputs.ChannelGone(citizen, "busy"))
        case "refused":
            scene.happen(inputs.LegRefused(citizen, "unreachable"))
        case "agent hangs up":
            scene.happen(inputs.ChannelGone(agent, "normal"))
        case _:
            scene.happen(inputs.AgentHangsUp("ann"))
    assert not scene.contact.alive
    assert effects.TalkOver("ann", "") in scene.done
    scene.write_tracks()
    scene.happen(inputs.TimerFired("tracks"))
    assert scene.contact.phase is Phase.CLOSED
    scene.check()


@pytest.mark.parametrize("who", ["nobody", "agent rings", "agent", "both", "citizen answered"])
def test_over_a_restart(scene: Any, who: str) -> None:
    agent, citizen = dialled(scene) if who in ("nobody", "agent rings") else reaching(scene)
    scene.crash()
    match who:
        case "nobody":
            scene.come_back()
        case "agent rings":
            scene.come_back(ringing=[agent])
            scene.happen(inputs.LegAnswered(agent))
            scene.happen(inputs.LegAnswered(citizen))
        case "agent":
            scene.come_back(agent)
        case "both":
            scene.come_back(agent, ringing=[citizen])
            scene.happen(inputs.LegAnswered(citizen))
        case _:
            scene.come_back(agent, citizen)
    assert (scene.contact.phase is Phase.TALKING) == (who in ("agent rings", "both", "citizen answered"))
    assert scene.contact.alive == (scene.contact.phase is Phase.TALKING)
    assert not scene.contact.alive or set(scene.joined()) == {agent, citizen}
    scene.check()
