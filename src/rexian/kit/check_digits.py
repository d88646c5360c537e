"""Check characters that standards prescribe."""

_CHARACTERS = "10X98765432"


def mod_11_2(digits: str) -> str:
    """The check character of ISO 7064 MOD 11-2: 0-9 or X. `digits` are decimal."""
    total = sum(2 ** (len(digits) - place) % 11 * int(digit) for place, digit in enumerate(digits))
    return _CHARACTERS[total % 11]
