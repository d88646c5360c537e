"""Id numbers as keyed on a telephone."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rexian.kit.check_digits import mod_11_2
from rexian.object_api.fund.identity import initial_password, is_id_number, keyed_identifier

pytestmark = pytest.mark.pure

seventeen = st.text("0123456789", min_size=17, max_size=17)


def test_the_published_example_of_gb_11643_is_valid() -> None:
    assert is_id_number("11010519491231002X")
    assert mod_11_2("11010519491231002") == "X"


@pytest.mark.parametrize("text", ["", "X", "110105194912310021", "1101051949123100X", "11010519491231002x"])
def test_other_texts_are_not_id_numbers(text: str) -> None:
    assert not is_id_number(text)


@given(seventeen, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(first: str, place: int, shift: int) -> None:
    whole = first + mod_11_2(first)
    changed = whole[:place] + str((int(whole[place]) + shift) % 10) + whole[place + 1 :]
    assert is_id_number(whole)
    assert not is_id_number(changed)


@pytest.mark.parametrize(
    ("keyed", "stored"),
    [
        ("11010519491231002*", "11010519491231002X"),
        ("11010519491231002x", "11010519491231002X"),
        ("110105194912310020", "11010519491231002X"),  # 0 for X, where only X is right
        ("410101197809230434", "410101197809230434"),
        ("100000000010", "100000000010"),
        (" 100000000010 ", "100000000010"),
    ],
)
def test_what_is_keyed_becomes_what_is_stored(keyed: str, stored: str) -> None:
    assert keyed_identifier(keyed) == stored


@given(st.text("0123456789", min_size=16, max_size=16))
def test_a_right_zero_stays(first: str) -> None:
    right = [first + digit for digit in "0123456789" if mod_11_2(first + digit) == "0"]
    assume(right)
    assert keyed_identifier(right[0] + "0") == right[0] + "0"


def test_the_initial_password_is_the_last_six_with_zero_for_x() -> None:
    assert initial_password("11010519491231002X") == "310020"
    assert initial_password("410101197809230434") == "230434"
