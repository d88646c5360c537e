"""Call records for those who may see them. Which ones that is, the caller says with a CallFilter."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import structlog

from rexian.analysis.call_records import details, repository
from rexian.analysis.call_records.contracts import (
    CallDetail,
    CallFilter,
    CallPage,
    CallRecord,
    ListedCall,
    PromptDetail,
)
from rexian.analysis.call_records.errors import CallRecordMissing, CursorInvalid
from rexian.analysis.facts import repository as facts
from rexian.analysis.facts.upcasts import current
from rexian.business.contact_keys.service import ContactKeys
from rexian.kit.clock import SystemClock
from rexian.kit.crypto import DataKey, KeyRing, SealBroken
from rexian.kit.database import Database

CALLER_NUMBER_CONTEXT = "event.caller_number"
PROMPT_TEXT_CONTEXT = "event.text"

log = structlog.get_logger(__name__)


class CallRecords:
    """Reads call records and opens what is sealed in them; changes nothing."""

    def __init__(self, database: Database, key_ring: KeyRing) -> None:
        self._database = database
        self._keys = ContactKeys(database, key_ring, SystemClock())

    async def list_records(
        self, call_filter: CallFilter, *, limit: int = 50, before_cursor: str | None = None
    ) -> CallPage:
        """A page of records, newest first, without segments. Raises CursorInvalid."""
        before = _read_cursor(before_cursor) if before_cursor else None
        async with self._database.transaction() as session:
            records = await repository.list_records(session, call_filter, before, limit + 1)
        shown = records[:limit]
        keys = await self._keys.find(record.contact_id for record in shown)
        calls = tuple(ListedCall(record, _caller_number(record, keys.get(record.contact_id))) for record in shown)
        return CallPage(calls, _cursor(shown[-1]) if len(records) > limit else None)

    async def get_record(
        self, contact_id: str, call_filter: CallFilter | None = None, *, with_prompt_texts: bool = False
    ) -> CallDetail:
        """One contact with segments, offers and prompts. Raises CallRecordMissing, also where it may not be seen."""
        async with self._database.transaction() as session:
            record = await repository.find_record(session, contact_id)
            events = [current(fact) for fact in await facts.facts_of(session, [contact_id], None)]
        if record is None or not _may_see(record, call_filter or CallFilter()):
            raise CallRecordMissing
        key = (await self._keys.find([contact_id])).get(contact_id)
        prompts = details.prompts(events)
        return CallDetail(
            record=record,
            caller_number=_caller_number(record, key),
            offers=details.offers(events),
            follows=details.follows(events),
            prompts=_with_texts(contact_id, prompts, key) if with_prompt_texts and key else prompts,
        )


def _may_see(record: CallRecord, call_filter: CallFilter) -> bool:
    organisations, agent_id = call_filter.organisation_ids, call_filter.agent_id
    return (organisations is None or record.organisation_id in organisations) and (
        agent_id is None or agent_id in record.agent_ids
    )


def _caller_number(record: CallRecord, key: DataKey | None) -> str | None:
    return _opened(record.contact_id, record.caller_number_sealed, key, CALLER_NUMBER_CONTEXT)


def _with_texts(contact_id: str, prompts: Sequence[PromptDetail], key: DataKey) -> tuple[PromptDetail, ...]:
    return tuple(
        replace(prompt, text=_opened(contact_id, prompt.text_sealed, key, PROMPT_TEXT_CONTEXT)) for prompt in prompts
    )


def _opened(contact_id: str, token: str | None, key: DataKey | None, context: str) -> str | None:
    """The clear value; a value that does not open is left out, so that it cannot take the whole page with it."""
    if token is None or key is None:
        return None
    try:
        return key.open_text(token, context=context)
    except SealBroken:
        log.error("sealed value does not open", contact_id=contact_id, context=context)
        return None


def _cursor(record: CallRecord) -> str:
    return f"{record.started_at.astimezone(UTC).isoformat()}~{record.contact_id}"


def _read_cursor(cursor: str) -> tuple[datetime, str]:
    started_at, separator, contact_id = cursor.partition("~")
    try:
        moment = datetime.fromisoformat(started_at)
    except ValueError as error:
        raise CursorInvalid from error
    if not separator or moment.tzinfo is None:
        raise CursorInvalid
    return moment, contact_id
