"""What must be true after a soak, asked of the telephones, the journal, the database and Asterisk. Each finding is a
sentence that names the contact and tells its story."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from tests.rig.instance import Instance
from tests.rig.records import Records, Row
from tests.rig.soak.citizens import Fate
from tests.rig.soak.plan import Doings
from tests.rig.soak.tail import JournalTail

from rexian.kit.waiting import DeadlineExceeded, until

WRITTEN_SECONDS = 60.0
QUIET_SECONDS = 30.0
SETTING_UP = timedelta(seconds=1)
"""A block is announced first, then its taps are made, then written. A control that dies in between, a moment on a calm
machine, can have it begun anew only when it is back: until then, and no longer, there is a gap (docs/LIMITS.md)."""
RETURN_SECONDS = 0.5
"""From control's return as it is seen here to the end of such a block, at most."""
SHOWN = 5
"""Findings that are told with their stories."""


class Judgement:
    """Ask in any order; `findings` are what was wrong."""

    def __init__(self, tail: JournalTail, records: Records, doings: Doings) -> None:
        self._tail = tail
        self._records = records
        self._doings = doings
        self._found: list[tuple[str, str]] = []

    @property
    def findings(self) -> str:
        """Empty when all is well."""
        told = [f"{contact_id}: {what}\n{self._tail.story(contact_id)}" for contact_id, what in self._found[:SHOWN]]
        more = [f"{contact_id}: {what}" for contact_id, what in self._found[SHOWN:]]
        return "\n".join(told + more)

    def _find(self, contact_id: str, what: str) -> None:
        self._found.append((contact_id, what))

    # No call is cut by us

    def no_call_was_cut(self, fates: Sequence[Fate]) -> None:
        """Every call was ended by its citizen, or on purpose by an agent; the journal says the same."""
        for fate in fates:
            if not fate.by_citizen and fate.contact_id not in self._doings.hung_up_by_agents:
                self._find(fate.contact_id, f"cut ({fate.code})")
        of_citizens = {fate.contact_id for fate in fates}
        for contact_id, events in self._tail.contacts.items():
            if contact_id not in of_citizens:
                self._find(contact_id, "no citizen knows of it")
            ended = [event for event in events if event["type"] == "contact.ended"]
            allowed = {"citizen"} | ({"agent"} if contact_id in self._doings.hung_up_by_agents else set())
            if [event["data"]["ended_by"] in allowed for event in ended] != [True]:
                self._find(contact_id, f"ended as {[event['data'] for event in ended]}")

    async def nothing_is_left_over(self, instance: Instance) -> None:
        """Asterisk holds no leg of anybody."""

        async def silent() -> bool:
            return not await instance.channel_names()

        try:
            await until(silent, deadline_seconds=QUIET_SECONDS, what="no channel at Asterisk")
        except DeadlineExceeded:
            self._find("-", f"legs without an owner: {await instance.channel_names()}")

    # No event is lost

    async def all_events_are_facts(self) -> None:
        """For each contact the journal's events are the facts, once each and without a gap in their numbers."""
        await self._eventually(
            self._wrong_facts, "SELECT contact_id, id, sequence FROM facts WHERE contact_id = ANY(:ids)"
        )

    def _wrong_facts(self, contact_id: str, facts: Sequence[Row]) -> str:
        journal = [(event["sequence"], event["id"]) for event in self._tail.contacts[contact_id]]
        stored = sorted((fact["sequence"], fact["id"]) for fact in facts)
        if [number for number, _ in journal] != list(range(1, len(journal) + 1)):
            return f"the journal's numbers are {[number for number, _ in journal]}"
        return "" if stored == journal else f"{len(stored)} facts of {len(journal)} events"

    async def all_calls_have_records(self) -> None:
        """A call record for each."""
        await self._eventually(
            lambda _contact_id, rows: "" if len(rows) == 1 else f"{len(rows)} call records",
            "SELECT contact_id FROM call_records WHERE contact_id = ANY(:ids)",
        )

    # Every recording is complete

    async def all_recordings_are_complete(self) -> None:
        """Each segment that recorded anything has a stored recording of all its blocks, and none has a gap."""
        await self._eventually(
            self._wrong_recordings,
            "SELECT r.contact_id, r.recording_id, r.state, r.error_code, r.expected_seconds, r.captured_seconds,"
            " (SELECT count(*) FROM recording_blocks b WHERE b.recording_id = r.recording_id) AS blocks,"
            " (SELECT json_agg(g) FROM recording_gaps g WHERE g.recording_id = r.recording_id) AS gaps"
            " FROM recordings r WHERE r.contact_id = ANY(:ids)",
        )

    def _wrong_recordings(self, contact_id: str, rows: Sequence[Row]) -> str:
        events = self._tail.contacts[contact_id]
        begun = [event["data"] for event in events if event["data"].get("recording_id")]
        expected = {data["recording_id"] for data in begun}
        blocks: dict[str, set[int]] = defaultdict(set)
        for data in begun:
            if "block" in data:
                blocks[data["recording_id"]].add(data["block"])
        stopped = {event["data"]["recording_id"] for event in events if event["type"] == "recording.stopped"}
        stored = {row["recording_id"]: row for row in rows}
        wrong = [f"{recording_id} was never told as complete" for recording_id in expected - stopped]
        for recording_id, numbers in blocks.items():
            row = stored.get(recording_id)
            excused = self._without_control(events, recording_id)
            gaps = [
                gap
                for gap in (row and row["gaps"]) or ()
                if gap["expected_seconds"] > excused.get(gap["block"], 0.0) + RETURN_SECONDS
            ]
            if row is None or row["state"] != "stored" or gaps or row["blocks"] != len(numbers):
                wrong.append(f"recording {recording_id} of {len(numbers)} blocks is {row}")
        return "; ".join(wrong)

    def _without_control(self, events: Sequence[Row], recording_id: str) -> dict[int, float]:
        """Of each block that began in the moment before control was killed, how long control was away from it."""
        begun = [
            (event["data"]["block"], datetime.fromisoformat(event["time"]))
            for event in events
            if event["type"] == "recording.block_started" and event["data"]["recording_id"] == recording_id
        ]
        return {
            block: (kill.back - at).total_seconds()
            for block, at in begun
            for kill in self._doings.kills
            if at <= kill.at <= at + SETTING_UP
        }

    async def _eventually(self, wrong: Callable[[str, Sequence[Row]], str], statement: str) -> None:
        """Ask the database about all contacts until nothing is wrong with any; what stays wrong is found."""
        contact_ids = list(self._tail.contacts)
        left: dict[str, str] = {}

        async def none_wrong() -> bool:
            rows = await self._records.rows(statement, ids=contact_ids)
            of: dict[str, list[Row]] = defaultdict(list)
            for row in rows:
                of[row["contact_id"]].append(row)
            left.clear()
            left.update({each: what for each in contact_ids if (what := wrong(each, of[each]))})
            return not left

        try:
            await until(none_wrong, deadline_seconds=WRITTEN_SECONDS, interval_seconds=0.5, what=statement)
        except DeadlineExceeded:
            for contact_id, what in left.items():
                self._find(contact_id, what)
