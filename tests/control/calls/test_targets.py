"""Whom a command may name: a group's longest idle agent, an entry of the directory in its hours."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.control.calls.floor import centre_configuration
from tests.control.calls.house import House

from rexian.control.calls.targets import DirectoryEntryClosed, GroupNotFree, TargetUnknown
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.configuration import CentreConfiguration
from rexian.control.contracts.desk import AgentState
from rexian.control.contracts.entry import DirectoryEntry, OpeningHours

pytestmark = pytest.mark.parts

NUMBER = "037165881234"
TOMORROW = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)


def centre() -> CentreConfiguration:
    plain = centre_configuration("a", "b", "c")
    agents = tuple(replace(agent, group_ids=("loans",), name=agent.agent_id.upper()) for agent in plain.agents)
    hours = OpeningHours("office", (), (), TOMORROW + timedelta(days=9), ((TOMORROW, TOMORROW + timedelta(hours=9)),))
    directory = (
        DirectoryEntry("e1", "org", "信贷管理部", "department", NUMBER, None),
        DirectoryEntry("e2", "org", "李主任", "leader", NUMBER, "office"),
    )
    return replace(plain, agents=agents, directory=directory, opening_hours=(hours,))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with House(tmp_path, centre()) as house:
        yield house


async def test_an_entry_is_shown_by_its_name_and_its_number_stands_nowhere(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    await house.talks()
    view = await house.command(CommandName.CONSULT, "a", entry_id="e1")
    assert view.work is not None
    assert [(party.role, party.name) for party in view.work.parties] == [("agent", "A"), ("external", "信贷管理部")]
    await house.asked("ring_number")
    assert (await house.becomes(lambda: house.outlets.of("party.called")))[0].data["entry_id"] == "e1"
    assert NUMBER not in repr(house.outlets.events) + capsys.readouterr().out


async def test_an_entry_that_is_closed_tells_when_it_opens(house: House) -> None:
    await house.talks()
    with pytest.raises(DirectoryEntryClosed) as refused:
        await house.command(CommandName.TRANSFER, "a", entry_id="e2")
    assert refused.value.details == {"entry_id": "e2", "next_opening": TOMORROW.isoformat()}
    with pytest.raises(TargetUnknown):
        await house.command(CommandName.TRANSFER, "a", entry_id="e3")
    assert (await house.command(CommandName.DESK, "a")).state is AgentState.TALKING


async def test_a_group_gives_who_is_idle_longest_but_never_who_asks(house: House) -> None:
    with pytest.raises(GroupNotFree):
        await _asks(house)
    await house.ready("c")
    await house.ready("b")
    view = await house.command(CommandName.CONSULT, "a", group_id="loans")
    assert view.work is not None
    assert [party.name for party in view.work.parties] == ["A", "C"]
    await house.agent_is("c", AgentState.RESERVED)
    with pytest.raises(TargetUnknown):
        await house.command(CommandName.CONSULT, "a", group_id="nobody's")


async def test_a_queue_that_is_asked_gives_its_agents_one_after_another(house: House) -> None:
    await house.talks()
    with pytest.raises(GroupNotFree):
        await house.command(CommandName.CONSULT, "a", queue_id="human-service")
    with pytest.raises(TargetUnknown):
        await house.command(CommandName.CONSULT, "a", queue_id="nobody's")
    await house.ready("c")
    await house.ready("b")
    await house.command(CommandName.CONSULT, "a", queue_id="human-service")
    await house.agent_is("c", AgentState.RESERVED)
    await house.command(CommandName.DECLINE, "c")
    await house.agent_is("b", AgentState.RESERVED)
    await house.agent_is("c", AgentState.READY)
    view = await house.command(CommandName.DECLINE, "b")
    assert view.state is AgentState.READY
    work = (await house.command(CommandName.DESK, "a")).work
    assert work is not None
    assert (work.unanswered, [party.name for party in work.parties]) == ("declined", ["A"])


async def _asks(house: House) -> None:
    await house.talks()
    await house.command(CommandName.CONSULT, "a", group_id="loans")
