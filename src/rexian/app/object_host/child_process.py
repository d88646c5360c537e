"""A child process as its host sees it: started, asked, found stuck, ended."""

import asyncio
import os
import signal
import socket
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from rexian.app.object_host import frames
from rexian.app.object_host.frames import Opening
from rexian.kit.errors import ErrorKind, RexianError
from rexian.kit.tasks import TaskKeeper
from rexian.object_api.contract import Request, Result

CLOSE_SECONDS = 2.0
_PASSED_ENVIRONMENT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR")
_ALLOCATOR = {"MALLOC_ARENA_MAX": "2"}  # each arena of glibc takes 64 MB of address space, which is limited


class ChildLost(RexianError):
    """The business object's process has ended."""

    code = "object_process_lost"
    kind = ErrorKind.UNAVAILABLE


class ChildProcess:
    """Made by `start`. `ended` is set when the process is gone; every pending `ask` then raises ChildLost."""

    def __init__(self, process: asyncio.subprocess.Process, writer: asyncio.StreamWriter) -> None:
        self.ended = asyncio.Event()
        self.has_answered = False
        self.opened = asyncio.Event()
        self._is_closing = False
        self._process = process
        self._writer = writer
        self._pending: dict[str, asyncio.Future[Any]] = {}
        self._numbers = count(1)
        self._keeper = TaskKeeper()

    @classmethod
    async def start(cls, opening: Opening, *, open_seconds: float) -> "ChildProcess":
        """A child whose object is open. Raises ChildLost when it ends before, TimeoutError when it takes too long."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "rexian.app.object_host.child",
                str(theirs.fileno()),
                str(os.getpid()),
                pass_fds=(theirs.fileno(),),
                stdin=asyncio.subprocess.DEVNULL,
                start_new_session=True,
                cwd=Path("/"),
                env={name: os.environ[name] for name in _PASSED_ENVIRONMENT if name in os.environ} | _ALLOCATOR,
            )
        reader, writer = await asyncio.open_connection(sock=ours, limit=2 * frames.FRAME_BYTES)
        child = cls(process, writer)
        child._keeper.start(child._listen(reader), "child answers")
        writer.write(frames.encode(frames.opening_frame(opening)))
        try:
            async with asyncio.timeout(open_seconds):
                await child._wait_opened()
        except BaseException:
            child.kill()
            await child._process.wait()
            raise
        return child

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return not (self.ended.is_set() or self._is_closing or self._writer.is_closing())

    async def ask(self, request: Request) -> Result:
        """The object's answer; no time limit here. Raises ChildLost."""
        answer = await self._exchange(request.id, frames.ask_frame(request))
        self.has_answered = True
        return frames.result_of(answer)

    async def is_stuck(self, grace_seconds: float) -> bool:
        """Whether the child gives no sign of life for so long: its loop is blocked."""
        number = next(self._numbers)
        try:
            async with asyncio.timeout(grace_seconds):
                await self._exchange(f"ping {number}", {"ping": number})
        except TimeoutError:
            return True
        except ChildLost:
            return False
        return False

    def kill(self) -> None:
        """End it, and what it started, at once."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    async def close(self) -> None:
        """Let the object give everything back; after 2 s it is killed."""
        if self.alive:
            self._is_closing = True  # from now on nothing can be written
            with suppress(OSError):  # it ends at this moment
                self._writer.write_eof()
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self.kill()
            await self._process.wait()
        await self._keeper.close()
        self._writer.close()

    async def _exchange(self, key: str, frame: dict[str, Any]) -> Any:
        if not self.alive:
            raise ChildLost
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._pending[key] = future
        try:
            self._writer.write(frames.encode(frame))
            return await future
        finally:
            self._pending.pop(key, None)

    async def _wait_opened(self) -> None:
        await self.opened.wait()
        if not self.alive:
            raise ChildLost

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        try:
            while line := await reader.readline():
                self._take(frames.decode(line))
        except (OSError, ValueError):  # broken socket; a line that is too long or no JSON
            self.kill()
        finally:
            self._lost()
        await self._process.wait()

    def _take(self, frame: dict[str, Any]) -> None:
        if "opened" in frame:
            self.opened.set()
        elif "pong" in frame:
            self._settle(f"ping {frame['pong']}", True)
        else:
            self._settle(frame["answer"]["id"], frame["answer"])

    def _settle(self, key: str, value: Any) -> None:
        """Too late an answer has nobody waiting, and is dropped."""
        future = self._pending.get(key)
        if future is not None and not future.done():
            future.set_result(value)

    def _lost(self) -> None:
        self.ended.set()
        self.opened.set()
        for future in self._pending.values():
            if not future.done():
                future.set_exception(ChildLost())
        self._writer.close()
