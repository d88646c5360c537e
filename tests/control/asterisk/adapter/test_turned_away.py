"""Callers who do not come to a person, on a real Asterisk: refused by cause, or told why and let go."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.control.asterisk.adapter.switchboard import Switchboard
from tests.control.asterisk.adapter.walk import SECONDS
from tests.control.calls.floor import CALLER, centre_configuration

from rexian.app.demo.phone import Phone, now_ms
from rexian.app.demo.phone_events import Confirmed, Disconnected
from rexian.control.contracts.configuration import CentreConfiguration
from rexian.control.contracts.entry import Admission, MarkedCaller, OpeningHours, Treatment, TreatmentPeriod
from rexian.control.numbering.hashing import caller_hash
from rexian.kit.clock import SystemClock

pytestmark = pytest.mark.parts

CENTRE = centre_configuration("a", "b", "c", offer_seconds=3.0)


@pytest.fixture
def take(board: Switchboard) -> Callable[[CentreConfiguration], None]:
    """Let the switchboard run with another configuration."""
    return board.calls.configure


async def test_a_caller_to_be_refused_hears_no_answer(
    board: Switchboard, take: Callable[[CentreConfiguration], None], citizen: Phone, dial: Any
) -> None:
    refused = TreatmentPeriod(None, Treatment(Admission.REFUSE))
    take(replace(CENTRE, marked_callers=(MarkedCaller(caller_hash(board.key_ring, CALLER), (refused,)),)))
    call = await dial(citizen)
    assert (await citizen.next_event(Disconnected, deadline_seconds=SECONDS, call=call)).code == 403
    assert (await board.event("contact.ended")).data["reason"] == "refused"
    assert await board.becomes(lambda: not board.calls.contacts, "closed")


async def test_a_closed_queue_says_so_and_hangs_up(
    board: Switchboard, take: Callable[[CentreConfiguration], None], citizen: Phone, dial: Any
) -> None:
    hours = OpeningHours("days", ("human-service",), (), SystemClock().now(), ())
    take(replace(CENTRE, opening_hours=(hours,)))
    call = int(await dial(citizen))
    await citizen.next_event(Confirmed, deadline_seconds=SECONDS, call=call)
    await board.event("prompt.started", prompt_id="main.text")
    await citizen.send_digits("0", call=call)
    await board.event("contact.turned_away", answer="closed")
    asked_ms = now_ms()
    await board.event("prompt.started", prompt_id="turned_away.closed")
    ended = await citizen.next_event(Disconnected, deadline_seconds=SECONDS, call=call)
    heard = await citizen.measure(from_ms=asked_ms, call=call)
    assert heard.active_seconds > 0.1  # the voice of these tests says any sentence in 0.22 s
    assert not ended.by_us
    assert not board.outlets.of("contact.ended") or board.outlets.of("contact.ended")[0].data["reason"] == "flow_ended"
    assert await board.becomes(lambda: not board.calls.contacts, "closed")
