"""One instance and its data directory: the lock, the secrets, the remembered ports, and the file that tells others.

`<home>/run/instance.json` (readable by its owner only) holds the settings of the running instance as environment
variables; `rexian status` and the demo commands in a second terminal read it.
"""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from rexian.app.launcher.errors import AlreadyRunning, CannotStart, DiskTooFull, NotRunning
from rexian.app.settings import Settings

NEEDED_FREE_BYTES = 512 * 1024 * 1024
SECRET_BYTES = 24
INSTANCE_FILE = "instance.json"
LOCK_FILE = "launcher.lock"


def make_home(settings: Settings) -> bool:
    """Make the data directory; gives whether it was not there before.

    Raises CannotStart where it cannot be made, DiskTooFull where too little space is left. For root its folders can
    be passed through (not listed) by the account that PostgreSQL and Asterisk run as.
    """
    is_root = os.geteuid() == 0
    try:
        is_new = not settings.home.exists()
        _check_space(settings.home)
        settings.home.mkdir(parents=True, exist_ok=True, mode=0o711 if is_root else 0o700)
        settings.run_folder.mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        raise CannotStart(
            f"The data directory {settings.home} cannot be made ({error.strerror}): set REXIAN_HOME to another one."
        ) from error
    return is_new


def remove_unused_home(settings: Settings) -> None:
    """Take a data directory away again that was made for this start, which was refused before it began."""
    (settings.run_folder / LOCK_FILE).unlink(missing_ok=True)
    with suppress(OSError):  # somebody has put something into it
        settings.run_folder.rmdir()
        settings.home.rmdir()


def _check_space(home: Path) -> None:
    """Looks at the disk that `home` will be on, so that nothing is made on one that is full."""
    existing = next(folder for folder in (home, *home.parents) if folder.exists())
    free_bytes = shutil.disk_usage(existing).free
    if free_bytes < NEEDED_FREE_BYTES:
        raise DiskTooFull(
            f"Only {free_bytes // 1024**2} MB are left on the disk of {home};"
            f" {NEEDED_FREE_BYTES // 1024**2} MB are needed: make room, or set REXIAN_HOME to another disk."
        )


@contextmanager
def instance_lock(settings: Settings) -> Iterator[None]:
    """Hold the data directory for this launcher. Raises AlreadyRunning; the lock ends with the process."""
    with (settings.run_folder / LOCK_FILE).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(
                f"Another rexian runs on {settings.home} already; stop it, or set REXIAN_HOME to another directory."
            ) from None
        yield


def secret(settings: Settings, name: str) -> str:
    """A password of this instance, made on first use."""
    folder = settings.home / "secrets"
    folder.mkdir(exist_ok=True, mode=0o700)
    file = folder / name
    if not file.exists():
        write_private(file, secrets.token_urlsafe(SECRET_BYTES))
    return file.read_text()


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings as the variables that give the same settings in another process; absent ones are left out."""
    values: dict[str, str] = {}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if value is not None:
            text = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
            values[f"REXIAN_{name.upper()}"] = text
    return values


def write_instance(settings: Settings, ports: Mapping[str, int]) -> None:
    """Tell others where this instance is, and remember its ports."""
    document = {"launcher_pid": os.getpid(), "environment": environment_of(settings), "ports": dict(ports)}
    write_private(settings.run_folder / INSTANCE_FILE, json.dumps(document, indent=2))


def read_instance(settings: Settings) -> dict[str, Any]:
    """What was written last; empty when this data directory was never used."""
    try:
        document: dict[str, Any] = json.loads((settings.run_folder / INSTANCE_FILE).read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return document


def remembered_ports(settings: Settings) -> dict[str, int]:
    """The ports of the last start."""
    return {name: int(port) for name, port in read_instance(settings).get("ports", {}).items()}


def running_settings(settings: Settings) -> Settings:
    """The settings of the instance that was started on this data directory. Raises NotRunning."""
    environment = read_instance(settings).get("environment")
    if not environment:
        raise NotRunning(f"No instance was started on {settings.home} yet: run `rexian up` first.")
    values = {name.removeprefix("REXIAN_").lower(): value for name, value in environment.items()}
    return Settings(**values)


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    draft = file.with_name(f".{file.name}.draft")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
    draft.replace(file)
