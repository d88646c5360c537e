"""A new object from the template answers at once, and nothing that is there is written over."""

from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from typer.testing import CliRunner

from rexian.app.cli import app
from rexian.app.object_host.host import ObjectHost
from rexian.app.object_host.opening import HostSettings
from rexian.app.object_template.writing import ObjectNameInvalid, ObjectThereAlready, write_object
from rexian.kit.clock import SystemClock
from rexian.kit.waiting import until
from rexian.object_api.contract import Outcome, Request

pytestmark = pytest.mark.parts


async def test_the_host_that_runs_already_takes_it_up_and_it_answers(tmp_path: Path) -> None:
    root = tmp_path / "objects"
    root.mkdir()
    host = ObjectHost([root], HostSettings("Asia/Shanghai"), clock=SystemClock(), registry=CollectorRegistry())
    host.start()
    made = CliRunner().invoke(app, ["object", "new", "green_channel", "--in", str(root)])
    assert made.exit_code == 0, made.output
    assert await host.scan()
    await until(lambda: host.objects["green_channel"].check().ok, deadline_seconds=60, what="the new object")
    answer = await host.query(Request("1", "green_channel", "greet", {"word": "王女士"}, "", 20.0))
    assert (answer.outcome, answer.values) == (Outcome.OK, {"answer": "您好，王女士"})
    await host.close()


@pytest.mark.parametrize("name", ["Green", "1green", "../green", "class", "", "a" * 64])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ObjectNameInvalid):
        write_object(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_object_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    made = write_object("green", tmp_path)
    (made / "business_object.py").write_text("# mine")
    with pytest.raises(ObjectThereAlready):
        write_object("green", tmp_path)
    assert (made / "business_object.py").read_text() == "# mine"
