"""A real Asterisk: started, called over SIP, left alone by its application, frozen and stopped."""

import os
import pwd
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import psutil
import pytest

from rexian.control.asterisk.server.call_log import CallLogEvent, CallLogRecord, read_call_log
from rexian.control.asterisk.server.errors import AsteriskEnded
from rexian.control.asterisk.server.process import ServerProcess, is_ready, server_command
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts


class Application:
    """An ARI application of the barest kind: its own websocket and HTTP."""

    def __init__(self, server: Any) -> None:
        self._settings = server.settings

    async def __aenter__(self) -> "Application":
        headers = {"Authorization": aiohttp.encode_basic_auth(self._settings.ari_user, self._settings.ari_password)}
        self._http = aiohttp.ClientSession(f"{self._settings.http_url}/ari/", headers=headers)
        self._socket = await self._http.ws_connect("events?app=rexian&subscribeAll=true")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()
        await self._http.close()

    async def ask(self, method: str, uri: str, **query: str) -> int:
        async with self._http.request(method, uri, params=query) as response:
            return response.status

    async def sees(self, name: str) -> dict[str, Any]:
        """The next event of this type."""
        while True:
            event: dict[str, Any] = await self._socket.receive_json(timeout=5)
            if event["type"] == name:
                return event


@pytest.fixture
async def application(server: Any) -> AsyncIterator[Application]:
    async with Application(server) as application:
        yield application


async def test_it_is_ready_once_started_and_not_when_stopped_or_frozen(server: Any) -> None:
    assert await is_ready(server.settings)
    server.process.send_signal(signal.SIGSTOP)
    assert not await is_ready(server.settings)
    await server.process.stop()
    assert not await is_ready(server.settings)


async def test_it_stops_in_order_when_asked(server: Any) -> None:
    await server.process.stop()
    assert await server.process.wait() == 0


async def test_it_never_runs_as_root_and_owns_its_files(server: Any) -> None:
    account = psutil.Process(server.process.process_id).uids().real
    assert account != 0
    if os.geteuid() == 0:
        assert account == pwd.getpwnam("nobody").pw_uid
    for file in (server.settings.folders.configuration / "ari.conf", server.settings.folders.library / "astdb.sqlite3"):
        assert file.stat().st_uid == account
    assert [folder for folder in server.settings.folders.all() if folder.stat().st_mode & 0o077] == []
    assert (server.settings.folders.configuration / "ari.conf").stat().st_mode & 0o077 == 0


async def test_its_ports_are_open_on_loopback_only(server: Any) -> None:
    """Besides them the SIP stack holds two sockets for its questions to the name server."""
    connections = psutil.Process(server.process.process_id).net_connections()
    opened = {(connection.laddr.port, connection.laddr.ip) for connection in connections if connection.laddr}
    ports = {server.settings.http_port, server.settings.sip_port}
    assert {entry for entry in opened if entry[0] in ports} == {(port, "127.0.0.1") for port in ports}
    assert {c.laddr.port for c in connections if c.status == psutil.CONN_LISTEN} == {server.settings.http_port}


async def test_its_log_has_no_complaint_after_a_start(server: Any) -> None:
    text = (server.settings.folders.log / "messages.log").read_text()
    assert [line for line in text.splitlines() if "ERROR" in line or "WARNING" in line] == []


async def test_another_password_is_not_an_answer(server: Any) -> None:
    assert not await is_ready(replace(server.settings, ari_password="another"))


async def test_one_that_ends_at_once_says_so(server: Any) -> None:
    await server.process.stop()
    command = server_command(server.settings, server.installation, server.account)
    broken = replace(command, argv=(*server.installation.argv, "-C", "/nonexistent/asterisk.conf", "-V"))
    with pytest.raises(AsteriskEnded, match="before it was ready"):
        await ServerProcess(broken, server.settings).start()


async def test_a_call_from_the_trunk_reaches_the_application_with_its_number(
    server: Any, phone: Any, application: Application
) -> None:
    await phone.call("12329")
    start = await application.sees("StasisStart")
    assert start["args"] == ["trunk", "12329", "fresh"]
    assert start["channel"]["caller"]["number"] == "13900000000"
    assert start["channel"]["id"].startswith("node1-")


async def test_a_call_from_an_unknown_peer_is_refused(server: Any, stranger: Any, application: Application) -> None:
    await stranger.call("12329")
    assert await stranger.final_status() in (401, 403)


async def test_without_an_application_the_caller_is_answered_and_handed_over_later(server: Any, phone: Any) -> None:
    await phone.call("12329")
    assert await phone.final_status() == 200
    async with Application(server) as application:
        start = await application.sees("StasisStart")
        assert start["args"] == ["trunk", "12329", "waited"]
        assert await application.ask("DELETE", f"channels/{start['channel']['id']}") == 204
    await phone.hears(lambda line: line.startswith("BYE "))


async def test_after_the_application_has_gone_a_new_caller_waits_and_a_call_it_had_goes_on(
    server: Any, phone: Any
) -> None:
    async with Application(server) as application:
        held = {"endpoint": "Local/1@trunk", "app": "rexian", "channelId": "node1-a", "otherChannelId": "node1-b"}
        await application.ask("POST", "channels", **held)
        await application.sees("StasisStart")
    assert await until(lambda: nobody_is_connected(server), deadline_seconds=5)
    await phone.call("12329")
    assert await phone.final_status() == 200
    async with Application(server) as application:
        assert (await application.sees("StasisStart"))["args"] == ["trunk", "12329", "waited"]
        assert await application.ask("GET", "channels/node1-b") == 200


async def test_the_call_log_tells_how_a_call_ended_and_nothing_else(
    server: Any, phone: Any, application: Application
) -> None:
    await phone.call("12329")
    channel = (await application.sees("StasisStart"))["channel"]["id"]
    await application.ask("POST", f"channels/{channel}/answer")
    await application.ask("POST", "bridges/node1-b", type="mixing")
    await application.ask("POST", "bridges/node1-b/addChannel", channel=channel)
    await application.ask("POST", "bridges/node1-b/removeChannel", channel=channel)
    await application.ask("DELETE", f"channels/{channel}", reason_code="17")
    await application.sees("ChannelDestroyed")
    records = await until(lambda: finished(server.settings.folders.call_log), deadline_seconds=5)
    assert [record.event.name for record in records] == ["HUNG_UP"]
    assert (records[0].channel_id, records[0].linked_id) == (channel, channel)
    assert (records[0].cause, records[0].hung_up_by) == (17, "")
    assert "13900000000" not in server.settings.folders.call_log.read_text()


def nobody_is_connected(server: Any) -> bool:
    """Whether Asterisk has noticed that the application's connections are closed."""
    connections = psutil.Process(server.process.process_id).net_connections("tcp")
    return all(connection.status == psutil.CONN_LISTEN for connection in connections)


def finished(file: Path) -> tuple[CallLogRecord, ...]:
    """The records, once a channel has hung up."""
    page = read_call_log(file)
    assert page.skipped == 0
    return page.records if any(record.event is CallLogEvent.HUNG_UP for record in page.records) else ()
