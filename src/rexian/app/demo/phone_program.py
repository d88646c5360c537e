"""The process of one simulated phone: starting and ending it, asking it, and what it reported.

`rexian.app.demo.phone` gives it a face; nobody else uses this. The program is GPL software, so that it is started as a
process of its own and only JSON lines go to and fro.
"""

import asyncio
import itertools
import json
import os
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import structlog

from rexian.app.demo.phone_events import EVENT_TYPES, Disconnected, PhoneEvent, Recorded, event_from_line
from rexian.kit.errors import ErrorKind, RexianError
from rexian.kit.tasks import TaskKeeper
from rexian.kit.waiting import DeadlineExceeded

log = structlog.get_logger(__name__)

PROGRAM_FOLDER_VARIABLE = "REXIAN_PHONE"
REPLY_DEADLINE_SECONDS = 10.0
END_DEADLINE_SECONDS = 4.0
LOG_LINES_KEPT = 50
LONGEST_LINE_BYTES = 1 << 20
EventType = TypeVar("EventType", bound=PhoneEvent)


class PhoneNotInstalled(RexianError):
    """The simulated phone is not installed: run "make setup"."""

    code: ClassVar[str] = "phone_not_installed"
    kind: ClassVar[ErrorKind] = ErrorKind.UNAVAILABLE


class PhoneEnded(RexianError):
    """The simulated phone's process has ended."""

    code: ClassVar[str] = "phone_ended"
    kind: ClassVar[ErrorKind] = ErrorKind.UNAVAILABLE


class PhoneRefused(RexianError):
    """The simulated phone could not do what it was asked; `reason` is its own code (call_ended, no_call, sip, …)."""

    code: ClassVar[str] = "phone_refused"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(f"the phone refused: {message}", reason=reason)
        self.reason = reason


def program_folder() -> Path:
    """Where the program is: the environment's REXIAN_PHONE, else tools/phone of this repository."""
    named = os.environ.get(PROGRAM_FOLDER_VARIABLE)
    return Path(named) if named else Path(__file__).resolve().parents[4] / "tools" / "phone"


class PhoneProgram:
    """One process. `ask` sends a command and waits for its reply; events are kept until someone takes them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self._tasks = TaskKeeper()
        self._request_ids = itertools.count(1)
        self._replies: dict[int, asyncio.Future[Mapping[str, Any]]] = {}
        self._events: list[PhoneEvent] = []
        self._ended_calls: set[int] = set()
        self._changed = asyncio.Condition()
        self._ended = False
        self.log_lines: deque[str] = deque(maxlen=LOG_LINES_KEPT)
        """The last lines of the program's log."""

    @property
    def process_id(self) -> int:
        """The operating system's id of the process. Raises PhoneEnded when it was never started."""
        if self._process is None:
            raise PhoneEnded
        return self._process.pid

    async def start(self) -> None:
        """Start the process. Raises PhoneNotInstalled."""
        if not (self._folder / ".venv" / "installed").is_file():
            raise PhoneNotInstalled(folder=str(self._folder))
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            str(self._folder / ".venv" / "bin" / "python"),
            str(self._folder / "phone.py"),
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            limit=LONGEST_LINE_BYTES,
            start_new_session=True,
        )
        self._tasks.start(self._read_lines(self._process), "phone lines")
        self._tasks.start(self._read_log(self._process), "phone log")

    async def close(self) -> None:
        """End the process, politely first; it takes at most END_DEADLINE_SECONDS."""
        process = self._process
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), END_DEADLINE_SECONDS)
        except TimeoutError:
            log.warning("simulated phone did not end, killing it")
            process.kill()
            await process.wait()
        await self._tasks.close()

    async def ask(
        self, command: str, deadline_seconds: float = REPLY_DEADLINE_SECONDS, **arguments: object
    ) -> Mapping[str, Any]:
        """The reply to a command. Raises PhoneRefused, PhoneEnded, or DeadlineExceeded when no reply came."""
        if self._ended or self._process is None or self._process.stdin is None:
            raise PhoneEnded
        request_id = next(self._request_ids)
        reply: asyncio.Future[Mapping[str, Any]] = asyncio.get_running_loop().create_future()
        self._replies[request_id] = reply
        given = {name: value for name, value in arguments.items() if value is not None}
        line = json.dumps({"id": request_id, "command": command, **given})
        try:
            self._process.stdin.write(line.encode() + b"\n")
            answer = await asyncio.wait_for(reply, deadline_seconds)
        except TimeoutError:
            raise DeadlineExceeded(f"the phone did not reply to {command} in {deadline_seconds} s") from None
        finally:
            del self._replies[request_id]
        if not answer["ok"]:
            raise PhoneRefused(str(answer["error"]), str(answer["message"]))
        return answer

    async def next_event(
        self, event_type: type[EventType], *, deadline_seconds: float, call: int | None = None
    ) -> EventType:
        """The oldest event of that type (and call) that was not taken yet; other events stay for later.

        Raises DeadlineExceeded, PhoneEnded when the process is gone, and PhoneRefused (reason call_ended) as soon as
        `call` has ended without such an event.
        """
        try:
            async with asyncio.timeout(deadline_seconds), self._changed:
                while (found := self._take(event_type, call)) is None:
                    self._check_still_possible(event_type, call)
                    await self._changed.wait()
        except TimeoutError:
            waiting = [type(event).__name__ for event in self._events]
            raise DeadlineExceeded(
                f"no {event_type.__name__} from the phone in {deadline_seconds} s; not taken yet: {waiting}"
            ) from None
        return found

    def _take(self, event_type: type[EventType], call: int | None) -> EventType | None:
        for place, event in enumerate(self._events):
            if isinstance(event, event_type) and (call is None or getattr(event, "call", None) == call):
                del self._events[place]
                return event
        return None

    def _check_still_possible(self, event_type: type[PhoneEvent], call: int | None) -> None:
        if self._ended:
            raise PhoneEnded
        if call in self._ended_calls and event_type is not Recorded:
            raise PhoneRefused("call_ended", f"call {call} ended without {event_type.__name__}")

    async def _read_lines(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        try:
            async for line in process.stdout:
                await self._receive(json.loads(line))
        finally:
            self._ended = True
            for reply in self._replies.values():
                if not reply.done():
                    reply.set_exception(PhoneEnded())
            async with self._changed:
                self._changed.notify_all()

    async def _receive(self, message: Mapping[str, Any]) -> None:
        if message["event"] == "reply":
            reply = self._replies.get(message["id"] or 0)
            if reply is not None and not reply.done():
                reply.set_result(message)
        elif message["event"] in EVENT_TYPES:
            event = event_from_line(message)
            async with self._changed:
                self._events.append(event)
                if isinstance(event, Disconnected):
                    self._ended_calls.add(event.call)
                self._changed.notify_all()

    async def _read_log(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        async for line in process.stderr:
            self.log_lines.append(line.decode(errors="replace").rstrip())
