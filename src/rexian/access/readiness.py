"""Asking the readiness checks of the web process at the same time, each with a limit."""

import asyncio
from collections.abc import Awaitable, Callable

from rexian.kit.errors import RexianError
from rexian.kit.health import Check, Checks

CHECK_SECONDS = 2.0


async def ask_all(checks: Checks) -> dict[str, Check]:
    """Every check's answer; one that fails or takes too long counts as not ok."""
    answers = await asyncio.gather(*(_ask(check) for check in checks.values()))
    return dict(zip(checks, answers, strict=True))


async def _ask(check: Callable[[], Awaitable[Check]]) -> Check:
    try:
        return await asyncio.wait_for(check(), CHECK_SECONDS)
    except TimeoutError:
        return Check(ok=False, detail="no answer in time")
    except RexianError as error:
        return Check(ok=False, detail=error.code)
