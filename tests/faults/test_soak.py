"""A long day in short: calls all at once, agents who press everything, pages reloaded, control killed three times.

Nobody's call is cut by us, no event is lost, every recording is complete (but for the time in which a new talk was
without control: `soak.judgement`). The random choices follow from a seed, which a failure prints; REXIAN_SOAK_SEED
runs the same day again.
"""

import asyncio
import logging
import os
import secrets
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from tests.rig.desk import BrowserAgent
from tests.rig.fixtures import running_instance
from tests.rig.instance import Instance
from tests.rig.records import Records
from tests.rig.soak.agents import Staff
from tests.rig.soak.citizens import SoakCitizens
from tests.rig.soak.judgement import Judgement
from tests.rig.soak.pages import SoakPage
from tests.rig.soak.plan import Doings, Kill, SoakSize
from tests.rig.soak.staff import add_staff
from tests.rig.soak.tail import JournalTail

pytestmark = pytest.mark.fault

SEED = "REXIAN_SOAK_SEED"
BUSY_SHARE = 0.8

log = logging.getLogger("soak")

SHORT = SoakSize(seconds=90, callers=12, agents=7, longest_stay_seconds=25)
"""What two cores carry beside another test file; with thirty telephones on the same cores, sound itself gets short."""
LONG = SoakSize(seconds=1800, callers=30, agents=14, longest_stay_seconds=60)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def instance(session_folder: Path) -> AsyncIterator[Instance]:
    """One of its own: a control that was killed often just before waits longer to be started again."""
    async with running_instance(session_folder) as instance:
        yield instance


@pytest.mark.timeout(420)
async def test_calls_outlive_three_kills_of_control(
    instance: Instance, browser_agent: BrowserAgent, records: Records
) -> None:
    await soak(instance, browser_agent, records, SHORT)


@pytest.mark.long
@pytest.mark.timeout(2700)
async def test_half_an_hour_of_calls_outlives_three_kills_of_control(
    instance: Instance, browser_agent: BrowserAgent, records: Records
) -> None:
    await soak(instance, browser_agent, records, LONG)


async def soak(instance: Instance, page: BrowserAgent, records: Records, size: SoakSize) -> None:
    """Live the day, then judge it."""
    doings = Doings(int(os.environ.get(SEED) or secrets.randbelow(1_000_000)))
    tail = JournalTail.of(instance)
    citizens = SoakCitizens(instance, tail, size, doings)
    log.warning("%s=%s, %s", SEED, doings.seed, size)
    try:
        await live(instance, page, citizens, tail, size, doings)
    finally:
        log.warning("%s calls; done %s; refused %s", len(citizens.fates), dict(doings.done), dict(doings.refused))
    judgement = Judgement(tail, records, doings)
    await judgement.nothing_is_left_over(instance)
    tail.read()
    log.warning("%s calls at once at most", tail.most_at_once())
    judgement.no_call_was_cut(citizens.fates)
    await judgement.all_events_are_facts()
    await judgement.all_calls_have_records()
    await judgement.all_recordings_are_complete()
    assert not judgement.findings, f"{SEED}={doings.seed}\n{judgement.findings}"
    assert tail.most_at_once() >= size.callers * BUSY_SHARE, "a day of which little is proved"


async def live(
    instance: Instance,
    page: BrowserAgent,
    citizens: SoakCitizens,
    tail: JournalTail,
    size: SoakSize,
    doings: Doings,
) -> None:
    """The day: citizens call until it is over and finish their calls, agents come to their desks and leave them."""
    staff, home = Staff(instance, doings), asyncio.Event()
    seats = await add_staff(instance, size.agents)
    async with asyncio.TaskGroup() as group:
        following = group.create_task(tail.follow())
        for seat in seats:
            group.create_task(staff.work(seat, home.is_set))
        group.create_task(SoakPage(page, doings).work(home.is_set))
        calling = group.create_task(citizens.call())
        await kill_now_and_then(instance, size, doings)
        citizens.close()
        await calling
        home.set()
        following.cancel()


async def kill_now_and_then(instance: Instance, size: SoakSize, doings: Doings) -> None:
    """As long as the day lasts: kill -9 of control, spread over it, each time when its seed says."""
    chance, begin = doings.chance("kills"), time.monotonic()
    for number in range(1, size.kills + 1):
        at_seconds = (number + chance.uniform(-0.3, 0.3)) * size.seconds / (size.kills + 1)
        await asyncio.sleep(begin + at_seconds - time.monotonic())
        killed_at = datetime.now(UTC)
        async with instance.killed("control"):
            pass
        doings.kills.append(Kill(killed_at, datetime.now(UTC)))
    await asyncio.sleep(begin + size.seconds - time.monotonic())
