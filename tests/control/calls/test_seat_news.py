"""What a desk tells of its seat: messages until they are read, and trouble until it is over."""

from pathlib import Path

import pytest
from tests.control.calls.floor import centre_configuration
from tests.control.calls.house import House

from rexian.control.calls.seat_messages import SeatAnswerInvalid, SeatMessageInvalid, SeatMessagesFull
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.desk import AgentState, TroubleCause, TroubleStage

pytestmark = pytest.mark.parts

TEXT = "请先挂起，领导稍后接听。"


async def test_a_message_is_shown_until_it_is_read_and_its_text_is_journalled_nowhere(house: House) -> None:
    view = await house.command(CommandName.MESSAGE, "b", watched_agent_id="a", text=TEXT)
    (message,) = view.messages
    assert (view.agent_id, message.sender_id, message.text) == ("a", "b", TEXT)
    assert await house.becomes(lambda: [desk for desk in house.outlets.desks if desk.messages], "shown")
    assert (await house.command(CommandName.ACKNOWLEDGE, "a", message_id="another")).messages == (message,)
    assert (await house.command(CommandName.ACKNOWLEDGE, "a", message_id=message.message_id)).messages == ()
    await house.command(CommandName.ACKNOWLEDGE, "a", message_id=message.message_id)
    assert await house.becomes(lambda: house.outlets.of("seat.message_read"))
    assert [event.data for event in house.outlets.of("seat.message_sent")] == [
        {"agent_id": "a", "message_id": message.message_id}
    ]
    assert [event.actor for event in house.outlets.of("seat.message_read")] == ["user:a"]
    assert TEXT not in repr(house.outlets.events)


async def test_an_unread_message_is_shown_by_a_successor_and_a_read_one_is_nowhere(tmp_path: Path) -> None:
    async with House(tmp_path, centre_configuration("a", "b")) as house:
        first = await house.command(CommandName.MESSAGE, "b", watched_agent_id="a", text="看过的消息。")
        await house.command(CommandName.MESSAGE, "b", watched_agent_id="a", text=TEXT)
        await house.command(CommandName.ACKNOWLEDGE, "a", message_id=first.messages[0].message_id)
        messages = house.calls.desks.view("a").messages
    for name in ("journal.sqlite", "journal.sqlite-wal"):
        if (tmp_path / name).exists():
            assert TEXT.encode() not in (tmp_path / name).read_bytes()
    async with House(tmp_path, centre_configuration("a", "b")) as house:
        assert house.calls.desks.view("a").messages == messages
        await house.command(CommandName.ACKNOWLEDGE, "a", message_id=messages[0].message_id)
    async with House(tmp_path, centre_configuration("a", "b")) as house:
        assert house.calls.desks.view("a").messages == ()


async def test_an_answer_waits_for_who_sent_the_message(house: House) -> None:
    sent = await house.command(CommandName.MESSAGE, "b", watched_agent_id="a", text=TEXT)
    message_id = sent.messages[0].message_id
    for text in (" ", "x" * 201):
        with pytest.raises(SeatAnswerInvalid):
            await house.command(CommandName.ANSWER, "a", message_id=message_id, text=text)
    view = await house.command(CommandName.ANSWER, "a", message_id=message_id, text="好的，马上。")
    (answer,) = view.answers
    assert (view.messages, answer.to_id, answer.text) == ((), "b", "好的，马上。")
    assert (await house.command(CommandName.ANSWER, "a", message_id=message_id, text="再答。")).answers == (answer,)
    assert await house.becomes(lambda: house.outlets.of("seat.message_answered"), "told")
    assert not house.outlets.of("seat.message_read")
    assert "马上" not in repr(house.outlets.events)
    read = await house.command(CommandName.ANSWER_READ, "b", watched_agent_id="a", message_id=message_id)
    assert (read.agent_id, read.answers) == ("a", ())


async def test_a_message_has_bounds(house: House) -> None:
    for text in ("", "  ", "x" * 501):
        with pytest.raises(SeatMessageInvalid):
            await house.command(CommandName.MESSAGE, "b", watched_agent_id="a", text=text)
    for _ in range(20):
        await house.command(CommandName.MESSAGE, "b", watched_agent_id="a", text=TEXT)
    with pytest.raises(SeatMessagesFull):
        await house.command(CommandName.MESSAGE, "b", watched_agent_id="a", text=TEXT)


async def test_a_seat_in_trouble_is_warned_signed_out_and_reminded(house: House) -> None:
    await house.ready("a")
    await house.command(CommandName.SIGN_OF_LIFE, "a")
    await house.calls.phone("a", False)
    house.calls.engine.not_ready("a", "meal", house.clock.now())
    await house.calls.watching.look()
    house.clock.ahead(150)
    await house.calls.watching.look()
    view = await house.command(CommandName.DESK, "a")
    assert view.trouble is not None
    assert (view.trouble.stage, view.trouble.cause) == (TroubleStage.WARNED, TroubleCause.NO_PHONE)
    house.clock.ahead(61)
    await house.calls.watching.look()
    view = await house.command(CommandName.DESK, "a")
    assert (view.state, view.changed_by, view.reason) == (AgentState.SIGNED_OUT, "system", "no_phone")
    await house.calls.phone("a", True)
    await house.calls.watching.look()
    view = await house.command(CommandName.DESK, "a")
    assert view.trouble is not None
    assert view.trouble.stage is TroubleStage.BACK
    await house.command(CommandName.SIGN_IN, "a")
    await house.calls.watching.look()
    assert (await house.command(CommandName.DESK, "a")).trouble is None
