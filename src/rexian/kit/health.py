"""Each process's own small HTTP server on loopback: /healthz (alive), /readyz (every check), /metrics (Prometheus)."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from rexian.kit.clock import Clock, SystemClock

CHECK_SECONDS = 2.0


@dataclass(frozen=True)
class Check:
    """The answer to one readiness question; `detail` is for operators and holds no personal data."""

    ok: bool
    detail: str = ""


Checks = Mapping[str, Callable[[], Awaitable[Check]]]


class HealthServer:
    """Serves the three paths and writes `<run folder>/<process>.json` (pid, port, started_at), removed on close."""

    def __init__(
        self,
        process: str,
        port: int,
        checks: Checks,
        registry: CollectorRegistry,
        *,
        run_folder: Path,
        clock: Clock | None = None,
    ) -> None:
        self._process = process
        self._requested_port = port
        self._checks = checks
        self._registry = registry
        self._run_file = run_folder / f"{process}.json"
        self._clock = clock or SystemClock()
        self._runner: web.AppRunner | None = None
        self.port = port

    async def start(self) -> None:
        """Listen on loopback (port 0 = any free one) and write the run file."""
        application = web.Application()
        application.router.add_get("/healthz", self._alive)
        application.router.add_get("/readyz", self._ready)
        application.router.add_get("/metrics", self._metrics)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._requested_port)
        await site.start()
        self.port = int(self._runner.addresses[0][1])
        self._write_run_file()

    async def close(self) -> None:
        """Stop listening and remove the run file."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._run_file.unlink(missing_ok=True)

    async def readiness(self) -> tuple[bool, dict[str, Check]]:
        """All checks, asked at the same time; one that raises or takes over 2 s counts as not ok."""
        answers = await asyncio.gather(*(self._ask(check) for check in self._checks.values()))
        named = dict(zip(self._checks, answers, strict=True))
        return all(check.ok for check in answers), named

    async def _ask(self, check: Callable[[], Awaitable[Check]]) -> Check:
        try:
            return await asyncio.wait_for(check(), CHECK_SECONDS)
        except TimeoutError:
            return Check(ok=False, detail="no answer in time")
        except Exception as error:  # a broken check is an answer too: not ready
            return Check(ok=False, detail=type(error).__name__)

    async def _alive(self, _request: web.Request) -> web.Response:
        return web.json_response({"process": self._process, "ok": True})

    async def _ready(self, _request: web.Request) -> web.Response:
        ok, checks = await self.readiness()
        document = {
            "process": self._process,
            "pid": os.getpid(),
            "ok": ok,
            "checks": {name: asdict(check) for name, check in checks.items()},
        }
        return web.json_response(document, status=200 if ok else 503)

    async def _metrics(self, _request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})

    def _write_run_file(self) -> None:
        self._run_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        document = {"pid": os.getpid(), "port": self.port, "started_at": self._clock.now().isoformat()}
        draft = self._run_file.with_suffix(".draft")
        draft.write_text(json.dumps(document))
        draft.replace(self._run_file)
