"""Control's port over a real bus: from the query to the child process and back; never an exception."""

import asyncio
import json
import os
import secrets
import shutil
import sys
import time
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import httpx
import psutil
import pytest
import pytest_asyncio

from rexian.app.demo.fund import DEMO_CITIZENS, expected_balance, fill_fund
from rexian.app.object_host.host import ObjectHost
from rexian.app.object_queries import BusObjectQueries
from rexian.app.parts.postgres import PostgresPart
from rexian.app.processes import objects
from rexian.app.settings import Settings
from rexian.control.ports import QueryAnswer
from rexian.kit.bus import Bus
from rexian.kit.ids import counted_ids
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts


@pytest_asyncio.fixture
async def bus(nats_url: str) -> AsyncIterator[Bus]:
    bus = await Bus.connect(nats_url, name="test")
    await bus.wait_connected(10)
    yield bus
    await bus.close()


@pytest.fixture
def queries(bus: Bus) -> BusObjectQueries:
    return BusObjectQueries(bus, counted_ids())


async def query(queries: BusObjectQueries, name: str, rule: str, deadline_seconds: float, **arguments: object) -> str:
    answer = await queries.query(name, rule, arguments, contact_id="contact-1", deadline_seconds=deadline_seconds)
    return answer.outcome


async def test_every_end_is_an_outcome_within_the_deadline(
    queries: BusObjectQueries, bus: Bus, host: ObjectHost
) -> None:
    assert await query(queries, "calm", "echo", 1.0, word="a") == "unavailable"  # nobody serves it yet
    await host.serve(bus)
    await until(lambda: host.objects["troublesome"].check().ok, deadline_seconds=30)
    answer = await queries.query("troublesome", "echo", {"word": "您好"}, contact_id="contact-1", deadline_seconds=5)
    since = {"as_of": None, "is_last_known": False, "known_at": None}
    assert answer == QueryAnswer("ok", {"word": "您好", **since})
    assert await query(queries, "troublesome", "echo", 5, word=1) == "invalid"
    assert await query(queries, "troublesome", "refuse", 5) == "refused"
    assert await query(queries, "troublesome", "raise", 5) == "failed"
    assert await query(queries, "troublesome", "echo", 5, word=object()) == "failed"
    started = time.monotonic()
    assert await query(queries, "troublesome", "loop", 1.0) == "timeout"
    assert time.monotonic() - started < 1.1
    assert await query(queries, "nobody", "echo", 1.0, word="a") == "unavailable"


async def test_a_message_that_is_no_query_is_invalid(bus: Bus, host: ObjectHost) -> None:
    await host.serve(bus)
    reply = await bus.request("objects.query.calm", {"rule": 5}, timeout_seconds=5)
    assert (reply["outcome"], reply["values"]["reason"]) == ("invalid", "message_invalid")


async def test_without_a_bus_it_is_unavailable() -> None:
    bus = await Bus.connect("nats://127.0.0.1:1", name="test")
    answer = await BusObjectQueries(bus, counted_ids()).query(
        "calm", "echo", {}, contact_id="contact-1", deadline_seconds=1
    )
    assert answer.outcome == "unavailable"
    await bus.close()


@pytest_asyncio.fixture
async def settings(postgres_part: PostgresPart, nats_url: str, tmp_path: Path) -> AsyncIterator[Settings]:
    name = f"fund_{secrets.token_hex(6)}"
    url = postgres_part.url(name)
    await fill_fund(url, as_of=date(2026, 11, 23), persons=50)
    yield Settings(home=tmp_path / "home", fund_database_url=url, nats_url=nats_url)
    await postgres_part.drop_database(name)


def readiness_address(run_file: Path) -> str | None:
    return f"http://127.0.0.1:{json.loads(run_file.read_text())['port']}/readyz" if run_file.exists() else None


async def is_ready(run_file: Path) -> bool:
    address = readiness_address(run_file)
    async with httpx.AsyncClient(trust_env=False) as client:
        return address is not None and (await client.get(address)).status_code == 200


def has_ended(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


async def test_the_process_serves_the_fund_account(
    settings: Settings, queries: BusObjectQueries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also beside an object of the site's own that does not even load."""
    shutil.copytree(Path(__file__).parent / "objects_for_tests" / "calm", tmp_path / "extra" / "calm")
    (tmp_path / "extra" / "calm" / "calm.py").write_text("import nothing_of_that_name")
    monkeypatch.setenv("REXIAN_OBJECTS", str(tmp_path / "extra"))
    process = asyncio.ensure_future(objects.run(settings))
    run_file = settings.run_folder / "objects.json"
    try:
        await until(lambda: is_ready(run_file), deadline_seconds=30, what="readiness of objects")
        citizen = DEMO_CITIZENS[0]
        arguments = {"identifier": citizen.keyed_id_no, "query_password": citizen.password}
        known = await queries.query(
            "fund_account", "authenticate", arguments, contact_id="contact-1", deadline_seconds=5
        )
        told = await queries.query(
            "fund_account",
            "balance",
            {"person_key": known.values["person_key"]},
            contact_id="contact-1",
            deadline_seconds=5,
        )
        assert await query(queries, "calm", "echo", 1.0, word="a") in ("unavailable", "timeout")
        assert settings.fund_database_url is not None
        assert told.values["balance"] == str(await expected_balance(settings.fund_database_url, citizen.id_no))
    finally:
        process.cancel()
        await asyncio.gather(process, return_exceptions=True)
    assert not run_file.exists()


async def test_killing_the_process_leaves_no_child_behind(settings: Settings) -> None:
    """Not even one that hangs: the kernel ends it with its host."""
    environment = os.environ | {
        "REXIAN_HOME": str(settings.home),
        "REXIAN_NATS_URL": str(settings.nats_url),
        "REXIAN_FUND_DATABASE_URL": str(settings.fund_database_url),
    }
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "rexian.app.cli", "objects", env=environment)
    try:
        run_file = settings.run_folder / "objects.json"
        await until(lambda: is_ready(run_file), deadline_seconds=30, what="readiness of objects")
        children = psutil.Process(process.pid).children()
        children[0].suspend()  # as deaf as one in a loop
    finally:
        process.kill()
        await process.wait()
    assert len(children) > 1
    await until(lambda: all(map(has_ended, children)), deadline_seconds=5, what="the children's end")
