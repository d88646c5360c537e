"""A caller on a list, from the call's arrival to the agent's desk; the journal holds no clear word of it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.control.calls.floor import CALLER, centre_configuration
from tests.control.calls.house import House

from rexian.control.contacts import inputs
from rexian.control.contacts.state import Phase
from rexian.control.contracts.desk import DeskWarning
from rexian.control.contracts.entry import (
    Admission,
    CallerWarning,
    MarkedCaller,
    OpeningHours,
    Treatment,
    TreatmentPeriod,
)
from rexian.control.numbering.hashing import caller_hash
from rexian.kit.clock import SystemClock
from rexian.kit.crypto import KeyRing

pytestmark = pytest.mark.parts

REASON = "张某多次辱骂坐席"


@pytest.fixture
def house_with(tmp_path: Path) -> Callable[[Treatment], House]:
    def make(treatment: Treatment) -> House:
        number_hash = caller_hash(KeyRing.load(tmp_path / "keys"), CALLER)
        marked = MarkedCaller(number_hash, (TreatmentPeriod(None, treatment),))
        return House(tmp_path, replace(centre_configuration("a"), marked_callers=(marked,)))

    return make


async def test_the_desk_is_warned(house_with: Callable[[Treatment], House]) -> None:
    warned = Treatment(Admission.ADMIT, 3, (CallerWarning("black", REASON),))
    async with house_with(warned) as house:
        contact = await house.waits()
        waiting = house.calls.engine.waiting(contact.contact_id)
        assert waiting is not None
        assert waiting.priority == 3
        await house.ready("a")
        leg = await house.asked("ring")
        await house.calls.carry(contact.contact_id, inputs.LegAnswered(leg))
        work = house.calls.desks.view("a").work
        assert work is not None
        assert work.warnings == (DeskWarning("black", REASON),)
        await house.becomes(lambda: house.outlets.of("caller.marked"), "journalled")
        assert REASON not in house.file.read_bytes().decode(errors="ignore")
        assert REASON not in repr(work)


async def test_a_refused_caller_is_hung_up_on_unanswered(house_with: Callable[[Treatment], House]) -> None:
    async with house_with(Treatment(Admission.REFUSE)) as house:
        house.calls.arrived(inputs.CitizenArrived("n1-1.0", "trunk", CALLER, "12329"))
        await house.asked("hang_up")
        assert not [line for line in house.media.asked if line.startswith("answer")]
        assert await house.becomes(lambda: not house.calls.contacts, "forgotten")


async def test_a_withheld_number_is_nobody_special(house_with: Callable[[Treatment], House]) -> None:
    async with house_with(Treatment(Admission.REFUSE)) as house:
        house.calls.arrived(inputs.CitizenArrived("n1-1.0", "trunk", "anonymous", "12329"))
        await house.asked("answer")


async def test_the_engine_knows_which_queues_are_open(tmp_path: Path) -> None:
    hours = OpeningHours("days", ("human-service",), (), SystemClock().now(), ())
    async with House(tmp_path, replace(centre_configuration("a"), opening_hours=(hours,))) as house:
        assert not house.calls.engine.figures("human-service").is_open
        contact = await house.waits()
        assert contact.phase is Phase.MENU
        house.calls.configure(centre_configuration("a"))
        assert house.calls.engine.figures("human-service").is_open


async def test_who_drops_and_calls_again_has_the_place_of_before_once(tmp_path: Path) -> None:
    centre = centre_configuration("a")
    async with House(tmp_path, replace(centre, queues=(replace(centre.queues[0], keep_place_seconds=60.0),))) as house:
        first = await house.waits("n1-1.0")
        await house.calls.carry(first.contact_id, inputs.ChannelGone("n1-1.0", "normal"))
        again = await house.waits("n1-2.0")
        assert again.queued_at == first.queued_at
        third = await house.waits("n1-3.0")
        assert third.queued_at is not None
        assert first.queued_at is not None
        assert third.queued_at > first.queued_at


async def test_a_place_is_not_kept_for_ever(tmp_path: Path) -> None:
    centre = centre_configuration("a")
    async with House(tmp_path, replace(centre, queues=(replace(centre.queues[0], keep_place_seconds=0.01),))) as house:
        first = await house.waits("n1-1.0")
        await house.calls.carry(first.contact_id, inputs.ChannelGone("n1-1.0", "normal"))
        clock = SystemClock()
        dropped = clock.now()
        await house.becomes(lambda: (clock.now() - dropped).total_seconds() > 0.02, "later")
        again = await house.waits("n1-2.0")
        assert again.queued_at != first.queued_at
