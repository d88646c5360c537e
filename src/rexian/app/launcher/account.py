"""The unprivileged account that root hands PostgreSQL and Asterisk to; anyone else runs them as himself."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rexian.app.launcher.errors import CannotStart

LOOK_SECONDS = 10


@dataclass(frozen=True)
class Account:
    """A system account by its numbers."""

    name: str
    user_id: int
    group_id: int

    def own(self, folder: Path) -> None:
        """Give the account a folder; the parents are left as they are. Raises CannotStart when it cannot get there."""
        folder.mkdir(parents=True, exist_ok=True)
        os.chown(folder, self.user_id, self.group_id)
        folder.chmod(0o700)
        if not self.can_run(["test", "-x", str(folder)]):
            raise CannotStart(
                f"The account {self.name} cannot enter {folder}: choose a REXIAN_HOME whose parent folders"
                " it may pass through (not below /root, for instance)."
            )

    def can_run(self, command: Sequence[str]) -> bool:
        """Whether the account can run `command` with success."""
        try:
            finished = subprocess.run(
                command,
                user=self.user_id,
                group=self.group_id,
                extra_groups=[],
                cwd="/",
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=LOOK_SECONDS,
                check=False,
            )
        except OSError:
            return False
        return finished.returncode == 0


def service_account(name: str) -> Account | None:
    """The account to run PostgreSQL and Asterisk as; None when this process is not root. Raises CannotStart."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        raise CannotStart(f"There is no account {name} on this machine: set REXIAN_RUN_AS to one.") from None
    if entry.pw_uid == 0:
        raise CannotStart("REXIAN_RUN_AS must name an account other than root: PostgreSQL refuses to run as root.")
    return Account(name, entry.pw_uid, entry.pw_gid)
