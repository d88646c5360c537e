"""Flows over the API: drafted, saved, checked, published, rolled back, retired, compared, tried, shared out."""

from typing import Any

import httpx
import pytest
from sqlalchemy import text
from tests.app.web.conftest import RunningWeb
from tests.app.web.test_routing_tables import key

from rexian.app.configuration import read_centre_configuration
from rexian.app.flows import shipped_flows
from rexian.app.trades import routing_trades
from rexian.control.contracts.configuration import CentreConfiguration, FlowRouteConfiguration, FlowShare
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database

pytestmark = pytest.mark.parts

HOTLINE = "hotline-12329"
HUMAN = {
    "kind": "queue",
    "queue_id": "human-service",
    "errors": dict.fromkeys(("closed", "no_agent", "full"), "bye"),
}
BYE = {"kind": "hang_up", "text": "再见。"}
FIRST: int = shipped_flows()[HOTLINE]["version"]
NEXT = FIRST + 1
FROM_FIRST = {"flow_id": HOTLINE, "title": "", "from_version": FIRST, "document": None}
NIGHT = {"flow_id": "night", "title": "夜间值班", "from_version": None, "document": None}


async def draft(browser: httpx.AsyncClient, body: dict[str, Any], name: str = "draft") -> dict[str, Any]:
    answer = await browser.post("/api/flows", json=body, headers=key(name))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def read(browser: httpx.AsyncClient, flow_id: str, version: int) -> dict[str, Any]:
    answer = await browser.get(f"/api/flows/{flow_id}/versions/{version}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def save(
    browser: httpx.AsyncClient, flow_id: str, found: dict[str, Any], name: str = "save", **change: Any
) -> httpx.Response:
    version = found["version"]
    body = {"revision": version["revision"], "document": {**found["document"], **change}, "layout": {"human": [1, 2]}}
    return await browser.put(f"/api/flows/{flow_id}/versions/{version['version']}", json=body, headers=key(name))


async def publish(browser: httpx.AsyncClient, flow_id: str, version: int, *, as_current: bool = True) -> httpx.Response:
    path = f"/api/flows/{flow_id}/versions/{version}/publish"
    return await browser.post(path, json={"as_current": as_current}, headers=key(f"publish-{flow_id}-{version}"))


async def states(browser: httpx.AsyncClient, flow_id: str) -> tuple[int | None, dict[int, str]]:
    """The current version, and the state of each."""
    flows = (await browser.get("/api/flows")).json()["flows"]
    flow = next(flow for flow in flows if flow["flow_id"] == flow_id)
    return flow["current_version"], {each["version"]: each["state"] for each in flow["versions"]}


async def centre(running: RunningWeb) -> CentreConfiguration:
    database = Database.connect(str(running.settings.database_url))
    key_ring = KeyRing.load(running.settings.master_key_file)
    try:
        return await read_centre_configuration(database, key_ring, routing_trades(running.settings, database, key_ring))
    finally:
        await database.close()


async def used(running: RunningWeb, flow_id: str = HOTLINE) -> list[tuple[int, bool]]:
    """What control has of the flow: versions, and which is current."""
    return [(flow.version, flow.is_current) for flow in (await centre(running)).flows if flow.flow_id == flow_id]


async def test_shipped_flows_are_the_first_published_versions(running_web: RunningWeb) -> None:
    async with running_web.signed_in("9000") as browser:
        assert await states(browser, HOTLINE) == (FIRST, {FIRST: "published"})
        assert (await read(browser, HOTLINE, FIRST))["document"]["flow_id"] == HOTLINE
        before = await used(running_web)
        made = await draft(browser, FROM_FIRST)
        assert (made["version"], made["state"], made["origin_version"]) == (NEXT, "draft", FIRST)
        assert await states(browser, HOTLINE) == (FIRST, {NEXT: "draft", FIRST: "published"})
    assert before == await used(running_web) == [(FIRST, True)]


