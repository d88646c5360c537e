"""A call-back through call control: booked, dialled when an agent is there, answered, and never before that."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.control.calls.floor import centre_configuration
from tests.control.calls.house import House

from rexian.control.calls.promises import CancelReasonUnknown, PromiseGone
from rexian.control.contacts import inputs
from rexian.control.contacts.state import Phase
from rexian.control.contracts.commands import Command, CommandName
from rexian.control.contracts.configuration import CentreConfiguration
from rexian.control.contracts.desk import AgentState
from rexian.control.contracts.entry import OpeningHours
from rexian.control.contracts.promises import PromiseState
from rexian.kit.clock import SystemClock

pytestmark = pytest.mark.parts


@pytest.fixture
def centre() -> CentreConfiguration:
    centre = centre_configuration("a")
    return replace(centre, queues=(replace(centre.queues[0], callback_attempts=2),))


def cancelling(
    contact_id: str, reason: str = "citizen_asked", organisation_ids: Sequence[str] = ("org",), key: str = ""
) -> Command:
    arguments = {"contact_id": contact_id, "reason": reason, "organisation_ids": organisation_ids}
    return Command(CommandName.CANCEL_PROMISE, "", "lead", key, arguments)


async def booked(house: House, keys: str = "31") -> str:
    """A citizen has booked and hung up."""
    contact = await house.waits()
    for key in keys:
        await house.calls.carry(contact.contact_id, inputs.KeyPressed("n1-1.0", key))
    await house.calls.carry(contact.contact_id, inputs.ChannelGone("n1-1.0", "normal"))
    assert house.calls.contacts[contact.contact_id].phase is Phase.CALLBACK
    assert house.calls.contact_of("n1-1.0") is None
    return contact.contact_id


async def test_the_citizen_is_called_first_and_then_the_agent(tmp_path: Path, centre: CentreConfiguration) -> None:
    async with House(tmp_path, centre) as house:
        contact_id = await booked(house)
        await house.ready("a")
        leg = await house.asked("ring_number")
        assert not [line for line in house.media.asked if line.startswith("ring ")]
        await house.agent_is("a", AgentState.READY)
        await house.calls.carry(contact_id, inputs.LegAnswered(leg))
        await house.asked("ring")
        await house.agent_is("a", AgentState.RESERVED)


async def test_the_desk_shows_the_number_that_was_called(tmp_path: Path, centre: CentreConfiguration) -> None:
    async with House(tmp_path, centre) as house:
        contact_id = await booked(house, "32037165881234#1")
        await house.ready("a")
        await house.calls.carry(contact_id, inputs.LegAnswered(await house.asked("ring_number")))
        await house.asked("ring")
        work = house.calls.desks.view("a").work
        assert work is not None
        assert work.caller_number == "037165881234"
        assert work.is_callback


async def test_the_promise_is_kept_by_a_successor(tmp_path: Path, centre: CentreConfiguration) -> None:
    async with House(tmp_path, centre) as house:
        contact_id = await booked(house)
        queued_at = house.calls.contacts[contact_id].queued_at
    async with House(tmp_path, centre) as house:
        await house.compare()
        assert house.calls.engine.queue_length("human-service") == (1, queued_at)
        await house.ready("a")
        await house.asked("ring_number")


async def test_promises_are_listed_and_one_is_taken_back(tmp_path: Path, centre: CentreConfiguration) -> None:
    queue = replace(centre.queues[0], callback_expires_seconds=3600.0)
    async with House(tmp_path, replace(centre, queues=(queue,))) as house:
        contact_id = await booked(house, "32037165881234#1")
        queued_at = house.calls.contacts[contact_id].queued_at
        (promise,) = house.commands.promises()
        assert (promise.contact_id, promise.number, promise.queue_id) == (contact_id, "037165881234", "human-service")
        assert (promise.state, promise.reason, promise.place) == (PromiseState.WAITING, "asked", 1)
        assert (promise.attempts, promise.attempts_allowed, promise.next_attempt_at) == (0, 2, None)
        assert promise.waiting_since == queued_at
        assert promise.expires_at == promise.booked_at + timedelta(hours=1)
        assert "037165881234" not in repr(promise)
        for arguments, refusal in (
            ({"contact_id": contact_id, "reason": "boredom"}, CancelReasonUnknown),
            ({"contact_id": "nobody", "reason": "other"}, PromiseGone),
            ({"contact_id": contact_id, "reason": "other", "organisation_ids": ["elsewhere"]}, PromiseGone),
        ):
            with pytest.raises(refusal):
                await house.commands.cancel_promise(cancelling(**arguments))
        for _ in range(2):
            assert await house.commands.cancel_promise(cancelling(contact_id=contact_id, key="once")) == ()
        (cancelled,) = await house.becomes(lambda: house.outlets.of("callback.cancelled"), "told")
        assert (cancelled.actor, cancelled.data) == ("user:lead", {"reason": "citizen_asked"})
        assert house.calls.engine.queue_length("human-service") == (0, None)


async def test_a_promise_that_rests_tells_when_it_is_tried_again(tmp_path: Path, centre: CentreConfiguration) -> None:
    async with House(tmp_path, centre) as house:
        contact_id = await booked(house)
        await house.ready("a")
        leg = await house.asked("ring_number")
        assert house.commands.promises()[0].state is PromiseState.RINGING
        await house.calls.carry(contact_id, inputs.ChannelGone(leg, "no_answer"))
        (promise,) = house.commands.promises()
        assert (promise.state, promise.attempts, promise.place) == (PromiseState.RESTING, 1, None)
        assert promise.next_attempt_at is not None
        assert promise.next_attempt_at > SystemClock().now()


async def test_nobody_is_called_while_the_queue_is_closed(tmp_path: Path, centre: CentreConfiguration) -> None:
    async with House(tmp_path, centre) as house:
        contact_id = await booked(house)
        hours = OpeningHours("days", ("human-service",), (), SystemClock().now(), ())
        house.calls.configure(replace(centre, opening_hours=(hours,)))
        await house.ready("a")
        assert house.calls.engine.is_turn_near(contact_id, SystemClock().now())
        house.calls._callbacks.look()
        assert house.calls.contacts[contact_id].channel_id == ""


async def test_who_calls_again_takes_the_place_over(tmp_path: Path, centre: CentreConfiguration) -> None:
    async with House(tmp_path, centre) as house:
        contact_id = await booked(house)
        queued_at = house.calls.contacts[contact_id].queued_at
        again = await house.waits("n1-2.0")
        assert again.queued_at == queued_at
        assert await house.becomes(lambda: contact_id not in house.calls.contacts, "called back no more")
        ended = await house.becomes(lambda: house.outlets.of("contact.ended"), "told")
        assert (ended[0].contact_id, ended[0].data["reason"]) == (contact_id, "called_again")
        assert house.calls.engine.queue_length("human-service") == (1, queued_at)
