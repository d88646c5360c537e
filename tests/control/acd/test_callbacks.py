"""A place that is kept for somebody to be called back: it counts, is offered to nobody, and comes up in its turn."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from rexian.control.acd.forecast import Admission
from rexian.control.acd.model import Offer
from rexian.control.contracts.desk import AgentState

pytestmark = pytest.mark.pure

OffersIn = Callable[[list[Any]], list[Offer]]


def book(floor: Any, contact_id: str) -> None:
    since = floor.engine.waiting(contact_id)
    queued_at = since.queued_at if since else floor.now
    assert floor.engine.enqueue(contact_id, "q", queued_at, floor.now, absent=True) == []


def is_near(floor: Any, contact_id: str) -> bool:
    return bool(floor.engine.is_turn_near(contact_id, floor.now))


def test_an_absent_contact_is_offered_to_nobody_and_counts_for_those_behind(floor: Any, offers_in: OffersIn) -> None:
    floor.enqueue("c-1")
    book(floor, "c-1")
    floor.enqueue("c-2")
    assert [floor.engine.forecast(contact_id, floor.now).place for contact_id in ("c-1", "c-2")] == [1, 2]
    (offer,) = offers_in(floor.ready("ann"))
    assert offer.contact_id == "c-2"
    assert offers_in(floor.ready("bea")) == []
    assert floor.engine.figures("q").waiting == 2
    assert floor.pass_time(5) == []


def test_who_comes_back_is_first_by_the_time_of_before(floor: Any, offers_in: OffersIn) -> None:
    floor.enqueue("c-1")
    since = floor.engine.waiting("c-1").queued_at
    book(floor, "c-1")
    floor.enqueue("c-2")
    floor.engine.enqueue("c-1", "q", since, floor.now)
    (offer,) = offers_in(floor.ready("ann"))
    assert (offer.contact_id, offer.queued_at) == ("c-1", since)


def test_a_turn_is_near_when_an_agent_is_idle_for_that_place(floor: Any) -> None:
    for contact_id in ("c-1", "c-2"):
        book(floor, contact_id)
        floor.clock.advance(1)
    assert not is_near(floor, "c-1")
    floor.ready("ann")
    assert is_near(floor, "c-1")
    assert not is_near(floor, "c-2")
    floor.ready("bea")
    assert is_near(floor, "c-2")
    assert not is_near(floor, "nobody")


def test_a_turn_is_near_when_a_wrap_up_ends_soon(floor: Any) -> None:
    floor.ready("ann")
    floor.talk("c-0")
    book(floor, "c-1")
    assert not is_near(floor, "c-1")
    floor.engine.talk_ended("ann", "c-0", floor.now, 60.0)
    assert not is_near(floor, "c-1")
    floor.pass_time(45)
    assert is_near(floor, "c-1")
    floor.engine.not_ready("ann", "break", floor.now)
    assert floor.state("ann") == AgentState.NOT_READY
    assert not is_near(floor, "c-1")


def test_a_turn_is_near_when_the_line_moves_fast_enough(floor: Any) -> None:
    floor.ready("ann")
    for number in range(6):
        floor.enqueue(f"w-{number}")
    floor.engine.offer_accepted(floor.engine.offer(floor.engine.agent("ann").offer_id), floor.now)
    book(floor, "c-1")
    for number in range(4):
        floor.clock.advance(5)
        floor.engine.talk_ended("ann", f"w-{number}", floor.now, 0.0)
        floor.engine.offer_accepted(floor.engine.offer(floor.engine.agent("ann").offer_id), floor.now)
    assert floor.engine.forecast("c-1", floor.now).place == 2
    assert is_near(floor, "c-1")


def test_kept_places_fill_no_line(floor: Any, make_queue: Any) -> None:
    floor.engine.configure(floor.seats, [replace(make_queue("q"), waiting_limit=1), make_queue("vip")])
    floor.ready("ann")
    floor.talk("c-0")
    book(floor, "c-1")
    assert floor.engine.admission("q") is Admission.BUSY
    floor.engine.leave("c-1", floor.now)
    floor.enqueue("c-2")
    assert floor.engine.admission("q") is Admission.FULL
    assert floor.engine.figures("q").offered == 0


def test_a_clock_set_back_keeps_the_place(floor: Any, offers_in: OffersIn) -> None:
    book(floor, "c-1")
    since = floor.engine.waiting("c-1").queued_at
    floor.pass_time(60)
    floor.clock.advance(-3600)
    floor.engine.due(floor.now)
    assert floor.engine.forecast("c-1", floor.now).place == 1
    floor.ready("ann")
    assert len(offers_in(floor.engine.enqueue("c-1", "q", since, floor.now))) == 1