async def test_a_flow_is_made_from_nothing_saved_checked_and_published(running_web: RunningWeb) -> None:
    async with running_web.signed_in("9000") as browser:
        made = await draft(browser, NIGHT)
        assert await draft(browser, NIGHT) == made
        empty = await read(browser, "night", 1)
        refused = await publish(browser, "night", 1)
        saved = await save(browser, "night", empty, start="human", nodes={"human": HUMAN, "bye": BYE})
        stale = await save(browser, "night", empty, "stale", start="human", nodes={})
        checked = await browser.post("/api/flows/night/versions/1/check", headers=key("check"))
        assert await used(running_web, "night") == []
        published = await browser.post(
            "/api/flows/night/versions/1/publish", json={"as_current": True}, headers=key("really")
        )
        rule = await browser.put("/api/number-rules/96329", json={"flow_id": "night"}, headers=key("rule"))
        frozen = await save(browser, "night", await read(browser, "night", 1), "frozen")
        kept = await read(browser, "night", 1)
    assert refused.json()["code"] == "flow_not_publishable"
    assert "start_missing" in {problem["code"] for problem in refused.json()["details"]["problems"]}
    assert (saved.json()["state"], saved.json()["revision"]) == ("draft", 2)
    assert stale.json()["code"] == "changed_meanwhile"
    assert (checked.json()["version"]["state"], checked.json()["problems"]) == ("checked", [])
    assert (published.json()["state"], rule.status_code) == ("published", 200)
    assert frozen.json()["code"] == "flow_version_not_editable"
    assert (kept["layout"], kept["document"]["version"]) == ({"human": [1, 2]}, 1)
    assert await used(running_web, "night") == [(1, True)]
    assert await audited(running_web) == ["created", "changed", "changed", "published"]


async def test_publishing_retires_the_one_before_and_rolling_back_brings_it_again(running_web: RunningWeb) -> None:
    async with running_web.signed_in("9000") as browser:
        await draft(browser, FROM_FIRST)
        await publish(browser, HOTLINE, NEXT)
        after = await states(browser, HOTLINE)
        for_control = await used(running_web)
        back = await browser.post(f"/api/flows/{HOTLINE}/roll-back", headers=key("back"))
        again = await browser.post(f"/api/flows/{HOTLINE}/roll-back", headers=key("again"))
        at_last = await states(browser, HOTLINE)
    assert after == (NEXT, {NEXT: "published", FIRST: "retired"})
    assert for_control == [(FIRST, False), (NEXT, True)]  # calls may still be in the first
    assert (back.json()["version"], again.json()["code"]) == (FIRST, "flow_nothing_to_roll_back_to")
    assert at_last == (FIRST, {NEXT: "retired", FIRST: "published"})


async def test_a_share_of_the_calls_is_led_to_a_version_that_is_not_current(running_web: RunningWeb) -> None:
    async with running_web.signed_in("9000") as browser:
        await draft(browser, FROM_FIRST)
        shares = {"shares": [{"flow_id": HOTLINE, "version": NEXT, "percent": 10}]}
        early = await browser.put("/api/flow-routes/number/12329", json=shares, headers=key("early"))
        await publish(browser, HOTLINE, NEXT, as_current=False)
        route = await browser.put("/api/flow-routes/number/12329", json=shares, headers=key("route"))
        unknown = await browser.put("/api/flow-routes/number/99999", json=shares, headers=key("unknown"))
        in_use = await browser.delete(f"/api/flows/{HOTLINE}/versions/{NEXT}", headers=key("in-use"))
        current = await browser.delete(f"/api/flows/{HOTLINE}/versions/{FIRST}", headers=key("current"))
        found = await centre(running_web)
        await browser.put("/api/flow-routes/number/12329", json={"shares": []}, headers=key("away"))
        gone = await browser.delete(f"/api/flows/{HOTLINE}/versions/{NEXT}", headers=key("gone"))
        routes = (await browser.get("/api/flow-routes")).json()
    assert early.json()["details"]["fields"] == [{"field": "shares.0", "fault": "not_published"}]
    assert (route.status_code, unknown.json()["code"], routes) == (200, "flow_route_invalid", [])
    assert found.flow_routes == (FlowRouteConfiguration("number", "12329", (FlowShare(HOTLINE, NEXT, 10),)),)
    assert in_use.json()["code"] == current.json()["code"] == "flow_in_use"
    assert (gone.status_code, await used(running_web)) == (204, [(FIRST, True), (NEXT, False)])


