"""Commands: refused in clear words, and done once however often they are asked."""

import asyncio

import pytest
from tests.control.calls.house import House

from rexian.control.acd.errors import AgentBusy, AgentSignedOut, PhoneNotRegistered, UnknownAgent, UnknownReason
from rexian.control.calls.commands import NoContactOnDesk, UnknownCommand
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.desk import AgentState, WorkPhase

pytestmark = pytest.mark.parts


async def test_a_seat_is_taken_used_and_left(house: House) -> None:
    assert (await house.command(CommandName.DESK, "a")).state is AgentState.SIGNED_OUT
    assert (await house.command(CommandName.SIGN_IN, "a")).not_ready_reason == "signed_in"
    assert (await house.command(CommandName.SIGN_IN, "a")).state is AgentState.NOT_READY
    await house.calls.phone("a", True)
    assert (await house.command(CommandName.READY, "a")).state is AgentState.READY
    view = await house.command(CommandName.NOT_READY, "a", reason="meal")
    assert (view.state, view.not_ready_reason) == (AgentState.NOT_READY, "meal")
    assert (await house.command(CommandName.SIGN_OUT, "a")).state is AgentState.SIGNED_OUT
    assert await house.becomes(lambda: len(house.outlets.of("agent.state_changed")) == 4)


async def test_what_is_refused_changes_nothing(house: House) -> None:
    with pytest.raises(UnknownAgent):
        await house.command(CommandName.DESK, "nobody")
    with pytest.raises(AgentSignedOut):
        await house.command(CommandName.READY, "a")
    await house.command(CommandName.SIGN_IN, "a")
    with pytest.raises(PhoneNotRegistered):
        await house.command(CommandName.READY, "a")
    for arguments in ({"reason": "boredom"}, {}):
        with pytest.raises(UnknownReason):
            await house.command(CommandName.NOT_READY, "a", **arguments)
    for name in (CommandName.HANG_UP, CommandName.DECLINE, CommandName.RESUME_MEDIA):
        with pytest.raises(NoContactOnDesk):
            await house.command(name, "a")
    with pytest.raises(UnknownCommand):
        await house.command(CommandName.STATUS, "a")
    view = await house.command(CommandName.DESK, "a")
    assert (view.state, view.not_ready_reason) == (AgentState.NOT_READY, "signed_in")


async def test_a_key_acts_once_even_while_the_first_is_on_its_way(house: House) -> None:
    await house.talks()
    first, second = await asyncio.gather(
        house.command(CommandName.RESUME_MEDIA, "a", key="k"), house.command(CommandName.RESUME_MEDIA, "a", key="k")
    )
    await house.command(CommandName.RESUME_MEDIA, "a", key="k")
    assert first.agent_id == second.agent_id == "a"
    assert len([line for line in house.media.asked if line.startswith("ring ")]) == 2


async def test_a_refused_key_may_be_tried_again_and_keys_are_each_agents_own(house: House) -> None:
    await house.command(CommandName.SIGN_IN, "a", key="in")
    assert (await house.command(CommandName.SIGN_IN, "b", key="in")).state is AgentState.NOT_READY
    with pytest.raises(PhoneNotRegistered):
        await house.command(CommandName.READY, "a", key="ready")
    await house.calls.phone("a", True)
    assert (await house.command(CommandName.READY, "a", key="ready")).state is AgentState.READY


async def test_a_call_at_the_desk(house: House) -> None:
    await house.talks()
    view = await house.command(CommandName.DESK, "a")
    assert view.work is not None
    assert view.work.phase is WorkPhase.TALKING
    with pytest.raises(AgentBusy):
        await house.command(CommandName.SIGN_OUT, "a")
    view = await house.command(CommandName.NOT_READY, "a", reason="break")
    assert (view.state, view.next_state) == (AgentState.TALKING, AgentState.NOT_READY)
    view = await house.command(CommandName.HANG_UP, "a")
    assert view.state is AgentState.WRAP_UP
    assert view.work is not None
    assert view.work.phase is WorkPhase.WRAP_UP
    assert house.commands.status()["agents"] == {"signed_out": 1, "wrap_up": 1}
