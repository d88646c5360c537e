"""The ARI client against a real Asterisk that is killed, frozen and shared."""

import asyncio
import signal
import time
from collections.abc import Awaitable
from typing import Any

import aiohttp
import pytest

from rexian.control.asterisk.ari import (
    AriConflict,
    AriDisconnected,
    AriNotFound,
    AriRefused,
    AriTimeout,
    AriTiming,
)
from rexian.control.asterisk.ari.event_filter import WANTED_EVENTS
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts


async def test_a_request_is_answered_over_the_websocket_and_over_http(link: Any) -> None:
    for via_http in (False, True):
        answer = await link.client.request("GET", "asterisk/ping", via_http=via_http)
        assert answer["ping"] == "pong"
    told = [(verb, outcome) for verb, _, outcome in link.timings]
    assert told[:2] == [("GET asterisk/ping", "ok")] * 2, "signs of life of the client's own may follow"
    assert all(0 < seconds < 1 for _, seconds, _ in link.timings)


async def test_queries_and_bodies_arrive(link: Any) -> None:
    for via_http in (False, True):
        bridge = f"node1-bridge-{via_http}"
        await link.client.request("POST", f"bridges/{bridge}", query={"type": "mixing"}, via_http=via_http)
        assert (await link.client.request("GET", f"bridges/{bridge}"))["bridge_type"] == "mixing"
        query = {"variable": "LANGUAGE_OF_TEST", "value": "热线 & more"}
        await link.client.request("POST", "asterisk/variable", query=query, via_http=via_http)
        value = await link.client.request("GET", "asterisk/variable", query={"variable": "LANGUAGE_OF_TEST"})
        assert value == {"value": "热线 & more"}
        assert await link.client.request("DELETE", f"bridges/{bridge}") is None


async def test_each_way_of_saying_no_has_its_own_error(link: Any) -> None:
    for via_http in (False, True):
        with pytest.raises(AriNotFound):
            await link.client.request("GET", "channels/gone", via_http=via_http)
        with pytest.raises(AriRefused) as refused:
            await link.client.request("POST", "channels", query={"endpoint": "nothing"}, via_http=via_http)
        assert refused.value.status == 400
        same = {"bridgeId": f"node1-{via_http}", "type": "mixing"}
        await link.client.request("POST", "bridges", query=same, via_http=via_http)
        with pytest.raises(AriConflict):
            await link.client.request("POST", "bridges", query=same, via_http=via_http)
    assert {outcome for _, _, outcome in link.timings} == {"ok", "ari_not_found", "ari_refused", "ari_conflict"}


async def test_requests_at_the_same_time_get_their_own_answers(link: Any) -> None:
    names = [f"node1-b{number}" for number in range(50)]
    made = await asyncio.gather(
        *(link.client.request("POST", f"bridges/{name}", query={"type": "mixing"}) for name in names)
    )
    assert [bridge["id"] for bridge in made] == names


async def test_the_event_filter_is_set_on_each_connect(link: Any) -> None:
    application = await link.client.request("GET", "applications/rexian")
    assert {entry["type"] for entry in application["events_allowed"]} == set(WANTED_EVENTS)


async def test_without_a_connection_a_request_fails_at_once(new_link: Any) -> None:
    link = new_link()
    for via_http in (False, True):
        with pytest.raises(AriDisconnected):
            await link.client.request("GET", "asterisk/ping", via_http=via_http)


async def test_events_of_a_call_come_in_order(link: Any) -> None:
    query = {"endpoint": "Local/12329@trunk", "app": "rexian", "channelId": "node1-a", "otherChannelId": "node1-b"}
    await link.client.request("POST", "channels", query=query)
    await until(lambda: "StasisStart" in link.names(), deadline_seconds=5)
    await link.client.request("POST", "channels/node1-b/answer")
    await until(lambda: link.names().count("StasisStart") == 2, deadline_seconds=5)
    entry = next(event for event in link.events if event["type"] == "StasisStart")
    assert entry["args"] == ["trunk", "12329", "fresh", ""]
    await link.client.request("DELETE", "channels/node1-a")
    await until(lambda: link.names().count("ChannelDestroyed") == 2, deadline_seconds=5)
    own = [event["type"] for event in link.events if event.get("channel", {}).get("id") == "node1-b"]
    assert own.index("StasisStart") < own.index("ChannelDestroyed")
    assert set(link.names()) <= set(WANTED_EVENTS)


