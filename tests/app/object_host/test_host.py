"""An object may do what it likes: only its own query suffers, and the others go on."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil
import pytest
import uvloop
from prometheus_client import CollectorRegistry

from rexian.app.object_host.host import ObjectHost
from rexian.app.object_host.opening import HostSettings
from rexian.kit.clock import SystemClock
from rexian.kit.waiting import until
from rexian.object_api.contract import Outcome, Request, Result

pytestmark = pytest.mark.parts

OBJECTS = Path(__file__).parent / "objects_for_tests"

Ask = Callable[..., Awaitable[Result]]


async def test_a_query_is_answered(ask: Ask) -> None:
    assert await ask("echo", word="您好") == Result(Outcome.OK, {"word": "您好"})


async def test_bad_input_is_invalid_and_never_reaches_the_object(ask: Ask) -> None:
    wrong = await ask("echo", word=5)
    assert (wrong.outcome, wrong.values["mistakes"][0]["field"]) == (Outcome.INVALID, "word")
    assert (await ask("echo")).outcome is Outcome.INVALID
    assert (await ask("nothing")).outcome is Outcome.INVALID
    assert (await ask("echo", object_name="nobody", word="a")).outcome is Outcome.UNAVAILABLE


async def test_an_endless_loop_fails_alone(ask: Ask, host: ObjectHost) -> None:
    """While one query loops: another object answers at once, other queries of the same object after its restart."""
    before = host.objects["troublesome"].child_pid
    loop = asyncio.ensure_future(ask("loop"))
    await asyncio.sleep(0)
    calm = await ask("echo", object_name="calm", word="a", deadline_seconds=1)
    assert calm.outcome is Outcome.OK
    assert not loop.done()
    later = asyncio.ensure_future(_ask_until_ok(ask))
    assert (await loop).outcome is Outcome.TIMEOUT
    assert (await later).values == {"word": "after"}
    assert host.objects["troublesome"].child_pid not in (None, before)
    assert not psutil.pid_exists(before or 0)


async def _ask_until_ok(ask: Ask) -> Result:
    async def answered() -> Result | None:
        result = await ask("echo", word="after")
        return result if result.outcome is Outcome.OK else None

    return await until(answered, deadline_seconds=20) or Result(Outcome.FAILED)


async def test_a_query_caught_by_anothers_loop_is_asked_again(ask: Ask, host: ObjectHost) -> None:
    """It came later, so time is left when the stuck child is ended."""
    loop = asyncio.ensure_future(ask("loop", deadline_seconds=0.3))
    await until(loop.done, deadline_seconds=5)
    caught = await ask("echo", word="kept")
    assert (await loop).outcome is Outcome.TIMEOUT
    assert caught.values == {"word": "kept"}
    assert host.objects["troublesome"].starts == 2


async def test_waiting_too_long_is_a_timeout_that_ends_nothing(ask: Ask, host: ObjectHost) -> None:
    before = host.objects["troublesome"].child_pid
    waiting = asyncio.ensure_future(ask("wait", seconds=60))
    assert (await ask("echo", word="a")).outcome is Outcome.OK
    assert (await waiting).outcome is Outcome.TIMEOUT
    assert (await ask("echo", word="b")).outcome is Outcome.OK
    assert host.objects["troublesome"].child_pid == before


async def test_two_gigabytes_are_not_given(ask: Ask, host: ObjectHost) -> None:
    assert (await ask("fill_memory", megabytes=2048)).outcome is Outcome.FAILED
    assert (await ask("fill_memory", megabytes=64)).values == {"filled": True}
    pid = host.objects["troublesome"].child_pid
    assert pid is not None
    assert psutil.Process(pid).rlimit(psutil.RLIMIT_AS) == (512 * 1024 * 1024,) * 2


async def test_a_crash_is_failed_and_the_next_query_is_answered(ask: Ask) -> None:
    assert (await ask("crash")).outcome is Outcome.FAILED
    assert (await _ask_until_ok(ask)).values == {"word": "after"}


async def test_a_read_only_query_is_asked_again_after_a_crash(ask: Ask, tmp_path: Path) -> None:
    assert (await ask("crash_once", marker=str(tmp_path / "marker"))).values == {"word": "again"}


async def test_a_query_that_writes_is_never_asked_twice(ask: Ask, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    assert (await ask("crash_writing", marker=str(marker))).outcome is Outcome.FAILED
    assert (await _ask_until_ok(ask)).values == {"word": "after"}
    assert marker.read_text() == "x"


async def test_a_killed_child_is_started_again(ask: Ask, host: ObjectHost) -> None:
    before = host.objects["troublesome"].child_pid
    assert before is not None
    os.kill(before, 9)
    await until(lambda: host.objects["troublesome"].child_pid not in (None, before), deadline_seconds=20)
    assert (await _ask_until_ok(ask)).values == {"word": "after"}


async def test_mistakes_of_the_object_are_outcomes(ask: Ask, capfd: pytest.CaptureFixture[str]) -> None:
    assert (await ask("raise")).outcome is Outcome.FAILED
    assert (await ask("refuse")) == Result(Outcome.REFUSED, {"reason": "test_refused"})
    assert (await ask("break_promise")).outcome is Outcome.FAILED
    assert (await ask("no_json")).outcome is Outcome.FAILED
    assert (await ask("print")).outcome is Outcome.OK
    assert (await ask("echo", word="a")).outcome is Outcome.OK
    assert "410101197809230434" not in "".join(capfd.readouterr())  # what an exception says stays out of the log


async def test_more_than_its_concurrency_waits_its_turn(ask: Ask) -> None:
    results = await asyncio.gather(*(ask("echo", word=str(number)) for number in range(40)))
    assert [result.values["word"] for result in results] == [str(number) for number in range(40)]
    slow = [asyncio.ensure_future(ask("wait", seconds=60 + number)) for number in range(4)]
    await asyncio.sleep(0)
    assert await ask("echo", word="a", deadline_seconds=0.2) == Result(Outcome.UNAVAILABLE, {"reason": "busy"})
    assert {(await each).outcome for each in slow} == {Outcome.TIMEOUT}


async def test_a_failing_object_is_out_of_service_for_a_while(ask: Ask, host: ObjectHost) -> None:
    for _ in range(6):
        assert (await ask("raise")).outcome is Outcome.FAILED
    assert await ask("echo", word="a") == Result(Outcome.UNAVAILABLE, {"reason": "out_of_service"})
    assert (await ask("echo", object_name="calm", word="a")).outcome is Outcome.OK
    assert not host.objects["troublesome"].check().ok
    assert (await _ask_until_ok(ask)).values == {"word": "after"}
    assert host.objects["troublesome"].check().ok


async def test_a_child_gets_nothing_of_the_hosts_environment(ask: Ask) -> None:
    told = (await ask("echo", object_name="calm", word="a")).values["environment"].split()
    assert set(told) <= {"PATH", "PYTHONPATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "TMPDIR"} | {
        "MALLOC_ARENA_MAX"
    }


def test_it_is_the_same_on_the_loop_the_product_runs_on() -> None:
    """uvloop's transports are stricter about what is done to them after their end."""

    async def story() -> list[Outcome]:
        host = ObjectHost([OBJECTS], HostSettings("Asia/Shanghai"), clock=SystemClock(), registry=CollectorRegistry())
        host.start()
        await until(lambda: host.objects["troublesome"].check().ok, deadline_seconds=30)
        outcomes = []
        for rule in ("raise", "loop", "refuse", "crash", "refuse"):
            outcomes.append((await host.query(Request(rule, "troublesome", rule, {}, "", 20.0))).outcome)
        loop = asyncio.ensure_future(host.query(Request("last", "troublesome", "loop", {}, "", 0.2)))
        await asyncio.sleep(0)
        await host.close()
        outcomes.append((await loop).outcome)
        return outcomes

    *outcomes, last = uvloop.run(story())
    assert outcomes == [Outcome.FAILED, Outcome.TIMEOUT, Outcome.REFUSED, Outcome.FAILED, Outcome.REFUSED]
    assert last in (Outcome.TIMEOUT, Outcome.UNAVAILABLE, Outcome.FAILED)


async def test_closing_leaves_no_process_behind(ask: Ask, host: ObjectHost) -> None:
    loop = asyncio.ensure_future(ask("loop"))
    pids = [hosted.child_pid for hosted in host.objects.values()]
    await asyncio.sleep(0)
    await host.close()
    assert not any(psutil.pid_exists(pid or 0) for pid in pids)
    assert (await loop).outcome in (Outcome.TIMEOUT, Outcome.UNAVAILABLE, Outcome.FAILED)
