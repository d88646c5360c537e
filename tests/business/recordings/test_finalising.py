"""From raw tracks in the spool to one sealed file: the right sound on the right side at the right time."""

import hashlib
import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from rexian.business.contact_keys.errors import ContactErased
from rexian.business.recordings.contracts import Gap, RecordingState
from rexian.business.recordings.errors import RecordingMissing, RecordingNotStored, StoreUnavailable
from rexian.business.recordings.finalising import Places

pytestmark = pytest.mark.parts


def loudest_hertz(samples: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * 8000 / len(samples))


def level(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(samples**2)))


async def test_the_citizen_is_left_the_agent_right_and_the_clear_tracks_are_gone(studio) -> None:
    await studio.keep_key()
    await studio.one_block(3.0)
    assert studio.stops == 1
    assert await studio.finaliser.store_next()
    assert await studio.finaliser.clear_next()
    assert not await studio.finaliser.store_next()
    assert not await studio.finaliser.clear_next()

    recording = await studio.recordings.get("r1")
    assert recording.state is RecordingState.STORED
    assert (recording.contact_id, recording.segment_id, recording.agent_id) == ("c1", "s3", "a1")
    assert (recording.expected_seconds, recording.captured_seconds, recording.duration_seconds) == (3.0, 3.0, 3.0)
    assert (recording.channels, recording.sample_rate, recording.gaps) == (2, 8000, ())
    samples = await studio.sound()
    assert samples.shape == (24_000, 2)
    assert loudest_hertz(samples[:, 0]) == pytest.approx(440, abs=1)
    assert loudest_hertz(samples[:, 1]) == pytest.approx(770, abs=1)
    assert list(studio.places.spool.iterdir()) == []
    assert list(studio.places.work.iterdir()) == []
    assert await studio.recordings.of_contact("c1") == (recording,)


async def test_what_is_stored_is_sealed_checksummed_and_read_only(studio) -> None:
    await studio.keep_key()
    await studio.one_block()
    await studio.finaliser.store_next()
    path = studio.folder / "recordings" / "2026" / "03" / "02" / "r1.sealed"
    content = path.read_bytes()
    recording = await studio.recordings.get("r1")
    assert (recording.sha256, recording.size_bytes) == (hashlib.sha256(content).hexdigest(), len(content))
    assert b"fLaC" not in content
    assert path.stat().st_mode & 0o777 == 0o440


async def test_hold_is_silence_of_its_own_length(studio) -> None:
    await studio.keep_key()
    for number, hertz in ((1, 440), (2, 600)):
        studio.tone(f"r1-{number}-c", hertz, 2)
        studio.tone(f"r1-{number}-a", 770, 2)
    told = [studio.started(1, 0), studio.ended(1, 2, 2), studio.started(2, 7), studio.ended(2, 9, 2)]
    await studio.intake.note([*told, studio.stopped(2, 9)])
    await studio.finaliser.store_next()
    samples = await studio.sound()
    assert len(samples) == 9 * 8000
    assert level(samples[2 * 8000 : 7 * 8000]) == 0.0
    assert loudest_hertz(samples[: 2 * 8000, 0]) == pytest.approx(440, abs=1)
    assert loudest_hertz(samples[7 * 8000 :, 0]) == pytest.approx(600, abs=1)
    recording = await studio.recordings.get("r1")
    assert (recording.expected_seconds, recording.captured_seconds, recording.duration_seconds) == (4.0, 4.0, 9.0)


async def test_a_track_15_percent_short_is_filled_with_silence_and_reported(studio) -> None:
    await studio.keep_key()
    await studio.one_block(10.0, captured=lambda seconds: seconds * 0.85)
    await studio.finaliser.store_next()
    recording = await studio.recordings.get("r1")
    assert recording.gaps == (Gap(1, "citizen", 10.0, 8.5),)
    assert recording.captured_seconds == 8.5
    assert [settled.gap_seconds for settled in studio.settled] == [1.5]
    samples = await studio.sound()
    assert len(samples) == 80_000
    assert level(samples[68_000:, 0]) == 0.0
    assert level(samples[68_000:, 1]) > 0.1


async def test_a_missing_track_does_not_lose_the_other_party(studio) -> None:
    await studio.keep_key()
    await studio.one_block()
    (studio.places.spool / "r1-1-c.sln").unlink()
    await studio.finaliser.store_next()
    recording = await studio.recordings.get("r1")
    assert (recording.state, recording.gaps) == (RecordingState.STORED, (Gap(1, "citizen", 3.0, 0.0),))
    samples = await studio.sound()
    assert level(samples[:, 0]) == 0.0
    assert loudest_hertz(samples[:, 1]) == pytest.approx(770, abs=1)


