"""Run by the tests as a program: an instance with the real parts and, in the place of the product's roles, tiny ones.

Its arguments name them, each `name=behaviour`: `steady` runs until told to stop, `stubborn` ignores SIGTERM,
`fleeting` is ready and ends at once after, `broken` ends before it is ready.
"""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from rexian.app.cli import exit_with_sentence
from rexian.app.launcher.plan import ProcessPlan
from rexian.app.launcher.up import Content, run_instance
from rexian.app.settings import Settings

READY = "from pathlib import Path; import os; Path({file!r}).write_text(str(os.getpid()))"
BEHAVIOURS = {
    "steady": f"{READY}; import signal; signal.pause()",
    "stubborn": f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {READY}\nwhile True: signal.pause()",
    "fleeting": f"{READY}; import time; time.sleep(0.2)",
    "broken": "import sys; sys.exit('the flow file is missing')",
}


def tiny_plan(name: str, behaviour: str, folder: Path) -> ProcessPlan:
    file = folder / f"tiny-{name}"

    async def is_ready(process_id: int) -> bool:
        return file.exists() and file.read_text() == str(process_id)

    code = BEHAVIOURS[behaviour].format(file=str(file))
    return ProcessPlan(name, [sys.executable, "-c", code], is_ready, ready_seconds=10, stop_seconds=1)


def roles(settings: Settings) -> Sequence[ProcessPlan]:
    pairs = (argument.split("=") for argument in sys.argv[1:])
    return [tiny_plan(name, behaviour, settings.home) for name, behaviour in pairs]


def main() -> None:
    asyncio.run(run_instance(Settings(), Content(roles=roles), Console()))


if __name__ == "__main__":
    exit_with_sentence(main)
