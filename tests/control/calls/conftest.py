"""A house: call control with two seats."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.control.calls.floor import centre_configuration
from tests.control.calls.house import House


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with House(tmp_path, centre_configuration("a", "b")) as house:
        yield house
