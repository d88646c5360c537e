"""A long day in short: thirty calls at a time, agents who press everything, pages reloaded, control killed three times.

Nobody's call is cut by us, no event is lost, every recording is complete. The random choices follow from a seed, which
a failure prints; REXIAN_SOAK_SEED runs the same day again.
"""

import asyncio
import logging
import os
import secrets
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import pytest
from tests.rig.desk import BrowserAgent
from tests.rig.instance import Instance
from tests.rig.records import Records
from tests.rig.soak.agents import SoakAgent
from tests.rig.soak.citizens import SoakCitizens
from tests.rig.soak.judgement import Judgement
from tests.rig.soak.pages import SoakPage
from tests.rig.soak.plan import Doings, SoakSize
from tests.rig.soak.staff import add_staff
from tests.rig.soak.tail import JournalTail

pytestmark = pytest.mark.fault

SEED = "REXIAN_SOAK_SEED"
BUSY_SHARE = 0.8

log = logging.getLogger("soak")

SHORT = SoakSize(seconds=90, callers=30, agents=14, longest_stay_seconds=25)
LONG = SoakSize(seconds=1800, callers=30, agents=14, longest_stay_seconds=60)


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
    """The day: agents take their seats, citizens call until it is over and finish their calls, agents leave."""
    home = asyncio.Event()
    async with agents_seated(instance, size, doings) as agents, asyncio.TaskGroup() as group:
        following = group.create_task(tail.follow())
        for each in [*agents, SoakPage(page, doings)]:
            group.create_task(each.work(home.is_set))
        calling = group.create_task(citizens.call())
        await kill_now_and_then(instance, size, doings)
        citizens.close()
        await calling
        home.set()
        following.cancel()


@asynccontextmanager
async def agents_seated(instance: Instance, size: SoakSize, doings: Doings) -> AsyncIterator[list[SoakAgent]]:
    """All agents at their desks; whoever cannot leave the desk afterwards, because it is busy for ever, fails."""
    agents: list[SoakAgent] = []
    async with AsyncExitStack() as stack:
        for seat in await add_staff(instance, size.agents):
            free = partial(colleagues_of, seat.agent_id, agents)
            agents.append(await stack.enter_async_context(SoakAgent.seated(instance, seat, doings, free)))
        yield agents


def colleagues_of(agent_id: str, agents: Sequence[SoakAgent]) -> list[str]:
    """Whom an agent could call now."""
    return [agent.agent_id for agent in agents if agent.is_free and agent.agent_id != agent_id]


async def kill_now_and_then(instance: Instance, size: SoakSize, doings: Doings) -> None:
    """As long as the day lasts: kill -9 of control, spread over it, each time when its seed says."""
    chance, begin = doings.chance("kills"), time.monotonic()
    for number in range(1, size.kills + 1):
        at_seconds = (number + chance.uniform(-0.3, 0.3)) * size.seconds / (size.kills + 1)
        await asyncio.sleep(begin + at_seconds - time.monotonic())
        async with instance.killed("control"):
            pass
    await asyncio.sleep(begin + size.seconds - time.monotonic())
