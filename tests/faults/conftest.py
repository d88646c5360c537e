"""One instance that has to bear all of it, and a business object of bad manners beside the shipped ones."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
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

OBJECTS = Path(__file__).parents[1] / "app" / "object_host" / "objects_for_tests"


@pytest.fixture(scope="session")
def dropped_objects(session_folder: Path) -> Path:
    """The folder of the instance's own objects, to be written in."""
    return Path(shutil.copytree(OBJECTS, session_folder / "objects"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def instance(session_folder: Path, dropped_objects: Path) -> AsyncIterator[Instance]:
    async with running_instance(session_folder, REXIAN_OBJECTS=str(dropped_objects)) as instance:
        yield instance
