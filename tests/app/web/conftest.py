"""A running web process with a filled centre. Control is played by a small responder on the real bus.

The responder stands in for control in contract tests of the HTTP layer only: what is sent to control, and what becomes
of its answers. The journeys run against control itself.
"""

import asyncio
import secrets
import shutil
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from pydantic import TypeAdapter
from tests.conftest import TEMPLATE_DATABASE

from rexian.app.demo.centre import DEMO_SIGN_INS, fill_centre
from rexian.app.parts.postgres import PostgresPart
from rexian.app.processes import web
from rexian.app.settings import Settings
from rexian.control.contracts.alarms import ALARM_SUBJECT, Alarm
from rexian.control.contracts.commands import COMMAND_SUBJECT
from rexian.control.contracts.desk import (
    LIVE_STREAM,
    LIVE_SUBJECT,
    QUEUE_SUBJECT,
    AgentState,
    AttachedData,
    AttachedValue,
    DeskView,
    DeskWork,
    QueueLoad,
    WorkPhase,
)
from rexian.control.contracts.promises import Promise
from rexian.kit.bus import Bus, StreamSettings
from rexian.kit.errors import ErrorKind, RexianError
from rexian.kit.tasks import TaskKeeper
from rexian.kit.waiting import until

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PAGE = {"X-Rexian-Request": "1"}
PASSWORDS = {sign_in.staff_number: sign_in.password for sign_in in DEMO_SIGN_INS}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def a_desk(agent_id: str, state: AgentState = AgentState.READY, work: DeskWork | None = None) -> DeskView:
    return DeskView(agent_id, state, NOON, "agent", "", None, None, True, work, ())


def a_talk(contact_id: str = "c1") -> DeskWork:
    return DeskWork(
        contact_id=contact_id,
        phase=WorkPhase.TALKING,
        caller_number="13800138000",
        called_number="12329",
        queue_name="人工服务",
        queued_at=NOON,
        offered_at=NOON,
        attached=AttachedData(values=(AttachedValue("name", "张三丰", "name"),)),
    )


class AgentBusy(RexianError):
    """A contact is on the desk."""

    code = "agent_busy"
    kind = ErrorKind.CONFLICT


@dataclass
class PlayedControl:
    """Answers commands as control would: remembers them, gives the desk, publishes desks when told to."""

    bus: Bus
    desks: dict[str, DeskView] = field(default_factory=dict)
    commands: list[dict[str, Any]] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    refusal: RexianError | None = None

    async def start(self) -> None:
        await self.bus.ensure_stream(StreamSettings(LIVE_STREAM, (f"{LIVE_SUBJECT}.>", ALARM_SUBJECT, QUEUE_SUBJECT)))
        await self.bus.serve(COMMAND_SUBJECT, self._answer, group=None)

    async def publish(self, desk: DeskView) -> int:
        """Publish the desk as the newest; gives its sequence."""
        self.desks[desk.agent_id] = desk
        data = TypeAdapter(DeskView).dump_python(desk, mode="json")
        payload = {"type": "desk", "time": NOON.isoformat(), "data": data}
        return await self.bus.publish(f"{LIVE_SUBJECT}.{desk.agent_id}", payload, message_id=repr(desk))

    async def publish_queues(self, loads: tuple[QueueLoad, ...]) -> None:
        data = TypeAdapter(tuple[QueueLoad, ...]).dump_python(loads, mode="json")
        payload = {"type": "queues", "time": NOON.isoformat(), "data": data}
        await self.bus.publish(QUEUE_SUBJECT, payload, message_id=repr(loads))

    async def publish_alarms(self, alarms: tuple[Alarm, ...]) -> None:
        data = TypeAdapter(tuple[Alarm, ...]).dump_python(alarms, mode="json")
        payload = {"type": "alarms", "time": NOON.isoformat(), "data": data}
        await self.bus.publish(ALARM_SUBJECT, payload, message_id=repr(alarms))

    async def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        if request["command"] == "status":
            return {"result": {"agents": len(self.desks)}}
        if request["command"] == "desks":
            asked = request["arguments"]["agent_ids"]
            desks = [self.desks.get(agent_id) or a_desk(agent_id) for agent_id in asked]
            return {"result": TypeAdapter(list[DeskView]).dump_python(desks, mode="json")}
        self.commands.append(request)
        if self.refusal is not None:
            raise self.refusal
        if request["command"] in ("promises", "cancel_promise"):
            return {"result": TypeAdapter(list[Promise]).dump_python(self.promises, mode="json")}
        desk = self.desks.get(request["agent_id"]) or a_desk(request["agent_id"])
        return {"result": TypeAdapter(DeskView).dump_python(desk, mode="json")}


