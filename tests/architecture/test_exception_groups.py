"""Nothing is raised inside `except*`: Debian 12's Python 3.11.2 wraps it into a group, later ones do not."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

SOURCES = Path(__file__).parents[2] / "src"
LATER_THAN_HANDLED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def raised_in_star_handlers(source: str) -> list[int]:
    """The lines that raise something of their own inside an `except*`; a bare `raise` is the group itself."""
    stars = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.TryStar)]
    statements = [statement for star in stars for handler in star.handlers for statement in handler.body]
    return [node.lineno for each in statements for node in run_at_once(each) if is_own_raise(node)]


def run_at_once(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all below it, without the bodies of functions that are only defined there."""
    if isinstance(node, LATER_THAN_HANDLED):
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from run_at_once(child)


def is_own_raise(node: ast.AST) -> bool:
    return isinstance(node, ast.Raise) and node.exc is not None


def test_what_is_raised_in_a_star_handler_is_found() -> None:
    source = "try:\n    go()\nexcept* OSError as group:\n    if group:\n        raise ValueError from None\n    raise\n"
    assert raised_in_star_handlers(source) == [5]


def test_nothing_is_raised_inside_except_star() -> None:
    found = {path: raised_in_star_handlers(path.read_text(encoding="utf-8")) for path in SOURCES.rglob("*.py")}
    assert not {str(path): lines for path, lines in found.items() if lines}
