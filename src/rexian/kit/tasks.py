"""Background tasks that cannot die unnoticed."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger(__name__)


class TaskKeeper:
    """Owns the background tasks of one component.

    A task that ends with an exception is logged at once and, when `on_failure` is given, reported; `close`
    cancels what is left and waits for it. Nothing else in the project calls `asyncio.create_task`.
    """

    def __init__(self, on_failure: "asyncio.Future[BaseException] | None" = None) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._on_failure = on_failure

    def start(self, coroutine: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        task = asyncio.create_task(coroutine, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            return
        log.error("background task failed", task=task.get_name(), exc_info=error)
        if self._on_failure is not None and not self._on_failure.done():
            self._on_failure.set_result(error)

    async def close(self) -> None:
        """Cancel every task and wait until it has ended."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
