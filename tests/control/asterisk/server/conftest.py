"""A telephone of a few lines: one SIP call over UDP, without sound."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

_SDP = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 8 101\r\n"
_SDP += "a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"


class Phone:
    """Calls Asterisk from one local port and reads what comes back."""

    def __init__(self, local_port: int, server_port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind(("127.0.0.1", local_port))
        self._socket.connect(("127.0.0.1", server_port))
        self._port = local_port
        self._server_port = server_port

    def close(self) -> None:
        self._socket.close()

    async def call(self, number: str, caller: str = "13900000000") -> None:
        """Send an INVITE."""
        head = (
            f"INVITE sip:{number}@127.0.0.1:{self._server_port} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP 127.0.0.1:{self._port};branch=z9hG4bK-{self._port};rport\r\n"
            f"From: <sip:{caller}@127.0.0.1>;tag=1\r\nTo: <sip:{number}@127.0.0.1>\r\n"
            f"Call-ID: call-{self._port}\r\nCSeq: 1 INVITE\r\nContact: <sip:{caller}@127.0.0.1:{self._port}>\r\n"
            f"Max-Forwards: 70\r\nContent-Type: application/sdp\r\nContent-Length: {len(_SDP)}\r\n\r\n"
        )
        await asyncio.get_running_loop().sock_sendall(self._socket, (head + _SDP).encode())

    async def hears(self, wanted: Callable[[str], bool], seconds: float = 5) -> str:
        """The first message whose first line is wanted."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(seconds):
            while True:
                message = (await loop.sock_recv(self._socket, 65536)).decode()
                if wanted(message.split("\r\n", 1)[0]):
                    return message

    async def final_status(self) -> int:
        """The status that ends the INVITE, which is acknowledged."""
        answer = await self.hears(lambda line: line.startswith("SIP/2.0 ") and line[8] != "1")
        headers = [line for line in answer.split("\r\n") if line.startswith(("From:", "To:", "Call-ID:"))]
        head = (
            f"ACK sip:127.0.0.1:{self._server_port} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP 127.0.0.1:{self._port};branch=z9hG4bK-{self._port}-ack;rport\r\n"
        )
        text = head + "\r\n".join([*headers, "CSeq: 1 ACK", "Max-Forwards: 70", "Content-Length: 0", "", ""])
        await asyncio.get_running_loop().sock_sendall(self._socket, text.encode())
        return int(answer[8:11])


@pytest.fixture
def phone(server: Any) -> Iterator[Phone]:
    """A phone at the trunk peer's address and port."""
    phone = Phone(server.phone_port, server.settings.sip_port)
    yield phone
    phone.close()


@pytest.fixture
def stranger(server: Any) -> Iterator[Phone]:
    """A phone at another port of the same address."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    phone = Phone(port, server.settings.sip_port)
    yield phone
    phone.close()
