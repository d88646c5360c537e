"""The process `control`: the one owner of the live truth. Everything of it is wired on this page.

It needs neither the database nor the bus to run: configuration comes from its last snapshot,
events wait in the journal.
"""

import asyncio
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from prometheus_client import CollectorRegistry

from rexian.app.centre_reader import CentreReader
from rexian.app.centre_snapshot import CentreSnapshot
from rexian.app.control_figures import ControlFigures
from rexian.app.control_outlets import BusEventOutlet, BusLiveOutlet
from rexian.app.flows import FLOWS_FOLDER
from rexian.app.http_requests import HttpAsker
from rexian.app.object_queries import BusObjectQueries
from rexian.app.settings import Settings
from rexian.app.trades import routing_trades
from rexian.app.trunk_files import files_of
from rexian.app.trunk_lines import read_lines
from rexian.control.acd.watch import WatchLimits
from rexian.control.asterisk.adapter import AsteriskAdapter
from rexian.control.asterisk.ari.client import AriClient
from rexian.control.asterisk.ari.provisioning import list_endpoints
from rexian.control.asterisk.ari.requests import AriAddress
from rexian.control.asterisk.media import AsteriskMedia
from rexian.control.asterisk.server.account import current_or_unprivileged
from rexian.control.asterisk.server.settings import ServerFolders
from rexian.control.asterisk.trunk_changes import TrunkChanges
from rexian.control.calls.alarms import AlarmLimits
from rexian.control.calls.commands import Commands, UnknownCommand
from rexian.control.calls.execution import Ports
from rexian.control.calls.ledger import Ledger
from rexian.control.calls.pressure import Pressure, PressureLimits
from rexian.control.calls.service import CallControl, Foundations
from rexian.control.contacts import words
from rexian.control.contracts.commands import COMMAND_SUBJECT, CONFIGURATION_CHANGED_SUBJECT, Command, CommandName
from rexian.control.contracts.configuration import CentreConfiguration
from rexian.control.ivr.document import FlowDocument, load_flows
from rexian.control.journal.publisher import Publisher
from rexian.control.journal.store import JournalStore
from rexian.control.numbering.hashing import caller_hash
from rexian.control.speech.cache import ClipCache
from rexian.control.speech.speaker import Speaker
from rexian.control.speech.voices.espeak import EspeakVoice
from rexian.control.speech.voices.fallback import FallbackVoice
from rexian.control.speech.voices.neural import NeuralVoice
from rexian.control.speech.wording.template import PromptTemplate
from rexian.kit.bus import Bus
from rexian.kit.clock import SystemClock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database
from rexian.kit.errors import RexianError
from rexian.kit.health import Check, HealthServer
from rexian.kit.ids import time_ordered_ids

NAME = "control"
DEFAULT_NATS_URL = "nats://127.0.0.1:4222"
DEFAULT_DATABASE_URL = "postgresql://127.0.0.1:5432/rexian"
CONFIGURATION_EVERY_SECONDS = 5.0
PASSING_CLIPS_SECONDS = 600.0
PRUNE_EVERY_SECONDS = 60.0

log = structlog.get_logger(__name__)


class ReplacedError(Exception):
    """Another control has taken over: this one must not act any more."""


async def run(settings: Settings) -> None:
    """Serve until cancelled, or until another control takes over."""
    bus = await Bus.connect(settings.nats_url or DEFAULT_NATS_URL, name=NAME)
    database = Database.connect(settings.database_url or DEFAULT_DATABASE_URL)
    process = ControlProcess(settings, bus, database)
    try:
        await process.serve()
    finally:
        await process.close()
        await bus.close()
        await database.close()


