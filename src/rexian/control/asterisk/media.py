"""The media port on ARI: one method, one or two requests. What is gone is normal life and answers False."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from rexian.control.asterisk.ari.client import AriClient
from rexian.control.asterisk.ari.errors import AriConflict, AriError, AriNotFound, AriRefused
from rexian.control.asterisk.ari.provisioning import (
    G711,
    PhoneAccount,
    PhoneKind,
    delete_endpoint,
    is_account,
    list_endpoints,
    push_endpoints,
)
from rexian.control.asterisk.trunk_channels import channel_for, variables_for
from rexian.control.contracts.configuration import AgentConfiguration
from rexian.control.ports import AgentRing, MediaUnavailable, OutsideRing

ALIVE_SECONDS = 0.4
"""Two looks at a leg's packet counter, so far apart, tell whether voice still comes."""

TRANSFERS = "transfers"
"""The context of the dialplan that takes the place of a phone that transfers its call."""

TRACK_FORMAT = "sln"
REASONS = {
    "normal": "normal",
    "busy": "busy",
    "unallocated": "unallocated",
    "rejected": "rejected",
    "congestion": "congestion",
}


class AsteriskMedia:
    """Implements `rexian.control.ports.Media`."""

    def __init__(self, client: AriClient, application: str, *, qualify_seconds: int = 10, opus: bool = False) -> None:
        """With `opus` (which Asterisk must have loaded) browsers are offered that first."""
        self._client = client
        self._browser_codecs = ("opus", *G711) if opus else G711
        self._application = application
        self._qualify_seconds = qualify_seconds

    async def answer(self, channel_id: str) -> bool:
        return await self._done("POST", f"channels/{channel_id}/answer")

    async def hang_up(self, channel_id: str, *, cause: str = "normal") -> bool:
        return await self._done("DELETE", f"channels/{channel_id}", query={"reason": REASONS.get(cause, "normal")})

    async def refuse(self, channel_id: str) -> bool:
        """Answer a call with "no such number"."""
        return await self.hang_up(channel_id, cause="unallocated")

    async def create_bridge(self, bridge_id: str) -> bool:
        return await self._done("POST", f"bridges/{bridge_id}", query={"type": "mixing", "name": bridge_id})

    async def destroy_bridge(self, bridge_id: str) -> bool:
        return await self._done("DELETE", f"bridges/{bridge_id}")

    async def add_to_bridge(self, bridge_id: str, channel_id: str) -> bool:
        return await self._done("POST", f"bridges/{bridge_id}/addChannel", query={"channel": channel_id})

    async def take_from_bridge(self, bridge_id: str, channel_id: str) -> bool:
        return await self._possible("POST", f"bridges/{bridge_id}/removeChannel", query={"channel": channel_id})

    async def start_music(self, channel_id: str) -> bool:
        return await self._done("POST", f"channels/{channel_id}/moh")

    async def stop_music(self, channel_id: str) -> bool:
        return await self._done("DELETE", f"channels/{channel_id}/moh")

    async def start_ringing(self, channel_id: str) -> bool:
        """The ringing tone of the centre's country (indications.conf)."""
        return await self._done("POST", f"channels/{channel_id}/ring")

    async def stop_ringing(self, channel_id: str) -> bool:
        return await self._done("DELETE", f"channels/{channel_id}/ring")

    async def play(self, channel_id: str, playback_id: str, clip_path: str) -> bool:
        query = {"media": f"sound:{clip_path}"}
        return await self._possible("POST", f"channels/{channel_id}/play/{playback_id}", query=query)

    async def stop_playback(self, playback_id: str) -> bool:
        return await self._done("DELETE", f"playbacks/{playback_id}")

    async def ring_agent(self, agent: AgentConfiguration, channel_id: str, ring: AgentRing) -> bool:
        """False when the phone is not there (Asterisk refuses the call at once)."""
        variables = {"PJSIP_HEADER(add,X-Rexian-Contact)": ring.contact_id, "TRANSFER_CONTEXT": TRANSFERS}
        if ring.resume:
            variables["PJSIP_HEADER(add,X-Rexian-Resume)"] = "1"
        query = {
            "endpoint": f"PJSIP/{agent.sip_username}",
            "app": self._application,
            "appArgs": "leg",
            "callerId": f"<{ring.caller_number}>",
            "timeout": str(max(int(ring.timeout_seconds) + 2, 3)),
            "formats": ",".join(self._account(agent).codecs),
        }
        return await self._possible("POST", f"channels/{channel_id}", query=query, body={"variables": variables})

    async def ring_number(self, channel_id: str, ring: OutsideRing) -> bool:
        """Over the trunk. False when it cannot even be tried."""
        query = {
            "endpoint": channel_for(ring.trunk, ring.digits),
            "app": self._application,
            "appArgs": "leg",
            "callerId": f"<{ring.caller_number}>",
            "timeout": str(max(int(ring.timeout_seconds), 3)),
            "formats": ",".join(G711),
        }
        body = {"variables": variables_for(ring.trunk)}
        return await self._possible("POST", f"channels/{channel_id}", query=query, body=body)

    async def mute(self, channel_id: str) -> bool:
        """What comes from the channel is dropped before anybody or any recording hears it."""
        return await self._done("POST", f"channels/{channel_id}/mute", query={"direction": "in"})

    async def unmute(self, channel_id: str) -> bool:
        return await self._done("DELETE", f"channels/{channel_id}/mute", query={"direction": "in"})

    async def send_keys(self, channel_id: str, digits: str) -> bool:
        """Keys to the other end of the channel, one after the other."""
        return await self._done("POST", f"channels/{channel_id}/dtmf", query={"dtmf": digits})

    async def start_track(self, channel_id: str, track: str) -> bool:
        """A snoop of what comes from the channel; the recording itself starts when the snoop is in the application."""
        query = {"spy": "in", "app": self._application, "appArgs": "track"}
        return await self._possible("POST", f"channels/{channel_id}/snoop/{track}", query=query)

    async def record_track(self, track: str) -> bool:
        """Begin to write a snoop's sound to the spool, raw signed linear."""
        query = {"name": track, "format": TRACK_FORMAT, "ifExists": "overwrite", "beep": "false"}
        return await self._done("POST", f"channels/{track}/record", query=query)

    async def stop_track(self, track: str) -> bool:
        """End the snoop; its recording is closed with it. False when there was none any more."""
        return await self._done("DELETE", f"channels/{track}")

    async def start_snoop(self, channel_id: str, snoop: str, *, whispers: bool) -> bool:
        """A supervisor's ear at a channel. Without `whispers` Asterisk drops whatever is sent into it."""
        whisper = "out" if whispers else "none"
        query = {"spy": "both", "whisper": whisper, "app": self._application, "appArgs": "spy"}
        return await self._possible("POST", f"channels/{channel_id}/snoop/{snoop}", query=query)

    async def media_alive(self, channel_id: str) -> bool:
        """Whether packets still come from the channel; one that is gone is not silent, its end is told as an event."""
        first = await self._received_packets(channel_id)
        await asyncio.sleep(ALIVE_SECONDS)
        second = await self._received_packets(channel_id)
        return first is None or second is None or second > first

    async def provision_agents(self, agents: Sequence[AgentConfiguration]) -> None:
        """Push every agent's SIP account and take away those that no longer exist; trunks are left alone.

        Raises MediaUnavailable.
        """
        accounts = [self._account(agent) for agent in agents]
        wanted = {account.endpoint_id for account in accounts}
        try:
            await push_endpoints(self._client, accounts)
            for endpoint_id in set(await list_endpoints(self._client)) - wanted:
                if await is_account(self._client, endpoint_id):
                    await delete_endpoint(self._client, endpoint_id)
        except AriError as error:
            raise MediaUnavailable(reason=error.code) from error

    async def ask(self, uri: str) -> Any:
        """A question by GET; None for what is not there. Raises MediaUnavailable."""
        try:
            return await self._client.request("GET", uri)
        except AriNotFound:
            return None
        except AriError as error:
            raise MediaUnavailable(reason=error.code, verb=uri.split("/")[0]) from error

    def _account(self, agent: AgentConfiguration) -> PhoneAccount:
        is_browser = agent.phone_kind == "webrtc"
        kind = PhoneKind.BROWSER if is_browser else PhoneKind.SIP_PHONE
        codecs = self._browser_codecs if is_browser else G711
        return PhoneAccount(agent.sip_username, agent.sip_secret, kind, self._qualify_seconds, codecs)

    async def _received_packets(self, channel_id: str) -> int | None:
        found = await self.ask(f"channels/{channel_id}/rtp_statistics")
        return None if found is None else int(found.get("rxcount", 0))

    async def _possible(
        self, method: str, uri: str, *, query: Mapping[str, str], body: Mapping[str, Any] | None = None
    ) -> bool:
        """As `_done`, for what the contact can do without: a refusal means that it could not be done."""
        try:
            return await self._done(method, uri, query=query, body=body)
        except MediaUnavailable as error:
            if isinstance(error.__cause__, AriRefused):
                return False
            raise

    async def _done(
        self, method: str, uri: str, *, query: Mapping[str, str] | None = None, body: Mapping[str, Any] | None = None
    ) -> bool:
        try:
            await self._client.request(method, uri, query=query, body=body)
        except (AriNotFound, AriConflict):
            return False
        except AriError as error:
            raise MediaUnavailable(reason=error.code, verb=f"{method} {uri.split('/')[0]}") from error
        return True
