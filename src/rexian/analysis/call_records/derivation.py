"""Keeping call records in step with facts: at each new fact of a finished contact, and for all of them on a rebuild.

While a contact goes on it has no record, so a call costs one fold at its end and one for each fact that comes late.
"""

from collections.abc import Callable, Sequence
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncSession

from rexian.analysis.call_records import repository
from rexian.analysis.call_records.contracts import CallRecord
from rexian.analysis.call_records.rules import RECORD_TYPES, project
from rexian.analysis.facts import repository as facts
from rexian.analysis.facts.upcasts import current
from rexian.control.contracts.events import Event
from rexian.kit.database import Database

Progress = Callable[[int, int], None]
"""Told how many contacts are done, and of how many."""

PAGE_CONTACTS = 500


class CallRecordDerivation:
    """Refreshes the records of contacts that new facts belong to (rexian.analysis.facts.service.Derivation)."""

    async def refresh(self, session: AsyncSession, new_events: Sequence[Event]) -> None:
        """Fold each finished contact among `new_events` again from all of its facts."""
        touched = {event.contact_id for event in new_events if event.contact_id and event.type in RECORD_TYPES}
        if not touched:
            return
        ended = sorted(await facts.ended_among(session, touched))
        if ended:
            await repository.replace_records(session, ended, await _folded(session, ended))


async def rebuild(database: Database, progress: Progress, *, page_contacts: int = PAGE_CONTACTS) -> int:
    """Drop all derived rows and make them again from facts, page by page; gives the number of records.

    The list stays readable meanwhile and new facts may go on coming: each page is replaced in one transaction, and
    nothing else writes facts during it. A rebuild that was broken off is simply begun again.
    """
    async with database.transaction() as session:
        total = await facts.count_ended(session)
    last, contacts, records = "", 0, 0
    while True:
        async with database.transaction() as session:
            await facts.lock_writing(session)
            page = await facts.contacts_after(session, last, page_contacts)
            folded = await _folded(session, page) if page else []
            await repository.replace_range(session, last, page[-1] if page else None, folded)
        if not page:
            return records
        last, contacts, records = page[-1], contacts + len(page), records + len(folded)
        progress(contacts, max(total, contacts))


async def _folded(session: AsyncSession, contact_ids: Sequence[str]) -> list[CallRecord]:
    """The records of contacts, read with one query."""
    events = await facts.facts_of(session, contact_ids, RECORD_TYPES)
    by_contact = groupby(events, key=lambda event: event.contact_id)
    folded = (project(current(event) for event in group) for _, group in by_contact)
    return [record for record in folded if record is not None]