async def test_without_any_sound_the_record_says_so(studio) -> None:
    await studio.keep_key()
    await studio.intake.note([studio.started(1, 0), studio.ended(1, 3, 3.0), studio.stopped(1, 3)])
    await studio.finaliser.store_next()
    recording = await studio.recordings.get("r1")
    assert (recording.state, recording.error_code) == (RecordingState.FAILED, "no_audio")
    with pytest.raises(RecordingNotStored):
        await studio.recordings.open_audio("r1")
    with pytest.raises(RecordingNotStored):
        await studio.recordings.waveform("r1")


async def test_a_talk_that_was_over_before_a_sound_could_be_written_misses_nothing(studio) -> None:
    await studio.keep_key()
    await studio.intake.note([studio.started(1, 0), studio.ended(1, 0.1, 0.08), studio.stopped(1, 1)])
    await studio.finaliser.store_next()
    recording = await studio.recordings.get("r1")
    assert (recording.state, recording.gaps) == (RecordingState.STORED, ())
    assert recording.duration_seconds == 0.08
    assert len(await studio.sound()) == 640


async def test_events_in_any_order_and_twice_give_one_recording(studio) -> None:
    await studio.keep_key()
    studio.tone("r1-1-c", 440, 3)
    studio.tone("r1-1-a", 770, 3)
    told = [studio.started(1, 0), studio.ended(1, 3, 3.0), studio.stopped(1, 3)]
    for order in itertools.permutations(told):
        await studio.intake.note(order)
    while await studio.finaliser.store_next():
        pass
    for order in itertools.permutations(told):
        await studio.intake.note(order)
    assert not await studio.finaliser.store_next()
    recording = await studio.recordings.get("r1")
    assert (recording.state, recording.captured_seconds) == (RecordingState.STORED, 3.0)


async def test_it_waits_for_a_key_that_has_not_come_yet(studio) -> None:
    await studio.one_block()
    assert await studio.finaliser.store_next()
    assert not await studio.finaliser.store_next()
    recording = await studio.recordings.get("r1")
    assert (recording.state, recording.error_code) == (RecordingState.SPOOLED, "contact_key_missing")
    assert not await studio.finaliser.clear_next()
    await studio.keep_key()
    studio.clock.advance(3)
    assert await studio.finaliser.store_next()
    recording = await studio.recordings.get("r1")
    assert (recording.state, recording.error_code) == (RecordingState.STORED, None)


async def test_it_waits_for_announced_blocks_but_not_for_ever(studio) -> None:
    await studio.keep_key()
    await studio.intake.note([studio.stopped(2, 9)])
    await studio.one_block()
    await studio.finaliser.store_next()
    assert (await studio.recordings.get("r1")).error_code == "recording_blocks_missing"
    studio.clock.advance(601)
    await studio.finaliser.store_next()
    assert (await studio.recordings.get("r1")).state is RecordingState.STORED


async def test_after_the_contact_is_erased_the_recording_is_unreadable_and_a_spooled_one_is_deleted(studio) -> None:
    await studio.keep_key()
    await studio.one_block()
    await studio.finaliser.store_next()
    await studio.keys.erase("c1")
    with pytest.raises(ContactErased):
        await studio.recordings.open_audio("r1")


async def test_a_recording_of_an_erased_contact_is_not_stored_and_its_clear_tracks_go(studio) -> None:
    await studio.one_block()
    await studio.keys.erase("c1")
    await studio.finaliser.store_next()
    await studio.finaliser.clear_next()
    recording = await studio.recordings.get("r1")
    assert (recording.state, recording.error_code) == (RecordingState.FAILED, "contact_erased")
    assert list(studio.places.spool.iterdir()) == []


class FullStore:
    """A store that cannot take anything now."""

    async def put(self, key: str, sealed: Path) -> None:
        raise StoreUnavailable


async def test_while_the_store_is_away_nothing_is_deleted_and_it_is_tried_again(studio) -> None:
    await studio.keep_key()
    await studio.one_block()
    await studio.finaliser_with(store=FullStore()).store_next()
    assert not await studio.finaliser.clear_next()
    assert len(list(studio.places.spool.iterdir())) == 2
    assert (await studio.recordings.get("r1")).error_code == "recording_store_unavailable"
    studio.clock.advance(3)
    assert await studio.finaliser.store_next()
    assert loudest_hertz((await studio.sound())[:, 0]) == pytest.approx(440, abs=1)