async def test_an_event_that_cannot_be_taken_does_not_end_the_connection(link: Any) -> None:
    def stumble(event: dict[str, Any]) -> None:
        raise ValueError("not understood")

    link.event_hook = stumble
    query = {"endpoint": "Local/1@trunk", "app": "rexian", "channelId": "node1-a"}
    await link.client.request("POST", "channels", query=query)
    await until(lambda: "StasisStart" in link.names(), deadline_seconds=5)
    await link.client.request("DELETE", "channels/node1-a")
    assert link.told == ["connected"]


async def test_after_a_killed_asterisk_it_connects_again_and_sets_the_filter(server: Any, link: Any) -> None:
    server.process.send_signal(signal.SIGKILL)
    await link.is_told("connected", "disconnected", deadline_seconds=1)
    with pytest.raises(AriDisconnected):
        await link.client.request("GET", "asterisk/ping")
    await server.process.wait()
    await server.start_again()
    await link.is_told("connected", "disconnected", "connected", deadline_seconds=3)
    application = await link.client.request("GET", "applications/rexian")
    assert len(application["events_allowed"]) == len(WANTED_EVENTS)


async def test_a_request_that_waits_when_the_connection_breaks_fails_at_once(server: Any, link: Any) -> None:
    server.process.send_signal(signal.SIGSTOP)
    async with asyncio.TaskGroup() as group:
        asked = group.create_task(fails_with(AriDisconnected, link.client.request("GET", "channels")))
        await asyncio.sleep(0)
        server.process.send_signal(signal.SIGKILL)
    assert await asked < 1


async def fails_with(error: type[Exception], asked: Awaitable[Any]) -> float:
    began = time.monotonic()
    with pytest.raises(error):
        await asked
    return time.monotonic() - began


async def test_a_frozen_asterisk_is_noticed_within_three_seconds_and_used_again_when_it_thaws(
    server: Any, link: Any
) -> None:
    server.process.send_signal(signal.SIGSTOP)
    await link.is_told("connected", "disconnected", deadline_seconds=3)
    server.process.send_signal(signal.SIGCONT)
    await link.is_told("connected", "disconnected", "connected", deadline_seconds=5)
    assert (await link.client.request("GET", "asterisk/ping"))["ping"] == "pong"


async def test_a_request_without_an_answer_in_time_says_so(server: Any, new_link: Any) -> None:
    patient = new_link()
    patient.use(AriTiming(ping_deadline_seconds=30))
    async with patient.running() as link:
        server.process.send_signal(signal.SIGSTOP)
        for via_http in (False, True):
            with pytest.raises(AriTimeout):
                await link.client.request("GET", "channels", timeout_seconds=0.1, via_http=via_http)
        server.process.send_signal(signal.SIGCONT)
        assert await link.client.request("GET", "channels") == []


async def test_a_client_whose_name_is_taken_over_stops_for_ever(new_link: Any) -> None:
    async with new_link().running() as first, new_link().running() as second:
        await first.is_told("connected", "disconnected", "replaced")
        await asyncio.wait_for(first.task, 1)
        assert (await second.client.request("GET", "asterisk/ping"))["ping"] == "pong"
        assert second.told == ["connected"]
        with pytest.raises(AriDisconnected):
            await first.client.request("GET", "asterisk/ping")


async def test_a_failed_comparison_is_tried_again_on_a_new_connection(new_link: Any) -> None:
    link = new_link()

    def fail_once() -> None:
        if len(link.told) == 1:
            raise AriTimeout

    link.connected_hook = fail_once
    async with link.running():
        await link.is_told("connected", "disconnected", "connected")


async def test_without_the_password_asterisk_answers_nothing(server: Any) -> None:
    url = f"{server.settings.http_url}/ari/asterisk/ping"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.status == 401
