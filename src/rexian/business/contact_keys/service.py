"""Keeping, finding and erasing the keys of contacts."""

from collections.abc import Iterable, Mapping

from rexian.business.contact_keys import repository
from rexian.business.contact_keys.errors import ContactErased, ContactKeyMissing
from rexian.kit.clock import Clock
from rexian.kit.crypto import DataKey, KeyRing
from rexian.kit.database import Database


class ContactKeys:
    """The one place that knows where contact keys are."""

    def __init__(self, database: Database, key_ring: KeyRing, clock: Clock) -> None:
        self._database = database
        self._key_ring = key_ring
        self._clock = clock

    async def keep(self, wrapped_keys: Mapping[str, str]) -> None:
        """Store wrapped keys by contact id. The first one of a contact stays; an erased contact stays erased."""
        async with self._database.transaction() as session:
            await repository.add_keys(session, wrapped_keys, self._clock.now())

    async def find(self, contact_ids: Iterable[str]) -> dict[str, DataKey]:
        """The keys of those contacts that have one; missing and erased ones are left out."""
        async with self._database.transaction() as session:
            wrapped = await repository.wrapped_keys(session, contact_ids)
        return {contact_id: self._key_ring.unwrap(key) for contact_id, key in wrapped.items() if key is not None}

    async def get(self, contact_id: str) -> DataKey:
        """The contact's key. Raises ContactKeyMissing (it may still come) or ContactErased (it never will)."""
        async with self._database.transaction() as session:
            wrapped = await repository.wrapped_keys(session, [contact_id])
        if contact_id not in wrapped:
            raise ContactKeyMissing(contact_id=contact_id)
        key = wrapped[contact_id]
        if key is None:
            raise ContactErased(contact_id=contact_id)
        return self._key_ring.unwrap(key)

    async def erase(self, contact_id: str) -> None:
        """Make every personal value and the recordings of the contact unreadable, for good. Idempotent."""
        async with self._database.transaction() as session:
            await repository.erase_key(session, contact_id, self._clock.now())
