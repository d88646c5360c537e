"""Under which account Asterisk runs, and whether that account can get at its files.

Asterisk never runs as root: whoever starts it as root names an unprivileged account here. Otherwise it runs as the
current account and nothing changes hands.
"""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from rexian.control.asterisk.server.errors import FolderUnreachable


@dataclass(frozen=True, slots=True)
class Account:
    """The account a process is started under."""

    name: str
    uid: int
    gid: int

    @property
    def is_current(self) -> bool:
        return self.uid == os.geteuid()


def current_or_unprivileged(name: str = "nobody") -> Account:
    """The account we run as, or `name` when that is root."""
    entry = pwd.getpwnam(name) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def check_reachable(folder: Path, account: Account) -> None:
    """Raise FolderUnreachable when the account may not enter `folder` or one of the folders above it."""
    resolved = folder.resolve()
    for step in (*reversed(resolved.parents), resolved):
        if step.exists() and not _may_enter(step.stat(), account):
            raise FolderUnreachable(
                f"The account {account.name}, which runs Asterisk, cannot enter {step}; choose a data directory "
                "elsewhere or open that folder with chmod a+x.",
                folder=str(step),
            )


def _may_enter(status: os.stat_result, account: Account) -> bool:
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def hand_over(folder: Path, account: Account) -> None:
    """Make the account the owner of a folder and of all in it."""
    if account.is_current:
        return
    os.chown(folder, account.uid, account.gid)
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.chown(Path(parent) / name, account.uid, account.gid, follow_symlinks=False)
