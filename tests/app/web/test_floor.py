"""What a supervisor sees of the floor, at once and live; and whom an agent can call."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from tests.app.web.conftest import NOON, RunningWeb, a_desk, a_talk
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from rexian.access.live import floor_session
from rexian.access.live import session as live_session
from rexian.control.contracts.alarms import Alarm, AlarmKind
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.desk import AgentState, QueueLoad
from rexian.kit.database import Database

pytestmark = pytest.mark.parts

KEY = {"Idempotency-Key": "0192-aaaa-bbbb"}
ENTRY = {"name": "贷款管理处", "kind": "department", "number": "037166668888", "calendar_id": None}


async def test_a_supervisor_sees_every_seat_masked_with_its_buttons(running_web: RunningWeb) -> None:
    agents = await agent_ids(running_web)
    load = QueueLoad("human-service", "人工服务", 3)
    running_web.control.desks[agents["8001"]] = replace(
        a_desk(agents["8001"], AgentState.TALKING, a_talk()), queues=(load,)
    )
    running_web.control.desks[agents["8002"]] = a_desk(agents["8002"], AgentState.SIGNED_OUT)
    async with running_web.signed_in("8001") as agent, running_web.signed_in("8100") as supervisor:
        refused = await agent.get("/api/supervision/desks")
        floor = (await supervisor.get("/api/supervision/desks")).json()
    talking, away = floor["seats"][:2]

    assert refused.json()["code"] == "permission_missing"
    assert [seat["staff_number"] for seat in floor["seats"]] == ["8001", "8002", "8003", "8004", "8100"]
    assert (talking["name"], talking["contact"]["caller_number"]) == ("李敏", "138****8000")
    assert talking["verbs"] == ["listen", "whisper", "barge", "release", "force_ready", "force_not_ready", "message"]
    assert (away["contact"], away["verbs"]) == (None, ["message"])
    assert floor["seats"][2]["verbs"] == ["force_not_ready", "force_sign_out", "message"]
    assert [(queue["name"], queue["waiting"]) for queue in floor["queues"]] == [("人工服务", 3)]


async def test_a_seat_of_another_organisation_is_not_on_the_floor(running_web: RunningWeb) -> None:
    await move_elsewhere(running_web, "8002")
    async with running_web.signed_in("8100") as supervisor, live_floor(running_web, supervisor) as socket:
        floor = (await supervisor.get("/api/supervision/desks")).json()
        whole = await next_floor(socket)
    for seen in (floor, whole["data"]):
        assert [seat["staff_number"] for seat in seen["seats"]] == ["8001", "8003", "8004", "8100"]


async def test_the_floor_comes_whole_and_then_what_changes(running_web: RunningWeb) -> None:
    agents = await agent_ids(running_web)
    await running_web.control.publish(a_desk(agents["8001"], AgentState.NOT_READY))
    running_web.control.desks[agents["8001"]] = a_desk(agents["8001"], AgentState.READY)
    async with running_web.signed_in("8100") as supervisor, live_floor(running_web, supervisor) as socket:
        whole = await next_floor(socket)
        await running_web.control.publish(a_desk(agents["8001"], AgentState.TALKING, a_talk()))
        change = await next_floor(socket)

    assert (whole["complete"], len(whole["data"]["seats"])) == (True, 5)
    assert whole["data"]["seats"][0]["state"] == "ready", "control's word, not the stream's older one"
    assert change["complete"] is False
    assert [(seat["staff_number"], seat["state"]) for seat in change["data"]["seats"]] == [("8001", "talking")]
    assert change["data"]["seats"][0]["contact"]["caller_number"] == "138****8000"


async def test_alarms_that_stand_come_at_once_and_when_they_change(running_web: RunningWeb) -> None:
    alarm = Alarm(AlarmKind.OVERLOOKED, NOON, "human-service", "人工服务")
    await running_web.control.publish_alarms((alarm,))
    async with running_web.signed_in("8100") as supervisor, live_floor(running_web, supervisor) as socket:
        first = await next_message(socket, "alarms")
        await running_web.control.publish_alarms(())
        second = await next_message(socket, "alarms")
    assert [(told["kind"], told["queue_name"]) for told in first["data"]] == [("overlooked", "人工服务")]
    assert second["data"] == []


async def test_the_figures_of_a_queue_come_whether_anybody_serves_it_or_not(running_web: RunningWeb) -> None:
    agents = await agent_ids(running_web)
    desk = a_desk(agents["8001"], AgentState.SIGNED_OUT)
    running_web.control.desks[agents["8001"]] = replace(desk, queues=(QueueLoad("human-service", "人工服务", 0),))
    async with running_web.signed_in("8100") as supervisor, live_floor(running_web, supervisor) as socket:
        await next_floor(socket)
        await running_web.control.publish_queues(
            (QueueLoad("elsewhere", "别处", 9), QueueLoad("human-service", "人工服务", 4))
        )
        change = await next_floor(socket)
    assert (change["complete"], change["data"]["seats"]) == (False, [])
    assert [(queue["name"], queue["waiting"]) for queue in change["data"]["queues"]] == [("人工服务", 4)]


async def test_new_seats_are_added_and_seats_of_others_taken_away(
    running_web: RunningWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_session, "PING_SECONDS", 0.2)
    monkeypatch.setattr(floor_session, "SEATS_EVERY_SECONDS", 0.2)
    await move_elsewhere(running_web, "8002")
    async with running_web.signed_in("8100") as supervisor, live_floor(running_web, supervisor) as socket:
        await next_floor(socket)
        await move_to(running_web, "8002", "demo-centre")
        added = await next_floor(socket)
        await move_to(running_web, "8003", "elsewhere")
        whole = await next_floor(socket)
    assert (added["complete"], [seat["staff_number"] for seat in added["data"]["seats"]]) == (False, ["8002"])
    assert whole["complete"]
    assert [seat["staff_number"] for seat in whole["data"]["seats"]] == ["8001", "8002", "8004", "8100"]


async def test_the_floor_is_not_for_agents(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8001") as agent:
        with pytest.raises(InvalidStatus) as refused:
            async with live_floor(running_web, agent):
                pass
    assert refused.value.response.status_code == 403


async def test_an_agent_is_told_whom_to_call(running_web: RunningWeb) -> None:
    agents = await agent_ids(running_web)
    desks = running_web.control.desks
    desks[agents["8002"]] = replace(a_desk(agents["8002"]), verbs=(CommandName.DIAL,))
    desks[agents["8003"]] = a_desk(agents["8003"], AgentState.TALKING, a_talk())
    for staff_number in ("8004", "8100"):
        desks[agents[staff_number]] = a_desk(agents[staff_number], AgentState.SIGNED_OUT)
    async with running_web.signed_in("8001") as agent:
        targets = (await agent.get("/api/desk/targets")).json()

    assert [(each["name"], each["state"], each["free"]) for each in targets["colleagues"]] == [
        ("王磊", "ready", True),
        ("陈静", "talking", False),
    ]
    assert {"target_id": "human-service", "name": "人工服务"} in targets["queues"]
    assert {"target_id": "loan-desk", "name": "贷款专席组"} in targets["groups"]
    assert {"target_id": "hotline-12329", "name": "12329 住房公积金热线"} in targets["flows"]


async def test_an_entry_of_the_directory_is_called_by_who_sees_its_number_masked(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8100") as supervisor:
        made = (await supervisor.post("/api/directory", json=ENTRY, headers=KEY)).json()
    async with running_web.signed_in("8001") as agent:
        listed = (await agent.get("/api/directory")).json()
        for path in ("consult", "transfer"):
            await agent.post(f"/api/desk/{path}", json={"entry_id": made["entry_id"]}, headers={**KEY})
        unknown = await agent.post("/api/desk/consult", json={"entry_id": "none"}, headers=KEY)

    assert listed[0]["number"] == "********8888"
    sent = [(command["command"], command["arguments"]) for command in running_web.control.commands]
    wanted = {"entry_id": made["entry_id"], "handover": {}}
    assert [each for each in sent if each[0] != "desk"] == [("consult", wanted), ("transfer", wanted)]
    assert unknown.json()["code"] == "directory_entry_not_found"


async def agent_ids(running_web: RunningWeb) -> dict[str, str]:
    database = Database.connect(str(running_web.settings.database_url))
    async with database.transaction() as session:
        rows = list(await session.execute(text("SELECT staff_number, id FROM users")))
    await database.close()
    return {row[0]: row[1] for row in rows}


async def move_elsewhere(running_web: RunningWeb, staff_number: str) -> None:
    """Give the seat to an organisation that is not the supervisor's."""
    database = Database.connect(str(running_web.settings.database_url))
    async with database.transaction() as session:
        await session.execute(text("INSERT INTO organisations VALUES ('elsewhere', '别处', '/elsewhere/', now())"))
    await database.close()
    await move_to(running_web, staff_number, "elsewhere")


async def move_to(running_web: RunningWeb, staff_number: str, organisation_id: str) -> None:
    agents = await agent_ids(running_web)
    database = Database.connect(str(running_web.settings.database_url))
    async with database.transaction() as session:
        await session.execute(
            text("UPDATE seats SET organisation_id = :organisation WHERE agent_id = :id"),
            {"organisation": organisation_id, "id": agents[staff_number]},
        )
    await database.close()


@asynccontextmanager
async def live_floor(running_web: RunningWeb, browser: httpx.AsyncClient) -> AsyncIterator[ClientConnection]:
    url = running_web.base_url.replace("http", "ws", 1) + "/api/supervision/live"
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    async with connect(url, additional_headers={"Cookie": cookie}, proxy=None) as socket:
        yield socket


async def next_floor(socket: ClientConnection) -> dict[str, Any]:
    return await next_message(socket, "floor")


async def next_message(socket: ClientConnection, kind: str) -> dict[str, Any]:
    while True:
        message: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), 5))
        if message["type"] == kind:
            return message
