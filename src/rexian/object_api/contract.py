"""The contract between a business object and whoever hosts it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from rexian.object_api.ports import ObjectPorts


class Outcome(StrEnum):
    """How a request ended. A flow has a branch for `ok` and may have one for each of the others."""

    OK = "ok"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    LOCKED = "locked"
    INVALID = "invalid"
    TIMEOUT = "timeout"
    UNAVAILABLE = "unavailable"
    FAILED = "failed"


@dataclass(frozen=True)
class Request:
    """One question. `object` and `rule` name a rule of a manifest; `deadline_seconds` is what is left to answer it."""

    id: str
    object: str
    rule: str
    arguments: Mapping[str, Any]
    contact_id: str
    deadline_seconds: float


@dataclass(frozen=True)
class Result:
    """The answer. `values` are JSON values: money is text with two decimals, a date `2024-07-05`, a month `2024-06`.

    With `ok` the values are the rule's result fields; else they may hold `reason` and what the reason needs.
    `as_of` is the day the source's books stand at (ISO date), where the source has one. `known_at` is the host's: the
    moment (ISO, UTC) a last known answer was got that stands in for one that cannot be had now.
    """

    outcome: Outcome
    values: Mapping[str, Any] = field(default_factory=dict)
    as_of: str | None = None
    known_at: str | None = None


class BusinessObject(Protocol):
    """What a hot-pluggable object does. The host builds it without arguments.

    `open` gets the ports that the manifest's permissions grant. `answer` gets checked arguments and may run many
    times at once; it may raise `RexianError` (its kind becomes the outcome). `close` gives everything back:
    unloading is a duty.
    """

    async def open(self, ports: ObjectPorts) -> None: ...

    async def answer(self, request: Request) -> Result: ...

    async def close(self) -> None: ...
