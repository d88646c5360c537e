"""All objects of the `objects` process, and how they are asked over the bus.

Request on `objects.query.<object>`: id, object, rule, arguments, contact_id, deadline_seconds. Reply: outcome, values,
as_of. Several `objects` processes share the requests.
"""

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rexian.app.object_host.hosted_object import HostedObject, HostSettings
from rexian.kit.bus import Bus
from rexian.kit.clock import Clock
from rexian.object_api.contract import Outcome, Request, Result
from rexian.object_api.fields import mistakes_of
from rexian.object_api.registry import discover

SUBJECT_PREFIX = "objects.query."
GROUP = "objects"
_BUCKETS_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class QueryMessage(BaseModel):
    """A request as it comes over the bus."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    id: str = Field(min_length=1, max_length=64)
    object: str
    rule: str
    arguments: dict[str, Any]
    contact_id: str = ""
    deadline_seconds: float = Field(gt=0, le=60)


class ObjectHost:
    """Hosts every object found below `roots`."""

    def __init__(
        self,
        roots: Iterable[Path],
        settings: HostSettings,
        *,
        clock: Clock,
        registry: CollectorRegistry,
        folders: Iterable[Path] = (),
    ) -> None:
        self._clock = clock
        found = discover(roots, folders)
        self.objects = {name: HostedObject(each, settings, clock) for name, each in found.items()}
        self._outcomes = Counter(
            "rexian_object_queries", "Queries of business objects", ["object", "rule", "outcome"], registry=registry
        )
        self._seconds = Histogram(
            "rexian_object_query_seconds",
            "Time of a query in the objects process",
            ["object"],
            buckets=_BUCKETS_SECONDS,
            registry=registry,
        )

    def start(self) -> None:
        """Start a child for each object; does not wait for them."""
        for hosted in self.objects.values():
            hosted.start()

    async def close(self) -> None:
        """Close all objects, at the same time; one that does not give way is ended after 2 s."""
        async with asyncio.TaskGroup() as group:
            for hosted in self.objects.values():
                group.create_task(hosted.close())

    async def serve(self, bus: Bus) -> None:
        """Answer queries from the bus."""
        for name in self.objects:
            await bus.serve(f"{SUBJECT_PREFIX}{name}", self.reply, group=GROUP)

    async def reply(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """The reply to one message. A message that is not a query is answered `invalid`."""
        try:
            message = QueryMessage.model_validate(payload)
        except ValidationError as error:
            result = Result(Outcome.INVALID, {"reason": "message_invalid", "mistakes": mistakes_of(error)})
        else:
            result = await self.query(Request(**message.model_dump()))
        return {"outcome": result.outcome.value, "values": dict(result.values), "as_of": result.as_of}

    async def query(self, request: Request) -> Result:
        """Ask one object. Raises nothing."""
        hosted = self.objects.get(request.object)
        if hosted is None:
            return Result(Outcome.UNAVAILABLE, {"reason": "object_unknown"})
        started = self._clock.monotonic()
        result = await hosted.query(request)
        rule = request.rule if request.rule in hosted.manifest.rules else "unknown"
        self._outcomes.labels(request.object, rule, result.outcome.value).inc()
        self._seconds.labels(request.object).observe(self._clock.monotonic() - started)
        return result
