"""Query passwords: argon2id hashes, made stronger at the next sign-in where they were made with weak parameters.

Six digits fall to a search of a million tries whatever the hash; the lock after three tries is what protects them on
the line. The hash protects against reading them out of a database and against equal passwords showing as equal.
"""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

STRONG = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's minimum for argon2id: 19 MiB, two passes, one lane."""

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Salted like the strong one but some 30 microseconds each: for filling demo data; a sign-in upgrades it."""

_NOBODY = STRONG.hash("no person has this password")


def matches(password_hash: str | None, password: str) -> bool:
    """True where the password is right. Takes as long for a person who does not exist."""
    try:
        STRONG.verify(password_hash or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def upgraded(password_hash: str, password: str) -> str | None:
    """A stronger hash of the same password, or None where the present one is strong enough."""
    return STRONG.hash(password) if STRONG.check_needs_rehash(password_hash) else None
