"""What keeps an instance from starting is told in one sentence, with exit code 1, and leaves nothing behind."""

import os
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from rexian.app.launcher import instance as instance_module
from rexian.app.launcher.errors import DiskTooFull
from rexian.app.launcher.instance import make_home
from rexian.app.settings import Settings

pytestmark = pytest.mark.parts

Instance = Any


@pytest.fixture
def taken_port() -> Iterator[int]:
    with closing(socket.socket()) as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


async def assert_refused(instance: Instance, sentence: str) -> None:
    assert await instance.wait() == 1
    told = [line for line in instance.output.splitlines() if line.startswith("rexian: ")]
    assert len(told) == 1, instance.output
    assert sentence in told[0]
    assert "Traceback" not in instance.output
    assert instance.processes() == []


async def test_a_port_that_is_taken(instance: Instance, taken_port: int) -> None:
    await instance.start(http_port=str(taken_port))
    await assert_refused(instance, f"Port {taken_port} is in use by another program")
    assert not instance.home.exists()


async def test_a_data_directory_in_use_is_kept_when_a_start_on_it_is_refused(
    instance: Instance, taken_port: int
) -> None:
    (instance.home / "run").mkdir(parents=True)
    await instance.start(http_port=str(taken_port))
    await assert_refused(instance, f"Port {taken_port} is in use by another program")
    assert (instance.home / "run").is_dir()


async def test_a_setting_that_cannot_be_read(instance: Instance) -> None:
    await instance.start(http_port="eighty")
    await assert_refused(instance, "REXIAN_HTTP_PORT is not valid")


async def test_a_range_of_ports_that_is_none(instance: Instance) -> None:
    await instance.start(rtp_ports="20000")
    await assert_refused(instance, "write it as first-last")


async def test_a_data_directory_that_cannot_be_made(instance: Instance) -> None:
    instance.home.write_text("a file is in its place")
    await instance.start()
    await assert_refused(instance, "cannot be made")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands PostgreSQL to another account")
async def test_a_data_directory_that_the_unprivileged_account_cannot_reach(instance: Instance) -> None:
    instance.home.parent.chmod(0o700)
    await instance.start()
    await assert_refused(instance, "The account nobody cannot enter")
    assert instance.home.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands PostgreSQL to another account")
async def test_an_account_that_does_not_exist(instance: Instance) -> None:
    await instance.start(run_as="no-such-account")
    await assert_refused(instance, "There is no account no-such-account")


@pytest.mark.long
async def test_a_database_that_does_not_answer(instance: Instance) -> None:
    await instance.start(database_url="postgresql://nobody:x@127.0.0.1:1/none", demo="false")
    await assert_refused(instance, "PostgreSQL did not answer")


def test_a_disk_without_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance_module, "NEEDED_FREE_BYTES", 1 << 60)  # no test fills the machine's disk
    with pytest.raises(DiskTooFull, match="are left on the disk"):
        make_home(Settings(home=tmp_path / "home"))
    assert not (tmp_path / "home").exists()
