"""What is measured, seen from the bench: a server that sipp calls, with processes, recordings and facts of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import psutil

from rexian.app.bench.sipp import Phones
from rexian.app.bench.trace import TracedCall

AGENT_NAME = "bench{:04d}"
"""Unlike any citizen's number: a server looks at the name in From before it looks at the address."""


@dataclass(frozen=True, slots=True)
class Drained:
    """Whether all that the calls leave behind has arrived, and what is still missing where it has not."""

    complete: bool
    missing: str = ""


class System(Protocol):
    """One of the two that are compared."""

    name: str
    server_port: int
    phones: Phones

    def processes(self) -> Mapping[str, psutil.Process]:
        """The processes that serve calls, by name; their children count with them."""

    async def make_ready(self) -> None:
        """Before a step: every agent's phone registered, every agent free and ready."""

    async def drained(self, calls: Sequence[TracedCall]) -> Drained:
        """Whether facts and recordings of these calls (all of the step) are where they belong."""

    async def recorded_seconds(self, calls: Sequence[TracedCall]) -> list[float]:
        """The recorded seconds of each of these connected calls, 0 where there is none."""

    async def stop(self) -> None:
        """End everything that was started."""
