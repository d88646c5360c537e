"""One hosted object: keeps a child process running and turns whatever happens to it into an outcome.

Decides: bad input is `invalid` before the child hears of it; no answer in time is `timeout`, and a child that is
stuck then is killed; a child that dies under a query makes it `failed`, but a read-only query is asked once more of
the next child, because another query may have been the reason; a failing object is `unavailable` for a while.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from rexian.app.object_host.breaker import Breaker, BreakerSettings, BreakerState
from rexian.app.object_host.child_process import ChildLost, ChildProcess
from rexian.app.object_host.frames import FundAccess, Opening
from rexian.kit.clock import Clock
from rexian.kit.health import Check
from rexian.kit.tasks import TaskKeeper
from rexian.object_api.contract import Outcome, Request, Result
from rexian.object_api.errors import ArgumentsInvalid
from rexian.object_api.manifest import Rule
from rexian.object_api.registry import FoundObject

FUND_BOOKS, FUND_CREDENTIALS = "fund:books", "fund:credentials"
STUCK_GRACE_SECONDS = 0.5
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class HostSettings:
    """`databases` holds the URL of each database that a permission may name, `fund` what `fund:…` grants."""

    zone: str
    databases: Mapping[str, str] = field(default_factory=dict)
    fund: FundAccess = field(default_factory=FundAccess)
    log_level: str = "INFO"
    open_seconds: float = 20.0
    breaker: BreakerSettings = field(default_factory=BreakerSettings)


class HostedObject:
    """Start it, query it, close it."""

    def __init__(self, found: FoundObject, settings: HostSettings, clock: Clock) -> None:
        self.manifest = found.manifest
        self.breaker = Breaker(clock, settings.breaker)
        self.starts = 0
        self._opening = opening_for(found, settings, {})
        self._open_seconds = settings.open_seconds
        self._free = asyncio.Semaphore(found.manifest.limits.concurrency)
        self._running = asyncio.Event()
        self._child: ChildProcess | None = None
        self._keeper = TaskKeeper()

    def start(self) -> None:
        """Keep a child running from now on; `query` waits for it."""
        self._keeper.start(self._supervise(), f"object {self.manifest.name}")

    async def close(self) -> None:
        await self._keeper.close()
        if self._child:
            await self._child.close()

    @property
    def child_pid(self) -> int | None:
        """None while there is no child that could answer."""
        return self._child.pid if self._child and self._child.alive else None

    async def query(self, request: Request) -> Result:
        """Answer within the smaller of the request's and the manifest's time. Raises nothing."""
        rule = self.manifest.rules.get(request.rule)
        if rule is None:
            return Result(Outcome.INVALID, {"reason": "rule_unknown"})
        try:
            arguments = rule.check_arguments(request.arguments)
        except ArgumentsInvalid as error:
            return Result(Outcome.INVALID, {"reason": error.code, **error.details})
        if not self.breaker.lets_pass():
            return Result(Outcome.UNAVAILABLE, {"reason": "out_of_service"})
        result = await self._query_in_time(replace(request, arguments=arguments), rule)
        if result.outcome in (Outcome.TIMEOUT, Outcome.FAILED):
            self.breaker.failed()
        elif result.outcome is not Outcome.UNAVAILABLE:
            self.breaker.succeeded()
        return result

    async def _query_in_time(self, request: Request, rule: Rule) -> Result:
        seconds = min(request.deadline_seconds, self.manifest.limits.time_seconds)
        end = asyncio.get_running_loop().time() + seconds
        try:
            async with asyncio.timeout_at(end):
                await self._free.acquire()
        except TimeoutError:
            return Result(Outcome.UNAVAILABLE, {"reason": "busy"})
        try:
            return await self._ask(request, end, tries=2 if rule.read_only else 1)
        finally:
            self._free.release()

    async def _ask(self, request: Request, end: float, *, tries: int) -> Result:
        for _ in range(tries):
            try:
                async with asyncio.timeout_at(end):
                    child = await self._running_child()
            except TimeoutError:
                return Result(Outcome.UNAVAILABLE, {"reason": "not_running"})
            left_seconds = end - asyncio.get_running_loop().time()
            try:
                async with asyncio.timeout_at(end):
                    return await child.ask(replace(request, deadline_seconds=left_seconds))
            except TimeoutError:
                self._keeper.start(self._kill_if_stuck(child), f"look after {self.manifest.name}")
                return Result(Outcome.TIMEOUT)
            except ChildLost:
                continue
        return Result(Outcome.FAILED, {"reason": "process_lost"})

    async def _running_child(self) -> ChildProcess:
        while self._child is None or not self._child.alive:
            self._running.clear()
            await self._running.wait()
        return self._child

    async def _kill_if_stuck(self, child: ChildProcess) -> None:
        if await child.is_stuck(STUCK_GRACE_SECONDS) and child.alive:
            log.warning("business object is stuck and ended", object=self.manifest.name, pid=child.pid)
            child.kill()

    async def _supervise(self) -> None:
        pause_seconds = 0.0
        while True:
            await asyncio.sleep(pause_seconds)
            try:
                has_answered = await self._live_one_life()
            except Exception:  # outermost loop: whatever happens, the object is started again
                log.exception("business object's process is not looked after", object=self.manifest.name)
                has_answered = False
            pause_seconds = 0.0 if has_answered else _longer(pause_seconds)

    async def _live_one_life(self) -> bool:
        """Start a child and wait for its end; whether it has answered anything in between."""
        child = await self._started_child()
        if child is None:
            return False
        self._child = child
        self._running.set()
        await child.ended.wait()
        log.warning("business object's process ended", object=self.manifest.name, pid=child.pid)
        await child.close()
        return child.has_answered

    async def _started_child(self) -> ChildProcess | None:
        self.starts += 1
        try:
            child = await ChildProcess.start(self._opening, open_seconds=self._open_seconds)
        except (ChildLost, TimeoutError, OSError) as error:
            log.error("business object does not start", object=self.manifest.name, error=type(error).__name__)
            return None
        log.info("business object runs", object=self.manifest.name, pid=child.pid, version=self.manifest.version)
        return child

    def check(self) -> Check:
        """For readiness."""
        state = self.breaker.state
        return Check(
            ok=self.child_pid is not None and state is not BreakerState.OPEN,
            detail=f"version {self.manifest.version}, starts {self.starts}, breaker {state}",
        )


def opening_for(found: FoundObject, settings: HostSettings, own_settings: Mapping[str, Any]) -> Opening:
    """What a child of this version is given: only what its manifest asks for."""
    names, rights = found.manifest.databases, found.manifest.permissions
    fund = settings.fund if FUND_BOOKS in rights else FundAccess()
    return Opening(
        folder=str(found.folder.resolve()),
        memory_mb=found.manifest.limits.memory_mb,
        zone=settings.zone,
        log_level=settings.log_level,
        databases={name: settings.databases[name] for name in names if name in settings.databases},
        settings=dict(own_settings),
        fund=replace(fund, credentials_url=settings.fund.credentials_url if FUND_CREDENTIALS in rights else None),
    )


def _longer(pause_seconds: float) -> float:
    return min(max(pause_seconds * 2, FIRST_PAUSE_SECONDS), LONGEST_PAUSE_SECONDS)
