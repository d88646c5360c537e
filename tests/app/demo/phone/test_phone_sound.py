"""What two phones hear from each other, and the recording's clock."""

import math
import wave
from array import array

import pytest

from rexian.app.demo.phone import now_ms
from rexian.app.demo.phone_events import Confirmed, Disconnected, Incoming, Recorded
from rexian.app.demo.phone_program import PhoneRefused
from rexian.kit.waiting import DeadlineExceeded

pytestmark = pytest.mark.parts


async def test_each_side_hears_the_others_tone(talk):
    await talk.caller.play_tone(440, level_dbfs=-15)
    await talk.callee.play_tone(1000, level_dbfs=-20)
    heard_by_callee = await talk.callee.wait_for_audio(deadline_seconds=3)
    heard_by_caller = await talk.caller.wait_for_audio(deadline_seconds=3)

    at_callee = await talk.callee.measure(
        from_ms=heard_by_callee + 100, to_ms=heard_by_callee + 1100, frequencies_hz=[440, 1000]
    )
    at_caller = await talk.caller.measure(
        from_ms=heard_by_caller + 100, to_ms=heard_by_caller + 1100, frequencies_hz=[440, 1000]
    )

    assert at_callee.dominant_hz == pytest.approx(440, abs=2)
    assert at_caller.dominant_hz == pytest.approx(1000, abs=2)
    assert at_callee.active_rms_dbfs == pytest.approx(-15, abs=1)
    assert at_caller.active_rms_dbfs == pytest.approx(-20, abs=1)
    assert at_callee.active_seconds == pytest.approx(1.0, abs=0.05)
    assert at_callee.dominant_share > 0.95
    assert at_callee.tones_dbfs[0] - at_callee.tones_dbfs[1] > 30
    assert at_caller.tones_dbfs[1] - at_caller.tones_dbfs[0] > 30


async def test_the_end_of_a_sound_is_heard_when_it_is(talk):
    await talk.caller.play_tone(440)
    began_ms = await talk.callee.wait_for_audio(deadline_seconds=3)
    await talk.callee.measure(to_ms=began_ms + 600)
    stopped_ms = now_ms()
    await talk.caller.play_silence()
    silent_ms = await talk.callee.wait_for_silence(from_ms=stopped_ms, deadline_seconds=3)

    assert 0 <= silent_ms - stopped_ms < 500
    quiet = await talk.callee.measure(from_ms=silent_ms + 100, to_ms=silent_ms + 400)
    assert quiet.active_seconds == 0
    with pytest.raises(DeadlineExceeded):
        await talk.callee.wait_for_audio(deadline_seconds=0.2)


async def test_a_recording_is_wall_clock_and_can_be_measured_after_the_call(talk):
    await talk.callee.play_tone(1000)
    await talk.caller.measure(to_ms=talk.confirmed_at_ms + 3000)
    await talk.caller.hang_up()
    ended = await talk.caller.next_event(Disconnected, deadline_seconds=3)
    recorded = await talk.caller.next_event(Recorded, deadline_seconds=3)

    talked_seconds = (ended.at_ms - talk.confirmed_at_ms) / 1000
    assert talked_seconds >= 3
    with wave.open(recorded.path) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (8000, 1, 2)
        file_seconds = file.getnframes() / file.getframerate()
        samples = array("h", file.readframes(file.getnframes()))
    assert file_seconds == recorded.seconds == pytest.approx(talked_seconds, rel=0.02)
    assert recorded.started_ms == pytest.approx(talk.confirmed_at_ms, abs=100)

    whole = await talk.caller.measure(call=talk.caller_call)
    assert whole.seconds == recorded.seconds
    assert whole.first_active_at_ms is not None
    first_active = int((whole.first_active_at_ms - recorded.started_ms) * 8)
    assert max(map(abs, samples[:first_active])) < 150 < max(map(abs, samples[first_active : first_active + 160]))


async def test_a_pause_in_what_comes_is_recorded_as_silence(talk):
    await talk.callee.play_tone(1000)
    await talk.caller.wait_for_audio(deadline_seconds=3)
    await talk.callee.hold()
    held_ms = await talk.caller.wait_for_silence(deadline_seconds=3, run_ms=200)
    await talk.caller.measure(to_ms=held_ms + 1000)
    await talk.callee.unhold()
    back_ms = await talk.caller.wait_for_audio(deadline_seconds=3, run_ms=200)
    now = now_ms()

    whole = await talk.caller.measure(to_ms=now)
    assert whole.seconds == pytest.approx((now - talk.confirmed_at_ms) / 1000, rel=0.04)
    assert (await talk.caller.measure(from_ms=held_ms, to_ms=held_ms + 1000)).active_seconds < 0.05
    assert back_ms - held_ms >= 1000


async def test_a_file_is_played_once_and_at_its_length(talk, tmp_path):
    tone = array("h", (round(9000 * math.sin(2 * math.pi * 700 * i / 16000)) for i in range(16000)))
    raw_path, wav_path = tmp_path / "tone.raw", tmp_path / "tone.wav"
    raw_path.write_bytes(tone.tobytes())
    with wave.open(str(wav_path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(tone.tobytes())

    for path, raw_rate in ((wav_path, None), (raw_path, 16000)):
        await talk.caller.play_file(path, raw_rate=raw_rate)
        began_ms = await talk.callee.wait_for_audio(deadline_seconds=3)
        await talk.callee.wait_for_silence(from_ms=began_ms, deadline_seconds=3, run_ms=200)
        heard = await talk.callee.measure(from_ms=began_ms - 100, to_ms=now_ms())
        assert heard.span_seconds == pytest.approx(1.0, abs=0.06)
        assert heard.dominant_hz == pytest.approx(700, abs=2)


async def test_a_file_that_is_not_there_is_refused(talk, tmp_path):
    with pytest.raises(PhoneRefused) as refused:
        await talk.caller.play_file(tmp_path / "none.wav")
    assert refused.value.reason == "no_file"


async def test_packet_loss_is_one_sided(make_phone):
    caller = await make_phone("13800001111", tx_drop_pct=15)
    callee = await make_phone("6001", answer_after_ms=0)
    call = await caller.call("12329", host=callee.address)
    incoming = await callee.next_event(Incoming, deadline_seconds=5)
    confirmed = await caller.next_event(Confirmed, deadline_seconds=5, call=call)
    await callee.measure(to_ms=confirmed.at_ms + 5000, call=incoming.call)

    at_callee = await callee.packet_counts(call=incoming.call)
    at_caller = await caller.packet_counts(call=call)
    sent = at_callee.received_packets + at_callee.lost_packets
    assert 0.06 < at_callee.lost_packets / sent < 0.26
    assert at_caller.lost_packets == 0
    whole = await callee.measure(call=incoming.call)
    assert whole.seconds == pytest.approx(5, abs=0.3)
