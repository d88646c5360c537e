"""The directory: whom a call can be passed on to. Agents see numbers masked; who keeps the directory sees them."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from rexian.access.authorship import ChangeRequest, author_of, visible_to
from rexian.access.guard import DirectoryManager, DirectoryReader
from rexian.access.masking import mask_phone
from rexian.access.parts import Parts, WebParts
from rexian.business.access_control.contracts import Actor, Permission
from rexian.business.access_control.service import permissions_of
from rexian.business.calendar.service import is_open, next_opening
from rexian.business.directory.contracts import Entry, EntryContent, EntryKind

router = APIRouter(prefix="/api/directory", tags=["directory"])


class EntryBody(BaseModel):
    """All of an entry; `calendar_id` null = it can always be called."""

    name: str = Field(max_length=120)
    kind: EntryKind
    number: str = Field(max_length=40)
    calendar_id: str | None


class ChangedEntry(EntryBody):
    """`version` is the one that was read."""

    version: int


@dataclass(frozen=True)
class DirectoryLine:
    """An entry, and whether it is its hour; `next_opening` is now where it is, null where none comes."""

    entry_id: str
    version: int
    name: str
    kind: EntryKind
    number: str
    calendar_id: str | None
    is_open: bool
    next_opening: datetime | None


@router.get("")
async def list_directory(actor: DirectoryReader, parts: Parts) -> tuple[DirectoryLine, ...]:
    """The entries, by name."""
    entries = await parts.directory.all_entries(await visible_to(parts, actor))
    return await _lines(parts, actor, entries)


@router.post("", status_code=201)
async def create_directory_entry(
    body: EntryBody, actor: DirectoryManager, parts: Parts, asking: ChangeRequest
) -> DirectoryLine:
    """Make an entry."""
    entry = await parts.directory.create(_content(body), await author_of(parts, actor, asking))
    return (await _lines(parts, actor, (entry,)))[0]


@router.put("/{entry_id}")
async def change_directory_entry(
    entry_id: str, body: ChangedEntry, actor: DirectoryManager, parts: Parts, asking: ChangeRequest
) -> DirectoryLine:
    """Set all of an entry anew."""
    author = await author_of(parts, actor, asking)
    entry = await parts.directory.change(entry_id, body.version, _content(body), author)
    return (await _lines(parts, actor, (entry,)))[0]


@router.delete("/{entry_id}", status_code=204)
async def retire_directory_entry(entry_id: str, actor: DirectoryManager, parts: Parts, asking: ChangeRequest) -> None:
    """Take an entry out of the directory."""
    await parts.directory.retire(entry_id, await author_of(parts, actor, asking))


async def _lines(parts: WebParts, actor: Actor, entries: tuple[Entry, ...]) -> tuple[DirectoryLine, ...]:
    tables, now = await parts.calendars.timetables(), parts.clock.now()
    in_clear = Permission.MANAGE_DIRECTORY in permissions_of(actor.roles)
    lines = []
    for entry in entries:
        content = entry.content
        table = None if content.calendar_id is None else tables.get(content.calendar_id)
        lines.append(
            DirectoryLine(
                entry_id=entry.entry_id,
                version=entry.version,
                name=content.name,
                kind=content.kind,
                number=content.number if in_clear else mask_phone(content.number),
                calendar_id=content.calendar_id,
                is_open=table is None or is_open(table, now),
                next_opening=now if table is None else next_opening(table, now),
            )
        )
    return tuple(lines)


def _content(body: EntryBody) -> EntryContent:
    return EntryContent(body.name, body.kind, body.number, body.calendar_id)
