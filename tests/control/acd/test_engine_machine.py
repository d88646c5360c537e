"""No order of events leaves the ACD in a state that should not be, and every offer is the one its rule promises."""

import pytest
from hypothesis import settings
from tests.control.acd.machine import Floor

pytestmark = pytest.mark.pure

TestFloor = Floor.TestCase
TestFloor.settings = settings(max_examples=200, stateful_step_count=50, deadline=None)
TestFloor.pytestmark = [pytest.mark.pure]  # type: ignore[attr-defined]
