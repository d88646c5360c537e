"""What an agent's phone asks for by its own keys: whom a number is of, and that nobody is lost by a wrong one."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from rexian.control.contacts import effects, inputs
from rexian.control.contacts.phone_keys import keyed
from rexian.control.contacts.state import Phase
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.configuration import AgentConfiguration, CentreConfiguration
from rexian.control.contracts.events import EventType

pytestmark = pytest.mark.pure

BEA = AgentConfiguration("bea", "centre", "8002", "Bea", "8002", "secret", "sip", ("people",))


@pytest.fixture
def scene(make_scene: Callable[..., Any], wide_centre: CentreConfiguration) -> Any:
    queues = (*wide_centre.queues, replace(wide_centre.queues[1], queue_id="700"))
    return make_scene(replace(wide_centre, agents=(BEA,), queues=queues))


@pytest.mark.parametrize(
    ("number", "target"),
    [
        ("8002", inputs.Target(agent_id="bea")),
        ("037112345678", inputs.Target(number="037112345678", entry_id="bank")),
        ("700", inputs.Target(queue_id="700")),
        ("13800001234", inputs.Target(number="13800001234")),
    ],
)
def test_whom_a_number_is_of(scene: Any, number: str, target: inputs.Target) -> None:
    assert keyed(Turn(scene.contact, scene.clock.now(), scene.around), number) == target


@pytest.mark.parametrize("has_left", [True, False])
def test_the_contact_goes_where_the_phone_says(scene: Any, has_left: bool) -> None:
    leg = scene.talk()
    scene.happen(inputs.PhoneTransfers(leg, "8002", has_left))
    assert scene.last(effects.CallAgent).agent_id == "bea"
    assert scene.last(effects.HangUpChannel).channel_id == leg
    assert scene.events(EventType.SEGMENT_ENDED)[-1]["reason"] == "transferred"
    scene.check()


def test_nobodys_number_leads_back_to_the_queue_with_the_old_place(make_scene: Callable[..., Any], centre: Any) -> None:
    scene = make_scene(replace(centre, trunks=()))
    leg = scene.talk()
    since = scene.contact.queued_at
    scene.happen(inputs.PhoneTransfers(leg, "4711", has_left=True))
    assert scene.contact.phase is Phase.QUEUED
    assert scene.contact.queued_at == since
    scene.check()


def test_a_conference_is_left_but_not_passed_on(scene: Any) -> None:
    scene.talk()
    consultant = scene.consult()
    scene.happen(inputs.PhoneTransfers(consultant, "8002", has_left=False))
    assert scene.contact.consulted is not None
    scene.happen(inputs.PhoneTransfers(consultant, "8002", has_left=True))
    assert scene.last(effects.HangUpChannel).channel_id == consultant
    scene.happen(inputs.ChannelGone(consultant, "normal"))
    assert scene.contact.consulted is None
    assert scene.contact.talk is not None
    scene.check()


def test_a_leg_that_is_nobodys_does_nothing(scene: Any) -> None:
    scene.talk()
    before = len(scene.log)
    scene.happen(inputs.PhoneTransfers("unknown", "8002", has_left=True))
    assert len(scene.log) == before
