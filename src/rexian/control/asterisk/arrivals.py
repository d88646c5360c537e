"""Notes beside each track how many packets of its leg had come when; who stores the recording needs it.

Every few seconds, for every track that a contact has open then: nothing is remembered that a restart could lose.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import structlog

from rexian.control.contacts.state import Contact
from rexian.control.contracts.arrivals import SUFFIX, Arrival
from rexian.control.ports import MediaUnavailable
from rexian.kit.clock import Clock

EVERY_SECONDS = 3.0
YOUNGEST_SECONDS = 1.5
"""A block that is younger waits for the next round: a short talk needs no note."""

SLOWEST_ANSWER_MS = 50
"""Of an answer that took longer nobody knows when it was true."""

Ask = Callable[[str], Awaitable[Any]]

log = structlog.get_logger(__name__)


class ArrivalNotes:
    """`run` for ever. `ask` is a question to Asterisk by GET, None for what is not there."""

    def __init__(self, spool: Path, clock: Clock) -> None:
        self._spool = spool
        self._clock = clock
        self._keyed: set[str] = set()

    def keyed(self, channel_id: str) -> None:
        """A key came from the channel: in packets without sound."""
        self._keyed.add(channel_id)

    async def run(self, contacts: Callable[[], Iterable[Contact]], ask: Ask) -> None:
        """Note what is open, round by round. A media server that is away, or a disk that is full, misses a round."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                await self._round(self._open_tracks(contacts()), ask)
            except (MediaUnavailable, OSError) as error:
                log.warning("arrivals could not be noted", reason=type(error).__name__)

    def _open_tracks(self, contacts: Iterable[Contact]) -> Mapping[str, str]:
        """The channel each listens to."""
        now = self._clock.now()
        blocks = (party.block for contact in contacts for party in contact.parties if party.block)
        return {
            track: block.channels[voice]
            for block in blocks
            if (now - block.started_at).total_seconds() >= YOUNGEST_SECONDS
            for voice, track in block.tracks.items()
        }

    async def _round(self, tracks: Mapping[str, str], ask: Ask) -> None:
        self._keyed &= set(tracks.values())
        seen = await asyncio.gather(*(self._look(channel_id, ask) for channel_id in tracks.values()))
        lines = {track: arrival.line() for track, arrival in zip(tracks, seen, strict=True) if arrival is not None}
        if lines:
            await asyncio.to_thread(self._write, lines)

    async def _look(self, channel_id: str, ask: Ask) -> Arrival | None:
        began = self._clock.now()
        found = await ask(f"channels/{channel_id}/rtp_statistics")
        took_ms = (self._clock.now() - began).total_seconds() * 1000
        if found is None or took_ms > SLOWEST_ANSWER_MS:
            return None
        at_ms = round(began.timestamp() * 1000 + took_ms / 2)
        keyed = channel_id in self._keyed
        self._keyed.discard(channel_id)
        return Arrival(at_ms, int(found["rxcount"]), keyed)

    def _write(self, lines: Mapping[str, str]) -> None:
        for track, line in lines.items():
            with (self._spool / f"{track}{SUFFIX}").open("a") as file:
                file.write(line)
