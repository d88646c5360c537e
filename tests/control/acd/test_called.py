"""Agents who are called by no queue: reserved as for an offer, and as before when nothing comes of it."""

from datetime import timedelta
from typing import Any

import pytest

from rexian.control.acd.errors import AgentBusy

pytestmark = pytest.mark.pure


def test_who_is_called_is_reserved_rings_and_talks(floor: Any) -> None:
    floor.ready("ann")
    states = []
    for step in (floor.engine.call_agent, floor.engine.call_rings):
        step("ann", "c-1", floor.now)
        states.append(floor.state("ann"))
    floor.engine.call_answered("ann", "c-1", "q", floor.now, counts=True)
    assert [*states, floor.state("ann")] == ["reserved", "ringing", "talking"]
    agent = floor.engine.agent("ann")
    assert (agent.contact_id, agent.queue_id, agent.tally.answered) == ("c-1", "q", 1)
    floor.engine.talk_ended("ann", "c-1", floor.now, 0.0)
    assert floor.state("ann") == "ready"


def test_nobody_else_is_put_on_the_desk_of_who_is_called(floor: Any, offers_in: Any) -> None:
    floor.ready("ann")
    floor.engine.call_agent("ann", "c-1", floor.now)
    assert offers_in(floor.enqueue("c-2")) == []
    with pytest.raises(AgentBusy):
        floor.engine.call_agent("ann", "c-3", floor.now)
    assert floor.engine.is_elsewhere("ann", "c-2")
    outcomes = floor.engine.call_released("ann", "c-1", floor.now)
    assert [offer.contact_id for offer in offers_in(outcomes)] == ["c-2"]


def test_who_does_not_come_has_been_idle_all_the_time(floor: Any) -> None:
    floor.ready("ann")
    idle_since = floor.engine.agent("ann").idle_since
    floor.pass_time(60)
    floor.engine.call_agent("ann", "c-1", floor.now)
    floor.engine.call_released("ann", "c-1", floor.now + timedelta(seconds=20))
    agent = floor.engine.agent("ann")
    assert (floor.state("ann"), agent.idle_since, agent.tally.answered) == ("ready", idle_since, 0)


@pytest.mark.parametrize("comes", [True, False])
def test_no_call_flips_a_break_into_being_available(floor: Any, comes: bool) -> None:
    floor.ready("ann")
    floor.engine.not_ready("ann", "meal", floor.now)
    floor.engine.call_agent("ann", "c-1", floor.now)
    if comes:
        floor.engine.call_answered("ann", "c-1", None, floor.now, counts=False)
        floor.engine.talk_ended("ann", "c-1", floor.now, 15.0)
        floor.pass_time(16)
    else:
        floor.engine.call_released("ann", "c-1", floor.now)
    agent = floor.engine.agent("ann")
    assert (floor.state("ann"), agent.not_ready_reason) == ("not_ready", "meal")


def test_what_is_told_of_another_call_changes_nothing(floor: Any) -> None:
    floor.ready("ann")
    for step in (floor.engine.call_rings, floor.engine.call_released):
        assert step("ann", "c-1", floor.now) == []
        assert step("nobody", "c-1", floor.now) == []
    floor.engine.call_agent("ann", "c-1", floor.now)
    assert floor.engine.call_released("ann", "c-2", floor.now) == []
    assert floor.engine.call_answered("ann", "c-2", "q", floor.now, counts=True) == []
    assert floor.state("ann") == "reserved"


def test_a_signed_out_or_phoneless_agent_is_not_called(floor: Any) -> None:
    assert not floor.engine.is_free("ann")
    floor.ready("ann")
    assert floor.engine.is_free("ann")
    floor.engine.phone("ann", False, floor.now)
    assert not floor.engine.is_free("ann")
    assert not floor.engine.is_free("nobody")


def test_the_ring_goes_on_over_a_restart(floor: Any) -> None:
    floor.ready("ann")
    floor.engine.restore_call("ann", "c-1", floor.now)
    assert floor.state("ann") == "ringing"
    floor.engine.restore_call("ann", "c-2", floor.now)
    assert floor.engine.agent("ann").contact_id == "c-1"
    floor.engine.call_released("ann", "c-1", floor.now)
    assert floor.state("ann") == "ready"
