"""Calls between two phones: how they begin, what is signalled in them, how they end."""

import asyncio
import os
import signal
import sys

import psutil
import pytest

from rexian.app.demo.phone import Phone, PhoneSettings, now_ms
from rexian.app.demo.phone_events import (
    Calling,
    Confirmed,
    DigitEnded,
    DigitReceived,
    Disconnected,
    Incoming,
    Media,
    Registered,
    RegistrationFailed,
    Ringing,
)
from rexian.app.demo.phone_program import PhoneEnded, PhoneNotInstalled, PhoneRefused
from rexian.kit.waiting import DeadlineExceeded, until

pytestmark = pytest.mark.parts


async def test_a_call_rings_is_answered_by_command_and_names_the_caller(make_phone):
    caller, callee = await make_phone("13800001111"), await make_phone("6001")
    called_at_ms = now_ms()
    call = await caller.call("12329", host=callee.address, headers={"X-Ticket": "42"})

    incoming = await callee.next_event(Incoming, deadline_seconds=5)
    await caller.next_event(Calling, deadline_seconds=5, call=call)
    await caller.next_event(Ringing, deadline_seconds=5, call=call)
    await callee.answer(call=incoming.call)
    confirmed = await caller.next_event(Confirmed, deadline_seconds=5, call=call)

    assert (incoming.caller, incoming.called, incoming.headers["X-Ticket"]) == ("13800001111", "12329", "42")
    assert called_at_ms <= incoming.at_ms <= confirmed.at_ms <= now_ms()
    assert confirmed.codec == "PCMA"


async def test_one_phone_can_call_from_any_number(make_phone):
    caller, callee = await make_phone("13800001111"), await make_phone("6001")
    await caller.call("12329", host=callee.address, caller="13999998888")

    assert (await callee.next_event(Incoming, deadline_seconds=5)).caller == "13999998888"


@pytest.mark.parametrize("codec", ["PCMU", "PCMA", "G722"])
async def test_the_codec_is_the_callers_choice(make_phone, codec):
    caller = await make_phone("13800001111", codecs=[codec])
    callee = await make_phone("6001", codecs=["G722", "PCMA", "PCMU"], answer_after_ms=0)
    call = await caller.call("12329", host=callee.address)

    assert (await caller.next_event(Confirmed, deadline_seconds=5, call=call)).codec == codec


@pytest.mark.parametrize("code", [486, 603])
async def test_a_refused_call_ends_with_its_code(make_phone, code):
    caller, callee = await make_phone("13800001111"), await make_phone("6001", refuse_with=code)
    call = await caller.call("12329", host=callee.address)

    ended = await caller.next_event(Disconnected, deadline_seconds=5, call=call)
    assert (ended.code, ended.by_us) == (code, False)


async def test_a_call_can_be_refused_by_command_and_later_ones_answered(make_phone):
    caller, callee = await make_phone("13800001111"), await make_phone("6001")
    first = await caller.call("12329", host=callee.address)
    await callee.next_event(Incoming, deadline_seconds=5)
    await callee.reject(code=603)
    ended = await caller.next_event(Disconnected, deadline_seconds=5, call=first)

    await callee.set_answering(answer_after_ms=50)
    second = await caller.call("12329", host=callee.address)
    await caller.next_event(Confirmed, deadline_seconds=5, call=second)
    assert ended.code == 603


async def test_waiting_for_an_answer_stops_when_the_call_has_ended(make_phone):
    caller, callee = await make_phone("13800001111"), await make_phone("6001", refuse_with=486)
    call = await caller.call("12329", host=callee.address)

    with pytest.raises(PhoneRefused) as refused:
        await caller.next_event(Confirmed, deadline_seconds=20, call=call)
    assert refused.value.reason == "call_ended"


async def test_the_caller_hangs_up(talk):
    await talk.caller.hang_up()

    mine = await talk.caller.next_event(Disconnected, deadline_seconds=5, call=talk.caller_call)
    theirs = await talk.callee.next_event(Disconnected, deadline_seconds=5, call=talk.callee_call)
    assert (mine.by_us, theirs.by_us) == (True, False)


async def test_the_callee_hangs_up(talk):
    await talk.callee.hang_up()

    theirs = await talk.callee.next_event(Disconnected, deadline_seconds=5, call=talk.callee_call)
    mine = await talk.caller.next_event(Disconnected, deadline_seconds=5, call=talk.caller_call)
    assert (mine.by_us, theirs.by_us) == (False, True)
    await talk.caller.hang_up()


async def test_digits_arrive_one_by_one_and_in_order(talk):
    digits = "110105194912310021#*"
    await talk.caller.send_digits(digits, digit_ms=80, gap_ms=80)

    received = [await talk.callee.next_event(DigitReceived, deadline_seconds=3) for _ in digits]
    ended = [await talk.callee.next_event(DigitEnded, deadline_seconds=3) for _ in digits]
    assert "".join(event.digit for event in received) == digits
    assert [event.duration_ms for event in ended] == [pytest.approx(80, abs=20)] * len(digits)
    assert 140 <= (received[-1].at_ms - received[0].at_ms) / (len(digits) - 1) <= 240


