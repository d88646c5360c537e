"""The set-up's own programs (tools/make): a failure is one clear sentence on stderr, and nothing is left behind."""

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from rexian.kit.waiting import until

pytestmark = pytest.mark.parts

TOOLS = Path(__file__).parents[2] / "tools" / "make"
LIMIT_SECONDS = 20


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


async def run(program: str, *arguments: str, folder: Path, path: str | None = None) -> Ended:
    process = await asyncio.create_subprocess_exec(
        str(TOOLS / program),
        *arguments,
        cwd=folder,
        env={**os.environ, "PATH": path or os.environ["PATH"]},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), LIMIT_SECONDS)
    assert process.returncode is not None
    return Ended(process.returncode, out.decode(), err.decode())


@pytest.fixture
def make_program(tmp_path: Path) -> Callable[[str, str], str]:
    """Puts a small shell program of that name before the machine's own; gives the PATH to find it by."""
    folder = tmp_path / "programs"
    folder.mkdir()

    def make(name: str, script: str) -> str:
        file = folder / name
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)
        return f"{folder}:{os.environ['PATH']}"

    return make


async def test_a_step_tells_what_and_how_long_and_keeps_its_output(tmp_path: Path) -> None:
    ended = await run("step", "2/6", "words", "sh", "-c", "echo spoken; touch $TMPDIR/left", folder=tmp_path)
    assert ended.code == 0
    assert ended.out.startswith("[2/6] words … done in ")
    assert (tmp_path / ".cache/setup.log").read_text() == "spoken\n"
    assert [file.name for file in (tmp_path / ".cache").iterdir()] == ["setup.log"]


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("E: You don't have enough free space in /var/cache/apt/archives/.", "the disk is full"),
        ("npm error code EAI_AGAIN", "the network could not be reached"),
        ("npm error code SELF_SIGNED_CERT_IN_CHAIN", "certificate is not one that this machine trusts"),
        ("make: packages are missing and there is no sudo", "packages are missing and there is no sudo"),
        ("rexian: The Debian mirror cannot be reached", "The Debian mirror cannot be reached"),
    ],
)
async def test_a_step_that_fails_says_why_in_one_sentence(tmp_path: Path, output: str, sentence: str) -> None:
    ended = await run("step", "1/6", "packages", "sh", "-c", f'echo before; echo "{output}"; exit 3', folder=tmp_path)
    assert ended.code == 1
    assert ended.err.startswith("make: ")
    assert ended.err.count("\n") == 1
    assert sentence in ended.err
    assert [file.name for file in (tmp_path / ".cache").iterdir()] == ["setup.log"]


async def test_a_step_that_fails_for_an_unknown_reason_shows_its_last_lines(tmp_path: Path) -> None:
    ended = await run("step", "1/6", "packages", "sh", "-c", "echo strange; exit 3", folder=tmp_path)
    assert ended.err.splitlines()[0] == "strange"
    assert ended.err.splitlines()[-1].startswith("make: packages failed")


async def test_a_step_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *("env", "--default-signal=INT"),  # a test run that is a shell's background job ignores Ctrl-C from birth
        *(str(TOOLS / "step"), "1/6", "packages", "sh", "-c", 'touch "$TMPDIR/half"; exec sleep 60'),
        cwd=tmp_path,
        stdout=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    await until(lambda: any(tmp_path.glob(".cache/step.*/tmp/half")), deadline_seconds=LIMIT_SECONDS)
    os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does: to all of them
    assert await asyncio.wait_for(process.wait(), LIMIT_SECONDS) == 130
    assert not list((tmp_path / ".cache").glob("step.*"))


async def test_packages_without_sudo_are_named_with_the_command_that_installs_them(
    tmp_path: Path, make_program: Callable[[str, str], str]
) -> None:
    make_program("id", "echo 1000")
    path = make_program("sudo", "exit 1")
    ended = await run("packages", "no-such-package-rexian", folder=tmp_path, path=path)
    assert ended.code == 1
    last = ended.out.splitlines()[-1]
    assert last.startswith("make: packages are missing and sudo was refused")
    assert last.endswith("apt-get install --no-install-recommends no-such-package-rexian")


async def test_packages_that_are_there_need_no_sudo(tmp_path: Path, make_program: Callable[[str, str], str]) -> None:
    make_program("id", "echo 1000")
    path = make_program("sudo", "exit 1")
    assert await run("packages", "dpkg", folder=tmp_path, path=path) == Ended(0, "", "")


@pytest.mark.parametrize(
    ("name", "script", "sentence"),
    [
        ("node", "echo v18.19.0", "Node.js v18.19.0 is too old"),
        ("python-for-test", "exit 1", "does not run or is older than Python 3.11"),
        ("df", "printf 'head\\n/dev/x 1000 600 400 60%% /\\n'", "has only 400 MB free"),
    ],
)
async def test_what_is_missing_is_told_before_anything_is_installed(
    tmp_path: Path, make_program: Callable[[str, str], str], name: str, script: str, sentence: str
) -> None:
    path = make_program(name, script)
    python = name if name.startswith("python") else "python3"
    ended = await run("need", python, folder=tmp_path, path=path)
    assert ended.code == 1
    assert ended.err.startswith("make: ")
    assert ended.err.count("\n") == 1
    assert sentence in ended.err


async def test_room_is_not_asked_for_where_the_installation_has_begun(
    tmp_path: Path, make_program: Callable[[str, str], str]
) -> None:
    path = make_program("df", "printf 'head\\n/dev/x 1000 990 10 99%% /\\n'")
    (tmp_path / ".venv").mkdir()
    assert (await run("need", "python3", folder=tmp_path, path=path)).code == 0
