"""The keyed hash by which a caller's number is known without being kept."""

from rexian.kit.crypto import KeyRing

PURPOSE = "caller_marks.number"


def caller_hash(key_ring: KeyRing, number: str) -> str:
    """The hash of a number in its kept form."""
    return key_ring.search_hash(number, purpose=PURPOSE)
