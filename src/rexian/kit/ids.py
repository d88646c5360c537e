"""Identifiers: UUID version 7 (RFC 9562), so that ids sort by the time they were made."""

import os
from collections.abc import Callable
from datetime import datetime

from rexian.kit.clock import Clock

IdSource = Callable[[], str]
"""Gives a new id, 32 hexadecimal digits, at each call."""


STOCK = 256
"""So many ids' random parts are drawn at once: asking the system for each costs more than all the rest of an id."""

VARIANTS = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))
"""The digit of the variant (two bits, 10) with the two random bits of any digit."""

_random_parts: list[str] = []
"""The stock. Threads may share it, for taking from a list is one step; a forked process begins with none."""

os.register_at_fork(after_in_child=_random_parts.clear)


def time_ordered_ids(clock: Clock) -> IdSource:
    """Ids whose first 48 bits are the clock's Unix milliseconds and whose rest is random."""

    def new_id() -> str:
        try:
            random_part = _random_parts.pop()
        except IndexError:
            _random_parts.extend(_drawn())
            random_part = _random_parts.pop()
        return f"{int(clock.now().timestamp() * 1000):012x}{random_part}"

    return new_id


def _drawn() -> list[str]:
    """The version, 12 random bits, the variant and 62 random bits: 20 digits each."""
    digits = os.urandom(10 * STOCK).hex()
    return [
        f"7{digits[at + 1 : at + 4]}{VARIANTS[digits[at + 4]]}{digits[at + 5 : at + 20]}"
        for at in range(0, len(digits), 20)
    ]


def counted_ids(prefix: str = "id") -> IdSource:
    """Predictable ids (`id-1`, `id-2`, …) for simulation and tests."""
    count = 0

    def new_id() -> str:
        nonlocal count
        count += 1
        return f"{prefix}-{count}"

    return new_id


def first_id_of(time: datetime) -> str:
    """No time-ordered id made at this time or later sorts before it, no earlier one after it."""
    return f"{int(time.timestamp() * 1000):012x}"
