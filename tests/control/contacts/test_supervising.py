"""Supervision: who listens cannot be heard, by the way the legs are joined; and what follows a contact or a seat."""

from typing import Any

import pytest

from rexian.control.contacts import effects, inputs
from rexian.control.contacts.inputs import Target
from rexian.control.contacts.state import Phase
from rexian.control.contacts.verbs import possible
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.events import EventType

pytestmark = pytest.mark.pure

CITIZEN, BRIDGE = "citizen-channel", "m1.bridge.c1"


def ears(scene: Any) -> list[tuple[str, bool]]:
    """Whom the snoops listen to, and whether they whisper."""
    return [(snoop.channel_id, snoop.whispers) for snoop in scene.world.snoops.values()]


def act(scene: Any, verb: CommandName) -> list[effects.Effect]:
    return list(scene.happen(inputs.SupervisorActs("sue", verb)))


def test_who_listens_shares_a_bridge_with_a_snoop_and_nobody_else(scene: Any) -> None:
    leg = scene.talk("ann")
    before = scene.joined()
    sue = scene.supervise(CommandName.LISTEN)
    assert ears(scene) == [(CITIZEN, False)]
    snoop = next(iter(scene.world.snoops))
    joined = scene.joined()
    assert {key: joined.pop(key) for key in (CITIZEN, leg)} == before
    assert set(joined) == {sue, snoop}
    assert set(joined.values()) == {f"m1.bridge.c1.{scene.contact.party_of('sue').party_id}"}
    assert len(scene.events(EventType.RECORDING_BLOCK_STARTED)) == 1
    scene.check()


def test_listening_whispering_and_barging_in_change_into_one_another(scene: Any) -> None:
    leg = scene.talk("ann")
    sue = scene.supervise(CommandName.LISTEN)
    act(scene, CommandName.WHISPER)
    assert ears(scene) == [(leg, True)]
    assert scene.joined().get(sue) is None  # until the new snoop is there
    scene.snoops_start()
    assert scene.joined()[sue] != BRIDGE
    assert scene.contact.talk.block.channels.keys() == {"citizen", "agent"}
    act(scene, CommandName.BARGE)
    assert ears(scene) == []
    assert {key for key, bridge in scene.joined().items() if bridge == BRIDGE} == {CITIZEN, leg, sue}
    assert scene.contact.talk.block.channels.keys() == {"citizen", "agent", "supervisor"}
    act(scene, CommandName.LISTEN)
    scene.snoops_start()
    assert ears(scene) == [(CITIZEN, False)]
    assert CommandName.LISTEN not in possible(scene.contact, "sue")
    scene.check()


def test_who_follows_the_contact_stays_through_a_transfer(scene: Any) -> None:
    scene.talk("ann")
    sue = scene.supervise(CommandName.WHISPER)
    scene.act(CommandName.TRANSFER, target=Target(agent_id="bea"))
    scene.snoops_start()
    assert ears(scene) == [(CITIZEN, False)]
    bea = scene.contact.called.channel_id
    scene.happen(inputs.LegAnswered(bea))
    scene.snoops_start()
    assert ears(scene) == [(bea, True)]
    assert sue in scene.joined()
    scene.hang_up()
    assert effects.HangUpChannel(sue) in scene.done
    assert effects.TalkOver("sue", "") in scene.done
    scene.check()


def test_who_follows_a_seat_leaves_with_it(scene: Any) -> None:
    leg = scene.talk("ann")
    sue = scene.supervise(CommandName.LISTEN, seat=True)
    assert ears(scene) == [(leg, False)]
    did = scene.act(CommandName.TRANSFER, target=Target(agent_id="bea"))
    assert effects.HangUpChannel(sue) in did
    assert scene.contact.party_of("sue") is None
    assert scene.world.snoops == {}
    scene.check()


def test_a_new_leg_of_the_agent_gets_a_new_ear(scene: Any) -> None:
    leg = scene.talk("ann")
    scene.supervise(CommandName.WHISPER)
    scene.lose(leg)
    scene.snoops_start()
    assert ears(scene) == [(CITIZEN, False)]
    resumed = scene.resume("ann")
    scene.snoops_start()
    assert ears(scene) == [(resumed, True)]
    scene.check()


