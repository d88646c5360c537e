"""Whether what was keyed can be right: the check digit of an id number, where its X is keyed as * or as 0."""

from typing import Literal

from rexian.kit.check_digits import mod_11_2

Check = Literal["none", "id_number"]
ID_NUMBER_LENGTH = 18


def as_meant(check: Check, keyed: str) -> str:
    """An id number with the X that a 0 in its place stands for, where only X can be right; else what was keyed."""
    if check == "id_number" and keyed.endswith("0") and not is_id_number(keyed) and is_id_number(keyed[:-1] + "X"):
        return keyed[:-1] + "X"
    return keyed


def is_right(check: Check, keyed: str) -> bool:
    """Whether the input passes the check."""
    return check == "none" or is_id_number(as_meant(check, keyed))


def is_id_number(text: str) -> bool:
    """True for 18 characters with a right check digit (GB 11643)."""
    digits, last = text[:-1], text[-1:]
    return len(text) == ID_NUMBER_LENGTH and digits.isdecimal() and mod_11_2(digits) == last
