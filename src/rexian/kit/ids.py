"""Identifiers: UUID version 7 (RFC 9562), so that ids sort by the time they were made."""

import os
from collections.abc import Callable

from rexian.kit.clock import Clock

IdSource = Callable[[], str]
"""Gives a new id, 32 hexadecimal digits, at each call."""


def time_ordered_ids(clock: Clock) -> IdSource:
    """Ids whose first 48 bits are the clock's Unix milliseconds and whose rest is random."""

    def new_id() -> str:
        milliseconds = int(clock.now().timestamp() * 1000) & ((1 << 48) - 1)
        random_bits = int.from_bytes(os.urandom(10))
        value = milliseconds << 80 | 0x7 << 76 | (random_bits >> 68) << 64 | 0b10 << 62 | random_bits & ((1 << 62) - 1)
        return f"{value:032x}"

    return new_id


def counted_ids(prefix: str = "id") -> IdSource:
    """Predictable ids (`id-1`, `id-2`, …) for simulation and tests."""
    count = 0

    def new_id() -> str:
        nonlocal count
        count += 1
        return f"{prefix}-{count}"

    return new_id
