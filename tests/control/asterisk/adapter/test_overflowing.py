"""Overflow to an entry of the directory on a real Asterisk: its telephone rings, and both hear each other."""

from dataclasses import replace
from typing import Any

import pytest
from tests.control.asterisk.adapter.switchboard import Switchboard
from tests.control.asterisk.adapter.tones import Voice
from tests.control.asterisk.adapter.walk import SECONDS, in_queue
from tests.control.calls.floor import centre_configuration

from rexian.app.demo.phone import Phone, PhoneSettings
from rexian.app.demo.phone_events import Confirmed, Incoming
from rexian.control.contracts.configuration import OverflowCause, OverflowRule, OverflowTargetKind
from rexian.control.contracts.entry import DirectoryEntry

pytestmark = pytest.mark.parts

RULE = OverflowRule(OverflowCause.WAITED, 1.0, OverflowTargetKind.DIRECTORY, "bank")
BANK = DirectoryEntry("bank", "org", "受托银行", "bank", "037112345678", None)


async def test_who_waits_too_long_is_passed_on(board: Switchboard, server: Any, citizen: Phone, dial: Any) -> None:
    centre = centre_configuration("a")
    queue = replace(centre.queues[0], overflow=(RULE,))
    board.calls.configure(replace(centre, queues=(queue,), directory=(BANK,)))
    async with Phone(PhoneSettings(user="bank", listen_port=server.outside_port)) as bank:
        call = await in_queue(board, citizen, dial)
        incoming = await bank.next_event(Incoming, deadline_seconds=SECONDS)
        assert (await board.event("contact.overflowed")).data["target_id"] == "bank"
        assert board.calls.engine.queue_length("human-service")[0] == 0
        await bank.answer(call=incoming.call)
        await bank.next_event(Confirmed, deadline_seconds=SECONDS, call=incoming.call)
        clerk, caller = Voice("agent", bank, incoming.call), Voice("citizen", citizen, call)
        for voice in (clerk, caller):
            await voice.speak()
        await caller.hears("agent")
        await clerk.hears("citizen")
        await citizen.hang_up(call=call)
        await board.event("contact.ended", reason="citizen_hung_up")
        assert await board.becomes(lambda: not board.calls.contacts, "closed")
