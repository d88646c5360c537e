"""A hundred thousand steps on the ACD's floor: what test_engine_machine plays, ten times as long."""

import pytest
from hypothesis import settings
from tests.control.acd.machine import Floor

pytestmark = [pytest.mark.pure, pytest.mark.long, pytest.mark.timeout(1800)]


class LongFloor(Floor):
    """The same floor, played longer."""


TestLongFloor = LongFloor.TestCase
TestLongFloor.settings = settings(max_examples=2000, stateful_step_count=50, deadline=None)
TestLongFloor.pytestmark = [pytest.mark.pure, pytest.mark.long, pytest.mark.timeout(1800)]  # type: ignore[attr-defined]
