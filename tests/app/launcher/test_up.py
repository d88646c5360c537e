"""An instance starts by readiness, keeps its processes running, stops in order and leaves nothing behind."""

import os
import signal
import stat
from collections.abc import Callable
from typing import Any

import psutil
import pytest
from sqlalchemy import text

from rexian.kit.bus import Bus
from rexian.kit.database import Database
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts

Instance = Any
MakeInstance = Callable[[], Instance]


async def test_an_instance_is_ready_with_real_parts_and_stops_on_ctrl_c(instance: Instance) -> None:
    await instance.start_ready("control=steady", "web=steady")
    environment = instance.document["environment"]
    database = Database.connect(environment["REXIAN_DATABASE_URL"])
    await database.ping()
    await database.close()
    bus = await Bus.connect(environment["REXIAN_NATS_URL"], name="test")
    assert bus.connected
    await bus.close()
    assert await instance.end(signal.SIGINT) == 0
    assert instance.processes() == []


async def test_ports_and_passwords_stand_in_a_private_file_and_are_kept(instance: Instance) -> None:
    await instance.start_ready()
    file = instance.home / "run" / "instance.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    first = instance.document
    await instance.end(signal.SIGTERM)
    await instance.start_ready()
    for name in ("REXIAN_DATABASE_URL", "REXIAN_NATS_URL", "REXIAN_SIP_PORT", "REXIAN_RTP_PORTS"):
        assert instance.document["environment"][name] == first["environment"][name]


async def test_data_survives_a_restart(instance: Instance) -> None:
    await instance.start_ready()
    database = Database.connect(instance.document["environment"]["REXIAN_DATABASE_URL"])
    async with database.transaction() as session:
        await session.execute(text("CREATE TABLE kept (id int)"))
    await database.close()
    await instance.end()
    await instance.start_ready()
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT count(*) FROM kept")) == 0
    await database.close()


async def test_a_second_start_on_the_same_data_is_refused_and_changes_nothing(make_instance: MakeInstance) -> None:
    first, second = make_instance(), make_instance()
    await first.start_ready("control=steady")
    control, document = first.pid_of("control"), first.document
    second._output_file = first.home.with_suffix(".second")
    await second.start("control=steady")
    assert await second.wait() == 1
    assert len(second.output.strip().splitlines()) == 1
    assert "Another rexian runs on" in second.output
    assert (first.pid_of("control"), first.document) == (control, document)
    assert psutil.pid_exists(control)
    assert await first.end() == 0


async def test_a_process_that_is_killed_is_started_again(instance: Instance) -> None:
    await instance.start_ready("control=steady", "web=steady")
    control, web = instance.pid_of("control"), instance.pid_of("web")
    psutil.Process(control).kill()
    await until(lambda: instance.pid_of("control") not in (0, control), deadline_seconds=10)
    assert instance.pid_of("web") == web
    assert "control ended (signal 9)" in instance.output
    assert await instance.end() == 0


async def test_a_process_that_keeps_ending_is_started_again_after_growing_pauses(instance: Instance) -> None:
    await instance.start_ready("worker=fleeting")
    await until(lambda: instance.output.count("worker ended") >= 4, deadline_seconds=20)
    pauses = [line.rsplit(" ", 2)[1] for line in instance.output.splitlines() if "worker ended" in line]
    assert pauses[:4] == ["0.2", "0.4", "0.8", "1.6"]
    assert await instance.end() == 0


async def test_postgres_that_is_killed_comes_back_with_its_data(instance: Instance) -> None:
    await instance.start_ready()
    database = Database.connect(instance.document["environment"]["REXIAN_DATABASE_URL"])
    async with database.transaction() as session:
        await session.execute(text("CREATE TABLE kept AS SELECT 1 AS id"))
    server = next(
        process for process in instance.processes() if process.name() == "postgres" and "-D" in process.cmdline()
    )
    server.kill()
    await until(lambda: "postgres is ready again" in instance.output, deadline_seconds=30)
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT count(*) FROM kept")) == 1
    await database.close()
    assert await instance.end() == 0


async def test_a_process_that_will_not_stop_is_killed_in_time(instance: Instance) -> None:
    await instance.start_ready("web=stubborn")
    assert await instance.end(signal.SIGTERM) == 0
    assert "web did not stop in time" in instance.output
    assert instance.processes() == []


async def test_all_ends_when_the_launcher_is_killed_and_the_next_start_works(instance: Instance) -> None:
    await instance.start_ready("control=steady")
    instance.process.kill()
    await instance.wait()
    await until(lambda: not instance.processes(), deadline_seconds=10)
    await instance.start_ready("control=steady")
    assert await instance.end() == 0


async def test_a_stubborn_child_of_a_killed_launcher_is_ended_by_the_next_start(instance: Instance) -> None:
    await instance.start_ready("control=stubborn")
    left_over = instance.pid_of("control")
    instance.process.kill()
    await instance.wait()
    assert psutil.pid_exists(left_over)
    await instance.start_ready()
    assert not psutil.pid_exists(left_over)
    assert await instance.end() == 0


async def test_a_process_that_cannot_start_ends_all_with_one_sentence(instance: Instance) -> None:
    await instance.start("control=steady", "web=broken")
    assert await instance.wait() == 1
    assert "rexian: web ended at once with code 1: the flow file is missing" in instance.output
    assert instance.processes() == []


async def test_a_stop_during_the_start_leaves_nothing(instance: Instance) -> None:
    await instance.start("control=steady")
    await until(lambda: (instance.home / "run" / "processes.json").exists(), deadline_seconds=20)
    assert await instance.end(signal.SIGTERM) == 0
    assert instance.processes() == []


async def test_asterisk_is_run_with_the_others_and_dies_with_the_launcher(instance: Instance) -> None:
    del instance.environment["REXIAN_ARI_URL"]
    await instance.start_ready("control=steady")
    (server,) = [process for process in instance.processes() if "asterisk.conf" in " ".join(process.cmdline())]
    assert os.geteuid() != 0 or server.username() == "nobody"
    instance.process.kill()
    await instance.wait()
    await until(lambda: not instance.processes(), deadline_seconds=10)
    await instance.start_ready("control=steady")
    assert await instance.end() == 0
    assert instance.processes() == []


async def test_logs_lie_in_one_place(instance: Instance) -> None:
    await instance.start_ready("control=steady")
    assert instance.log_names() == ["control.log", "nats.log", "postgres.log"]
