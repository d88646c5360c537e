"""What the configuration says of a call that comes in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.control.calls.floor import centre_configuration

from rexian.control.contacts.entry_tables import EntryTables
from rexian.control.contacts.inputs import CitizenArrived
from rexian.control.contracts.configuration import NumberConfiguration
from rexian.control.contracts.entry import (
    Admission,
    CallerWarning,
    DirectoryEntry,
    KeeperKind,
    MarkedCaller,
    OpeningHours,
    Treatment,
    TreatmentPeriod,
)
from rexian.control.contracts.trunks import OutboundRule, TrunkConfiguration
from rexian.control.numbering.dialling import Dialling

pytestmark = pytest.mark.pure

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
REFUSED = Treatment(Admission.REFUSE, 0, (CallerWarning("black", "辱骂"),))
WARNED = Treatment(Admission.ADMIT, 0, (CallerWarning("black", "辱骂"),))
ENTRY = DirectoryEntry("e1", "c", "信贷管理部", "department", "037165881234", "office")
CENTRE = replace(
    centre_configuration("a"),
    numbers=(NumberConfiguration("12329", "c", "hotline"),),
    trunks=(TrunkConfiguration("city", "0371", "86", "12329", (OutboundRule("1", (11,), 0, "0"),)),),
    opening_hours=(
        OpeningHours(
            "office",
            ("human-service",),
            ("12329",),
            NOON + 99 * HOUR,
            ((NOON, NOON + HOUR), (NOON + 2 * HOUR, NOON + 3 * HOUR)),
        ),
    ),
    marked_callers=(
        MarkedCaller("hash", (TreatmentPeriod(NOON + HOUR, REFUSED), TreatmentPeriod(NOON + 2 * HOUR, WARNED))),
        MarkedCaller("lasting", (TreatmentPeriod(None, REFUSED),)),
    ),
    directory=(ENTRY,),
)
TABLES = EntryTables(CENTRE)


@pytest.mark.parametrize(
    ("trunk", "caller", "called", "kept"),
    [
        ("city", "+8613800138000", "037112329", ("13800138000", "12329")),
        ("city", "65881234", "12329", ("037165881234", "12329")),
        ("city", "anonymous", "99999", ("", "99999")),
        ("unknown", "65881234", "12329", ("65881234", "12329")),
    ],
)
def test_a_call_arrives_with_its_numbers_in_one_form(
    trunk: str, caller: str, called: str, kept: tuple[str, str]
) -> None:
    event = TABLES.arriving(CitizenArrived("n1-1.0", trunk, caller, called))
    assert (event.caller_number, event.called_number) == kept
    assert (event.channel_id, event.trunk) == ("n1-1.0", trunk)


@pytest.mark.parametrize(
    ("hours", "is_open", "next_opening"),
    [(-1, False, 0), (0, True, 0), (0.5, True, 0.5), (1, False, 2), (2, True, 2), (3, False, None)],
)
def test_a_queue_and_a_number_keep_their_hours(hours: float, is_open: bool, next_opening: float | None) -> None:
    now = NOON + hours * HOUR
    expected = None if next_opening is None else NOON + next_opening * HOUR
    for kind, subject in ((KeeperKind.QUEUE, "human-service"), (KeeperKind.NUMBER, "12329")):
        assert TABLES.is_open(kind, subject, now) is is_open
        assert TABLES.next_opening(kind, subject, now) == expected
    assert TABLES.is_reachable(ENTRY, now) is is_open


def test_what_keeps_to_no_calendar_is_always_open() -> None:
    assert TABLES.is_open(KeeperKind.QUEUE, "other", NOON - HOUR)
    assert TABLES.next_opening(KeeperKind.NUMBER, "human-service", NOON - HOUR) == NOON - HOUR
    assert TABLES.is_reachable(replace(ENTRY, calendar_id=None), NOON - HOUR)


def test_a_marked_caller_is_treated_by_the_period_that_holds() -> None:
    assert TABLES.treatment("hash", NOON) == REFUSED
    assert TABLES.treatment("hash", NOON + HOUR) == WARNED
    assert TABLES.treatment("hash", NOON + 2 * HOUR) == Treatment()
    assert TABLES.treatment("lasting", NOON + 999 * HOUR) == REFUSED
    assert TABLES.treatment("nobody", NOON) == Treatment()


def test_the_directory_and_the_way_out() -> None:
    assert TABLES.directory_entry("e1") == ENTRY
    assert TABLES.directory_entry("e2") is None
    assert TABLES.dialling("13800138000") == Dialling(CENTRE.trunks[0], "013800138000", "12329")
    assert TABLES.dialling("12345") is None
