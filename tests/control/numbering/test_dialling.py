"""Which trunk carries a number, and as which digits."""

import pytest

from rexian.control.contracts.trunks import OutboundRule, TrunkConfiguration
from rexian.control.numbering.dialling import Dialling, dialled_as, dialling

pytestmark = pytest.mark.pure

RULES = (
    OutboundRule("0371", strip_digits=4),
    OutboundRule("1", lengths=(11,), prefix="0"),
    OutboundRule("+", strip_digits=1, prefix="00"),
    OutboundRule("", lengths=(3, 4, 5)),
)


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        ("037165881234", "65881234"),
        ("13800138000", "013800138000"),
        ("+85223456789", "0085223456789"),
        ("95588", "95588"),
        ("01065881234", None),
    ],
)
def test_the_first_rule_that_fits_says_what_is_dialled(number: str, digits: str | None) -> None:
    assert dialled_as(number, RULES) == digits


def test_the_first_trunk_that_carries_the_number_is_taken() -> None:
    city = TrunkConfiguration("city", "0371", "86", "12329", RULES)
    rest = TrunkConfiguration("rest", "0371", "86", "", (OutboundRule("0"),))
    silent = TrunkConfiguration("silent", "0371", "86", "", ())
    assert dialling("13800138000", (silent, city, rest)) == Dialling(city, "013800138000", "12329")
    assert dialling("01065881234", (silent, city, rest)) == Dialling(rest, "01065881234", "")
    assert dialling("88", (silent, city, rest)) is None
