"""Runs the capture program beside a step and tells what it has seen."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from rexian.kit.errors import ErrorKind, RexianError

_START_SECONDS = 10.0
_END_SECONDS = 10.0


class WireNotReadable(RexianError):
    """The bench reads delays from the wire and may not: run it as root, or as a user with sudo."""

    code: ClassVar[str] = "wire_not_readable"
    kind: ClassVar[ErrorKind] = ErrorKind.FORBIDDEN


@dataclass(slots=True)
class Capture:
    """A stretch of wire in a file; `dropped_packets` is known once the capture has ended."""

    file: Path
    dropped_packets: int = 0


@asynccontextmanager
async def captured(file: Path, ports: Sequence[int]) -> AsyncIterator[Capture]:
    """Write what passes on these ports into `file` while the block runs. Raises WireNotReadable."""
    process = await asyncio.create_subprocess_exec(
        *([] if os.geteuid() == 0 else ["sudo", "-n"]),
        *(sys.executable, "-m", "rexian.app.bench.capture", str(file), *map(str, ports)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    assert process.stdout is not None
    capture = Capture(file)
    try:
        async with asyncio.timeout(_START_SECONDS):
            if await process.stdout.readline() != b"ready\n":
                raise WireNotReadable
        yield capture
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(_END_SECONDS):
            words = (await process.stdout.read()).split()
            await process.wait()
        capture.dropped_packets = int(words[1]) if words[:1] == [b"dropped"] else 0
