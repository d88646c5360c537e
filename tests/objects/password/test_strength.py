"""Which six digits are too simple."""

import pytest

from rexian.object_api.fund.identity import birth_dates
from rexian.object_api.fund.password_check import Holder
from rexian.objects.password.strength import is_weak

pytestmark = pytest.mark.pure

HOLDER = Holder("unit:410000123789", "080330", "15400198277")


@pytest.mark.parametrize(
    "password", ["111111", "112112", "121212", "123456", "654321", "890123", "100001", "123789", "400198"]
)
def test_too_simple(password: str) -> None:
    assert is_weak(password, HOLDER)


@pytest.mark.parametrize("password", ["246810", "135790", "904172", "572918"])
def test_good_enough(password: str) -> None:
    assert not is_weak(password, HOLDER)


def test_the_birthday_of_an_id_number_in_its_usual_forms() -> None:
    assert set(birth_dates("41010119850612038X")) == {"850612", "120685", "061285", "198506"}
    assert birth_dates("100000000001") == ()
