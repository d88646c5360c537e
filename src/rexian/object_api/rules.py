"""Small shapes that most objects use: which rule is answered by what, and one of a list by its position."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from rexian.object_api.contract import Outcome, Result

Answer: TypeAlias = Callable[[Mapping[str, Any]], Awaitable[Result]]
T = TypeVar("T")

NO_SUCH_POSITION = Result(Outcome.NOT_FOUND, {"reason": "no_such_position"})


def not_found(reason: str) -> Result:
    return Result(Outcome.NOT_FOUND, {"reason": reason})


def refused(reason: str) -> Result:
    return Result(Outcome.REFUSED, {"reason": reason})


def at_position(found: Sequence[T], position: int) -> T | None:
    """The first is 1, as a citizen keys it."""
    return found[position - 1] if 1 <= position <= len(found) else None
