"""A phone signs in over SIP with the account that was pushed."""

import asyncio
import hashlib
import re
import signal
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from rexian.control.asterisk.ari.provisioning import (
    PhoneAccount,
    PhoneKind,
    delete_endpoint,
    list_endpoints,
    push_endpoint,
)
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts

ACCOUNT = PhoneAccount("agent-1001", "right", PhoneKind.SIP_PHONE, qualify_seconds=0)


def md5(*parts: str) -> str:
    return hashlib.md5(":".join(parts).encode(), usedforsecurity=False).hexdigest()


class Registrar:
    """Sends REGISTER and answers the challenge."""

    def __init__(self, server_port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.connect(("127.0.0.1", server_port))
        self._server_port = server_port
        self._sequence = 0

    def close(self) -> None:
        self._socket.close()

    async def _send(self, user: str, authorization: str = "") -> str:
        self._sequence += 1
        port = self._socket.getsockname()[1]
        text = (
            f"REGISTER sip:127.0.0.1:{self._server_port} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK-{port}-{self._sequence};rport\r\n"
            f"From: <sip:{user}@127.0.0.1>;tag=1\r\nTo: <sip:{user}@127.0.0.1>\r\nCall-ID: register-{port}\r\n"
            f"CSeq: {self._sequence} REGISTER\r\nContact: <sip:{user}@127.0.0.1:{port}>\r\nExpires: 60\r\n"
            f"Max-Forwards: 70\r\n{authorization}Content-Length: 0\r\n\r\n"
        )
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(self._socket, text.encode())
        async with asyncio.timeout(5):
            while True:
                answer = (await loop.sock_recv(self._socket, 65536)).decode()
                if answer.startswith("SIP/2.0") and f"CSeq: {self._sequence} REGISTER" in answer:
                    return answer

    async def sign_in(self, user: str, password: str) -> int:
        """The status that Asterisk answers to the signed request."""
        challenge = await self._send(user)
        found = dict(re.findall(r'(realm|nonce|opaque)="([^"]*)"', challenge))
        uri = f"sip:127.0.0.1:{self._server_port}"
        first, second = md5(user, found["realm"], password), md5("REGISTER", uri)
        response = md5(first, found["nonce"], "00000001", "c", "auth", second)
        fields = {"username": user, "uri": uri, "response": response, "cnonce": "c", **found}
        quoted = ", ".join(f'{name}="{value}"' for name, value in fields.items())
        answer = await self._send(user, f"Authorization: Digest {quoted}, qop=auth, nc=00000001, algorithm=MD5\r\n")
        return int(answer[8:11])


async def is_online(link: Any, endpoint_id: str) -> None:
    async def ask() -> bool:
        state = (await list_endpoints(link.client)).get(endpoint_id)
        return state is not None and state.is_online

    assert await until(ask, deadline_seconds=5)


@pytest.fixture
def registrar(server: Any) -> Iterator[Registrar]:
    registrar = Registrar(server.settings.sip_port)
    yield registrar
    registrar.close()


async def test_a_phone_signs_in_and_is_told_as_online(link: Any, registrar: Registrar) -> None:
    await push_endpoint(link.client, ACCOUNT)
    assert await registrar.sign_in("agent-1001", "right") == 200
    await until(lambda: "ContactStatusChange" in link.names(), deadline_seconds=5)
    await is_online(link, "agent-1001")


async def test_a_wrong_password_and_an_unknown_account_are_refused(link: Any, registrar: Registrar) -> None:
    await push_endpoint(link.client, ACCOUNT)
    assert await registrar.sign_in("agent-1001", "wrong") == 401
    assert await registrar.sign_in("agent-9999", "right") == 401


async def test_a_changed_password_counts_at_once_and_a_deleted_account_no_more(link: Any, registrar: Registrar) -> None:
    await push_endpoint(link.client, ACCOUNT)
    assert await registrar.sign_in("agent-1001", "right") == 200
    await push_endpoint(link.client, PhoneAccount("agent-1001", "new", PhoneKind.SIP_PHONE, qualify_seconds=0))
    assert await registrar.sign_in("agent-1001", "right") == 401
    assert await registrar.sign_in("agent-1001", "new") == 200
    await delete_endpoint(link.client, "agent-1001")
    assert await registrar.sign_in("agent-1001", "new") == 401


async def test_no_clear_password_lies_in_asterisks_files(server: Any, link: Any, registrar: Registrar) -> None:
    await push_endpoint(link.client, PhoneAccount("agent-1001", "very-clear-password"))
    assert await registrar.sign_in("agent-1001", "very-clear-password") == 200
    folder = server.settings.folders.library
    assert [file for file in folder.rglob("*") if file.is_file() and b"very-clear" in file.read_bytes()] == []


@pytest.mark.parametrize("signs_in_again", [True, False])
async def test_an_account_survives_a_restart_and_its_phone_is_online_after_the_next_push(
    server: Any, link: Any, registrar: Registrar, signs_in_again: bool
) -> None:
    await push_endpoint(link.client, ACCOUNT)
    assert await registrar.sign_in("agent-1001", "right") == 200
    server.process.send_signal(signal.SIGTERM)
    await server.process.wait()
    await server.start_again()
    await link.is_told("connected", "disconnected", "connected")
    if signs_in_again:
        assert await registrar.sign_in("agent-1001", "right") == 200
    await push_endpoint(link.client, ACCOUNT)
    await is_online(link, "agent-1001")
