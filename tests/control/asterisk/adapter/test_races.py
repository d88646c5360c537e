"""Two things at once: whichever comes first, everything is given back and nobody is left hanging."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from tests.control.asterisk.adapter.switchboard import Switchboard
from tests.control.asterisk.adapter.walk import SECONDS, in_queue, rings
from tests.control.calls.floor import centre_configuration

from rexian.app.demo.phone import Phone
from rexian.app.demo.phone_events import Disconnected
from rexian.app.demo.phone_program import PhoneRefused
from rexian.control.contacts.state import Phase
from rexian.control.contracts.desk import AgentState

pytestmark = pytest.mark.parts

NewPhone = Callable[..., Phone]


async def all_is_given_back(board: Switchboard) -> None:
    async def nothing_left() -> bool:
        return not board.calls.contacts and not await board.asterisk_holds("channels")

    assert await board.becomes(nothing_left, "no contact and no channel left", deadline_seconds=15)
    assert await board.asterisk_holds("bridges") == []


@pytest.mark.parametrize("pause_seconds", [0.0, 0.02, 0.1])
async def test_a_caller_who_hangs_up_at_once(
    board: Switchboard, citizen: Phone, dial: Any, pause_seconds: float
) -> None:
    call = await dial(citizen)
    await asyncio.sleep(pause_seconds)
    await citizen.hang_up(call=call)
    await citizen.next_event(Disconnected, deadline_seconds=SECONDS, call=call)
    await all_is_given_back(board)


@pytest.mark.parametrize("agent_first", [True, False])
async def test_a_caller_who_hangs_up_while_the_agent_answers(
    board: Switchboard, citizen: Phone, new_agent_phone: NewPhone, dial: Any, agent_first: bool
) -> None:
    async with new_agent_phone("a") as agent:
        await board.ready("a")
        call = await in_queue(board, citizen, dial)
        ringing = await rings(board, agent)
        both = [agent.answer(call=ringing), citizen.hang_up(call=call)]
        results = await asyncio.gather(*(both if agent_first else reversed(both)), return_exceptions=True)
        assert not [result for result in results if result is not None and not isinstance(result, PhoneRefused)]
        await agent.next_event(Disconnected, deadline_seconds=SECONDS, call=ringing)
        await all_is_given_back(board)
        assert board.agent("a").state in (AgentState.READY, AgentState.WRAP_UP)


async def test_a_phone_that_is_answered_as_its_lease_ends(
    board: Switchboard, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    board.calls.configure(centre_configuration("a", "b", offer_seconds=1.0))
    async with new_agent_phone("a", answer_after_ms=960.0):
        await board.ready("a")
        await in_queue(board, citizen, dial)
        ended = await board.event("offer.ended")
        accepted = ended.data["outcome"] == "accepted"
        await board.agent_is("a", AgentState.TALKING if accepted else AgentState.NOT_READY)
        await board.contact_in(Phase.TALKING if accepted else Phase.QUEUED)
        waiting = board.calls.engine.queue_length("human-service")[0]
        assert waiting == (0 if accepted else 1)


async def test_the_connection_breaks_while_a_phone_rings(
    board: Switchboard, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_agent_phone("a") as agent:
        await board.ready("a")
        await in_queue(board, citizen, dial)
        ringing = await rings(board, agent)
        await asyncio.gather(board.break_connection(), agent.answer(call=ringing))
        ended = await board.event("offer.ended")
        assert ended.data["outcome"] in ("accepted", "agent_unreachable")
        state = AgentState.TALKING if ended.data["outcome"] == "accepted" else AgentState.NOT_READY
        await board.agent_is("a", state)
        await board.contact_in(Phase.TALKING if state is AgentState.TALKING else Phase.QUEUED)
