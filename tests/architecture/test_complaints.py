"""The list of complaints in docs/decisions cannot rot: every number has its row, every test that a row names exists."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/decisions/0013-complaints.md"
NUMBERS = [*range(1, 14), *range(19, 27), 32, *range(35, 39), 42]


def rows() -> dict[int, str]:
    return {int(number): rest for number, rest in re.findall(r"^\| (\d+) \|(.*)$", PAGE.read_text(), re.MULTILINE)}


def named_tests(text: str) -> list[tuple[str, str]]:
    return re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)


@cache
def cases_of(path: str) -> frozenset[str]:
    """Functions, and the test cases that a module assigns (Hypothesis' machines)."""
    body = ast.parse((ROOT / path).read_text()).body
    functions = {node.name for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    assigned = {
        target.id
        for node in body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return frozenset(name for name in functions | assigned if name.lower().startswith("test"))


def test_every_complaint_has_its_row() -> None:
    assert sorted(rows()) == NUMBERS


@pytest.mark.parametrize("number", NUMBERS)
def test_the_tests_of_a_complaint_exist(number: int) -> None:
    row = rows()[number]
    named = named_tests(row)
    assert named, "a row without a test"
    assert row.count("`tests/") == len(named), "a name that is not path::test"
    assert [f"{path}::{name}" for path, name in named if name not in cases_of(path)] == []
