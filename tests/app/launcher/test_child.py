"""One child process: its output is kept in one file that stays small, and its end is told in its own words."""

import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psutil
import pytest
import pytest_asyncio

from rexian.app.launcher import child as child_module
from rexian.app.launcher.child import ChildProcess
from rexian.app.launcher.errors import CannotStart
from rexian.app.launcher.plan import ProcessPlan
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts

WRITES_FOR_EVER = """
import time
print("a" * 200, flush=True)
while True:
    print("b", flush=True)
    time.sleep(0.01)
"""
HAS_A_CHILD = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
print(child.pid, flush=True)
child.wait()
"""

Run = Callable[[str], ChildProcess]


def older_log(child: ChildProcess) -> str:
    return Path(f"{child.log_file}.1").read_text()


@pytest_asyncio.fixture
async def run(tmp_path: Path) -> AsyncIterator[Run]:
    made: list[ChildProcess] = []

    async def never(_process_id: int) -> bool:
        return False

    def make(code: str) -> ChildProcess:
        plan = ProcessPlan("tiny", [sys.executable, "-c", code], never, ready_seconds=0.5, stop_seconds=1)
        made.append(ChildProcess(plan, tmp_path))
        return made[-1]

    yield make
    for child in made:
        await child.stop()


async def test_a_log_that_has_grown_is_moved_while_its_writer_goes_on(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_module, "LOG_BYTES", 100)  # ten megabytes take long to write
    child = run(WRITES_FOR_EVER)
    await child.start()
    await until(lambda: child.log_file.stat().st_size > 200, deadline_seconds=10)
    child.rotate_log()
    assert older_log(child).startswith("a" * 200)
    await until(lambda: child.log_file.read_text().startswith("b"), deadline_seconds=10)


async def test_only_the_newest_logs_are_kept(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_module, "LOG_BYTES", 1)
    child = run("")
    for number in range(8):
        child.log_file.write_text(f"log {number}")
        child.rotate_log()
    kept = sorted(file.name for file in child.log_file.parent.glob("tiny.log.*"))
    assert kept == [f"tiny.log.{number}" for number in range(1, 6)]
    assert older_log(child) == "log 7"


async def test_a_process_that_ends_before_it_is_ready_is_told_with_its_last_line(run: Run) -> None:
    child = run("import sys; print('warming up', flush=True); sys.exit('no flow file')")
    await child.start()
    with pytest.raises(CannotStart, match="tiny ended at once with code 1: no flow file"):
        await child.wait_ready()


async def test_a_process_that_never_gets_ready_is_told(run: Run) -> None:
    child = run("import signal; signal.pause()")
    await child.start()
    with pytest.raises(CannotStart, match="tiny was not ready after"):
        await child.wait_ready()


async def test_what_a_process_leaves_in_its_session_is_ended_with_it(run: Run) -> None:
    child = run(HAS_A_CHILD)
    await child.start()
    await until(lambda: child.log_file.read_text().strip(), deadline_seconds=10)
    grandchild = psutil.Process(int(child.log_file.read_text()))
    assert await child.stop()
    await until(lambda: not grandchild.is_running() or grandchild.status() == "zombie", deadline_seconds=5)