async def test_versions_are_compared(running_web: RunningWeb) -> None:
    async with running_web.signed_in("9000") as browser:
        await draft(browser, FROM_FIRST)
        found = await read(browser, HOTLINE, NEXT)
        welcome = {**found["document"]["nodes"]["welcome"], "text": "您好。"}
        await save(browser, HOTLINE, found, nodes={**found["document"]["nodes"], "welcome": welcome})
        answer = await browser.get(f"/api/flows/{HOTLINE}/compare", params={"before": FIRST, "after": NEXT})
    (change,) = answer.json()
    assert (change["node_id"], change["change"]) == ("welcome", "changed")
    assert [(field["field"], field["after"]) for field in change["fields"]] == [("text", "您好。")]


async def test_what_is_on_the_canvas_is_checked_and_tried_without_a_trace(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8100") as browser:
        document = (await read(browser, HOTLINE, FIRST))["document"]
        lost = {
            **document,
            "nodes": {**document["nodes"], "front_desk": {**document["nodes"]["front_desk"], "queue_id": "nobody"}},
        }
        broken = {**document, "nodes": {**document["nodes"], "welcome": {"kind": "play", "text": "您好"}}}
        problems = [
            (await browser.post("/api/flow-trials/check", json={"document": each})).json()
            for each in (document, lost, broken)
        ]
        events = [{"kind": "prompt_ended", "fields": {}}, {"kind": "key", "fields": {"digit": "0"}}]
        events.append(events[0])
        body = {"document": document, "events": events, "caller_number": "13800138000"}
        run = await browser.post("/api/flow-trials/run", json=body)
        schema = (await browser.get("/api/flows/schema")).json()
    assert problems[0] == []
    assert [(each["node_id"], each["field"], each["code"]) for each in problems[1]] == [
        ("front_desk", "", "queue_unknown")
    ]
    assert [(each["node_id"], each["field"], each["code"]) for each in problems[2]] == [
        ("welcome", "next", "field_invalid")
    ]
    assert (run.json()["waits_for"], run.json()["variables"]) == (
        "enqueue",
        {"caller_number": "13800138000", "called_number": ""},
    )
    assert "Menu" in schema["$defs"]


async def test_who_edits_does_not_publish_and_an_agent_does_neither(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8100") as supervisor, running_web.signed_in("8001") as agent:
        assert (await supervisor.get("/api/flows")).json()["may_publish"] is False
        refused = await publish(supervisor, HOTLINE, FIRST)
        hidden = await agent.get("/api/flows")
    assert (refused.status_code, hidden.status_code) == (403, 403)


@pytest.mark.parametrize(
    "change",
    [{"flow_id": "Nacht!"}, {"title": " "}, {"document": {"title": "x", "nodes": {"a": 1}}}, {"flow_id": HOTLINE}],
)
async def test_what_is_no_flow_is_refused_and_nothing_is_stored(
    running_web: RunningWeb, change: dict[str, Any]
) -> None:
    async with running_web.signed_in("9000") as browser:
        answer = await browser.post("/api/flows", json={**NIGHT, **change}, headers=key("bad"))
        flows = (await browser.get("/api/flows")).json()["flows"]
    assert (answer.status_code, answer.json()["code"]) == (422, "flow_content_invalid")
    assert {flow["current_version"] for flow in flows if flow["flow_id"] == HOTLINE} == {FIRST}
    assert "night" not in {flow["flow_id"] for flow in flows}


async def audited(running: RunningWeb) -> list[str]:
    database = Database.connect(str(running.settings.database_url))
    try:
        async with database.transaction() as session:
            found = await session.scalars(
                text("SELECT action FROM audit_entries WHERE object_kind = 'flow' ORDER BY time, id")
            )
            return list(found)
    finally:
        await database.close()
