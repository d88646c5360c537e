"""`rexian flow check` and `rexian flow test`: clear sentences for everything, a traceback for nothing."""

import json
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner

from rexian.app.cli import app
from rexian.app.flows import FLOWS_FOLDER
from rexian.app.ivr.rule_forms import object_rules
from rexian.control.ivr.check import Centre, check
from rexian.control.ivr.document import load_flow

pytestmark = pytest.mark.pure

OBJECTS_FOR_TESTS = Path(__file__).parents[1] / "object_host/objects_for_tests"
SHIPPED = ("hotline-12329", "queue-only", "elder-12329", "rating")


@pytest.fixture(autouse=True)
def no_instance(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No instance runs here; the logging that a command sets up for its process ends with the test."""
    monkeypatch.setenv("REXIAN_HOME", str(tmp_path / "home"))
    handlers = logging.root.handlers[:]
    yield
    logging.root.handlers[:] = handlers
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def flow(*arguments: str) -> tuple[int, str]:
    """Exit code and what was printed."""
    result = CliRunner().invoke(app, ["flow", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_flows_pass_their_cases(name: str) -> None:
    code, said = flow("test", str(FLOWS_FOLDER / f"{name}.json"))
    assert code == 0, said
    assert "test cases pass" in said


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_flows_ask_what_the_objects_answer(name: str, tmp_path: Path) -> None:
    problems = check(load_flow(FLOWS_FOLDER / f"{name}.json"), Centre(objects=object_rules(tmp_path)))
    assert [str(each) for each in problems] == []


def test_an_object_that_a_site_drops_in_may_be_asked(tmp_path: Path) -> None:
    shutil.copytree(OBJECTS_FOR_TESTS / "calm", tmp_path / "objects" / "calm")
    rules = object_rules(tmp_path)
    assert "fund_account" in rules
    assert rules["calm"]
    assert "calm" not in object_rules(tmp_path / "elsewhere")


def test_a_sound_flow_ends_with_zero() -> None:
    code, said = flow("check", str(FLOWS_FOLDER / "elder-12329.json"))
    assert (code, "nothing wrong" in said) == (0, True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "field_invalid"),
        ("{", "field_invalid"),
        ("[]", "field_invalid"),
        ('{"nodes": 3}', "field_invalid"),
        ('{"format": 1, "nodes": {"a": 3}}', "field_invalid"),
        ('{"format": 1, "nodes": {"a": {"kind": "queue", "otherwise": []}}}', "field_invalid"),
        ("\x00\xff", "field_invalid"),
    ],
)
def test_rubbish_is_told_and_ends_with_one(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "rubbish.json"
    path.write_bytes(text.encode("latin-1"))
    ended, said = flow("check", str(path), "--json")
    assert ended == 1
    assert code in {problem["code"] for problem in json.loads(said)["problems"]}


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    code, said = flow("test", str(tmp_path / "none.json"))
    assert (code, "cannot be read" in said) == (1, True)


def test_a_mistake_is_told_with_its_node(tmp_path: Path) -> None:
    shutil.copytree(FLOWS_FOLDER, tmp_path / "flows")
    path = tmp_path / "flows" / "hotline-12329.json"
    document = json.loads(path.read_text("utf-8"))
    document["nodes"]["main"]["options"]["1"]["next"] = "gone"
    path.write_text(json.dumps(document))
    code, said = flow("check", str(path))
    assert code == 1
    assert "node main: options.1 leads to gone, which does not exist [node_missing]" in said
