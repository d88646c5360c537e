"""The adapter: listens to Asterisk for call control, and compares both on every connect.

Events of one connection are translated in the order they come. What happened while nobody listened is taken from
Asterisk's own call log and from what it holds now; nothing is guessed.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import structlog

from rexian.control.asterisk import translate
from rexian.control.asterisk.ari.client import AriClient
from rexian.control.asterisk.ari.errors import AriDisconnected
from rexian.control.asterisk.ari.provisioning import list_endpoints
from rexian.control.asterisk.arrivals import ArrivalNotes
from rexian.control.asterisk.ended_channels import EndedChannels
from rexian.control.asterisk.media import AsteriskMedia
from rexian.control.asterisk.server.settings import ServerFolders
from rexian.control.calls.service import CallControl
from rexian.control.contacts import inputs
from rexian.control.ports import MediaUnavailable, Observation, ObservedChannel
from rexian.kit.clock import Clock
from rexian.kit.errors import RexianError
from rexian.kit.tasks import TaskKeeper

log = structlog.get_logger(__name__)

PHONE_EVENTS = frozenset({"EndpointStateChange", "ContactStatusChange", "PeerStatusChange"})
CALL_LOG_SECONDS = 600.0
"""So much of Asterisk's call log is kept at least while it is connected."""

SILENCE_EVERY_SECONDS = 1.0
"""How often a talking agent whose phone is away is asked for a sign of life on the leg."""


