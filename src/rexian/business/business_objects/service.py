"""What a site wants of its business objects: switched on or off, and their settings. Audited; acts once a request.

The objects process reads `wishes` and follows them; whether settings fit the object's form is checked by it and by the
API before they are stored.
"""

from collections.abc import Mapping
from typing import Any

import orjson

from rexian.business.audit.contracts import AuditAction
from rexian.business.business_objects import repository
from rexian.business.business_objects.contracts import Wish
from rexian.business.business_objects.models import ObjectWishRow
from rexian.business.business_objects.rules import checked_against_form
from rexian.business.changes.contracts import Author
from rexian.business.changes.service import Changes, check_version
from rexian.kit.clock import Clock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database

OBJECT_KIND = "business_object"


class BusinessObjects:
    """The wishes for objects, by name."""

    def __init__(self, database: Database, changes: Changes, clock: Clock, key_ring: KeyRing) -> None:
        self._database = database
        self._changes = changes
        self._clock = clock
        self._key_ring = key_ring

    async def wishes(self) -> dict[str, Wish]:
        """Of those objects for which anything was ever set. Raises DatabaseUnavailable."""
        async with self._database.transaction() as session:
            return {row.name: self._wish(row) for row in await repository.all_wishes(session)}

    async def switch(self, name: str, is_on: bool, author: Author) -> None:
        """Switch an object on or off."""
        async with self._changes.begin(author, AuditAction.CHANGED, OBJECT_KIND, name) as change:
            if change.is_new:
                row = await repository.wish_of(change.session, name) or self._new(name, author)
                row.is_on = is_on
                self._changed(row, author)
                change.session.add(row)

    async def configure(
        self, name: str, version: int, settings: Mapping[str, Any], form: Mapping[str, Any], author: Author
    ) -> None:
        """Set an object's settings anew; `form` is its JSON Schema, a secret one that is left out stays as it is.

        Raises ObjectSettingsInvalid, and ChangedMeanwhile where `version` is not the stored one (0 = none).
        """
        async with self._changes.begin(author, AuditAction.CHANGED, OBJECT_KIND, name) as change:
            if change.is_new:
                row = await repository.wish_of(change.session, name) or self._new(name, author)
                check_version(row.version, version)
                checked = checked_against_form(form, settings, self._wish(row).settings)
                row.settings_sealed = self._sealed(name, checked)
                self._changed(row, author)
                change.session.add(row)

    async def note(self, name: str, author: Author) -> bool:
        """Audit that an object was reloaded or put back, or folders were looked through; whether it is the first time
        of this request."""
        async with self._changes.begin(author, AuditAction.CHANGED, OBJECT_KIND, name) as change:
            return change.is_new

    def _new(self, name: str, author: Author) -> ObjectWishRow:
        return ObjectWishRow(
            name=name,
            version=0,
            is_on=True,
            settings_sealed=self._sealed(name, {}),
            changed_by=author.user_id,
            changed_at=self._clock.now(),
        )

    def _changed(self, row: ObjectWishRow, author: Author) -> None:
        row.version += 1
        row.changed_by, row.changed_at = author.user_id, self._clock.now()

    def _wish(self, row: ObjectWishRow) -> Wish:
        settings = orjson.loads(self._key_ring.open_text(row.settings_sealed, context=_context(row.name)))
        return Wish(row.is_on, settings, row.version)

    def _sealed(self, name: str, settings: Mapping[str, Any]) -> str:
        return self._key_ring.seal_text(orjson.dumps(dict(settings)).decode(), context=_context(name))


def _context(name: str) -> str:
    return f"object_wish.settings.{name}"
