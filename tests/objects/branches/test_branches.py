"""Offices: listed, by district, by position."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from tests.objects.conftest import ZONE, Ask, opened

from rexian.kit.clock import ManualClock
from rexian.object_api.contract import Outcome
from rexian.object_api.ports import ObjectPorts

pytestmark = pytest.mark.pure


@pytest_asyncio.fixture
async def ask(clock: ManualClock) -> AsyncIterator[Ask]:
    async with opened("branches", ObjectPorts(clock, ZONE)) as ask:
        yield ask


async def test_offices_are_listed_and_chosen_from(ask: Ask) -> None:
    listed = (await ask("branches")).values["branches"]
    districts = (await ask("districts")).values["districts"]
    assert sum(each["branch_count"] for each in districts) == len(listed)
    second = (await ask("branch_at", position=2)).values
    assert second["branch_id"] == listed[1]["branch_id"]
    same = (await ask("branch_at", district=second["district"], position=1)).values
    assert (same["name"], same["branch_count"]) == (second["name"], 1)
    assert (await ask("branch", branch_id=second["branch_id"])).values["address"] == second["address"]


async def test_what_is_not_there_is_not_found(ask: Ask) -> None:
    assert (await ask("branches", district="火星区")).values == {"reason": "no_branch"}
    assert (await ask("branch_at", position=99)).values == {"reason": "no_such_position"}
    assert (await ask("branch", branch_id="nowhere")).outcome is Outcome.NOT_FOUND