class ControlProcess:
    """All parts of the process."""

    def __init__(self, settings: Settings, bus: Bus, database: Database) -> None:
        self._settings, self._bus = settings, bus
        self._clock = SystemClock()
        new_id = time_ordered_ids(self._clock)
        self._key_ring = KeyRing.load(settings.master_key_file)
        self._trades = routing_trades(settings, database, self._key_ring)
        snapshot = CentreSnapshot(settings.home / "control" / "centre.sealed", self._key_ring)
        self._centre = CentreReader(database, self._key_ring, self._trades, snapshot, self._clock)
        self._flows = load_flows(FLOWS_FOLDER)
        registry = CollectorRegistry()
        self._figures = ControlFigures(registry)

        _open_way(settings.home / "clips")
        self._store = JournalStore(settings.home / "control" / "journal.sqlite")
        self._publisher = Publisher(self._store, BusEventOutlet(bus))
        self._ledger = Ledger(self._store, self._publisher, self._key_ring, clock=self._clock, new_id=new_id)
        self._speaker = self._make_speaker()

        address = urlsplit(settings.ari_url)
        ari = AriAddress(
            address.hostname or "127.0.0.1",
            address.port or 8088,
            settings.ari_user,
            settings.ari_password.get_secret_value(),
            settings.ari_application,
        )
        folders = ServerFolders.below(settings.asterisk_folder)
        self._adapter = AsteriskAdapter(folders, self._clock)
        self._pressure = Pressure(self._clock, PressureLimits(settings.slow_request_seconds))
        self._client = AriClient(ari, self._adapter, clock=self._clock, observe=self._observe_request)
        self._media = AsteriskMedia(
            self._client,
            ari.application,
            qualify_seconds=settings.phone_question_seconds,
            opus=settings.browser_opus,
        )
        account = current_or_unprivileged(settings.run_as)
        self._trunk_changes = TrunkChanges(self._client, folders.configuration, account, self._adapter.provision)
        self._trunks_revision: int | None = None
        self._prompts_changed = asyncio.Event()
        self._http = HttpAsker(settings.flow_http_hosts.replace(",", " ").split())
        ports = Ports(self._media, self._speaker, BusObjectQueries(bus, new_id), self._http)
        self._foundations = Foundations(
            ports,
            self._ledger,
            BusLiveOutlet(bus, self._clock, new_id),
            self._clock,
            new_id,
            settings.media_node,
            partial(caller_hash, self._key_ring),
            _watch_limits(settings),
            AlarmLimits(settings.overlooked_seconds),
            self._pressure,
        )
        self._calls: CallControl | None = None
        self.health = HealthServer(
            NAME,
            settings.health_port,
            {"asterisk": self._check_asterisk, "bus": self._check_bus, "journal": self._check_journal},
            registry,
            run_folder=settings.run_folder,
            clock=self._clock,
        )

    async def serve(self) -> None:
        """Take up what was going on, then listen to Asterisk and to commands."""
        await self.health.start()
        centre = await self._centre.first()
        calls = CallControl(self._foundations, centre, self._flows)
        self._calls = calls
        self._adapter.serve(calls, self._client, self._media)
        self._commands = Commands(calls, clock=self._clock)
        self._figures.watch(calls)
        await calls.rebuild()
        calls.start()
        await self._bus.serve(COMMAND_SUBJECT, self._command, group=NAME)
        news = asyncio.Event()
        await self._bus.listen(CONFIGURATION_CHANGED_SUBJECT, lambda _: _set(news))
        async with asyncio.TaskGroup() as group:
            group.create_task(self._publisher.run())
            group.create_task(self._client.run())
            group.create_task(self._follow_configuration(news))
            group.create_task(self._keep_speech())
            group.create_task(self._leave_when_replaced())

    async def close(self) -> None:
        await self.health.close()
        await self._adapter.close()
        if self._calls is not None:
            await self._calls.close()
        await self._speaker.close()
        await self._http.close()
        await asyncio.to_thread(self._store.close)

    # -- configuration ------------------------------------------------------------------------------------------

    async def _follow_configuration(self, news: asyncio.Event) -> None:
        assert self._calls is not None
        while True:
            news.clear()
            try:
                async with asyncio.timeout(CONFIGURATION_EVERY_SECONDS):
                    await news.wait()
            except TimeoutError:
                pass
            centre = await self._centre.news()
            if centre is not None and centre != self._calls.centre:
                self._calls.configure(centre)
                self._prompts_changed.set()
                await self._adapter.provision()
                log.info("configuration taken", revision=centre.revision)
            revision = self._centre.revision
            if revision is not None and revision != self._trunks_revision:
                await self._take_trunks(revision)

    async def _take_trunks(self, revision: int) -> None:
        """Bring Asterisk's trunks in line with the records; what does not succeed is tried with the next reading."""
        try:
            files = files_of(self._settings, await read_lines(self._trades.trunks))
            if await self._trunk_changes.take(files):
                self._trunks_revision = revision
        except (RexianError, OSError) as error:
            log.error("the trunks could not be brought up to date", reason=type(error).__name__)

    # -- commands -----------------------------------------------------------------------------------------------

    async def _command(self, request: dict[str, Any]) -> dict[str, Any]:
        if request["command"] not in list(CommandName):
            raise UnknownCommand(command=request["command"])
        command = Command(
            CommandName(request["command"]),
            request["agent_id"],
            request["actor"],
            request["key"],
            request["arguments"],
        )
        if command.name is CommandName.STATUS:
            return {"result": {**self._commands.status(), "published": self._publisher.position}}
        if command.name is CommandName.LINES:
            return {"result": await self._lines()}
        if command.name is CommandName.PROMISES:
            return {"result": self._commands.promises()}
        if command.name is CommandName.CANCEL_PROMISE:
            return {"result": await self._commands.cancel_promise(command)}
        if command.name is CommandName.DESKS:
            return {"result": self._commands.desks(command.arguments["agent_ids"])}
        return {"result": await self._commands.carry_out(command)}

    async def _lines(self) -> dict[str, dict[str, Any]]:
        assert self._calls is not None
        names = {trunk.name for trunk in self._calls.centre.trunks}
        states = await list_endpoints(self._client)
        return {
            name: {"reachable": state.is_online, "calls": len(state.channel_ids)}
            for name, state in states.items()
            if name in names
        }

    def _observe_request(self, verb: str, seconds: float, outcome: str) -> None:
        self._figures.ari_request(verb, seconds, outcome)
        self._pressure.note(seconds)

    # -- speech -------------------------------------------------------------------------------------------------

    def _make_speaker(self) -> Speaker:
        clips = self._settings.home / "clips"
        player = current_or_unprivileged(self._settings.run_as)
        group = None if player.is_current else player.gid
        return Speaker(
            FallbackVoice([NeuralVoice(), EspeakVoice()], self._clock),
            ClipCache(clips / "lasting", self._clock, readers_group=group),
            ClipCache(clips / "passing", self._clock, keep_seconds=PASSING_CLIPS_SECONDS, readers_group=group),
        )

    async def _keep_speech(self) -> None:
        """Make the fixed prompts before they are needed, and let passing clips be forgotten."""
        assert self._calls is not None
        while True:
            self._prompts_changed.clear()
            flows = self._calls.around.flows.documents()
            await self._speaker.warm([*fixed_prompts(flows, self._calls.centre), *words.FIXED])
            try:
                async with asyncio.timeout(PRUNE_EVERY_SECONDS):
                    await self._prompts_changed.wait()
            except TimeoutError:
                await self._speaker.prune()

    # -- health -------------------------------------------------------------------------------------------------

    async def _leave_when_replaced(self) -> None:
        await self._adapter.replaced.wait()
        raise ReplacedError

    async def _check_asterisk(self) -> Check:
        return Check(ok=self._adapter.compared.is_set())

    async def _check_bus(self) -> Check:
        return Check(ok=self._bus.connected)

    async def _check_journal(self) -> Check:
        await asyncio.wrap_future(self._store.mark("published"))
        return Check(ok=True)


def _open_way(folder: Path) -> None:
    """A folder others may pass through to what is theirs below it, but not read."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)


def _watch_limits(settings: Settings) -> WatchLimits:
    return WatchLimits(
        settings.seat_no_phone_seconds,
        settings.seat_silent_ready_seconds,
        settings.seat_silent_not_ready_seconds,
        settings.seat_silent_wrap_up_seconds,
        settings.seat_warning_seconds,
    )


async def _set(news: asyncio.Event) -> None:
    news.set()


def fixed_prompts(flows: Iterable[FlowDocument], centre: CentreConfiguration) -> list[str]:
    """Every prompt that is the same for all callers: announcements first, then the flows of called numbers."""
    announcement_of = {queue.queue_id: queue.announcement for queue in centre.queues if queue.announcement}
    texts = list(announcement_of.values())
    called = {number.flow_id for number in centre.numbers}
    for flow in sorted(flows, key=lambda flow: flow.flow_id not in called):
        after_fault = flow.resume_text + announcement_of.get(flow.fallback_queue_id, "")
        texts += [flow.resume_text, after_fault, *flow.prompts()]
    return [text for text in dict.fromkeys(texts) if text and not PromptTemplate(text).names]