def test_taken_over_the_supervisor_answers_for_the_contact(scene: Any) -> None:
    leg = scene.talk("ann")
    sue = scene.supervise(CommandName.LISTEN)
    scene.consult()
    act(scene, CommandName.TAKE_OVER)
    assert scene.talking.agent_id == "sue"
    assert scene.joined() == {CITIZEN: BRIDGE, sue: BRIDGE}
    assert effects.HangUpChannel(leg) in scene.done
    over = {effect.agent_id: effect.queue_id for effect in scene.of(effects.TalkOver)}
    assert over == {"ann": "people", "bea": ""}
    scene.happen(inputs.AgentHangsUp("sue"))
    assert scene.last(effects.TalkOver) == effects.TalkOver("sue", "people")
    scene.write_tracks()
    assert scene.contact.phase is Phase.CLOSED
    scene.check()


def test_released_the_contact_ends(scene: Any) -> None:
    scene.talk("ann")
    scene.happen(inputs.SupervisorActs("sue", CommandName.RELEASE, "bea"))
    assert scene.contact.alive
    scene.happen(inputs.SupervisorActs("sue", CommandName.RELEASE, "ann"))
    assert scene.events(EventType.CONTACT_ENDED) == [{"reason": "released", "ended_by": "supervisor"}]
    scene.check()


def test_an_agent_who_hangs_up_leaves_the_citizen_to_a_supervisor_in_the_talk(scene: Any) -> None:
    leg = scene.talk("ann")
    scene.supervise(CommandName.BARGE)
    assert CommandName.COMPLETE not in possible(scene.contact, "ann")
    scene.happen(inputs.ChannelGone(leg, "normal"))
    assert scene.talking.agent_id == "sue"
    scene.check()


def test_a_supervisor_who_comes_or_listens_hinders_the_agent_in_nothing(scene: Any) -> None:
    scene.talk("ann")
    verbs = possible(scene.contact, "ann")
    scene.happen(inputs.SupervisorActs("sue", CommandName.LISTEN, "ann"))
    assert possible(scene.contact, "ann") == verbs
    assert possible(scene.contact, "sue") == (CommandName.DECLINE,)
    scene.happen(inputs.LegAnswered(scene.contact.party_of("sue").channel_id))
    assert possible(scene.contact, "ann") == verbs
    scene.act(CommandName.HOLD)
    scene.act(CommandName.RETRIEVE)
    scene.check()


@pytest.mark.parametrize("carried_out", range(5))
def test_supervision_goes_on_over_a_restart(scene: Any, carried_out: int) -> None:
    leg = scene.talk("ann")
    sue = scene.supervise(CommandName.LISTEN)
    scene.carried_out = carried_out
    act(scene, CommandName.WHISPER)
    scene.crash()
    did = scene.come_back(CITIZEN, leg, sue, *scene.world.snoops)
    assert effects.KeepTalk("sue", scene.contact.party_of("sue").started_at) in did
    scene.snoops_start()
    assert ears(scene) == [(leg, True)]
    assert sue in scene.joined()
    scene.check()


def test_a_supervisor_who_does_not_answer_disturbs_nobody(scene: Any) -> None:
    scene.talk("ann")
    scene.happen(inputs.SupervisorActs("sue", CommandName.LISTEN, "ann"))
    party = scene.contact.party_of("sue")
    did = scene.happen(inputs.TimerFired(f"called.{party.party_id}"))
    assert effects.HangUpChannel(party.channel_id) in did
    assert scene.contact.phase is Phase.TALKING
    scene.check()


def test_a_supervisors_ring_is_no_silence(scene: Any) -> None:
    scene.talk("ann")
    scene.happen(inputs.SupervisorActs("sue", CommandName.LISTEN, "ann", False))
    rung = scene.contact.party_of("sue").channel_id
    assert scene.happen(inputs.MediaSilent(rung)) == []
    assert scene.contact.party_of("sue") is not None
    scene.check()
