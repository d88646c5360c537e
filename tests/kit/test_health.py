"""The health server says what its checks say, and writes where it is."""

import json
import os
from pathlib import Path

import httpx
import pytest
from prometheus_client import CollectorRegistry, Counter

from rexian.kit.health import Check, Checks, HealthServer

pytestmark = pytest.mark.parts


async def good() -> Check:
    return Check(ok=True)


async def bad() -> Check:
    return Check(ok=False, detail="away")


async def broken() -> Check:
    raise RuntimeError("13800001234")


async def ask(path: str, checks: Checks, folder: Path, registry: CollectorRegistry) -> httpx.Response:
    server = HealthServer("control", 0, checks, registry, run_folder=folder)
    await server.start()
    try:
        async with httpx.AsyncClient(trust_env=False) as client:
            return await client.get(f"http://127.0.0.1:{server.port}{path}")
    finally:
        await server.close()


async def test_ready_when_every_check_is(tmp_path: Path) -> None:
    answer = await ask("/readyz", {"bus": good, "database": good}, tmp_path, CollectorRegistry())
    assert answer.status_code == 200
    assert answer.json()["checks"]["bus"] == {"ok": True, "detail": ""}


async def test_not_ready_names_the_check_and_nothing_personal(tmp_path: Path) -> None:
    answer = await ask("/readyz", {"bus": good, "database": bad, "voice": broken}, tmp_path, CollectorRegistry())
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == {"ok": False, "detail": "away"}
    assert "13800001234" not in answer.text


async def test_alive_even_when_not_ready(tmp_path: Path) -> None:
    answer = await ask("/healthz", {"database": bad}, tmp_path, CollectorRegistry())
    assert answer.status_code == 200


async def test_metrics_are_those_of_the_registry(tmp_path: Path) -> None:
    registry = CollectorRegistry()
    Counter("calls", "Calls seen.", registry=registry).inc()
    assert "calls_total 1.0" in (await ask("/metrics", {}, tmp_path, registry)).text


async def test_the_run_file_stands_while_the_server_does(tmp_path: Path) -> None:
    server = HealthServer("control", 0, {}, CollectorRegistry(), run_folder=tmp_path)
    await server.start()
    document = json.loads((tmp_path / "control.json").read_text())
    assert (document["pid"], document["port"]) == (os.getpid(), server.port)
    await server.close()
    assert not (tmp_path / "control.json").exists()
