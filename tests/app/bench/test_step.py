"""Every call of the bench is known again by its number, which the trunk must leave as it is."""

import pytest

from rexian.app.bench.step import caller_prefix
from rexian.app.demo.trunk import first_trunk
from rexian.app.settings import Settings
from rexian.control.numbering.plan import NumberPlan, normal_caller

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("call", [1, 12, 123, 1234, 9999])
def test_the_callers_number_reaches_the_agent_unchanged(call: int) -> None:
    trunk = first_trunk(Settings())
    number = f"{caller_prefix(37)}{call}"
    assert normal_caller(number, NumberPlan(trunk.area_code, trunk.country_code)) == number
