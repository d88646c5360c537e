"""Who changed one of the centre's own records, and when: from the audit trail, for those who may change such ones."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from rexian.access.authorship import visible_to
from rexian.access.guard import ChangeReader
from rexian.access.names import Names
from rexian.access.parts import Parts

router = APIRouter(prefix="/api/changes", tags=["changes"])

RecordKind = Literal[
    "queue", "group", "trunk", "number_rule", "calendar", "caller_mark", "directory_entry", "user", "legal_hold"
]


@dataclass(frozen=True)
class RecordChange:
    """What was done: created, changed, retired, password_set, unlocked; `by` is a name."""

    time: datetime
    action: str
    by: str


@router.get("")
async def list_changes(
    actor: ChangeReader, parts: Parts, kind: RecordKind, record_id: Annotated[str, Query(max_length=64)]
) -> tuple[RecordChange, ...]:
    """The last changes of one record, newest first."""
    names = await Names.read(parts)
    entries = await parts.audit.about(kind, record_id, await visible_to(parts, actor))
    return tuple(RecordChange(entry.time, entry.action, names.agent(entry.actor_id or "")) for entry in entries)
