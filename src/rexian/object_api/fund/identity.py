"""Who is asking: id numbers as keyed on a telephone, their check digit (GB 11643), and the initial query password."""

from rexian.kit.check_digits import mod_11_2

ID_NUMBER_LENGTH = 18


def is_id_number(text: str) -> bool:
    """True for 18 characters with a right check digit."""
    digits, last = text[:-1], text[-1:]
    return len(text) == ID_NUMBER_LENGTH and digits.isdecimal() and mod_11_2(digits) == last


def keyed_identifier(text: str) -> str:
    """An identifier as it is stored, from what was keyed: an id number's X is keyed as `*`.

    A `0` in its place is taken as X too, where only X can be right.
    """
    identifier = text.strip().upper().replace("*", "X")
    if len(identifier) == ID_NUMBER_LENGTH and identifier.endswith("0") and identifier.isdecimal():
        with_x = identifier[:-1] + "X"
        return with_x if is_id_number(with_x) else identifier
    return identifier


def initial_password(id_number: str) -> str:
    """The query password a person has before the first change: the last six of the id number with 0 for X."""
    return id_number[-6:].upper().replace("X", "0")


def birth_dates(id_number: str) -> tuple[str, ...]:
    """The six-digit ways to write the birthday of an id number: 850612, 061285 (day first), 198506; none for others."""
    if len(id_number) != ID_NUMBER_LENGTH or not id_number[6:14].isdecimal():
        return ()
    year, month, day = id_number[6:10], id_number[10:12], id_number[12:14]
    return (year[2:] + month + day, day + month + year[2:], month + day + year[2:], year + month)
