"""Hashing passwords with argon2id, in threads: it takes tens of milliseconds and as many megabytes on purpose."""

import asyncio
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHES_AT_ONCE = 2
"""More at once would only slow each other down and let a flood of sign-ins eat the memory."""


class Passwords:
    """Hashes and verifies; parameters are the library's own (RFC 9106, low-memory profile)."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._places = asyncio.Semaphore(HASHES_AT_ONCE)
        self._nobody: str | None = None

    async def hash(self, password: str) -> str:
        """The hash to store."""
        async with self._places:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, password: str, stored_hash: str | None) -> bool:
        """Whether the password is the stored one. None (no such user) takes as long and is never right."""
        known_hash = stored_hash or await self._hash_of_nobody()
        async with self._places:
            is_right = await asyncio.to_thread(self._verify, password, known_hash)
        return is_right and stored_hash is not None

    def _verify(self, password: str, stored_hash: str) -> bool:
        try:
            return self._hasher.verify(stored_hash, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _hash_of_nobody(self) -> str:
        if self._nobody is None:
            self._nobody = await self.hash(secrets.token_urlsafe())
        return self._nobody

    async def warm_up(self) -> None:
        """Make the comparison hash for unknown users now, so that the first attempt takes no longer than others."""
        await self._hash_of_nobody()
