"""What the code imports is what pyproject.toml declares: a package that came only with another may go with it."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.pure

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PROGRAMS_OF_THEIR_OWN = {"pjsua2"}
"""Imported by tools/phone only, which has an environment of its own (GPL)."""


def normal(name: str) -> str:
    """The distribution's name as package indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*groups: list[str]) -> set[str]:
    return {normal(re.split(r"[\[<>=!~; ]", line)[0]) for group in groups for line in group}


def imported_names(folder: Path) -> Iterator[tuple[str, Path]]:
    """Top-level names of absolute imports that are neither ours nor the standard library's."""
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            modules: list[str] = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules = [node.module]
            for name in {module.split(".")[0] for module in modules}:
                if name not in sys.stdlib_module_names and name not in {"rexian", "tests"}:
                    yield name, file


def undeclared(folder: Path, allowed: set[str]) -> set[str]:
    distributions = packages_distributions()
    local = {file.stem for file in folder.rglob("*.py")}
    return {
        f"{name} in {file.relative_to(ROOT)}"
        for name, file in imported_names(folder)
        if name not in local and not {normal(each) for each in distributions.get(name, [])} & allowed
    }


def test_every_import_of_the_product_is_a_declared_dependency() -> None:
    assert undeclared(ROOT / "src", declared(PROJECT["dependencies"])) == set()


def test_every_import_of_the_tests_is_a_declared_dependency() -> None:
    allowed = declared(PROJECT["dependencies"], PROJECT["optional-dependencies"]["dev"])
    assert undeclared(ROOT / "tests", allowed) == set()


def test_no_program_under_the_gpl_is_imported() -> None:
    assert {name for name, _ in imported_names(ROOT / "src")} & PROGRAMS_OF_THEIR_OWN == set()


@pytest.mark.parametrize("name", ["runtime", "development"])
def test_every_declared_dependency_is_locked_with_its_hashes(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    locked = {normal(match[1]) for match in re.finditer(r"^([\w.-]+)(?:\[.*\])?==\S+ \\\n    --hash=", text, re.M)}
    wanted = declared(PROJECT["dependencies"])
    if name == "development":
        wanted |= declared(PROJECT["optional-dependencies"]["dev"])
    assert wanted - locked == set()
