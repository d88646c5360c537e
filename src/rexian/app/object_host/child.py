"""The program in an object's child process: `python -m rexian.app.object_host.child <socket fd> <host's pid>`.

It limits itself before it loads the object's code, answers what the host asks, and ends with the host. What the object
prints goes to the log. A query that waits too long is cancelled here; one that never gives way is the host's to end.
"""

import asyncio
import ctypes
import os
import resource
import signal
import socket
import sys
from pathlib import Path
from traceback import extract_tb

import structlog

from rexian.app.object_host import frames
from rexian.app.object_host.opened_ports import opened_ports
from rexian.kit.errors import ErrorKind, RexianError
from rexian.kit.logging import configure_logging
from rexian.kit.tasks import TaskKeeper
from rexian.object_api.contract import BusinessObject, Outcome, Request, Result
from rexian.object_api.manifest import Manifest, read_manifest
from rexian.object_api.registry import FoundObject, load

OWN_SHARE = 0.9
"""Of the time that is left, so that a cancelled query is answered before the host gives it up."""

_PR_SET_PDEATHSIG = 1
_OUTCOMES = {
    ErrorKind.INVALID: Outcome.INVALID,
    ErrorKind.NOT_FOUND: Outcome.NOT_FOUND,
    ErrorKind.FORBIDDEN: Outcome.REFUSED,
    ErrorKind.UNAUTHENTICATED: Outcome.REFUSED,
    ErrorKind.UNAVAILABLE: Outcome.UNAVAILABLE,
}

log = structlog.get_logger(__name__)


class Child:
    """One object, open, and the socket to the host."""

    def __init__(self, manifest: Manifest, built: BusinessObject, writer: asyncio.StreamWriter) -> None:
        self._manifest = manifest
        self._object = built
        self._writer = writer

    async def serve(self, reader: asyncio.StreamReader) -> None:
        """Answer until the host closes the socket."""
        keeper = TaskKeeper()
        while line := await reader.readline():
            frame = frames.decode(line)
            if "ping" in frame:
                self._writer.write(frames.encode({"pong": frame["ping"]}))
            else:
                request = Request(**frame["ask"])
                keeper.start(self._reply(request), f"query {request.id}")
        await keeper.close()

    async def _reply(self, request: Request) -> None:
        result = await self._answer(request)
        self._writer.write(_answer_bytes(request, result))

    async def _answer(self, request: Request) -> Result:
        try:
            async with asyncio.timeout(request.deadline_seconds * OWN_SHARE):
                result = await self._object.answer(request)
            if result.outcome is not Outcome.OK:
                return result
            values = self._manifest.rules[request.rule].check_values(result.values)
            return Result(Outcome.OK, values, result.as_of)
        except TimeoutError:
            return Result(Outcome.TIMEOUT)
        except RexianError as error:
            log.warning("business object raised", rule=request.rule, code=error.code, details=error.details)
            return Result(_OUTCOMES.get(error.kind, Outcome.FAILED), {"reason": error.code})
        except Exception as error:  # outermost loop of a query: the object's mistake is its answer
            _log_failure(request, error)
            return Result(Outcome.FAILED, {"reason": "error"})


def _answer_bytes(request: Request, result: Result) -> bytes:
    try:
        frame = frames.encode(frames.answer_frame(request.id, result))
    except TypeError as error:  # orjson's own error for what has no JSON form
        _log_failure(request, error)
        frame = b""
    if 0 < len(frame) <= frames.FRAME_BYTES:
        return frame
    return frames.encode(frames.answer_frame(request.id, Result(Outcome.FAILED, {"reason": "values"})))


def _log_failure(request: Request, error: BaseException) -> None:
    """Where it happened, never the exception's text: a query's data may stand in it."""
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
    log.error("business object failed", rule=request.rule, error=type(error).__name__, at=places[-4:])


def end_with(host_pid: int) -> None:
    """Be killed when the host ends, whatever this process is doing then."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != host_pid:
        os._exit(1)  # it ended before we asked


def limit_self(memory_mb: int) -> None:
    """No more address space than that, no core files (they would hold personal data)."""
    limit_bytes = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit_bytes, limit_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


async def _run(host_socket: socket.socket) -> None:
    reader, writer = await asyncio.open_connection(sock=host_socket, limit=frames.FRAME_BYTES)
    opening = frames.opening_of(frames.decode(await reader.readline()))
    folder = Path(opening.folder)
    configure_logging(f"object {folder.name}", level=opening.log_level)
    limit_self(opening.memory_mb)
    manifest = read_manifest(folder)
    built = load(FoundObject(manifest, folder))
    async with opened_ports(opening, manifest) as ports:
        await built.open(ports)
        writer.write(frames.encode({"opened": True}))
        try:
            await Child(manifest, built, writer).serve(reader)
        finally:
            await built.close()
            writer.close()


def main() -> None:
    """See the module's docstring."""
    descriptor, host_pid = int(sys.argv[1]), int(sys.argv[2])
    end_with(host_pid)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the host, which closes us in order
    asyncio.run(_run(socket.socket(fileno=descriptor)))


if __name__ == "__main__":
    main()
