"""The bench's own instance of the product, as a program: `python -m rexian.app.bench.instance AGENTS`.

The same launcher and the same processes as `rexian up`, in the data directory of REXIAN_HOME, filled with the bench's
centre instead of the demo. `platform.py` starts and stops it.
"""

import asyncio
import sys
from datetime import date

from rich.console import Console

from rexian.app.bench.centre import fill_bench
from rexian.app.cli import exit_with_sentence
from rexian.app.demo.fund import fill_fund, fund_url
from rexian.app.launcher.up import Content, Tell, run_instance
from rexian.app.settings import Settings
from rexian.kit.logging import configure_logging

FUND_PERSONS = 200
FUND_AS_OF = date(2026, 1, 1)


def main() -> None:
    """Run until told to stop."""
    agents = int(sys.argv[1])

    async def fill(settings: Settings, tell: Tell) -> None:
        await fill_fund(fund_url(settings), as_of=FUND_AS_OF, persons=FUND_PERSONS)
        await fill_bench(settings, tell, agents)

    configure_logging("launcher", level="ERROR", readable=True)
    asyncio.run(run_instance(Settings(), Content(fill=fill), Console()))


if __name__ == "__main__":
    exit_with_sentence(main)
