"""What is wrong with an entry of the directory."""

import pytest

from rexian.business.directory.contracts import EntryContent, EntryKind
from rexian.business.directory.rules import faults_of

pytestmark = pytest.mark.pure

CALENDARS = frozenset({"office"})


@pytest.mark.parametrize(
    ("entry", "faults"),
    [
        (EntryContent("信贷管理部", EntryKind.DEPARTMENT, "037165881234", "office"), ()),
        (EntryContent("12345", EntryKind.PARTNER, "12345", None), ()),
        (EntryContent("王主任", EntryKind.LEADER, "+8613800138000", None), ()),
        (EntryContent("", EntryKind.OTHER, "110", None), (("name", "no_name"),)),
        (EntryContent("a\0", EntryKind.OTHER, "110", None), (("name", "no_name"),)),
        (EntryContent("x", EntryKind.OTHER, "1", None), (("number", "no_number"),)),
        (EntryContent("x", EntryKind.OTHER, "abc", None), (("number", "no_number"),)),
        (EntryContent("x", EntryKind.BANK_CLERK, "95588", "night"), (("calendar_id", "unknown"),)),
    ],
)
def test_an_entry_is_judged(entry: EntryContent, faults: tuple[tuple[str, str], ...]) -> None:
    assert faults_of(entry, CALENDARS) == faults
