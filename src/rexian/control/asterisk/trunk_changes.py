"""Trunks that have changed while Asterisk runs: their files written anew and read again, without ending a call.

Called by the process `control` with each configuration. What Asterisk takes only at its start (E1 lines) is told
to the operator, not forced. An Asterisk that the launcher does not run has no such files and is left
alone.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import structlog

from rexian.control.asterisk.ari.client import AriClient
from rexian.control.asterisk.ari.errors import AriError
from rexian.control.asterisk.server.account import Account
from rexian.control.asterisk.server.configuration import ENTRIES_FILE, SIP_TRUNKS_FILE

log = structlog.get_logger(__name__)

READ_AGAIN = ("res_pjsip", "res_pjsip_endpoint_identifier_ip", "res_pjsip_outbound_registration", "pbx_config")
RELOADED_FILES = (SIP_TRUNKS_FILE, ENTRIES_FILE)
RELOAD_SECONDS = 10.0


class TrunkChanges:
    """Keeps one Asterisk's trunk files like the records. `folder` holds its configuration, `account` runs it.

    `push_accounts` must push all agents' accounts: Asterisk looks away from them when it reads its files again, and
    sees no phone sign on until they come once more.
    """

    def __init__(
        self, client: AriClient, folder: Path, account: Account, push_accounts: Callable[[], Awaitable[None]]
    ) -> None:
        self._client = client
        self._folder = folder
        self._account = account
        self._push_accounts = push_accounts
        self._waiting = False

    async def take(self, files: Mapping[str, str]) -> bool:
        """Write what differs and let Asterisk read it; tells whether it has all of it, else take them again."""
        changed = await asyncio.to_thread(self._write_changed, files)
        if changed - set(RELOADED_FILES):
            log.warning("trunks on cards have changed: they wait for the next start", files=sorted(changed))
        self._waiting |= bool(changed & set(RELOADED_FILES))
        if self._waiting and self._client.is_connected:
            await self._read_again()
        return not self._waiting

    def _write_changed(self, files: Mapping[str, str]) -> set[str]:
        if not (self._folder / SIP_TRUNKS_FILE).exists():
            return set()
        changed = {name for name, text in files.items() if _text(self._folder / name) != text}
        for name in changed:
            self._write(self._folder / name, files[name])
        return changed

    def _write(self, file: Path, text: str) -> None:
        """Whole or not at all, readable by Asterisk's account only: trunks have passwords."""
        draft = file.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
            stream.write(text)
        if not self._account.is_current:
            os.chown(draft, self._account.uid, self._account.gid)
        draft.replace(file)

    async def _read_again(self) -> None:
        try:
            for module in READ_AGAIN:
                uri = f"asterisk/modules/{module}.so"
                await self._client.request("PUT", uri, via_http=True, timeout_seconds=RELOAD_SECONDS)
        except AriError as error:
            log.error("asterisk has not read its trunks again", reason=error.code)
            return
        await self._push_accounts()
        self._waiting = False
        log.info("asterisk has read its trunks again")


def _text(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
