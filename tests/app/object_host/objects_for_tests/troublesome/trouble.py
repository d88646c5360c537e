"""An object that does everything a business object must not do, so that the host can be tested."""

import asyncio
import os
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from rexian.kit.errors import ErrorKind, RexianError
from rexian.object_api.contract import Outcome, Request, Result
from rexian.object_api.ports import ObjectPorts


class Refused(RexianError):
    """No."""

    code = "test_refused"
    kind: ClassVar[ErrorKind] = ErrorKind.FORBIDDEN


def mark(marker: Path) -> bool:
    """Write one letter more into the file; whether it was there before."""
    was_there = marker.exists()
    with marker.open("a") as file:
        file.write("x")
    return was_there


class Troublesome:
    async def open(self, ports: ObjectPorts) -> None:
        self._ports = ports

    async def close(self) -> None:
        pass

    async def answer(self, request: Request) -> Result:
        return await getattr(self, f"_{request.rule}")(request.arguments)  # type: ignore[no-any-return]

    async def _echo(self, arguments: Mapping[str, Any]) -> Result:
        return Result(Outcome.OK, {"word": arguments["word"]})

    async def _pid(self, _: Mapping[str, Any]) -> Result:
        return Result(Outcome.OK, {"pid": os.getpid()})

    async def _loop(self, _: Mapping[str, Any]) -> Result:
        while True:
            pass

    async def _wait(self, arguments: Mapping[str, Any]) -> Result:
        await asyncio.sleep(arguments["seconds"])
        return Result(Outcome.OK)

    async def _fill_memory(self, arguments: Mapping[str, Any]) -> Result:
        return Result(Outcome.OK, {"filled": len(bytearray(arguments["megabytes"] * 1024 * 1024)) > 0})

    async def _crash(self, _: Mapping[str, Any]) -> Result:
        os.kill(os.getpid(), signal.SIGSEGV)
        return Result(Outcome.OK)

    async def _crash_once(self, arguments: Mapping[str, Any]) -> Result:
        if not mark(Path(arguments["marker"])):
            os._exit(3)
        return Result(Outcome.OK, {"word": "again"})

    async def _crash_writing(self, arguments: Mapping[str, Any]) -> Result:
        mark(Path(arguments["marker"]))
        os._exit(3)

    async def _raise(self, _: Mapping[str, Any]) -> Result:
        raise RuntimeError("410101197809230434")

    async def _refuse(self, _: Mapping[str, Any]) -> Result:
        raise Refused

    async def _break_promise(self, _: Mapping[str, Any]) -> Result:
        return Result(Outcome.OK, {"balance": "much"})

    async def _print(self, _: Mapping[str, Any]) -> Result:
        print('{"answer": {"id": "1"}}', flush=True)  # noqa: T201 - what an object must not do
        return Result(Outcome.OK)

    async def _no_json(self, _: Mapping[str, Any]) -> Result:
        return Result(Outcome.REFUSED, {"reason": object()})
