"""What the centre's configuration says of a call that comes in: looked up, never computed on a call's path.

Built anew with each configuration. `arriving` is applied to every call; hours, marks and the directory are asked by
whoever routes.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from rexian.control.contacts.inputs import CitizenArrived
from rexian.control.contracts.configuration import CentreConfiguration
from rexian.control.contracts.entry import NOBODY_SPECIAL, DirectoryEntry, KeeperKind, OpeningHours, Treatment
from rexian.control.numbering.called import rule_for
from rexian.control.numbering.dialling import Dialling, dialling
from rexian.control.numbering.plan import NumberPlan, normal_caller


class EntryTables:
    """The tables of one configuration."""

    def __init__(self, centre: CentreConfiguration) -> None:
        self._trunks = centre.trunks
        self._rules = {number.called_number: number for number in centre.numbers}
        self._plans = {trunk.name: NumberPlan(trunk.area_code, trunk.country_code) for trunk in centre.trunks}
        self._marked = {caller.number_hash: caller.periods for caller in centre.marked_callers}
        self._hours = {hours.calendar_id: hours for hours in centre.opening_hours}
        self._kept = _keepers(centre)
        self._directory = {entry.entry_id: entry for entry in centre.directory}

    def arriving(self, event: CitizenArrived) -> CitizenArrived:
        """The call with the caller's number in its kept form, and the called number as its rule has it.

        A trunk that is not known (made a moment ago) has the plan of a trunk without an area code.
        """
        plan = self._plans.get(event.trunk, NumberPlan())
        rule = rule_for(event.called_number, self._rules, plan)
        called_number = event.called_number if rule is None else rule.called_number
        return replace(event, caller_number=normal_caller(event.caller_number, plan), called_number=called_number)

    def kept_form(self, trunk: str, number: str) -> str:
        """A number as a caller of that trunk keys it, in its kept form; empty where it is none."""
        return normal_caller(number, self._plans.get(trunk, NumberPlan()))

    def treatment(self, number_hash: str, now: datetime) -> Treatment:
        """How the caller of that hash is treated at that moment."""
        for period in self._marked.get(number_hash, ()):
            if period.until is None or now < period.until:
                return period.treatment
        return NOBODY_SPECIAL

    def is_open(self, kind: KeeperKind, subject_id: str, now: datetime) -> bool:
        """Whether a queue or a called number is open; one that keeps to no calendar always is."""
        hours = self._kept.get((kind, subject_id))
        return hours is None or _opening_at(hours, now) == now

    def next_opening(self, kind: KeeperKind, subject_id: str, now: datetime) -> datetime | None:
        """The first moment from now on at which it is open; None where none is known."""
        hours = self._kept.get((kind, subject_id))
        return now if hours is None else _opening_at(hours, now)

    def openings(self, calendar_id: str) -> tuple[tuple[datetime, datetime], ...] | None:
        """The openings of a calendar as far as they are known; None for one that is not there."""
        hours = self._hours.get(calendar_id)
        return None if hours is None else hours.openings

    def directory_entry(self, entry_id: str) -> DirectoryEntry | None:
        """An entry of the directory, open or not."""
        return self._directory.get(entry_id)

    def directory_number(self, number: str) -> DirectoryEntry | None:
        """The entry that has this number, open or not."""
        return next((entry for entry in self._directory.values() if entry.number == number), None)

    def is_reachable(self, entry: DirectoryEntry, now: datetime) -> bool:
        """Whether it is the entry's hour."""
        return self.next_reachable(entry, now) == now

    def next_reachable(self, entry: DirectoryEntry, now: datetime) -> datetime | None:
        """The first moment from now on that is the entry's hour; None where none is known."""
        hours = None if entry.calendar_id is None else self._hours.get(entry.calendar_id)
        return now if hours is None else _opening_at(hours, now)

    def dialling(self, number: str) -> Dialling | None:
        """How a number (in its kept form) is dialled out; None where no trunk carries it."""
        return dialling(number, self._trunks)


def _keepers(centre: CentreConfiguration) -> Mapping[tuple[KeeperKind, str], OpeningHours]:
    queues = {(KeeperKind.QUEUE, queue): hours for hours in centre.opening_hours for queue in hours.queue_ids}
    numbers = {(KeeperKind.NUMBER, number): hours for hours in centre.opening_hours for number in hours.called_numbers}
    return {**queues, **numbers}


def _opening_at(hours: OpeningHours, now: datetime) -> datetime | None:
    """The moment itself where it is open, else the next opening's first."""
    place = bisect_right(hours.openings, now, key=lambda opening: opening[1])
    return None if place == len(hours.openings) else max(hours.openings[place][0], now)