@dataclass
class RunningWeb:
    """The web process under test."""

    base_url: str
    settings: Settings
    control: PlayedControl
    stop: Callable[[], Awaitable[None]]

    def browser(self) -> httpx.AsyncClient:
        """A client that sends what our pages send, signed in as nobody."""
        return httpx.AsyncClient(base_url=self.base_url, headers=PAGE, trust_env=False, timeout=20)

    @asynccontextmanager
    async def signed_in(self, staff_number: str) -> AsyncIterator[httpx.AsyncClient]:
        async with self.browser() as browser:
            answer = await sign_in(browser, staff_number, PASSWORDS[staff_number])
            assert answer.status_code == 200, answer.text
            yield browser


async def sign_in(browser: httpx.AsyncClient, staff_number: str, password: str) -> httpx.Response:
    return await browser.post("/api/session", json={"staff_number": staff_number, "password": password})


@dataclass(frozen=True)
class FilledCentre:
    """A template database with the demo centre, and the key that its secrets are sealed under."""

    template: str
    master_key_file: Path


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def filled_centre(postgres_part: PostgresPart, session_folder: Path) -> FilledCentre:
    """Filled once a session: hashing six passwords takes its time, as it should."""
    template = "template_centre"
    await postgres_part.create_database(template, template=TEMPLATE_DATABASE)
    settings = Settings(home=session_folder / "centre", database_url=postgres_part.url(template))
    await fill_centre(settings)
    return FilledCentre(template, settings.master_key_file)


@pytest_asyncio.fixture
async def database_url(postgres_part: PostgresPart, filled_centre: FilledCentre) -> AsyncIterator[str]:
    """A fresh database with the demo centre, for this test."""
    name = f"test_{secrets.token_hex(6)}"
    await postgres_part.create_database(name, template=filled_centre.template)
    yield postgres_part.url(name)
    await postgres_part.drop_database(name)


@pytest.fixture
def settings(tmp_path: Path, database_url: str, nats_url: str, filled_centre: FilledCentre) -> Settings:
    settings = Settings(home=tmp_path / "home", database_url=database_url, nats_url=nats_url, http_port=free_port())
    settings.master_key_file.parent.mkdir(parents=True, mode=0o700)
    shutil.copyfile(filled_centre.master_key_file, settings.master_key_file)
    return settings


class CuttableLink:
    """A way to a server that a test can cut and mend: TCP on a port of its own, passed on."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self.port = free_port()
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def mend(self) -> None:
        self._server = await asyncio.start_server(self._join, "127.0.0.1", self.port)

    async def cut(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        await self._server.wait_closed()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(*self._target)
        self._writers |= {writer, far_writer}
        await asyncio.gather(_pass_on(reader, far_writer), _pass_on(far_reader, writer))
        self._writers -= {writer, far_writer}


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while chunk := await reader.read(65536):
            writer.write(chunk)
            await writer.drain()
    writer.close()


@pytest.fixture
def page_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's web process finds the built page; empty at first."""
    folder = tmp_path / "dist"
    folder.mkdir()
    monkeypatch.setattr(web, "PAGE_FOLDER", folder)
    return folder


@pytest_asyncio.fixture
async def running_web(settings: Settings, page_folder: Path) -> AsyncIterator[RunningWeb]:
    bus = await Bus.connect(str(settings.nats_url), name="played control")
    control = PlayedControl(bus)
    await control.start()
    keeper = TaskKeeper()
    process = keeper.start(web.run(settings), "web process")
    base_url = f"http://127.0.0.1:{settings.http_port}"
    try:
        await until(lambda: _is_ready(base_url, process), deadline_seconds=20, what="web ready")
        yield RunningWeb(base_url, settings, control, keeper.close)
    finally:
        await keeper.close()
        await bus.close()


async def _is_ready(base_url: str, process: asyncio.Task[None]) -> bool:
    if process.done():
        process.result()
    async with httpx.AsyncClient(base_url=base_url, trust_env=False) as client:
        try:
            return (await client.get("/readyz")).status_code == 200
        except httpx.TransportError:
            return False
