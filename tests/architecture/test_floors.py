"""The house keeps its shape: import contracts, docstrings of folders, unique error codes, a clean tree."""

import importlib
import pkgutil
import re
import subprocess
import sysconfig
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import rexian
from rexian.kit.errors import RexianError

pytestmark = pytest.mark.parts

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "rexian"
TEXT_SUFFIXES = {
    "",
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".ts",
    ".tsx",
    ".js",
    ".mjs",
    ".json",
    ".sh",
    ".conf",
    ".cfg",
    ".yml",
}
UNWANTED = {
    "a note of unfinished work": re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b"),
    "a path of one machine": re.compile(r"/work/(main|shared)|/home/\w+/|/root/\w"),
    "a package mirror's host": re.compile(
        r"extra-index-url|--index-url=|(?<!\bdeb)\.(mirrors?|artifactory|nexus)\.\w+", re.IGNORECASE
    ),
}
ALLOWED = {
    "tests/architecture/test_floors.py": "names what it looks for",
    "web/package-lock.json": "npm's own addresses",
}


def tracked_files() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.splitlines() if name not in ALLOWED]


def text_files() -> Iterator[tuple[str, str]]:
    for name in tracked_files():
        path = ROOT / name
        if path.suffix in TEXT_SUFFIXES and path.is_file():
            yield name, path.read_text(errors="replace")


def all_errors(base: type[RexianError]) -> Iterator[type[RexianError]]:
    for error in base.__subclasses__():
        yield error
        yield from all_errors(error)


def test_the_import_contracts_hold() -> None:
    program = Path(sysconfig.get_path("scripts")) / "lint-imports"
    finished = subprocess.run([str(program), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout[-3000:]


def test_every_trade_keeps_its_inner_files_to_itself() -> None:
    document = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = document["tool"]["importlinter"]["contracts"]
    protected = {module for contract in contracts for module in contract.get("protected_modules", [])}
    inner = {
        f"rexian.{file.parent.parent.name}.{file.parent.name}.{file.stem}"
        for floor in ("business", "analysis")
        for name in ("models", "repository", "rules")
        for file in (SOURCE / floor).glob(f"*/{name}.py")
    }
    assert inner - protected == set()


@pytest.mark.parametrize("what", UNWANTED)
def test_the_tree_is_free_of(what: str) -> None:
    found = [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in text_files()
        for number, line in enumerate(text.splitlines(), 1)
        if UNWANTED[what].search(line)
    ]
    assert found == []


def test_every_folder_of_the_package_says_what_it_is_for() -> None:
    silent = [
        str(file.relative_to(SOURCE))
        for file in SOURCE.rglob("__init__.py")
        if not file.read_text().lstrip().startswith('"""')
    ]
    assert silent == []


def test_every_error_has_a_code_of_its_own_and_a_sentence() -> None:
    for module in pkgutil.walk_packages(rexian.__path__, "rexian."):
        if "migrations" not in module.name:
            importlib.import_module(module.name)
    errors = [error for error in set(all_errors(RexianError)) if error.__module__.startswith("rexian.")]
    own = [error for error in errors if "code" in vars(error)]
    repeated = [code for code, times in Counter(error.code for error in own).items() if times > 1]
    assert repeated == []
    assert [error.__name__ for error in own if not error.__doc__] == []
