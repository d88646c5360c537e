"""The shape that the centre's own records share: who may change one, and how faults of what was set are told.

A record belongs to an organisation and is retired instead of deleted. Called by the trades that keep such records.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol, TypeVar

from rexian.business.changes.contracts import Author
from rexian.kit.errors import RexianError


class Record(Protocol):
    """A row of such a record."""

    @property
    def organisation_id(self) -> str: ...

    @property
    def retired_at(self) -> datetime | None: ...


Row = TypeVar("Row", bound=Record)


def to_change(row: Row | None, author: Author, missing: type[RexianError]) -> Row:
    """The record, if it is in use and the author may change it; else `missing` is raised: nobody learns of others'."""
    if row is None or row.retired_at is not None or row.organisation_id not in author.organisation_ids:
        raise missing
    return row


def stored(row: Row | None, missing: type[RexianError]) -> Row:
    """The record that was just made or changed. Raises `missing` where a repeated request finds none."""
    if row is None:
        raise missing
    return row


def refuse(faults: Iterable[tuple[str, str]], invalid: type[RexianError]) -> None:
    """Raise `invalid` with every pair of field and fault; nothing happens without any."""
    told = [{"field": field, "fault": fault} for field, fault in faults]
    if told:
        raise invalid(fields=told)
