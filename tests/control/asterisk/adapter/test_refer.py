"""A phone's own transfer (REFER) is refused, and nothing else happens to the talk."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.control.asterisk.adapter.switchboard import Switchboard
from tests.control.asterisk.adapter.tones import in_talk
from tests.control.asterisk.adapter.walk import SECONDS

from rexian.app.demo.phone import Phone
from rexian.app.demo.phone_events import TransferTold
from rexian.control.contracts.desk import AgentState

pytestmark = pytest.mark.parts

DECLINED = 603


@pytest.mark.parametrize("headers", [{}, {"Refer-Sub": "false"}])
async def test_a_phone_that_transfers_by_itself_keeps_its_call(
    board: Switchboard, citizen: Phone, new_agent_phone: Callable[..., Phone], dial: Any, headers: dict[str, str]
) -> None:
    async with new_agent_phone("a") as phone:
        caller, agent = await in_talk(board, citizen, phone, dial)
        await phone.transfer("13800001234", call=agent.call, headers=headers)
        told = await phone.next_event(TransferTold, deadline_seconds=SECONDS, call=agent.call)
        assert (told.code, told.final) == (DECLINED, True)
        await caller.hears("agent")
        await agent.hears("citizen")
        await board.agent_is("a", AgentState.TALKING)
        assert len(board.outlets.of("segment.started")) == 3