async def test_digits_that_are_none_are_refused(talk):
    with pytest.raises(PhoneRefused):
        await talk.caller.send_digits("12x")


async def test_hold_and_back(talk):
    begun = await talk.callee.next_event(Media, deadline_seconds=5, call=talk.callee_call)
    await talk.caller.hold()
    held = await talk.callee.next_event(Media, deadline_seconds=5, call=talk.callee_call)

    async def unheld() -> bool:
        """The phone refuses while the exchange that has put the call on hold is not over on its own side."""
        try:
            await talk.caller.unhold()
        except PhoneRefused:
            return False
        return True

    assert await until(unheld, deadline_seconds=5)
    back = await talk.callee.next_event(Media, deadline_seconds=5, call=talk.callee_call)

    assert (begun.state, held.state, back.state) == ("active", "remote_hold", "active")


async def test_an_agent_registers_and_takes_itself_off_at_the_end(registrar):
    account = PhoneSettings(user="6001", password="right", registrar=registrar.address)
    async with Phone(account) as agent:
        assert (await agent.next_event(Registered, deadline_seconds=5)).expires_seconds == registrar.bindings[0] > 0

    assert registrar.bindings[-1] == 0


async def test_a_wrong_password_is_reported(make_phone, registrar):
    agent = await make_phone("6001", password="wrong", registrar=registrar.address)

    assert (await agent.next_event(RegistrationFailed, deadline_seconds=5)).code == 403


async def test_a_phone_can_have_a_loopback_address_of_its_own(make_phone):
    caller = await make_phone("13800001111", listen_host="127.0.0.9")
    callee = await make_phone("6001", answer_after_ms=0)
    call = await caller.call("12329", host=callee.address)
    incoming = await callee.next_event(Incoming, deadline_seconds=5)
    await caller.next_event(Confirmed, deadline_seconds=5, call=call)
    await caller.play_tone(440, call=call)
    await callee.wait_for_audio(deadline_seconds=3)

    assert caller.address.startswith("127.0.0.9:")
    assert incoming.caller_uri == "<sip:13800001111@127.0.0.9>"


async def test_a_phone_listens_on_loopback_only(make_phone):
    with pytest.raises(PhoneRefused, match="loopback"):
        await make_phone("6001", listen_host="0.0.0.0")


async def test_a_call_without_host_or_registrar_is_refused(make_phone):
    caller = await make_phone("13800001111")
    with pytest.raises(PhoneRefused) as refused:
        await caller.call("12329")
    assert refused.value.reason == "no_host"


async def test_an_event_that_does_not_come_is_a_deadline(make_phone):
    with pytest.raises(DeadlineExceeded, match="Incoming"):
        await (await make_phone("6001")).next_event(Incoming, deadline_seconds=0.1)


async def test_a_phone_that_is_not_installed_says_what_to_do(tmp_path):
    with pytest.raises(PhoneNotInstalled, match="make setup"):
        async with Phone(PhoneSettings(), folder=tmp_path):
            pass


async def test_leaving_the_context_hangs_up_and_ends_the_process(make_phone):
    callee = await make_phone("6001", answer_after_ms=0)
    async with Phone(PhoneSettings(user="13800001111")) as caller:
        call = await caller.call("12329", host=callee.address)
        await caller.next_event(Confirmed, deadline_seconds=5, call=call)
        process_id, left_at_ms = caller.process_id, now_ms()

    assert now_ms() - left_at_ms < 3000
    assert not psutil.pid_exists(process_id)
    assert (await callee.next_event(Disconnected, deadline_seconds=2)).by_us is False


async def test_sigterm_hangs_up_and_ends_the_process(talk):
    os.kill(talk.caller.process_id, signal.SIGTERM)

    await talk.callee.next_event(Disconnected, deadline_seconds=3, call=talk.callee_call)
    with pytest.raises(PhoneEnded):
        await talk.caller.next_event(Incoming, deadline_seconds=3)


async def test_a_phone_ends_when_its_parent_is_killed(make_phone, tmp_path):
    callee = await make_phone("6001", answer_after_ms=0)
    script = tmp_path / "parent.py"
    script.write_text(
        "import asyncio, sys\n"
        "from rexian.app.demo.phone import Phone, PhoneSettings\n"
        "async def main():\n"
        "    async with Phone(PhoneSettings()) as phone:\n"
        "        await phone.call('12329', host=sys.argv[1])\n"
        "        print(phone.process_id, flush=True)\n"
        "        await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    parent = await asyncio.create_subprocess_exec(
        sys.executable, str(script), callee.address, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    phone_process = int(await parent.stdout.readline())
    await callee.next_event(Confirmed, deadline_seconds=5)
    assert psutil.pid_exists(phone_process)

    parent.kill()
    await parent.wait()

    await callee.next_event(Disconnected, deadline_seconds=3)
    await until(lambda: not psutil.pid_exists(phone_process), deadline_seconds=3, what="the phone's process is gone")
