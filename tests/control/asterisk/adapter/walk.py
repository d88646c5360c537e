"""Steps that several tests go: into the queue, into a talk."""

import asyncio
import hashlib
import re
import socket
from contextlib import closing
from typing import Any

from tests.control.asterisk.adapter.switchboard import Switchboard

from rexian.app.demo.phone import Phone
from rexian.app.demo.phone_events import Confirmed, Incoming
from rexian.control.contracts.desk import AgentState

SECONDS = 10.0


async def in_queue(board: Switchboard, citizen: Phone, dial: Any) -> int:
    """Call and ask for a person; gives the phone's call."""
    call = int(await dial(citizen))
    await citizen.next_event(Confirmed, deadline_seconds=SECONDS, call=call)
    await board.event("prompt.started", prompt_id="main.text")
    await citizen.send_digits("0", call=call)
    await board.event("segment.started", kind="queue")
    return call


async def rings(board: Switchboard, agent: Phone, agent_id: str = "a") -> int:
    """The agent's phone rings and control knows; gives the phone's call."""
    incoming = await agent.next_event(Incoming, deadline_seconds=SECONDS)
    await board.event("offer.ringing")
    return incoming.call


async def talking(board: Switchboard, citizen: Phone, agent: Phone, dial: Any) -> tuple[int, int]:
    """Citizen and agent `a` talk, and both are recorded; gives both phones' calls."""
    await board.ready("a")
    call = await in_queue(board, citizen, dial)
    agent_call = await rings(board, agent)
    await agent.answer(call=agent_call)
    await agent.next_event(Confirmed, deadline_seconds=SECONDS, call=agent_call)
    await board.event("recording.block_started")
    await board.agent_is("a", AgentState.TALKING)
    return call, agent_call


async def sign_phone_out(server: Any, agent_id: str) -> None:
    """Take the phone's registration away behind its back: to Asterisk the phone is gone, its call is not."""
    loop, user = asyncio.get_running_loop(), f"agent-{agent_id}"
    uri = f"sip:127.0.0.1:{server.settings.sip_port}"
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as wire:
        wire.setblocking(False)
        wire.connect(("127.0.0.1", server.settings.sip_port))
        port = wire.getsockname()[1]
        authorization = answer = ""
        for number in (1, 2):
            text = (
                f"REGISTER {uri} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK-{port}-{number};rport\r\n"
                f"From: <sip:{user}@127.0.0.1>;tag=1\r\nTo: <sip:{user}@127.0.0.1>\r\nCall-ID: out-{port}\r\n"
                f"CSeq: {number} REGISTER\r\nContact: *\r\nExpires: 0\r\nMax-Forwards: 70\r\n"
                f"{authorization}Content-Length: 0\r\n\r\n"
            )
            await loop.sock_sendall(wire, text.encode())
            async with asyncio.timeout(SECONDS):
                answer = (await loop.sock_recv(wire, 65536)).decode()
            if number == 1:
                authorization = _authorization(answer, user, uri)
        assert answer.startswith("SIP/2.0 200"), answer


def _authorization(challenge: str, user: str, uri: str) -> str:
    found = dict(re.findall(r'(\w+)="([^"]*)"', challenge))
    realm, nonce = found["realm"], found["nonce"]
    account, request = _md5(f"{user}:{realm}:secret"), _md5(f"REGISTER:{uri}")
    response = _md5(f"{account}:{nonce}:00000001:abc:auth:{request}")
    return (
        f'Authorization: Digest username="{user}", realm="{realm}", nonce="{nonce}", uri="{uri}", '
        f'response="{response}", algorithm=MD5, qop=auth, nc=00000001, cnonce="abc", '
        f'opaque="{found.get("opaque", "")}"\r\n'
    )


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
