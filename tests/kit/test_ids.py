"""Ids: UUIDs of version 7 that sort by time and never come twice."""

import os
import uuid
from datetime import UTC, datetime

import pytest

from rexian.kit.clock import ManualClock
from rexian.kit.ids import STOCK, time_ordered_ids

pytestmark = pytest.mark.pure


def test_they_are_version_7_and_carry_the_time() -> None:
    clock = ManualClock(datetime(2026, 3, 2, 1, 2, 3, 456000, tzinfo=UTC))
    for text in (time_ordered_ids(clock)() for _ in range(50)):
        number = uuid.UUID(text)
        assert (number.version, number.variant, len(text)) == (7, uuid.RFC_4122, 32)
        assert number.int >> 80 == int(clock.now().timestamp() * 1000)


def test_they_sort_by_the_time_they_were_made() -> None:
    clock = ManualClock(datetime(2026, 3, 2, tzinfo=UTC))
    new_id = time_ordered_ids(clock)
    made = []
    for _ in range(20):
        made.append(new_id())
        clock.advance(0.001)
    assert made == sorted(made)


def test_none_comes_twice() -> None:
    new_id = time_ordered_ids(ManualClock(datetime(2026, 3, 2, tzinfo=UTC)))
    assert len({new_id() for _ in range(5000)}) == 5000


def test_a_forked_process_makes_others() -> None:
    new_id = time_ordered_ids(ManualClock(datetime(2026, 3, 2, tzinfo=UTC)))
    new_id()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, new_id().encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 32).decode() != new_id()
    os.close(reading)
    os.close(writing)


def test_the_stock_of_random_parts_never_gives_one_twice() -> None:
    new_id = time_ordered_ids(ManualClock(datetime(2026, 3, 2, tzinfo=UTC)))
    parts = [uuid.UUID(new_id()) for _ in range(3 * STOCK)]
    assert len({part.int & ((1 << 80) - 1) for part in parts}) == 3 * STOCK
    assert {part.variant for part in parts} == {uuid.RFC_4122}
    assert {part.int >> 62 & 0b11 for part in parts} == {0b10}
