"""What is wrong with an entry of the directory: pure. Called by the service before it is stored."""

import re
from collections.abc import Iterator

from rexian.business.directory.contracts import EntryContent

NUMBER = re.compile(r"\+?[0-9*#]{2,20}")
LONGEST_NAME = 60


def faults_of(content: EntryContent, calendar_ids: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of field and fault; `calendar_ids` are the calendars in use."""
    return tuple(_faults(content, calendar_ids))


def _faults(content: EntryContent, calendar_ids: frozenset[str]) -> Iterator[tuple[str, str]]:
    if not content.name.strip() or not content.name.isprintable() or len(content.name) > LONGEST_NAME:
        yield "name", "no_name"
    if not NUMBER.fullmatch(content.number):
        yield "number", "no_number"
    if content.calendar_id is not None and content.calendar_id not in calendar_ids:
        yield "calendar_id", "unknown"
