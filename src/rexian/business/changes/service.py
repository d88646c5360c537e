"""One change of the centre's own data as one transaction: request key, the change itself, audit, revision.

The trades that keep tables for routing (calendar, caller marks, directory, trunks) do their writing inside it.
"""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.audit.contracts import AuditAction, AuditEntry
from rexian.business.audit.service import AuditTrail
from rexian.business.changes.contracts import Author
from rexian.business.changes.errors import ChangedMeanwhile
from rexian.business.idempotency.contracts import RequestKey
from rexian.business.idempotency.service import RequestKeys
from rexian.business.organisation.service import grow_revision_in
from rexian.kit.clock import Clock
from rexian.kit.database import Database

ID_DIGITS = 32


@dataclass(frozen=True)
class Change:
    """The transaction to write in. Nothing is written where `is_new` is false: the request has acted before."""

    session: AsyncSession
    is_new: bool


class Changes:
    """Opens the transactions that change the centre's data."""

    def __init__(self, database: Database, clock: Clock, audit: AuditTrail) -> None:
        self._database = database
        self._audit = audit
        self._request_keys = RequestKeys(clock)

    @asynccontextmanager
    async def begin(
        self, author: Author, action: AuditAction, object_kind: str, object_id: str, *, for_control: bool = True
    ) -> AsyncIterator[Change]:
        """A transaction for one change; audited, and control told by the revision, where it acts.

        `for_control` is false for what no call knows of, a draft say: control need not read everything again.

        Raises IdempotencyKeyReused for another request's key, and DatabaseUnavailable.
        """
        async with self._database.transaction() as session:
            is_new = await self._request_keys.first_time(session, author.request)
            yield Change(session, is_new)
            if is_new:
                self._audit.add_to(session, _entry(author, action, object_kind, object_id))
                if for_control:
                    await grow_revision_in(session)


def id_made_by(request: RequestKey) -> str:
    """The id of what a request creates: the same for a repeated request, which so finds what it has made."""
    return hashlib.sha256(f"{request.actor_id}\0{request.key}".encode()).hexdigest()[:ID_DIGITS]


def check_version(stored: int, known: int) -> None:
    """Raises ChangedMeanwhile where the version that the author has seen is not the stored one."""
    if stored != known:
        raise ChangedMeanwhile(version=stored)


def _entry(author: Author, action: AuditAction, object_kind: str, object_id: str) -> AuditEntry:
    return AuditEntry(
        action=action,
        actor_id=author.user_id,
        organisation_id=author.organisation_id,
        object_kind=object_kind,
        object_id=object_id,
        client_address=author.client_address,
        details={},
    )
