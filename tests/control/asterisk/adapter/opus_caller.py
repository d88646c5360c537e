"""A citizen who speaks Opus at 48 kHz and nothing else: the simulated phone's library has no Opus.

It calls as the trunk's peer, keys by RFC 4733, and plays a tone or silence; what it would hear is thrown away.
"""

import asyncio
import re
import secrets
import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import soundfile

from rexian.kit.tasks import TaskKeeper

OPUS, KEYS = 107, 101
RATE = 48_000
FRAME_SECONDS = 0.02
CLOCK_STEP = round(RATE * FRAME_SECONDS)
ANSWER_SECONDS = 10.0
AMPLITUDE = 0.09
"""As loud as the other voices: -24 dBFS."""


class OpusCaller:
    """One call from one UDP port; `async with` ends it."""

    def __init__(self, listen_port: int, sip_port: int, folder: Path, frequency_hz: int) -> None:
        self._sip = _socket(listen_port)
        self._media = _socket(0)
        self._sip.connect(("127.0.0.1", sip_port))
        self._listen_port, self._sip_port, self._folder = listen_port, sip_port, folder
        self._tag, self._call_id = secrets.token_hex(4), secrets.token_hex(8)
        self._to = ""
        self._silence = self._frames = self._encoded(0)
        self._tone = self._encoded(frequency_hz)
        self._keys: list[bytes] = []
        self._tasks = TaskKeeper()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._tasks.close()
        self._sip.close()
        self._media.close()

    async def call(self, number: str) -> str:
        """Call and be answered; gives the codec that was agreed."""
        port = self._media.getsockname()[1]
        offer = (
            f"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            f"m=audio {port} RTP/AVP {OPUS} {KEYS}\r\na=rtpmap:{OPUS} opus/48000/2\r\n"
            f"a=rtpmap:{KEYS} telephone-event/8000\r\na=ptime:20\r\na=sendrecv\r\n"
        )
        await self._ask(f"INVITE sip:{number}@127.0.0.1:{self._sip_port}", 1, offer)
        async with asyncio.timeout(ANSWER_SECONDS):
            answer = await self._final_answer()
        assert answer.startswith("SIP/2.0 200"), answer
        self._to = re.search(r"^To:.*$", answer, re.MULTILINE).group().strip()  # type: ignore[union-attr]
        await self._ask(f"ACK sip:{number}@127.0.0.1:{self._sip_port}", 1, "")
        media = re.search(r"m=audio (\d+)", answer)
        assert media is not None
        self._media.connect(("127.0.0.1", int(media.group(1))))
        self._tasks.start(self._speak(), "opus media")
        found = re.search(r"a=rtpmap:\d+ (\w+)/", answer)
        return found.group(1) if found else ""

    async def play_tone(self, frequency_hz: int, *, level_dbfs: float = -24.0, call: int | None = None) -> None:
        """As a Phone's; tone and level are always the same."""
        self._frames = self._tone

    async def play_silence(self, *, call: int | None = None) -> None:
        self._frames = self._silence

    def press(self, key: int) -> None:
        """One digit, 0.1 s long."""
        going = [struct.pack("!BBH", key, 10, 160 * step) for step in range(1, 6)]
        self._keys = [*going, *[struct.pack("!BBH", key, 0x80 | 10, 960)] * 3]

    async def hang_up(self) -> None:
        await self._ask(f"BYE sip:127.0.0.1:{self._sip_port}", 2, "")

    async def _final_answer(self) -> str:
        loop = asyncio.get_running_loop()
        while True:
            answer = (await loop.sock_recv(self._sip, 65536)).decode()
            if answer.startswith("SIP/2.0") and not answer.startswith("SIP/2.0 1"):
                return answer

    async def _ask(self, line: str, number: int, body: str) -> None:
        method = line.partition(" ")[0]
        to = self._to or f"To: <{line.partition(' ')[2]}>"
        text = (
            f"{line} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{self._listen_port};branch=z9hG4bK{secrets.token_hex(6)}\r\n"
            f"From: <sip:13800001111@127.0.0.1>;tag={self._tag}\r\n{to}\r\nCall-ID: {self._call_id}\r\n"
            f"CSeq: {number} {method}\r\nContact: <sip:13800001111@127.0.0.1:{self._listen_port}>\r\n"
            f"Max-Forwards: 70\r\nContent-Type: application/sdp\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        )
        await asyncio.get_running_loop().sock_sendall(self._sip, text.encode())

    async def _speak(self) -> None:
        """A frame each 20 ms by the clock, late ones at once."""
        loop = asyncio.get_running_loop()
        began, number, source = loop.time(), 0, secrets.randbits(32)
        key_clock = 0
        while True:
            clock = number * CLOCK_STEP
            if self._keys:
                key_clock = key_clock or clock
                await self._send(KEYS, number, key_clock, source, self._keys.pop(0))
            else:
                key_clock = 0
                await self._send(OPUS, number, clock, source, self._frames[number % len(self._frames)])
            number += 1
            await asyncio.sleep(max(began + number * FRAME_SECONDS - loop.time(), 0))

    async def _send(self, kind: int, number: int, clock: int, source: int, payload: bytes) -> None:
        head = struct.pack("!BBHII", 0x80, kind, number & 0xFFFF, clock & 0xFFFFFFFF, source)
        with suppress(ConnectionRefusedError):  # the other side has ended the call first
            await asyncio.get_running_loop().sock_sendall(self._media, head + payload)

    def _encoded(self, frequency_hz: int) -> list[bytes]:
        """Opus frames of one second that can follow themselves: of a longer sound, without its beginning and end."""
        times = np.arange(3 * RATE) / RATE
        sound = AMPLITUDE * np.sin(2 * np.pi * frequency_hz * times)
        path = self._folder / f"{frequency_hz}.opus"
        soundfile.write(path, sound.astype(np.float32), RATE, format="OGG", subtype="OPUS")
        return list(_packets(path.read_bytes()))[52:102]


def _packets(ogg: bytes) -> Iterator[bytes]:
    """The packets of an Ogg stream, its two heads first."""
    at, packet = 0, b""
    while at < len(ogg):
        count = ogg[at + 26]
        lengths, at = ogg[at + 27 : at + 27 + count], at + 27 + count
        for length in lengths:
            packet, at = packet + ogg[at : at + length], at + length
            if length < 255:
                yield packet
                packet = b""


def _socket(port: int) -> socket.socket:
    wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    wire.setblocking(False)
    wire.bind(("127.0.0.1", port))
    return wire
