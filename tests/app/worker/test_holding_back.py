"""When the worker lets calls go first, and what does not count as a rush."""

from datetime import UTC, datetime, timedelta

import pytest

from rexian.app.worker.holding_back import LOOK_SECONDS, HoldingBack, ProcessorSeconds, processor_seconds
from rexian.kit.clock import ManualClock

pytestmark = pytest.mark.pure


class Machine:
    """Two processors whose use is told by hand."""

    def __init__(self) -> None:
        self.clock = ManualClock(datetime(2026, 3, 2, tzinfo=UTC))
        self.seconds = ProcessorSeconds(100.0, 50.0, 1.0)

    def passes(self, seconds: float, *, idle: float, own: float = 0.0) -> None:
        """That share of each second both processors were idle, or used by us."""
        self.clock.advance(seconds)
        before = self.seconds
        self.seconds = ProcessorSeconds(
            before.total + 2 * seconds, before.idle + 2 * seconds * idle, before.own + 2 * seconds * own
        )

    def holding_back(self, longest_seconds: float = 30.0) -> HoldingBack:
        return HoldingBack(longest_seconds, self.clock, lambda: self.seconds)


@pytest.mark.parametrize(
    ("idle", "own", "waits"), [(0.9, 0.0, 0), (0.26, 0.0, 0), (0.1, 0.05, 30), (0.0, 0.0, 30), (0.0, 0.5, 0)]
)
def test_it_waits_while_others_leave_hardly_any_room(idle: float, own: float, waits: float) -> None:
    machine = Machine()
    holding_back = machine.holding_back()
    machine.passes(LOOK_SECONDS, idle=idle, own=own)
    assert holding_back.overdue() == timedelta(seconds=waits)
    assert holding_back.rush is (waits > 0)


def test_a_rush_is_over_as_soon_as_there_is_room() -> None:
    machine = Machine()
    holding_back = machine.holding_back()
    machine.passes(LOOK_SECONDS, idle=0.0)
    assert holding_back.overdue() == timedelta(seconds=30)
    machine.passes(LOOK_SECONDS / 2, idle=1.0)
    assert holding_back.overdue() == timedelta(seconds=30)  # too short a look
    machine.passes(LOOK_SECONDS / 2, idle=1.0)
    assert holding_back.overdue() == timedelta()


def test_with_no_wait_allowed_nothing_is_held_back() -> None:
    machine = Machine()
    holding_back = machine.holding_back(0.0)
    machine.passes(LOOK_SECONDS, idle=0.0)
    assert (holding_back.overdue(), holding_back.rush) == (timedelta(), False)


def test_the_machine_counts_its_processors() -> None:
    seconds = processor_seconds()
    assert seconds.total > seconds.idle >= 0
    assert seconds.own > 0
