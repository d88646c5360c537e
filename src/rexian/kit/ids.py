"""Identifiers: UUID version 7 (RFC 9562), so that ids sort by the time they were made."""

import os
from collections.abc import Callable
from datetime import datetime

from rexian.kit.clock import Clock

IdSource = Callable[[], str]
"""Gives a new id, 32 hexadecimal digits, at each call."""

POOL_BYTES = 4096
"""So much is asked of the operating system at once: a question for every id would cost more than the id."""

RANDOM_DIGITS = 19
LAST_BEGIN = 2 * POOL_BYTES - RANDOM_DIGITS
VARIANT = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))
"""A random digit > one whose first two bits are the variant of RFC 9562."""


def time_ordered_ids(clock: Clock) -> IdSource:
    """Ids whose first 48 bits are the clock's Unix milliseconds and whose rest is random."""
    pool, at = "", 0

    def forget() -> None:
        """A forked process must not go on with its parent's random digits."""
        nonlocal pool, at
        pool, at = "", 0

    def new_id() -> str:
        nonlocal pool, at
        if at == 0 or at > LAST_BEGIN:
            pool, at = os.urandom(POOL_BYTES).hex(), 0
        begin, at = at, at + RANDOM_DIGITS
        milliseconds = int(clock.now().timestamp() * 1000)
        return f"{milliseconds:012x}7{pool[begin : begin + 3]}{VARIANT[pool[begin + 3]]}{pool[begin + 4 : at]}"

    os.register_at_fork(after_in_child=forget)
    return new_id


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
