"""Calendars, marks, directory, numbers and trunks over the API: kept, changed once per request, audited, refused."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter
from sqlalchemy import text
from tests.app.web.conftest import RunningWeb
from tests.business.trunks.examples import IMS, NO1, trunk

from rexian.app.configuration import read_centre_configuration
from rexian.app.trades import routing_trades
from rexian.app.trunk_lines import read_lines
from rexian.business.trunks.contracts import Parameters, TrunkContent
from rexian.control.contracts.configuration import CentreConfiguration
from rexian.control.contracts.entry import Admission
from rexian.control.contracts.trunks import SipTrunk
from rexian.control.numbering.hashing import caller_hash
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database

pytestmark = pytest.mark.parts

OFFICE = [{"opens": "08:30", "closes": "12:00"}, {"opens": "14:00", "closes": "17:30"}]
CALENDAR = {
    "name": "工作时间",
    "week": [*[OFFICE] * 5, [], []],
    "follows_public_holidays": True,
    "make_up_weekday": 0,
    "own_days": [
        {"day": "2026-12-31", "kind": "own_hours", "name": "年终结算", "hours": [{"opens": "00:00", "closes": "24:00"}]}
    ],
    "queue_ids": ["human-service"],
    "called_numbers": ["12329"],
}
MARK = {
    "number": "+86 138-0013-8000",
    "kind": "black",
    "reason": "多次辱骂话务员",
    "grade": None,
    "level": "menu_only",
    "expires_at": None,
}
ENTRY = {"name": "信贷管理部", "kind": "department", "number": "037165881234", "calendar_id": None}


def key(name: str) -> dict[str, str]:
    return {"Idempotency-Key": f"key-for-{name}"}


def content_of(parameters: Parameters, name: str) -> dict[str, Any]:
    document: dict[str, Any] = TypeAdapter(TrunkContent).dump_python(trunk(parameters, name), mode="json")
    return document


async def test_a_calendar_lives(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8100") as browser:
        made = (await browser.post("/api/calendars", json=CALENDAR, headers=key("create"))).json()
        again = (await browser.post("/api/calendars", json=CALENDAR, headers=key("create"))).json()
        changed_body = {**CALENDAR, "name": "办公时间", "queue_ids": [], "version": made["version"]}
        changed = await browser.put(f"/api/calendars/{made['calendar_id']}", json=changed_body, headers=key("change"))
        stale = await browser.put(f"/api/calendars/{made['calendar_id']}", json=changed_body, headers=key("stale"))
        in_use = await browser.delete(f"/api/calendars/{made['calendar_id']}", headers=key("early"))
        freed = {**CALENDAR, "queue_ids": [], "called_numbers": [], "version": 2}
        await browser.put(f"/api/calendars/{made['calendar_id']}", json=freed, headers=key("free"))
        retired = await browser.delete(f"/api/calendars/{made['calendar_id']}", headers=key("retire"))
        left = (await browser.get("/api/calendars")).json()

    assert made == again
    assert {name: made[name] for name in CALENDAR} == CALENDAR
    assert changed.json() == {
        **changed_body,
        **{name: changed.json()[name] for name in ("is_open", "next_opening")},
        "calendar_id": made["calendar_id"],
        "version": 2,
    }
    assert (stale.status_code, stale.json()["code"]) == (409, "changed_meanwhile")
    assert (in_use.status_code, in_use.json()["details"]) == (409, {"keepers": ["number:12329"]})
    assert retired.status_code == 204
    assert left == {"calendars": [], "public_holiday_years": [2026]}
    assert await _audited(running_web, "calendar") == ["created", "changed", "changed", "retired"]


async def test_a_calendar_that_cannot_be_is_refused(running_web: RunningWeb) -> None:
    changes: tuple[tuple[dict[str, Any], str], ...] = (
        ({"week": [OFFICE]}, "request_invalid"),
        ({"week": [[{"opens": "25:00", "closes": "26:00"}], *[[]] * 6]}, "request_invalid"),
        ({"week": [[{"opens": "12:00", "closes": "12:00"}], *[[]] * 6]}, "calendar_invalid"),
        ({"queue_ids": ["nobody"]}, "calendar_invalid"),
        ({"name": " "}, "calendar_invalid"),
    )
    async with running_web.signed_in("8100") as browser:
        answers = [
            await browser.post("/api/calendars", json={**CALENDAR, **change}, headers=key("bad"))
            for change, _ in changes
        ]
        left = (await browser.get("/api/calendars")).json()["calendars"]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(422, code) for _, code in changes]
    assert left == []


async def test_a_queue_keeps_to_one_calendar(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8100") as browser:
        await browser.post("/api/calendars", json=CALENDAR, headers=key("first"))
        second = await browser.post("/api/calendars", json=CALENDAR, headers=key("second"))
    assert second.json()["code"] == "calendar_keeper_taken"
    assert set(second.json()["details"]["keepers"]) == {"queue:human-service", "number:12329"}


async def test_a_year_of_a_calendar_is_told_with_its_holidays(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8100") as browser:
        made = (await browser.post("/api/calendars", json=CALENDAR, headers=key("create"))).json()
        told = (await browser.get(f"/api/calendars/{made['calendar_id']}/days", params={"year": 2026})).json()
        choices = (await browser.get("/api/calendars/choices")).json()
    days = {each["day"]: each for each in told}
    assert len(days) == 365
    assert days["2026-10-01"] == {"day": "2026-10-01", "hours": [], "kind": "holiday", "name": "国庆节"}
    assert days["2026-12-31"]["kind"] == "own_hours"
    assert days["2026-03-02"] == {"day": "2026-03-02", "hours": OFFICE, "kind": None, "name": ""}
    assert {queue["name"] for queue in choices["queues"]} == {"人工服务", "贷款专席"}
    assert choices["called_numbers"] == ["12329"]


async def test_control_reads_the_openings_to_come(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8100") as browser:
        made = (await browser.post("/api/calendars", json=CALENDAR, headers=key("create"))).json()
    (hours,) = (await _centre(running_web)).opening_hours
    assert hours.calendar_id == made["calendar_id"]
    assert (hours.queue_ids, hours.called_numbers) == (("human-service",), ("12329",))
    assert hours.openings == tuple(sorted(hours.openings))
    assert all(opens < closes <= hours.known_until for opens, closes in hours.openings)
    assert hours.openings[0][0] < datetime.now(UTC) < hours.openings[-1][1]


async def test_a_mark_is_found_however_its_number_is_written_and_shown_masked(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8100") as browser:
        made = await browser.post("/api/caller-marks", json=MARK, headers=key("mark"))
        found = [
            (await browser.post("/api/caller-marks/find", json={"number": number})).json()
            for number in ("13800138000", "8613800138000", "0 138 0013 8000", "13800138001")
        ]
        twice = await browser.post("/api/caller-marks", json=MARK, headers=key("twice"))
        softer = {**MARK, "level": "warn", "version": 1}
        del softer["number"]
        changed = await browser.put(f"/api/caller-marks/{made.json()['mark_id']}", json=softer, headers=key("softer"))
        other_kind = {**softer, "kind": "red", "level": None, "version": 2}
        fixed = await browser.put(f"/api/caller-marks/{made.json()['mark_id']}", json=other_kind, headers=key("kind"))
        treatment = await _treatment(running_web, "13800138000")
        gone = await browser.delete(f"/api/caller-marks/{made.json()['mark_id']}", headers=key("gone"))
        left = (await browser.get("/api/caller-marks")).json()

    assert made.status_code == 201
    assert (made.json()["number"], made.json()["made_by"]) == ("138****8000", "周芳")
    assert [len(marks) for marks in found] == [1, 1, 1, 0]
    assert twice.json()["code"] == "caller_marked_already"
    assert changed.json()["level"] == "warn"
    assert fixed.json()["details"] == {"fields": [{"field": "kind", "fault": "fixed"}]}
    assert treatment == (Admission.ADMIT, ["多次辱骂话务员"])
    assert (gone.status_code, left) == (204, [])
    stored = await _rows(running_web, "SELECT number_hash || number_sealed || reason_sealed FROM caller_marks")
    assert not [row for row in stored if "13800138000" in row[0] or "辱骂" in row[0]]
    keys = await _rows(running_web, "SELECT count(*), count(DISTINCT request_hash) FROM request_keys")
    assert keys[0][0] == keys[0][1]


async def test_the_directory_shows_agents_masked_numbers_and_the_hours(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8100") as browser:
        never = {**CALENDAR, "week": [[]] * 7, "own_days": [], "queue_ids": [], "called_numbers": []}
        calendar = (await browser.post("/api/calendars", json=never, headers=key("calendar"))).json()
        closed = {**ENTRY, "name": "财务部", "calendar_id": calendar["calendar_id"]}
        made = await browser.post("/api/directory", json=ENTRY, headers=key("entry"))
        await browser.post("/api/directory", json=closed, headers=key("closed"))
        in_use = await browser.delete(f"/api/calendars/{calendar['calendar_id']}", headers=key("in-use"))
        bad = await browser.post("/api/directory", json={**ENTRY, "calendar_id": "none"}, headers=key("bad"))
        mine = (await browser.get("/api/directory")).json()
        changed = await browser.put(
            f"/api/directory/{made.json()['entry_id']}",
            json={**ENTRY, "name": "贷款部", "version": 1},
            headers=key("name"),
        )
        await browser.delete(f"/api/directory/{made.json()['entry_id']}", headers=key("away"))
        gone = await browser.delete(f"/api/directory/{made.json()['entry_id']}", headers=key("again"))
    async with running_web.signed_in("8001") as browser:
        theirs = (await browser.get("/api/directory")).json()
        refused = await browser.post("/api/directory", json=ENTRY, headers=key("agent"))

    assert {(line["name"], line["number"], line["is_open"]) for line in mine} == {
        ("信贷管理部", "037165881234", True),
        ("财务部", "037165881234", False),
    }
    assert in_use.json()["code"] == "calendar_in_use"
    assert bad.json()["details"] == {"fields": [{"field": "calendar_id", "fault": "unknown"}]}
    assert (changed.json()["name"], changed.json()["version"]) == ("贷款部", 2)
    assert gone.json()["code"] == "directory_entry_not_found"
    assert [(line["name"], line["number"]) for line in theirs] == [("财务部", "********1234")]
    assert refused.json()["code"] == "permission_missing"
    assert [entry.name for entry in (await _centre(running_web)).directory] == ["财务部"]


async def test_a_trunk_lives_and_its_password_is_given_to_the_line_only(running_web: RunningWeb) -> None:
    ims = content_of(IMS, "carrier")
    async with running_web.signed_in("9000") as browser:
        missing = await browser.post("/api/trunks", json={"content": ims, "password": None}, headers=key("missing"))
        body = {"content": ims, "password": "line-secret"}
        made = await browser.post("/api/trunks", json=body, headers=key("trunk"))
        again = await browser.post("/api/trunks", json=body, headers=key("trunk"))
        reused = await browser.post("/api/trunks", json={**body, "password": "other"}, headers=key("trunk"))
        titled = {"content": {**ims, "title": "移动IMS"}, "password": None, "version": 1}
        changed = await browser.put(f"/api/trunks/{made.json()['trunk_id']}", json=titled, headers=key("titled"))
        twin = {"content": {**content_of(NO1, "carrier")}, "password": None}
        taken = await browser.post("/api/trunks", json=twin, headers=key("twin"))
        lines = await _lines(running_web)
        listed = (await browser.get("/api/trunks")).text
        retired = await browser.delete(f"/api/trunks/{made.json()['trunk_id']}", headers=key("retire"))
        after = await _lines(running_web)
        free = await browser.post("/api/trunks", json=twin, headers=key("free"))

    assert missing.json()["details"] == {"fields": [{"field": "password", "fault": "missing"}]}
    assert (made.status_code, made.json()) == (201, again.json())
    assert (made.json()["content"], made.json()["has_password"]) == (ims, True)
    assert reused.json()["code"] == "idempotency_key_reused"
    assert (changed.json()["content"]["title"], changed.json()["has_password"]) == ("移动IMS", True)
    assert taken.json()["details"] == {"fields": [{"field": "name", "fault": "taken"}]}
    assert [line.name for line in lines] == ["trunk", "carrier"]
    carrier = lines[1]
    assert isinstance(carrier, SipTrunk)
    assert carrier.registration is not None
    assert carrier.registration.password == "line-secret"
    assert "line-secret" not in listed
    assert retired.status_code == 204
    assert [line.name for line in after] == ["trunk"]
    assert free.status_code == 201
    assert await _audited(running_web, "trunk") == ["created", "changed", "retired", "created"]
    assert not [row for row in await _rows(running_web, "SELECT trunks::text FROM trunks") if "line-secret" in row[0]]


async def test_a_trunk_of_an_unknown_kind_is_refused(running_web: RunningWeb) -> None:
    content = content_of(IMS, "carrier")
    answers = []
    async with running_web.signed_in("9000") as browser:
        for change in ({"kind": "tup"}, {"codecs": ["opus"]}):
            changed = {**content, "parameters": {**content["parameters"], **change}}
            body = {"content": changed, "password": "x"}
            answers.append(await browser.post("/api/trunks", json=body, headers=key("tup")))
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(422, "request_invalid")] * 2


async def test_a_called_number_runs_a_flow_that_there_is(running_web: RunningWeb) -> None:
    async with running_web.signed_in("9000") as browser:
        before = (await browser.get("/api/number-rules")).json()
        put = await browser.put("/api/number-rules/65881234", json={"flow_id": "queue-only"}, headers=key("put"))
        again = await browser.put("/api/number-rules/65881234", json={"flow_id": "queue-only"}, headers=key("put"))
        moved = await browser.put("/api/number-rules/12329", json={"flow_id": "queue-only"}, headers=key("moved"))
        bad = await browser.put("/api/number-rules/abc", json={"flow_id": "none"}, headers=key("bad"))
        removed = await browser.delete("/api/number-rules/65881234", headers=key("gone"))
        gone = await browser.delete("/api/number-rules/65881234", headers=key("again"))
    assert before == {
        "rules": [{"called_number": "12329", "flow_id": "hotline-12329"}],
        "flow_ids": ["elder-12329", "hotline-12329", "queue-only", "rating"],
    }
    assert put.json() == again.json() == {"called_number": "65881234", "flow_id": "queue-only"}
    assert moved.json() == {"called_number": "12329", "flow_id": "queue-only"}
    assert [fault["field"] for fault in bad.json()["details"]["fields"]] == ["called_number", "flow_id"]
    assert (removed.status_code, gone.json()["code"]) == (204, "number_rule_not_found")
    assert [(each.called_number, each.flow_id) for each in (await _centre(running_web)).numbers] == [
        ("12329", "queue-only")
    ]


async def test_each_change_grows_the_revision_that_control_reads(running_web: RunningWeb) -> None:
    before = (await _centre(running_web)).revision
    async with running_web.signed_in("8100") as browser:
        for _ in range(2):
            await browser.post("/api/directory", json=ENTRY, headers=key("entry"))
    assert (await _centre(running_web)).revision == before + 1


async def test_who_may_not_is_refused(running_web: RunningWeb) -> None:
    closed_to = {
        "8001": ("/api/calendars", "/api/caller-marks"),
        "8100": ("/api/trunks", "/api/number-rules"),
        "9000": ("/api/caller-marks", "/api/directory"),
    }
    answers = []
    for staff_number, paths in closed_to.items():
        async with running_web.signed_in(staff_number) as browser:
            answers += [await browser.get(path) for path in paths]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(403, "permission_missing")}


async def _centre(running_web: RunningWeb) -> CentreConfiguration:
    settings = running_web.settings
    database = Database.connect(str(settings.database_url))
    key_ring = KeyRing.load(settings.master_key_file)
    try:
        return await read_centre_configuration(database, key_ring, routing_trades(settings, database, key_ring))
    finally:
        await database.close()


async def _treatment(running_web: RunningWeb, number: str) -> tuple[Admission, list[str]]:
    key_ring = KeyRing.load(running_web.settings.master_key_file)
    callers = {caller.number_hash: caller for caller in (await _centre(running_web)).marked_callers}
    (period,) = callers[caller_hash(key_ring, number)].periods
    return period.treatment.admission, [warning.reason for warning in period.treatment.warnings]


async def _lines(running_web: RunningWeb) -> tuple[Any, ...]:
    settings = running_web.settings
    database = Database.connect(str(settings.database_url))
    try:
        trades = routing_trades(settings, database, KeyRing.load(settings.master_key_file))
        return await read_lines(trades.trunks)
    finally:
        await database.close()


async def _audited(running_web: RunningWeb, object_kind: str) -> list[str]:
    rows = await _rows(
        running_web, f"SELECT action FROM audit_entries WHERE object_kind = '{object_kind}' ORDER BY time, id"
    )
    return [row[0] for row in rows]


async def _rows(running_web: RunningWeb, statement: str) -> list[Any]:
    database = Database.connect(str(running_web.settings.database_url))
    try:
        async with database.transaction() as session:
            return list((await session.execute(text(statement))).all())
    finally:
        await database.close()
