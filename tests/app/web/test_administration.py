"""Queues, groups and staff over the API: kept, refused, read by control; what was done is told."""

from typing import Any

import httpx
import pytest
from tests.app.web.conftest import RunningWeb, sign_in

from rexian.app.configuration import read_centre_configuration
from rexian.app.trades import routing_trades
from rexian.control.contracts.configuration import CentreConfiguration
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database

pytestmark = pytest.mark.parts

PASSWORD = "Hotline-Test-7"


def key(name: str) -> dict[str, str]:
    return {"Idempotency-Key": f"key-for-{name}"}


def agent(**change: Any) -> dict[str, Any]:
    seat = {
        "sip_username": "8005",
        "phone_kind": "sip",
        "queue_ids": ["human-service"],
        "group_ids": ["front-desk"],
        "skills": [{"skill": "loan", "level": 2}],
    }
    return {"staff_number": "8005", "name": "钱进", "roles": ["agent"], "active": True, "seat": seat, **change}


async def test_a_queue_lives_and_control_reads_it(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8100") as browser:
        listed = (await browser.get("/api/queues")).json()
        general = next(queue for queue in listed["queues"] if queue["queue_id"] == "human-service")
        body = {name: value for name, value in general.items() if name not in ("queue_id", "version")}
        twin = await browser.post("/api/queues", json=body, headers=key("twin"))
        made = await browser.post("/api/queues", json={**body, "name": "提取专席"}, headers=key("made"))
        again = await browser.post("/api/queues", json={**body, "name": "提取专席"}, headers=key("made"))
        path = f"/api/queues/{made.json()['queue_id']}"
        told = {**body, "name": "提取专席", "closed_text": "请于{next_opening}来电。", "version": 1}
        changed = await browser.put(path, json=told, headers=key("told"))
        stale = await browser.put(path, json=told, headers=key("stale"))
        bad = await browser.put(path, json={**told, "full_text": "请于{when}来电", "version": 2}, headers=key("bad"))
        centre = await _centre(running_web)
        agents = (await browser.get("/api/queues/loan-service/agents")).json()
        history = (
            await browser.get("/api/changes", params={"kind": "queue", "record_id": made.json()["queue_id"]})
        ).json()
        gone = await browser.delete(path, headers=key("gone"))
        in_use = await browser.delete("/api/queues/human-service", headers=key("in-use"))

    assert twin.json()["details"] == {"fields": [{"field": "name", "fault": "taken"}]}
    assert (made.status_code, made.json()) == (201, again.json())
    assert (changed.json()["version"], changed.json()["closed_text"]) == (2, "请于{next_opening}来电。")
    assert (stale.status_code, stale.json()["code"]) == (409, "changed_meanwhile")
    faults = [{"field": "full_text", "fault": "placeholder_unknown", "names": ["when"]}]
    assert (bad.status_code, bad.json()["details"]) == (422, {"fields": faults})
    queues = {queue.name: queue for queue in centre.queues}
    assert queues["提取专席"].closed_text == "请于{next_opening}来电。"
    assert [(each["agent"]["name"], each["after_seconds"], each["level"]) for each in agents] == [
        ("赵强", 0, 5),
        ("陈静", 0, 3),
        ("李敏", 30, 1),
        ("王磊", 30, 1),
    ]
    assert [(each["action"], each["by"]) for each in history] == [("changed", "周芳"), ("created", "周芳")]
    assert gone.status_code == 204
    assert in_use.json()["code"] == "queue_in_use"
    assert "queue:贷款专席" in in_use.json()["details"]["used_by"]
    assert "提取专席" not in {queue.name for queue in (await _centre(running_web)).queues}


async def test_a_group_lives(running_web: RunningWeb) -> None:
    async with running_web.signed_in("9000") as browser:
        made = (await browser.post("/api/agent-groups", json={"name": "夜班组"}, headers=key("made"))).json()
        path = f"/api/agent-groups/{made['group_id']}"
        changed = await browser.put(path, json={"name": "晚班组", "version": 1}, headers=key("named"))
        listed = (await browser.get("/api/agent-groups")).json()
        in_use = await browser.delete("/api/agent-groups/loan-desk", headers=key("in-use"))
        gone = await browser.delete(path, headers=key("gone"))
    assert changed.json()["name"] == "晚班组"
    assert {(group["name"], group["members"]) for group in listed} == {
        ("晚班组", 0),
        ("贷款专席组", 2),
        ("综合坐席组", 2),
    }
    assert in_use.json()["details"] == {"used_by": ["queue:贷款专席"], "members": 2}
    assert gone.status_code == 204


async def test_a_user_is_made_signs_in_and_leaves(running_web: RunningWeb) -> None:
    async with running_web.signed_in("9000") as browser:
        weak = await browser.post("/api/staff", json={**agent(), "password": "8005"}, headers=key("weak"))
        made = await browser.post("/api/staff", json={**agent(), "password": PASSWORD}, headers=key("made"))
        path = f"/api/staff/{made.json()['user_id']}"
        moved = agent(seat={**agent()["seat"], "sip_username": "8001"})
        taken = await browser.put(path, json={**moved, "version": 1}, headers=key("taken"))
        async with running_web.browser() as theirs:
            assert (await sign_in(theirs, "8005", PASSWORD)).status_code == 200
        seats = {each.staff_number: each for each in (await _centre(running_web)).agents}
        reset = await browser.put(f"{path}/password", json={"password": "Hotline-Test-8"}, headers=key("reset"))
        async with running_web.browser() as theirs:
            refused = [await sign_in(theirs, "8005", PASSWORD) for _ in range(6)]
            locked = next(
                each for each in (await browser.get("/api/staff")).json()["members"] if each["name"] == "钱进"
            )
            await browser.post(f"{path}/unlock", headers=key("unlock"))
            free = await sign_in(theirs, "8005", "Hotline-Test-8")
        left = await browser.put(path, json={**agent(active=False), "version": 1}, headers=key("left"))
        history = (
            await browser.get("/api/changes", params={"kind": "user", "record_id": made.json()["user_id"]})
        ).json()
        async with running_web.browser() as theirs:
            gone = await sign_in(theirs, "8005", "Hotline-Test-8")

    assert weak.json()["code"] == "password_too_simple"
    assert made.status_code == 201
    assert PASSWORD not in made.text
    assert taken.json()["details"] == {"fields": [{"field": "seat.sip_username", "fault": "taken"}]}
    assert (seats["8005"].queue_ids, seats["8005"].group_ids) == (("human-service",), ("front-desk",))
    assert reset.status_code == 204
    assert refused[-1].json()["code"] == "sign_in_locked"
    assert locked["locked_until"] is not None
    assert free.status_code == 200
    assert (left.json()["active"], gone.status_code) == (False, 401)
    assert [each["action"] for each in history] == ["changed", "unlocked", "password_set", "created"]
    assert "8005" not in {each.staff_number for each in (await _centre(running_web)).agents}


async def test_a_supervisor_keeps_agents_only(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8100") as browser:
        members = {each["staff_number"]: each for each in (await browser.get("/api/staff")).json()["members"]}
        boss = {"staff_number": "9001", "name": "林", "roles": ["admin"], "active": True, "seat": None}
        made = await browser.post("/api/staff", json={**boss, "password": PASSWORD}, headers=key("boss"))
        path = f"/api/staff/{members['9000']['user_id']}/password"
        taken_over = await browser.put(path, json={"password": PASSWORD}, headers=key("over"))
    assert (members["8001"]["can_change"], members["9000"]["can_change"]) == (True, False)
    assert [answer.json()["code"] for answer in (made, taken_over)] == ["member_not_yours"] * 2


async def test_the_lines_files_are_shown_without_passwords(running_web: RunningWeb) -> None:
    async with running_web.signed_in("9000") as browser:
        files = {each["name"]: each["text"] for each in (await browser.get("/api/trunks/files")).json()}
    assert set(files) == {"extensions-trunks.conf", "pjsip-trunks.conf"}
    assert "[trunk]" in files["pjsip-trunks.conf"]


async def test_how_long_recordings_are_kept_is_told(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8100") as browser:
        kept = (await browser.get("/api/legal-holds/keeping")).json()
    assert kept == {"talk": 730, "consult": 730, "complaint": 1096}


async def _history(browser: httpx.AsyncClient, kind: str, record_id: str) -> Any:
    answer = await browser.get("/api/changes", params={"kind": kind, "record_id": record_id})
    return answer.json()


async def _centre(running_web: RunningWeb) -> CentreConfiguration:
    settings = running_web.settings
    database = Database.connect(str(settings.database_url))
    key_ring = KeyRing.load(settings.master_key_file)
    try:
        return await read_centre_configuration(database, key_ring, routing_trades(settings, database, key_ring))
    finally:
        await database.close()
