"""One instance as a newcomer has it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from tests.rig.fixtures import (
    browser_agent,
    chromium,
    citizens,
    journal,
    pytest_runtest_makereport,
    records,
    running_instance,
    seats,
)
from tests.rig.instance import Instance

__all__ = [
    "browser_agent",
    "chromium",
    "citizens",
    "journal",
    "pytest_runtest_makereport",
    "records",
    "seats",
]


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def instance(session_folder: Path) -> AsyncIterator[Instance]:
    async with running_instance(session_folder) as instance:
        yield instance