class AsteriskAdapter:
    """Implements the client's `AriListener`; `replaced` is set when another control has taken over."""

    def __init__(self, folders: ServerFolders, clock: Clock) -> None:
        self._ended = EndedChannels(folders.call_log)
        self._arrivals = ArrivalNotes(folders.recordings, clock)
        self._tasks = TaskKeeper()
        self._watched: set[str] = set()
        self._gone: set[str] = set()
        self._phones_to_ask: set[str] = set()
        self.replaced = asyncio.Event()
        self.compared = asyncio.Event()
        """Set while Asterisk is connected and everything has been compared."""

    def serve(self, calls: CallControl, client: AriClient, media: AsteriskMedia) -> None:
        """Take call control, the client and the media port on it; before this nothing may be listened to."""
        self._calls = calls
        self._client = client
        self._media = media
        self._tasks.start(self._arrivals.run(calls.contacts.values, media.ask), "arrivals")

    async def close(self) -> None:
        await self._tasks.close()

    # -- what the client tells ----------------------------------------------------------------------------------

    def on_event(self, event: Mapping[str, Any]) -> None:
        """Translate one event and hand it to its contact's lane."""
        kind = str(event["type"])
        if kind in PHONE_EVENTS:
            self._phone_event(event)
        elif "playback" in event:
            self._to_owner(str(event["playback"]["id"]), translate.of_playback(event))
        elif "recording" in event:
            self._to_owner(str(event["recording"]["name"]), translate.of_recording(event))
        elif "channel" in event:
            self._channel_event(event)

    async def on_connected(self) -> None:
        """Compare accounts, channels, bridges and the call log with what control believes."""
        found: list[Mapping[str, Any]] = []
        bridges: list[str] = []

        async def look() -> inputs.ControlReturned:
            observation, channels = await self._observe()
            found.extend(channels)
            bridges.extend(observation.bridges)
            return translate.returned(observation, await asyncio.to_thread(self._ended.read))

        try:
            await self._media.provision_agents(self._calls.centre.agents)
            await self._calls.compare(look)
        except MediaUnavailable as error:
            raise AriDisconnected from error
        for channel in found:
            await self._adopt(channel)
        for bridge_id in bridges:
            await self._clear_bridge(bridge_id)
        self.compared.set()
        self._catch_up()
        log.info("compared with asterisk", channels=len(found), bridges=len(bridges))
        await self._keep_call_log_short()

    def on_disconnected(self) -> None:
        self.compared.clear()
        self._gone.clear()

    def on_replaced(self) -> None:
        self.compared.clear()
        self.replaced.set()

    async def provision(self) -> None:
        """Bring the SIP accounts in line with a new configuration; if Asterisk is away, the next connect does it."""
        try:
            await self._media.provision_agents(self._calls.centre.agents)
        except MediaUnavailable as error:
            log.warning("accounts wait for asterisk", reason=error.code)

    # -- events -------------------------------------------------------------------------------------------------

    def _channel_event(self, event: Mapping[str, Any]) -> None:
        channel_id = str(event["channel"]["id"])
        if event["type"] == "ChannelDtmfReceived":
            self._arrivals.keyed(channel_id)
        owner = translate.owner(channel_id)
        if owner is None:
            self._citizen_event(channel_id, event)
        elif owner[0] == translate.LEG:
            self._to_owner(channel_id, translate.of_leg(event))
        elif owner[0] == translate.SPY:
            self._to_owner(channel_id, translate.of_snoop(event))
        elif owner[0] == translate.TRACK and event["type"] == "StasisStart":
            self._tasks.start(self._record(channel_id, owner[1]), f"record {channel_id}")

    def _citizen_event(self, channel_id: str, event: Mapping[str, Any]) -> None:
        if "replace_channel" in event:
            return  # the stand-in of a phone that transfers its call; it goes by itself
        if event["type"] == "StasisStart":
            self._take_in(event["channel"], [str(argument) for argument in event["args"]])
            return
        if event["type"] == "ChannelDestroyed" and not self.compared.is_set():
            self._gone.add(channel_id)
        contact_id, translated = self._calls.contact_of(channel_id), translate.of_citizen(event)
        if contact_id is not None and translated is not None:
            self._calls.post(contact_id, translated)

    def _take_in(self, channel: Mapping[str, Any], arguments: list[str]) -> None:
        """Begin a contact; who has waited in the dialplan hears no more music of it. An agent's phone may not dial."""
        channel_id = str(channel["id"])
        arrived = translate.arrival(channel, arguments)
        if arrived is None:
            self._tasks.start(self._quietly(self._media.refuse, channel_id), "refuse a call nobody takes")
            return
        if arrived.waited:
            self._tasks.start(self._quietly(self._media.stop_music, channel_id), "stop the dialplan's music")
        self._calls.arrived(arrived)

    def _to_owner(self, media_id: str, translated: inputs.Input | None) -> None:
        owner = translate.owner(media_id)
        if owner is not None and translated is not None:
            self._calls.post(owner[1], translated)

    async def _record(self, track: str, contact_id: str) -> None:
        try:
            started = await self._media.record_track(track)
        except MediaUnavailable as error:
            log.error("recording could not be started", contact_id=contact_id, details=error.details)
            started = False
        if not started:
            self._calls.post(contact_id, inputs.TrackEnded(track))

    # -- phones -------------------------------------------------------------------------------------------------

    def _phone_event(self, event: Mapping[str, Any]) -> None:
        endpoint_id = str(event["endpoint"]["resource"])
        if not self.compared.is_set():
            self._phones_to_ask.add(endpoint_id)
        elif (agent_id := self._agent_of(endpoint_id)) is not None:
            self._tasks.start(self._phone_changed(agent_id, endpoint_id), f"phone {endpoint_id}")

    def _catch_up(self) -> None:
        """Ask for the phones that changed during the comparison, and listen for voices where a phone is away."""
        endpoint_ids, self._phones_to_ask = self._phones_to_ask, set()
        for agent in self._calls.centre.agents:
            self._watch_if_away(agent.agent_id)
            if agent.sip_username in endpoint_ids:
                change = self._phone_changed(agent.agent_id, agent.sip_username)
                self._tasks.start(change, f"phone {agent.sip_username}")

    def _agent_of(self, endpoint_id: str) -> str | None:
        agents = self._calls.centre.agents
        return next((agent.agent_id for agent in agents if agent.sip_username == endpoint_id), None)

    async def _phone_changed(self, agent_id: str, endpoint_id: str) -> None:
        """Believe the endpoint's state as it is now, whichever of the three events told of it."""
        try:
            found = await self._media.ask(f"endpoints/PJSIP/{endpoint_id}")
        except MediaUnavailable as error:
            log.warning("a phone's state is not known", endpoint=endpoint_id, details=error.details)
            return
        if self._agent_of(endpoint_id) == agent_id:
            await self._calls.phone(agent_id, found is not None and found["state"] == "online")
            self._watch_if_away(agent_id)

    def _watch_if_away(self, agent_id: str) -> None:
        if agent_id not in self._watched and self._calls.talking_leg(agent_id) is not None:
            self._watched.add(agent_id)
            self._tasks.start(self._watch_silence(agent_id), f"signs of life of {agent_id}")

    async def _watch_silence(self, agent_id: str) -> None:
        """While the phone is away and the talk goes on: music for the citizen as soon as no voice comes any more."""
        try:
            while (leg := self._calls.talking_leg(agent_id)) is not None:
                if not await self._media.media_alive(leg[1]):
                    self._calls.post(leg[0], inputs.MediaSilent(leg[1]))
                    return
                await asyncio.sleep(SILENCE_EVERY_SECONDS)
        except MediaUnavailable as error:
            log.warning("signs of life cannot be asked for until the next comparison", details=error.details)
        finally:
            self._watched.discard(agent_id)

    # -- comparing ----------------------------------------------------------------------------------------------

    async def _observe(self) -> tuple[Observation, list[Mapping[str, Any]]]:
        """What Asterisk holds now, and the channels as it describes them."""
        channels = await self._media.ask("channels") or []
        bridges = await self._media.ask("bridges") or []
        members = {str(bridge["id"]): frozenset(map(str, bridge["channels"])) for bridge in bridges}
        bridge_of = {channel: bridge for bridge, inside in members.items() for channel in inside}
        endpoints = await list_endpoints(self._client)
        held = {
            str(found["id"]): ObservedChannel(str(found["id"]), str(found["state"]), bridge_of.get(str(found["id"])))
            for found in channels
        }
        online = frozenset(key for key, state in endpoints.items() if state.is_online)
        return Observation(held, members, online, await self._unwritten(held)), channels

    async def _unwritten(self, channel_ids: Iterable[str]) -> frozenset[str]:
        """The taps among these channels whose recording nobody has begun."""
        taps = [found for found in channel_ids if (translate.owner(found) or ("",))[0] == translate.TRACK]
        written = await asyncio.gather(*(self._media.ask(f"recordings/live/{tap}") for tap in taps))
        return frozenset(tap for tap, recording in zip(taps, written, strict=True) if recording is None)

    async def _adopt(self, channel: Mapping[str, Any]) -> None:
        """Take in a caller nobody told us of; clear away a channel of a contact that is no more."""
        channel_id = str(channel["id"])
        owner = translate.owner(channel_id)
        if owner is not None:
            if owner[1] not in self._calls.contacts:
                await self._quietly(self._media.hang_up, channel_id)
            return
        plan = channel.get("dialplan", {})
        is_ours = plan.get("app_name") == "Stasis" and channel_id not in self._gone
        if is_ours and self._calls.contact_of(channel_id) is None:
            self._take_in(channel, str(plan.get("app_data", "")).split(",")[1:])

    async def _clear_bridge(self, bridge_id: str) -> None:
        owner = translate.owner(bridge_id)
        if owner is not None and owner[1] not in self._calls.contacts:
            await self._quietly(self._media.destroy_bridge, bridge_id)

    async def _keep_call_log_short(self) -> None:
        """What was logged before the comparison is known. Runs until the connection ends."""
        while True:
            await asyncio.to_thread(self._ended.put_aside)
            await asyncio.sleep(CALL_LOG_SECONDS)

    async def _quietly(self, action: Callable[[str], Any], media_id: str) -> None:
        try:
            await action(media_id)
        except RexianError as error:
            log.warning("left-over could not be cleared", media_id=media_id, reason=error.code)
