"""Hold, consultation, conference and transfer on a real Asterisk: tones prove who hears whom, files who is recorded."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.control.asterisk.adapter.switchboard import Switchboard
from tests.control.asterisk.adapter.tones import TONES, Voice, in_talk
from tests.control.asterisk.adapter.walk import SECONDS

from rexian.app.demo.phone import Phone, PhoneSettings
from rexian.app.demo.phone_events import Confirmed, DigitReceived, Disconnected, Incoming
from rexian.control.contacts.state import Phase
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.desk import AgentState, WorkPhase

pytestmark = pytest.mark.parts

NewPhone = Callable[..., Phone]
RATE = 8000


async def consulted(board: Switchboard, phone: Phone, **target: str) -> Voice:
    """Agent `a` asks somebody, who answers and speaks."""
    await board.command(CommandName.CONSULT, "a", **target)
    incoming = await phone.next_event(Incoming, deadline_seconds=SECONDS)
    await phone.answer(call=incoming.call)
    await phone.next_event(Confirmed, deadline_seconds=SECONDS, call=incoming.call)
    voice = Voice("other", phone, incoming.call)
    await voice.speak()
    await board.event("segment.started", kind="consult")
    return voice


def heard_in(spool: Path, track: str) -> set[str]:
    """Whose tones a recorded track holds."""
    samples = np.fromfile(spool / "recording" / f"{track}.sln", dtype="<i2").astype(float)
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    strongest = spectrum.max()
    position = {name: round(frequency * len(samples) / RATE) for name, frequency in TONES.items()}
    return {name for name, at in position.items() if spectrum[max(at - 3, 0) : at + 4].max() > strongest / 20}


async def test_hold_gives_the_citizen_music_and_the_agent_silence(
    board: Switchboard, server: Any, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_agent_phone("a") as phone:
        caller, agent = await in_talk(board, citizen, phone, dial)
        view = await board.command(CommandName.HOLD, "a")
        assert view.work is not None
        assert view.work.held
        await caller.hears_music()
        await agent.hears()
        await board.command(CommandName.RETRIEVE, "a")
        await caller.hears("agent")
        await agent.hears("citizen")
        await citizen.hang_up(call=caller.call)
        stopped = await board.event("recording.stopped")
        assert stopped.data["blocks"] == 2
        for event in board.outlets.of("recording.block_started"):
            for voice, track in event.data["tracks"].items():
                assert heard_in(server.settings.folders.spool, track) == {voice}


async def test_a_muted_agent_is_not_heard_and_keys_reach_the_citizen(
    board: Switchboard, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_agent_phone("a") as phone:
        caller, agent = await in_talk(board, citizen, phone, dial)
        await board.command(CommandName.MUTE, "a")
        await caller.hears()
        await agent.hears("citizen")
        await board.command(CommandName.UNMUTE, "a")
        await caller.hears("agent")
        await board.command(CommandName.SEND_KEYS, "a", digits="42")
        for digit in "42":
            assert (await citizen.next_event(DigitReceived, deadline_seconds=SECONDS)).digit == digit


async def test_what_is_said_in_a_consultation_is_neither_heard_nor_recorded_with_the_citizen(
    board: Switchboard, server: Any, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_agent_phone("a") as phone, new_agent_phone("b") as other_phone:
        await board.ready("b")
        await board.command(CommandName.NOT_READY, "b", reason="paperwork")
        caller, agent = await in_talk(board, citizen, phone, dial)
        other = await consulted(board, other_phone, target_agent_id="b")
        await caller.hears_music()
        await agent.hears("other")
        await other.hears("agent")
        assert board.agent("b").state is AgentState.TALKING
        await board.command(CommandName.TAKE_BACK, "a")
        await other_phone.next_event(Disconnected, deadline_seconds=SECONDS, call=other.call)
        await caller.hears("agent")
        await agent.hears("citizen")
        await board.agent_is("b", AgentState.NOT_READY)
        assert board.agent("b").not_ready_reason == "paperwork"
        await citizen.hang_up(call=caller.call)
        assert await board.becomes(lambda: len(board.outlets.of("recording.stopped")) == 2, "both stored")
        begun = {event.data["kind"]: event.data for event in board.outlets.of("segment.started")}
        consult = begun["consult"]["recording_id"]
        names = {"citizen": "citizen", "agent": "agent", "consultant": "other"}
        for event in board.outlets.of("recording.block_started"):
            voices = set(event.data["tracks"])
            together = {"agent", "consultant"} if event.data["recording_id"] == consult else {"citizen", "agent"}
            assert voices == together
            for voice, track in event.data["tracks"].items():
                assert heard_in(server.settings.folders.spool, track) == {names[voice]}


async def test_a_consultation_ends_as_a_transfer(
    board: Switchboard, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_agent_phone("a") as phone, new_agent_phone("b") as other_phone:
        await board.ready("b")
        await board.command(CommandName.NOT_READY, "b", reason="paperwork")
        caller, agent = await in_talk(board, citizen, phone, dial)
        other = await consulted(board, other_phone, target_agent_id="b")
        await board.command(CommandName.COMPLETE, "a")
        await phone.next_event(Disconnected, deadline_seconds=SECONDS, call=agent.call)
        await caller.hears("other")
        await other.hears("citizen")
        await board.agent_is("a", AgentState.WRAP_UP)
        contact = await board.contact_in(Phase.TALKING)
        assert contact.talk is not None
        assert (contact.talk.agent_id, contact.parties) == ("b", (contact.talk,))
        work = board.calls.desks.view("b").work
        assert work is not None
        assert (work.phase, work.role, work.attached.menu_path) == (WorkPhase.TALKING, "agent", ("人工",))
        await other_phone.hang_up(call=other.call)
        await citizen.next_event(Disconnected, deadline_seconds=SECONDS, call=caller.call)
        assert await board.becomes(lambda: len(board.outlets.of("recording.stopped")) == 3, "all stored")
        assert await board.becomes(lambda: not board.calls.contacts, "closed")
        assert await board.asterisk_holds("bridges") == []


async def test_three_talk_together_and_a_fourth_is_asked_meanwhile(
    board: Switchboard, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_agent_phone("a") as phone, new_agent_phone("b") as other_phone, new_agent_phone("c") as third_phone:
        for agent_id in ("b", "c"):
            await board.ready(agent_id)
            await board.command(CommandName.NOT_READY, agent_id, reason="paperwork")
        caller, agent = await in_talk(board, citizen, phone, dial)
        other = await consulted(board, other_phone, target_agent_id="b")
        await board.command(CommandName.JOIN, "a")
        await caller.hears("agent", "other")
        await agent.hears("citizen", "other")
        await other.hears("citizen", "agent")
        fourth = await consulted(board, third_phone, target_agent_id="c")
        fourth.name = "fourth"
        await fourth.speak()
        await caller.hears("other")
        await agent.hears("fourth")
        await board.command(CommandName.JOIN, "a")
        await caller.hears("agent", "other", "fourth")
        await fourth.hears("citizen", "agent", "other")
        await phone.hang_up(call=agent.call)
        await caller.hears("other", "fourth")
        await board.agent_is("a", AgentState.WRAP_UP)
        await citizen.hang_up(call=caller.call)
        assert await board.becomes(lambda: not board.calls.contacts, "closed")


async def test_somebody_outside_is_asked_and_takes_over(
    board: Switchboard, server: Any, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with (
        new_agent_phone("a") as phone,
        Phone(PhoneSettings(user="bank", listen_port=server.outside_port)) as outside,
    ):
        caller, agent = await in_talk(board, citizen, phone, dial)
        await board.command(CommandName.CONSULT, "a", number="057188880000")
        await agent.hears_ringing()
        await board.command(CommandName.TAKE_BACK, "a")
        await outside.next_event(Incoming, deadline_seconds=SECONDS)
        await agent.hears("citizen")
        other = await consulted(board, outside, number="057188880000")
        await caller.hears_music()
        await agent.hears("other")
        await board.command(CommandName.COMPLETE, "a")
        await caller.hears("other")
        await other.hears("citizen")
        assert (await board.event("segment.started", kind="external")).data["agent_id"] is None
        await outside.hang_up(call=other.call)
        await citizen.next_event(Disconnected, deadline_seconds=SECONDS, call=caller.call)


async def test_who_does_not_come_leaves_the_agent_alone_until_taken_back(
    board: Switchboard, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_agent_phone("a") as phone, new_agent_phone("b", refuse_with=486):
        await board.ready("b")
        await board.command(CommandName.NOT_READY, "b", reason="paperwork")
        caller, agent = await in_talk(board, citizen, phone, dial)
        await board.command(CommandName.CONSULT, "a", target_agent_id="b")
        assert (await board.event("party.left")).data["outcome"] == "declined"
        await caller.hears_music()
        await agent.hears()
        view = board.calls.desks.view("a")
        assert CommandName.RETRIEVE in view.verbs
        await board.command(CommandName.RETRIEVE, "a")
        await caller.hears("agent")
        await board.agent_is("b", AgentState.NOT_READY)


async def test_a_consultation_goes_on_over_a_restart(
    new_board: Callable[[], Switchboard], citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_board() as board, new_agent_phone("a") as phone, new_agent_phone("b") as other_phone:
        await board.ready("b")
        await board.command(CommandName.NOT_READY, "b", reason="paperwork")
        caller, agent = await in_talk(board, citizen, phone, dial)
        other = await consulted(board, other_phone, target_agent_id="b")
        await board.stop()
        async with new_board() as successor:
            await agent.hears("other")
            await caller.hears_music()
            assert {successor.agent(name).state for name in ("a", "b")} == {AgentState.TALKING}
            await successor.command(CommandName.JOIN, "a")
            await caller.hears("agent", "other")
            await other.hears("agent", "citizen")
            await citizen.hang_up(call=caller.call)
            assert await successor.becomes(lambda: len(successor.outlets.of("recording.stopped")) == 2, "both stored")
            await successor.agent_is("a", AgentState.WRAP_UP)


async def test_the_phones_own_hold_is_understood(
    board: Switchboard, citizen: Phone, new_agent_phone: NewPhone, dial: Any
) -> None:
    async with new_agent_phone("a") as phone:
        caller, agent = await in_talk(board, citizen, phone, dial)
        await phone.hold(call=agent.call)
        await caller.hears_music()
        work = board.calls.desks.view("a").work
        assert work is not None
        assert work.held
        await phone.unhold(call=agent.call)
        await caller.hears("agent")
        await agent.hears("citizen")
        await citizen.hang_up(call=caller.call)
        assert (await board.event("recording.stopped")).data["blocks"] == 2
