"""The phone that the demo's trunk leads to: it answers by itself, talks, and tells what is pressed."""

from pathlib import Path

import pytest

from rexian.app.demo.agent import TONE_HZ
from rexian.app.demo.called_phone import NoDemoExchange, called_phone, run_called_phone
from rexian.app.demo.phone import Phone, PhoneSettings
from rexian.app.demo.phone_events import Confirmed
from rexian.app.demo.trunk import exchange_address
from rexian.app.launcher.errors import NotRunning
from rexian.app.parts.ports import free_port
from rexian.app.settings import Settings
from rexian.kit.tasks import TaskKeeper
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts

SECONDS = 15.0


async def test_it_answers_speaks_and_tells_the_keys(nats_url: str, tmp_path: Path) -> None:
    instance = Settings(home=tmp_path, nats_url=nats_url, sip_port=free_port() - 1)
    address = exchange_address(instance)
    assert address is not None
    told: list[str] = []
    tasks = TaskKeeper()
    tasks.start(run_called_phone(instance, told.append), "the demo's phone")
    assert await until(lambda: told, deadline_seconds=SECONDS, what="it listens")
    async with Phone(PhoneSettings(user="8001")) as caller:
        call = await caller.call("037166668888", host=f"{address[0]}:{address[1]}")
        await caller.next_event(Confirmed, deadline_seconds=SECONDS, call=call)
        begun_ms = await caller.wait_for_audio(deadline_seconds=SECONDS, call=call)
        heard = await caller.measure(from_ms=begun_ms, to_ms=begun_ms + 500, call=call)
        assert heard.dominant_hz == pytest.approx(TONE_HZ, abs=15)
        await caller.send_digits("7", call=call)
        assert await until(lambda: "call 1 key 7" in told, deadline_seconds=SECONDS, what=f"the key is told {told}")
        await caller.hang_up(call=call)
    assert await until(lambda: "call 1 is over" in told, deadline_seconds=SECONDS, what="the end is told")
    await tasks.close()


async def test_a_trunk_of_ones_own_has_no_such_phone() -> None:
    with pytest.raises(NoDemoExchange):
        called_phone(Settings(sip_port=5060, trunk_peers="10.0.0.1"))


async def test_without_a_running_instance_it_says_so(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, nats_url="nats://127.0.0.1:1", sip_port=5060)
    with pytest.raises(NotRunning):
        await run_called_phone(settings, lambda _: None)
