"""A call-back on a real Asterisk: keyed, let go, rung when an agent is ready, heard."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.control.asterisk.adapter.switchboard import Switchboard
from tests.control.asterisk.adapter.tones import Voice
from tests.control.asterisk.adapter.walk import SECONDS, in_queue
from tests.control.calls.floor import CALLER, centre_configuration

from rexian.app.demo.phone import Phone, PhoneSettings
from rexian.app.demo.phone_events import Confirmed, Disconnected, Incoming
from rexian.control.contracts.desk import AgentState

pytestmark = pytest.mark.parts


async def test_who_was_let_go_is_called_when_an_agent_is_ready(
    board: Switchboard, server: Any, citizen: Phone, new_agent_phone: Callable[..., Phone], dial: Any
) -> None:
    centre = centre_configuration("a", "b", "c", offer_seconds=10.0)
    board.calls.configure(replace(centre, queues=(replace(centre.queues[0], callback_attempts=2),)))
    home = Phone(PhoneSettings(user=CALLER, listen_port=server.outside_port))
    async with new_agent_phone("a") as phone, home:
        call = await in_queue(board, citizen, dial)
        await citizen.send_digits("3", call=call)
        await board.event("prompt.started", prompt_id="callback.confirm")
        await citizen.send_digits("1", call=call)
        ended = await citizen.next_event(Disconnected, deadline_seconds=SECONDS, call=call)
        assert not ended.by_us
        await board.event("callback.awaited")
        await board.ready("a")
        incoming = await home.next_event(Incoming, deadline_seconds=SECONDS)
        await board.agent_is("a", AgentState.READY)
        await home.answer(call=incoming.call)
        await home.next_event(Confirmed, deadline_seconds=SECONDS, call=incoming.call)
        await board.event("prompt.started", prompt_id="callback.greeting")
        ringing = await phone.next_event(Incoming, deadline_seconds=SECONDS)
        await phone.answer(call=ringing.call)
        await phone.next_event(Confirmed, deadline_seconds=SECONDS, call=ringing.call)
        agent, caller = Voice("agent", phone, ringing.call), Voice("citizen", home, incoming.call)
        for voice in (agent, caller):
            await voice.speak()
        await caller.hears("agent")
        await agent.hears("citizen")
        await home.hang_up(call=incoming.call)
        await board.event("contact.ended", reason="citizen_hung_up")
        assert await board.becomes(lambda: not board.calls.contacts, "closed")
        assert len(board.outlets.of("contact.started")) == 1
