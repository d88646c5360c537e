"""A telephone of a few lines: one SIP call over UDP, without sound."""

import asyncio
import hashlib
import re
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

    async def register(self, user: str, password: str) -> int:
        """Sign on as an agent's phone does, with its digest; gives the last status."""
        await self._send_register(user, 1, "")
        asked = await self.hears(lambda line: line.startswith("SIP/2.0 401"))
        found = dict(re.findall(r'(\w+)="?([^",\r]+)"?', asked.partition("WWW-Authenticate: Digest ")[2]))
        realm, nonce = found["realm"], found["nonce"]
        uri = f"sip:127.0.0.1:{self._server_port}"
        secret, request = _md5(f"{user}:{realm}:{password}"), _md5(f"REGISTER:{uri}")
        response = _md5(f"{secret}:{nonce}:00000001:abc:auth:{request}")
        await self._send_register(
            user,
            2,
            f'Authorization: Digest username="{user}", realm="{realm}", nonce="{nonce}", uri="{uri}", qop=auth, '
            f'nc=00000001, cnonce="abc", algorithm=MD5, response="{response}", opaque="{found.get("opaque", "")}"\r\n',
        )
        return int((await self.hears(lambda line: line.startswith("SIP/2.0 ") and line[8] != "1"))[8:11])

    async def _send_register(self, user: str, number: int, more: str) -> None:
        text = (
            f"REGISTER sip:127.0.0.1:{self._server_port} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP 127.0.0.1:{self._port};branch=z9hG4bK-reg-{number};rport\r\n"
            f"From: <sip:{user}@127.0.0.1>;tag=1\r\nTo: <sip:{user}@127.0.0.1>\r\n"
            f"Call-ID: register-{self._port}\r\nCSeq: {number} REGISTER\r\n"
            f"Contact: <sip:{user}@127.0.0.1:{self._port}>\r\nExpires: 300\r\nMax-Forwards: 70\r\n{more}"
            "Content-Length: 0\r\n\r\n"
        )
        await asyncio.get_running_loop().sock_sendall(self._socket, text.encode())

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


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


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
