"""One hosted object: turns whatever happens to it into an outcome, and is switched, replaced and put back.

Decides: bad input is `invalid` before the child hears of it; no answer in time is `timeout`, and a child that is
stuck then is killed; a child that dies under a query makes it `failed`, but a read-only query is asked once more of
the next child, because another query may have been the reason; a failing object, or one that does not start, is taken
out of service (an alarm) until a trial succeeds or an operator puts it back.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import structlog

from rexian.app.object_host.absorber import Absorber, Budget, key_of
from rexian.app.object_host.breaker import Breaker, BreakerState
from rexian.app.object_host.child_process import ChildLost
from rexian.app.object_host.generation import Generation
from rexian.app.object_host.measures import Measures
from rexian.app.object_host.opening import HostSettings, opening_for
from rexian.business.business_objects.errors import ObjectDoesNotStart, ObjectSwitchedOff
from rexian.kit.clock import Clock
from rexian.kit.health import Check
from rexian.kit.tasks import TaskKeeper
from rexian.kit.waiting import until
from rexian.object_api.contract import Outcome, Request, Result
from rexian.object_api.errors import ArgumentsInvalid
from rexian.object_api.manifest import Manifest, Rule
from rexian.object_api.registry import FoundObject

SHARED_GRACE_SECONDS = 0.1
"""A question that is shared ends by its own time limit; this is for its way back."""

log = structlog.get_logger(__name__)


def _nobody(_: str) -> None:
    return None


class HostedObject:
    """Start it, query it, switch it, replace it, close it. `on_taken_out` hears each time it is taken out."""

    def __init__(
        self,
        found: FoundObject,
        settings: HostSettings,
        clock: Clock,
        *,
        own_settings: Mapping[str, Any] | None = None,
        on_taken_out: Callable[[str], None] = _nobody,
    ) -> None:
        self.found = found
        self.own_settings = dict(own_settings or {})
        self.breaker = Breaker(clock, settings.breaker)
        self.measures = Measures(clock)
        self.taken_out_at: str | None = None
        self._clock = clock
        self._settings = settings
        self._on_taken_out = on_taken_out
        self._keeper = TaskKeeper()
        self.absorber = Absorber(clock, self._keeper)
        self._generation: Generation | None = None
        self._retired: set[Generation] = set()
        self._begin(found)

    @property
    def manifest(self) -> Manifest:
        return self.found.manifest

    @property
    def is_on(self) -> bool:
        return self._generation is not None

    @property
    def starts(self) -> int:
        return self._generation.starts if self._generation else 0

    @property
    def in_flight(self) -> int:
        return self._generation.in_flight if self._generation else 0

    @property
    def child_pid(self) -> int | None:
        """None while there is no child that could answer."""
        return self._generation.child_pid if self._generation else None

    def start(self) -> None:
        """Keep a child running from now on; `query` waits for it."""
        if self._generation:
            self._generation.start()

    async def close(self) -> None:
        """End every child, also one that was just finishing."""
        if self._generation:
            await self._generation.close()
        await self._keeper.close()
        for retired in list(self._retired):
            await retired.close()

    # -- switching ----------------------------------------------------------------------------------------------

    def switch_off(self) -> None:
        """Answer nothing more from now on; what is being answered is finished."""
        if self._generation:
            self._retire(self._generation)
            self._generation = None
            self.breaker.put_back()
            log.info("business object switched off", object=self.manifest.name)

    def switch_on(self) -> None:
        if self._generation is None:
            self._begin(self.found)
            self.start()
            log.info("business object switched on", object=self.manifest.name)

    def put_back(self) -> None:
        """Take it into service again after the breaker."""
        self.breaker.put_back()
        log.info("business object put back", object=self.manifest.name)

    async def replace_by(self, found: FoundObject, own_settings: Mapping[str, Any]) -> None:
        """Let another version, or the same with other settings, answer from now on; the old one finishes what it has.

        Raises ObjectDoesNotStart, and the old one stays; ObjectSwitchedOff, and the new one is for the next start.
        """
        old = self._generation
        if old is None:
            self.found, self.own_settings = found, dict(own_settings)
            raise ObjectSwitchedOff(object=found.manifest.name)
        opening = opening_for(found, self._settings, own_settings)
        new = Generation(found.manifest, opening, open_seconds=self._settings.open_seconds)
        new.start()
        with suppress(TimeoutError):
            await until(lambda: new.child_pid or new.failed_starts, deadline_seconds=self._settings.open_seconds)
        if new.child_pid is None or self._generation is not old:
            await new.close()
            raise ObjectDoesNotStart(object=found.manifest.name, version=found.manifest.version)
        self._use(new, found, own_settings)
        self._retire(old)
        log.info("business object replaced", object=found.manifest.name, version=found.manifest.version)

    def _begin(self, found: FoundObject) -> None:
        opening = opening_for(found, self._settings, self.own_settings)
        new = Generation(found.manifest, opening, open_seconds=self._settings.open_seconds)
        self._use(new, found, self.own_settings)

    def _use(self, generation: Generation, found: FoundObject, own_settings: Mapping[str, Any]) -> None:
        self._generation, self.found, self.own_settings = generation, found, dict(own_settings)
        self._free = asyncio.Semaphore(found.manifest.limits.concurrency)
        self._budget = Budget(self._clock, found.manifest.absorber.questions_per_second)
        self.absorber.forget()
        self.breaker.put_back()

    def _retire(self, generation: Generation) -> None:
        self._retired.add(generation)
        self._keeper.start(self._drain(generation), f"last answers of {generation.manifest.name}")

    async def _drain(self, generation: Generation) -> None:
        await generation.drain()
        self._retired.discard(generation)

    # -- asking -------------------------------------------------------------------------------------------------

    async def query(self, request: Request) -> Result:
        """Answer within the smaller of the request's and the manifest's time. Raises nothing."""
        started = self._clock.monotonic()
        result = await self._query(request)
        self.measures.note(result.outcome, self._clock.monotonic() - started)
        return result

    async def _query(self, request: Request) -> Result:
        generation = self._generation
        if generation is None:
            return Result(Outcome.UNAVAILABLE, {"reason": "switched_off"})
        rule = generation.manifest.rules.get(request.rule)
        if rule is None:
            return Result(Outcome.INVALID, {"reason": "rule_unknown"})
        try:
            arguments = rule.check_arguments(request.arguments)
        except ArgumentsInvalid as error:
            return Result(Outcome.INVALID, {"reason": error.code, **error.details})
        asked = replace(request, arguments=arguments)
        if not rule.read_only:
            return await self._guarded(generation, asked, rule)
        key = key_of(request.rule, arguments)
        seconds = self._seconds(generation, request) + SHARED_GRACE_SECONDS
        result = await self.absorber.once(key, lambda: self._guarded(generation, asked, rule), seconds=seconds)
        return self.absorber.settle(key, rule, result)

    async def _guarded(self, generation: Generation, request: Request, rule: Rule) -> Result:
        """Through the breaker, which hears what became of it."""
        if generation.does_not_start and self.breaker.state is BreakerState.CLOSED:
            self.breaker.take_out()
            self._taken_out("does_not_start")
        if not self.breaker.lets_pass():
            return Result(Outcome.UNAVAILABLE, {"reason": "out_of_service"})
        generation.in_flight += 1
        try:
            result = await self._query_in_time(generation, request, rule)
        finally:
            generation.in_flight -= 1
        if generation is self._generation:
            self._judge(result)
        return result

    def _judge(self, result: Result) -> None:
        was_open = self.breaker.state is not BreakerState.CLOSED
        if result.outcome in (Outcome.TIMEOUT, Outcome.FAILED):
            self.breaker.failed()
            if self.breaker.state is BreakerState.OPEN and not was_open:
                self._taken_out(str(result.values.get("reason", result.outcome)))
        elif result.outcome is not Outcome.UNAVAILABLE:
            self.breaker.succeeded()

    def _taken_out(self, reason: str) -> None:
        """The alarm: log, metric, page."""
        self.taken_out_at = self._clock.now().isoformat(timespec="seconds")
        log.error("business object is taken out of service", object=self.manifest.name, reason=reason)
        self._on_taken_out(reason)

    async def _query_in_time(self, generation: Generation, request: Request, rule: Rule) -> Result:
        loop = asyncio.get_running_loop()
        end = loop.time() + self._seconds(generation, request)
        wait_seconds = self._budget.wait_seconds()
        if loop.time() + wait_seconds >= end:
            self._budget.give_back()
            return Result(Outcome.UNAVAILABLE, {"reason": "over_budget"})
        await asyncio.sleep(wait_seconds)
        free = self._free
        try:
            async with asyncio.timeout_at(end):
                await free.acquire()
        except TimeoutError:
            return Result(Outcome.UNAVAILABLE, {"reason": "busy"})
        try:
            return await self._ask(generation, request, end, tries=2 if rule.read_only else 1)
        finally:
            free.release()

    async def _ask(self, generation: Generation, request: Request, end: float, *, tries: int) -> Result:
        for _ in range(tries):
            try:
                async with asyncio.timeout_at(end):
                    child = await generation.running_child()
            except TimeoutError:
                return Result(Outcome.UNAVAILABLE, {"reason": "not_running"})
            left_seconds = end - asyncio.get_running_loop().time()
            try:
                async with asyncio.timeout_at(end):
                    return await child.ask(replace(request, deadline_seconds=left_seconds))
            except TimeoutError:
                generation.look_after(child)
                return Result(Outcome.TIMEOUT)
            except ChildLost:
                continue
        return Result(Outcome.FAILED, {"reason": "process_lost"})

    def _seconds(self, generation: Generation, request: Request) -> float:
        return min(request.deadline_seconds, generation.manifest.limits.time_seconds)

    def check(self) -> Check:
        """For readiness: an object that is switched off is as it should be."""
        if self._generation is None:
            return Check(ok=True, detail=f"version {self.manifest.version}, switched off")
        state = self.breaker.state
        return Check(
            ok=self.child_pid is not None and state is not BreakerState.OPEN,
            detail=f"version {self.manifest.version}, starts {self.starts}, breaker {state}",
        )
