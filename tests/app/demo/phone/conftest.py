"""Two phones that call each other over loopback without a server between them, and a registrar of one account."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from rexian.app.demo.phone import Phone, PhoneSettings
from rexian.app.demo.phone_events import Confirmed, Incoming

PhoneMaker = Callable[..., Awaitable[Phone]]
NONCE = "5f3d"


@dataclass(frozen=True)
class Talk:
    """A call in progress; each side has its own number for it."""

    caller: Phone
    callee: Phone
    caller_call: int
    callee_call: int
    confirmed_at_ms: float


@pytest.fixture
async def make_phone(tmp_path: Path) -> AsyncIterator[PhoneMaker]:
    """Starts phones that are ended with the test."""
    async with AsyncExitStack() as stack:

        async def make(user: str, **options: object) -> Phone:
            folder = tmp_path / user
            folder.mkdir(exist_ok=True)
            return await stack.enter_async_context(Phone(PhoneSettings(user=user, recordings=folder, **options)))

        yield make


async def connect(caller: Phone, callee: Phone) -> Talk:
    """Call and wait until both sides are talking; the callee answers by itself."""
    caller_call = await caller.call("12329", host=callee.address)
    incoming = await callee.next_event(Incoming, deadline_seconds=5)
    confirmed = await caller.next_event(Confirmed, deadline_seconds=5, call=caller_call)
    await callee.next_event(Confirmed, deadline_seconds=5, call=incoming.call)
    return Talk(caller, callee, caller_call, incoming.call, confirmed.at_ms)


@pytest.fixture
async def talk(make_phone: PhoneMaker) -> Talk:
    """A call that has been answered."""
    caller = await make_phone("13800001111")
    callee = await make_phone("6001", answer_after_ms=0)
    return await connect(caller, callee)


class Registrar(asyncio.DatagramProtocol):
    """Answers REGISTER on a free loopback port; `bindings` are the expiry times that were accepted."""

    def __init__(self, user: str, password: str) -> None:
        self._secret = hashlib.md5(f"{user}:rexian:{password}".encode()).hexdigest()
        self.bindings: list[int] = []
        self.address = ""

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:
        self._transport = transport
        host, port = transport.get_extra_info("sockname")
        self.address = f"{host}:{port}"

    def datagram_received(self, data: bytes, peer: tuple[str, int]) -> None:
        request = data.decode()
        if not request.startswith("REGISTER"):
            return
        if "Authorization:" not in request:
            challenge = f'WWW-Authenticate: Digest realm="rexian", nonce="{NONCE}", algorithm=MD5'
            self._reply(peer, request, "401 Unauthorized", challenge)
        elif self._proven(request):
            expires = int(_field(request, "Expires"))
            self.bindings.append(expires)
            self._reply(peer, request, "200 OK", f"Contact: {_field(request, 'Contact')};expires={expires}")
        else:
            self._reply(peer, request, "403 Forbidden")

    def _proven(self, request: str) -> bool:
        given = dict(re.findall(r'(\w+)="([^"]*)"', _field(request, "Authorization")))
        action = hashlib.md5(f"REGISTER:{given['uri']}".encode()).hexdigest()
        return given["response"] == hashlib.md5(f"{self._secret}:{NONCE}:{action}".encode()).hexdigest()

    def _reply(self, peer: tuple[str, int], request: str, status: str, *more: str) -> None:
        copied = [f"{name}: {_field(request, name)}" for name in ("Via", "From", "Call-ID", "CSeq")]
        lines = [f"SIP/2.0 {status}", *copied, f"To: {_field(request, 'To')};tag=1", *more, "Content-Length: 0"]
        self._transport.sendto(("\r\n".join(lines) + "\r\n\r\n").encode(), peer)


def _field(request: str, name: str) -> str:
    match = re.search(rf"^{name}:\s*(.*?)\r$", request, re.M)
    assert match is not None, f"no {name}"
    return match.group(1)


@pytest.fixture
async def registrar() -> AsyncIterator[Registrar]:
    """Knows the account 6001 with the password right."""
    transport, protocol = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: Registrar("6001", "right"), local_addr=("127.0.0.1", 0)
    )
    yield protocol
    transport.close()
