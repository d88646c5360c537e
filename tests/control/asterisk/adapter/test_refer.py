"""A phone's own transfer (REFER) is the desk's verb: the contact goes on with who was meant, and Asterisk lives.

The header `Refer-Sub: false` has killed this Asterisk in another way of taking transfers; some phones hold first.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.control.asterisk.adapter.switchboard import Switchboard
from tests.control.asterisk.adapter.tones import Voice, in_talk
from tests.control.asterisk.adapter.walk import SECONDS

from rexian.app.demo.phone import Phone
from rexian.app.demo.phone_events import Confirmed, Disconnected, Incoming, TransferTold
from rexian.control.contacts.state import Phase
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.desk import AgentState

pytestmark = pytest.mark.parts

OK, INVALID = 200, 400


def number_agents(board: Switchboard) -> None:
    """Staff numbers 8000, 8001, … in the order of the configuration."""
    centre = board.calls.centre
    agents = tuple(replace(agent, staff_number=str(8000 + n)) for n, agent in enumerate(centre.agents))
    board.calls.configure(replace(centre, agents=agents))


async def ends(phone: Phone, call: int, code: int) -> None:
    """What the phone is told at last. One that is told of success hangs up by itself; else Asterisk does."""
    told = await phone.next_event(TransferTold, deadline_seconds=SECONDS, call=call)
    while not told.final:
        told = await phone.next_event(TransferTold, deadline_seconds=SECONDS, call=call)
    assert told.code == code
    if code == OK:
        await phone.hang_up(call=call)
    await phone.next_event(Disconnected, deadline_seconds=SECONDS, call=call)


async def nothing_left(board: Switchboard) -> bool:
    return not await board.asterisk_holds("channels") and not await board.asterisk_holds("bridges")


@pytest.mark.parametrize("held", [False, True])
@pytest.mark.parametrize("headers", [{}, {"Refer-Sub": "false"}])
async def test_a_phone_passes_the_contact_on_to_a_colleague(
    board: Switchboard,
    citizen: Phone,
    new_agent_phone: Callable[..., Phone],
    dial: Any,
    headers: dict[str, str],
    held: bool,
) -> None:
    number_agents(board)
    async with new_agent_phone("a") as phone, new_agent_phone("b") as other_phone:
        await board.ready("b")
        await board.command(CommandName.NOT_READY, "b", reason="paperwork")
        caller, agent = await in_talk(board, citizen, phone, dial)
        if held:
            await phone.hold(call=agent.call)
            await board.event("parties.placed", reason="held")
        await phone.transfer("8001", call=agent.call, headers=headers)
        incoming = await other_phone.next_event(Incoming, deadline_seconds=SECONDS)
        await ends(phone, agent.call, INVALID if held else OK)
        await board.agent_is("a", AgentState.WRAP_UP)
        await caller.hears_music()
        await other_phone.answer(call=incoming.call)
        await other_phone.next_event(Confirmed, deadline_seconds=SECONDS, call=incoming.call)
        other = Voice("other", other_phone, incoming.call)
        await other.speak()
        await caller.hears("other")
        await other.hears("citizen")
        assert len(board.outlets.of("contact.started")) == 1
        await citizen.hang_up(call=caller.call)
        assert await board.becomes(lambda: not board.calls.contacts, "closed")
        assert await board.becomes(lambda: nothing_left(board), "nothing left")


async def test_a_number_that_is_nobodys_leads_back_to_the_queue(
    board: Switchboard, citizen: Phone, new_agent_phone: Callable[..., Phone], dial: Any
) -> None:
    centre = board.calls.centre
    board.calls.configure(replace(centre, trunks=(replace(centre.trunks[0], outbound=()),)))
    async with new_agent_phone("a") as phone:
        caller, agent = await in_talk(board, citizen, phone, dial)
        await phone.transfer("4711", call=agent.call)
        await ends(phone, agent.call, OK)
        await board.contact_in(Phase.QUEUED)
        await caller.hears_music()
