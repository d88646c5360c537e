"""A carrier's registrar of a few lines: it challenges, checks the digest and confirms, over UDP."""

import asyncio
import hashlib
import re
import socket

REALM = "ims.example"
NONCE = "a-nonce"


class Registrar:
    """Listens on a port of its own; `confirmed` holds the REGISTER whose digest was right."""

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = user, password
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])

    def close(self) -> None:
        self._socket.close()

    async def sign_on(self) -> str:
        """The request that was confirmed."""
        loop = asyncio.get_running_loop()
        while True:
            data, address = await loop.sock_recvfrom(self._socket, 65536)
            request = data.decode()
            if not request.startswith("REGISTER "):
                continue
            is_right = self._is_right(request)
            await loop.sock_sendto(self._socket, self._answer(request, confirm=is_right).encode(), address)
            if is_right:
                return request

    def _is_right(self, request: str) -> bool:
        fields = dict(re.findall(r'(\w+)="?([^",\r]+)"?', request.partition("Authorization: Digest ")[2]))
        if fields.get("username") != self._user or fields.get("realm") != REALM:
            return False
        secret = _md5(f"{self._user}:{REALM}:{self._password}")
        asked = _md5(f"REGISTER:{fields['uri']}")
        return fields["response"] in (
            _md5(f"{secret}:{NONCE}:{asked}"),
            _md5(f"{secret}:{NONCE}:{fields.get('nc')}:{fields.get('cnonce')}:auth:{asked}"),
        )

    def _answer(self, request: str, *, confirm: bool) -> str:
        kept = ("Via:", "From:", "To:", "Call-ID:", "CSeq:")
        lines = [line for line in request.split("\r\n") if line.startswith(kept)]
        lines = [f"{line};tag=carrier" if line.startswith("To:") else line for line in lines]
        if confirm:
            contact = next(line for line in request.split("\r\n") if line.startswith("Contact:"))
            head, more = "SIP/2.0 200 OK", [contact, "Expires: 3600"]
        else:
            head = "SIP/2.0 401 Unauthorized"
            more = [f'WWW-Authenticate: Digest realm="{REALM}", nonce="{NONCE}", algorithm=MD5, qop="auth"']
        return "\r\n".join([head, *lines, *more, "Content-Length: 0", "", ""])


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
