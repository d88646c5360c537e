"""Alarms of the running centre: a caller who waits beside an idle agent, and an Asterisk that cannot keep up."""

import pytest
from prometheus_client import CollectorRegistry
from tests.control.calls.house import House

from rexian.app.control_figures import ControlFigures
from rexian.control.contacts.state import Contact
from rexian.control.contracts.alarms import AlarmKind
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.desk import AgentState

pytestmark = pytest.mark.parts


def break_the_order_of_idle_agents(house: House) -> None:
    """A fault such as must not be: the agent is ready, and the engine does not think of it."""
    agent = house.calls.engine.agent("a")
    agent.phone_registered = True
    agent.state = AgentState.READY


def forget(house: House, contact: Contact) -> None:
    """Another fault: the contact believes it waits, the engine knows nothing of it."""
    house.calls.engine.leave(contact.contact_id, house.clock.now())


@pytest.mark.parametrize("is_forgotten", [False, True])
async def test_who_waits_beside_an_idle_agent_is_told_after_a_while(house: House, is_forgotten: bool) -> None:
    figures = CollectorRegistry()
    ControlFigures(figures).watch(house.calls)
    contact = await house.waits()
    if is_forgotten:
        forget(house, contact)
    break_the_order_of_idle_agents(house)
    house.calls.alarms.look()
    assert house.calls.alarms.standing == (), "a moment is nothing"
    house.clock.ahead(11)
    assert await house.becomes(lambda: house.outlets.alarms and house.outlets.alarms[-1])
    (alarm,) = house.outlets.alarms[-1]
    assert (alarm.kind, alarm.queue_id, alarm.queue_name) == ("overlooked", contact.queue_id, "人工服务")
    assert figures.get_sample_value("rexian_alarms", {"kind": "overlooked"}) == 1
    house.calls.engine.agent("a").state = AgentState.NOT_READY
    assert await house.becomes(lambda: house.outlets.alarms[-1] == ())
    assert figures.get_sample_value("rexian_alarms", {"kind": "overlooked"}) == 0


async def test_a_centre_that_works_has_no_alarm(house: House) -> None:
    await house.talks()
    await house.waits("n1-2.0")
    await house.ready("b")
    await house.command(CommandName.NOT_READY, "b", reason="meal")
    for _ in range(3):
        house.calls.alarms.look()
        house.clock.ahead(11)
    assert house.calls.alarms.standing == ()


async def test_an_asterisk_that_cannot_keep_up_is_an_alarm_and_new_calls_are_turned_away(house: House) -> None:
    figures = CollectorRegistry()
    ControlFigures(figures).watch(house.calls)
    await house.waits()
    for _ in range(5):
        house.pressure.note(2.0)
    house.calls.alarms.look()
    assert [alarm.kind for alarm in house.calls.alarms.standing] == [AlarmKind.OVERLOADED]
    house.arrives("n1-2.0")
    ended = await house.becomes(lambda: house.outlets.of("contact.ended"))
    assert [event.data["reason"] for event in ended] == ["overload"]
    assert "hang_up n1-2.0" in house.media.asked
    assert "answer n1-2.0" not in house.media.asked
    assert len(house.calls.contacts) == 1, "who waits already is served on"
    house.arrives("n1-3.0", waited=True)
    assert await house.becomes(lambda: "answer n1-3.0" in house.media.asked), "music answered this one long ago"
    assert figures.get_sample_value("rexian_calls_turned_away") == 1


async def test_an_asterisk_that_was_away_takes_calls_at_once(house: House) -> None:
    for _ in range(5):
        house.pressure.note(2.0)
    await house.compare()
    house.arrives("n1-2.0")
    assert await house.becomes(lambda: "answer n1-2.0" in house.media.asked)