async def test_a_spool_that_is_not_mounted_is_waited_for(studio) -> None:
    await studio.keep_key()
    await studio.one_block()
    away = Places(studio.folder / "nowhere", studio.places.work)
    await studio.finaliser_with(places=away).store_next()
    assert (await studio.recordings.get("r1")).error_code == "spool_unavailable"


async def test_the_waveform_shows_who_spoke_when(studio) -> None:
    await studio.keep_key()
    await studio.one_block(4.0, captured=lambda seconds: seconds / 2)
    await studio.finaliser.store_next()
    waveform = await studio.recordings.waveform("r1")
    assert waveform.peaks_per_second == 10
    assert [len(side) for side in (*waveform.lowest, *waveform.highest)] == [40] * 4
    citizen, agent = waveform.highest
    assert min(citizen[:19]) > 128 + 25
    assert set(citizen[21:]) == {128}
    assert min(agent) > 128 + 25
    assert max(waveform.lowest[1]) < 128 - 25


async def test_names_that_lead_out_of_the_spool_are_refused(studio) -> None:
    await studio.keep_key()
    outside = studio.folder / "victim.sln"
    outside.write_bytes(b"\x01\x00" * 8000)
    told = studio.started(1, 0)
    told["data"]["tracks"] = {"citizen": "../victim", "agent": "../victim"}
    await studio.intake.note([told, {"not": "an event"}])
    with pytest.raises(RecordingMissing):
        await studio.recordings.get("r1")
    assert outside.exists()


async def test_tracks_that_no_event_told_of_are_reported_and_kept(studio) -> None:
    await studio.one_block()
    stray = studio.tone("stray", 440, 1)
    (studio.places.spool / "r1-1-c.arrivals").touch()
    spool, later = studio.places.spool, datetime.now(UTC) + timedelta(minutes=1)
    assert await studio.recordings.unknown_spool_files(spool, before=later) == ("stray.sln",)
    assert await studio.recordings.unknown_spool_files(spool, before=later - timedelta(minutes=5)) == ()
    assert stray.exists()


async def test_tracks_that_cannot_be_deleted_now_do_not_hold_up_the_others(studio) -> None:
    await studio.keep_key()
    await studio.one_block()
    await studio.finaliser.store_next()
    track = studio.places.spool / "r1-1-c.sln"
    notes = track.with_suffix(".arrivals")
    notes.write_text("1 1\n")
    content = track.read_bytes()
    track.unlink()
    track.mkdir()
    assert await studio.finaliser.clear_next()
    assert not await studio.finaliser.clear_next()
    track.rmdir()
    track.write_bytes(content)
    studio.clock.advance(61)
    assert await studio.finaliser.clear_next()
    assert not track.exists()
    assert not notes.exists()


async def test_an_event_that_the_database_refuses_does_not_hold_up_the_others(studio) -> None:
    await studio.keep_key()
    broken = studio.stopped(1, 3)
    broken["data"] = {**broken["data"], "agent_id": "\x00", "recording_id": "r2"}
    huge = studio.started(1 << 40, 0)
    huge["data"]["recording_id"] = "r3"
    studio.tone("r1-1-c", 440, 3)
    studio.tone("r1-1-a", 770, 3)
    await studio.intake.note([broken, huge, studio.started(1, 0), studio.ended(1, 3, 3.0), studio.stopped(1, 3)])
    await studio.finaliser.store_next()
    assert (await studio.recordings.get("r1")).state is RecordingState.STORED
    for refused in ("r2", "r3"):
        with pytest.raises(RecordingMissing):
            await studio.recordings.get(refused)


async def test_a_key_that_does_not_open_holds_up_its_own_recording_only(studio) -> None:
    await studio.keys.keep({"c1": "a256gcm.nonsense.AAAA"})
    await studio.one_block()
    assert await studio.finaliser.store_next()
    assert not await studio.finaliser.store_next()
    recording = await studio.recordings.get("r1")
    assert (recording.state, recording.error_code) == (RecordingState.SPOOLED, "seal_broken")


async def test_in_a_rush_only_what_has_waited_long_enough_is_stored(studio) -> None:
    await studio.keep_key()
    await studio.one_block()
    assert not await studio.finaliser.store_next(overdue=timedelta(seconds=30))
    studio.clock.advance(30)
    assert await studio.finaliser.store_next(overdue=timedelta(seconds=30))
    assert (await studio.recordings.get("r1")).state is RecordingState.STORED
