"""Spares the system behind an object: a budget of questions a second, equal ones asked once, the last known answer.

Called by the hosted object around each question. Decides when a question may go on and which old answer may stand in;
what counts as an old answer's age is the rule's `last_known_seconds`. Answers are kept in memory only.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from rexian.kit.clock import Clock
from rexian.kit.tasks import TaskKeeper
from rexian.object_api.contract import Outcome, Result
from rexian.object_api.manifest import Rule

MOST_ANSWERS = 20_000
"""A few hundred bytes each."""

_ABSENT = (Outcome.TIMEOUT, Outcome.UNAVAILABLE, Outcome.FAILED)
Key = tuple[str, bytes]


def key_of(rule_name: str, arguments: Mapping[str, Any]) -> Key:
    """Equal for equal questions."""
    return rule_name, orjson.dumps(dict(arguments), option=orjson.OPT_SORT_KEYS)


class Budget:
    """A bucket that holds a second's questions; with `per_second` None everything passes."""

    def __init__(self, clock: Clock, per_second: float | None) -> None:
        self._clock = clock
        self._per_second = per_second
        self._most = max(per_second or 1.0, 1.0)
        self._left = self._most
        self._counted_at = clock.monotonic()

    def wait_seconds(self) -> float:
        """Take a question's place; how long it has to wait for its turn. `give_back` a place that is not used."""
        if self._per_second is None:
            return 0.0
        now = self._clock.monotonic()
        self._left = min(self._left + (now - self._counted_at) * self._per_second, self._most)
        self._counted_at = now
        self._left -= 1.0
        return max(-self._left / self._per_second, 0.0)

    def give_back(self) -> None:
        self._left = min(self._left + 1.0, self._most)


@dataclass(frozen=True)
class _Known:
    result: Result
    at: float


class Absorber:
    """Of one object."""

    def __init__(self, clock: Clock, keeper: TaskKeeper) -> None:
        self._clock = clock
        self._keeper = keeper
        self._flights: dict[Key, asyncio.Task[Result]] = {}
        self._known: OrderedDict[Key, _Known] = OrderedDict()
        self.shared = 0
        self.stood_in = 0

    async def once(self, key: Key, ask: Callable[[], Coroutine[Any, Any, Result]], *, seconds: float) -> Result:
        """The answer of the question that is on its way already, for which at most `seconds` are waited; else of
        `ask`, which keeps its own time."""
        flight = self._flights.get(key)
        is_first = flight is None
        if flight is None:
            flight = self._keeper.start(ask(), "question of a business object")
            self._flights[key] = flight
            flight.add_done_callback(lambda _: self._flights.pop(key, None))
        else:
            self.shared += 1
        try:
            async with asyncio.timeout(None if is_first else seconds):
                await asyncio.wait([flight])
        except TimeoutError:
            return Result(Outcome.TIMEOUT)
        return Result(Outcome.UNAVAILABLE, {"reason": "closing"}) if flight.cancelled() else flight.result()

    def settle(self, key: Key, rule: Rule, result: Result) -> Result:
        """Remember a good answer; for one that is absent give the last known one, if it is young enough."""
        if rule.last_known_seconds is None:
            return result
        if result.outcome is Outcome.OK:
            self._remember(key, result)
            return result
        known = self._known.get(key) if result.outcome in _ABSENT else None
        if known is None or self._clock.monotonic() - known.at > rule.last_known_seconds:
            return result
        self.stood_in += 1
        return known.result

    def forget(self) -> None:
        """Another version may answer otherwise."""
        self._known.clear()

    def _remember(self, key: Key, result: Result) -> None:
        known = replace(result, known_at=self._clock.now().isoformat(timespec="seconds"))
        self._known[key] = _Known(known, self._clock.monotonic())
        self._known.move_to_end(key)
        if len(self._known) > MOST_ANSWERS:
            self._known.popitem(last=False)
