"""Waiting for a condition with a deadline: what start-up and tests use in the place of a sleep."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar, cast, overload

Result = TypeVar("Result")


class DeadlineExceeded(TimeoutError):
    """The condition did not come true in time."""


@overload
async def until(
    condition: Callable[[], Awaitable[Result]],
    *,
    deadline_seconds: float,
    interval_seconds: float = ...,
    what: str = ...,
) -> Result: ...


@overload
async def until(
    condition: Callable[[], Result],
    *,
    deadline_seconds: float,
    interval_seconds: float = ...,
    what: str = ...,
) -> Result: ...


async def until(
    condition: Callable[[], Result | Awaitable[Result]],
    *,
    deadline_seconds: float,
    interval_seconds: float = 0.05,
    what: str = "",
) -> Result:
    """Ask `condition` until its answer is truthy and return that answer.

    Raises DeadlineExceeded with `what` and the last answer when `deadline_seconds` have passed.
    """
    end = time.monotonic() + deadline_seconds
    while True:
        answer = condition()
        if inspect.isawaitable(answer):
            answer = await answer
        if answer:
            return cast("Result", answer)
        if time.monotonic() >= end:
            raise DeadlineExceeded(f"{what or 'condition'} not true after {deadline_seconds} s: {answer!r}")
        await asyncio.sleep(interval_seconds)
