"""Why a contact waited and why that agent, over HTTP: told to supervisors, of their own organisation."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from tests.app.web.conftest import RunningWeb

from rexian.analysis.facts.service import Facts, StreamDocument
from rexian.control.contracts.events import Event, EventType
from rexian.kit.clock import SystemClock
from rexian.kit.database import Database

pytestmark = pytest.mark.parts

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
QUEUE = "human-service"


def call(contact_id: str, organisation_id: str, agent_ids: list[str], *, answered: bool) -> list[Event]:
    """Ten seconds alone, then a ring of four at the first agent."""
    five = [{"agent_id": agent_id, "idle_seconds": 90.0 - 30.0 * n} for n, agent_id in enumerate(agent_ids)]
    contact = {"waited_seconds": 10.0, "priority": 3, "stage": 0, "waiting": 2}
    reason = {"rule": "longest_idle", "chosen_by": "longest_idle", "candidates": 2, "first_five": five}
    offer: dict[str, Any] = {"offer_id": "f1", "agent_id": agent_ids[0], "queue_id": QUEUE}
    steps: list[tuple[float, EventType, dict[str, Any]]] = [
        (0, EventType.SEGMENT_STARTED, {"segment_id": "s1", "kind": "queue", "queue_id": QUEUE}),
        (10, EventType.OFFER_MADE, {**offer, "reason": {**reason, "contact": contact}}),
    ]
    if answered:
        steps += [
            (14, EventType.OFFER_ENDED, {**offer, "outcome": "accepted"}),
            (14, EventType.SEGMENT_ENDED, {"segment_id": "s1", "reason": "answered"}),
            (14, EventType.SEGMENT_STARTED, {"segment_id": "s2", "kind": "agent", "agent_id": agent_ids[0]}),
        ]
    return [
        Event(
            id=f"{contact_id}-{number}",
            type=str(event_type),
            version=1,
            time=START + timedelta(seconds=after),
            actor="system",
            organisation_id=organisation_id,
            media_node="m1",
            contact_id=contact_id,
            sequence=number,
            data=data,
        )
        for number, (after, event_type, data) in enumerate(steps, start=1)
    ]


@pytest_asyncio.fixture
async def agent_ids(running_web: RunningWeb) -> AsyncIterator[list[str]]:
    """Li Min's and Wang Lei's; facts of an answered call, of one that still rings, and of one of another house."""
    ids = []
    for staff_number in ("8001", "8002"):
        async with running_web.signed_in(staff_number) as agent:
            ids.append((await agent.get("/api/session")).json()["user_id"])
    database = Database.connect(str(running_web.settings.database_url))
    events = [
        *call("answered", "demo-centre", ids, answered=True),
        *call("ringing", "demo-centre", ids, answered=False),
        *call("foreign", "elsewhere", ids, answered=True),
    ]
    documents = [StreamDocument(n, f"events.{event.type}", event.as_json()) for n, event in enumerate(events, start=1)]
    await Facts(database, SystemClock()).write(documents)
    yield ids
    await database.close()


async def test_a_supervisor_is_told_why_the_contact_waited_and_why_that_agent(
    running_web: RunningWeb, agent_ids: list[str]
) -> None:
    async with running_web.signed_in("8100") as supervisor:
        (stay,) = (await supervisor.get("/api/routing/answered")).json()["stays"]

    assert (stay["queue"]["name"], stay["end"], stay["agent"]["id"]) == ("人工服务", "answered", agent_ids[0])
    assert [(part["kind"], part["seconds"]) for part in stay["stretches"]] == [("no_agent_free", 10), ("ringing", 4)]
    decision = stay["stretches"][1]["decision"]
    assert (decision["rule"], decision["candidates"], decision["outcome"]) == ("longest_idle", 2, "accepted")
    assert [candidate["agent"]["id"] for candidate in decision["first_five"]] == agent_ids
    assert [candidate["figures"] for candidate in decision["first_five"]] == [
        {"idle_seconds": 90.0},
        {"idle_seconds": 60.0},
    ]
    assert decision["contact"] == {"waited_seconds": 10.0, "priority": 3, "stage": 0, "waiting": 2}


@pytest.mark.usefixtures("agent_ids")
async def test_a_wait_that_goes_on_is_told_too(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8100") as supervisor:
        (stay,) = (await supervisor.get("/api/routing/ringing")).json()["stays"]

    assert (stay["end"], stay["agent"], stay["ended_at"]) == ("open", None, None)
    assert stay["stretches"][1]["decision"]["outcome"] is None


@pytest.mark.usefixtures("agent_ids")
async def test_the_way_of_anothers_contact_and_of_none_is_not_told(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8100") as supervisor:
        answers = [await supervisor.get(f"/api/routing/{contact_id}") for contact_id in ("foreign", "unknown")]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "contact_never_queued")] * 2


@pytest.mark.usefixtures("agent_ids")
async def test_agents_and_administrators_may_not_ask(running_web: RunningWeb) -> None:
    for staff_number in ("8001", "9000"):
        async with running_web.signed_in(staff_number) as user:
            assert (await user.get("/api/routing/answered")).json()["code"] == "permission_missing"
