"""Pauses and marks in the stored recording: silence of the right length, who wanted it and why, moments found again."""

from typing import Any

import numpy as np
import pytest
from tests.business.recordings.conftest import Studio, event

from rexian.business.recordings.contracts import Mark, Pause, RecordingKind, RecordingState
from rexian.control.contracts.events import EventType

pytestmark = pytest.mark.parts


def paused(number: int, at_seconds: float, by: str = "a1", reason: str = "secret_spoken") -> dict[str, Any]:
    return event(EventType.RECORDING_PAUSED, at_seconds, segment_id="s3", pause=number, paused_by=by, reason=reason)


def resumed(number: int, at_seconds: float, reason: str = "resumed") -> dict[str, Any]:
    return event(EventType.RECORDING_RESUMED, at_seconds, segment_id="s3", pause=number, reason=reason)


def marked(number: int, at_seconds: float, kind: str) -> dict[str, Any]:
    return event(EventType.RECORDING_MARKED, at_seconds, segment_id="s3", mark=number, kind=kind, agent_id="a1")


async def test_a_pause_is_silence_of_its_length_also_at_the_end(studio: Studio) -> None:
    """Two seconds, three paused, two seconds, and a pause of one second to the end."""
    await studio.keep_key()
    for number in (1, 2):
        studio.tone(f"r1-{number}-c", 440, 2)
        studio.tone(f"r1-{number}-a", 770, 2)
    told = [
        *(studio.started(1, 0), studio.ended(1, 2, 2), paused(1, 2), resumed(1, 5)),
        *(studio.started(2, 5), studio.ended(2, 7, 2), paused(2, 7), resumed(2, 8, "segment_ended")),
        *(marked(1, 6, "promise"), studio.stopped(2, 8)),
    ]
    await studio.intake.note(told)
    await studio.intake.note(told)
    assert await studio.finaliser.store_next()
    sound = await studio.sound()
    assert len(sound) == 8 * 8000
    assert np.abs(sound[2 * 8000 : 5 * 8000]).max() == np.abs(sound[7 * 8000 :]).max() == 0
    assert np.abs(sound[: 2 * 8000]).max() > 0.2 < np.abs(sound[5 * 8000 : 7 * 8000]).max()
    recording = await studio.recordings.get("r1")
    assert (recording.state, recording.gaps, recording.kind) == (RecordingState.STORED, (), RecordingKind.TALK)
    spans = (recording.expected_seconds, recording.captured_seconds, recording.duration_seconds)
    assert (*spans, recording.paused_seconds) == (4.0, 4.0, 8.0, 4.0)
    assert recording.pauses == (
        Pause(2.0, 5.0, "a1", "secret_spoken", "resumed"),
        Pause(7.0, 8.0, "a1", "secret_spoken", "segment_ended"),
    )
    assert recording.marks == (Mark(6.0, "promise", "a1"),)


async def test_a_mark_as_a_complaint_makes_it_one_whenever_it_is_told(studio: Studio) -> None:
    await studio.keep_key()
    await studio.intake.note([marked(1, 1, "complaint")])
    await studio.one_block()
    assert await studio.finaliser.store_next()
    recording = await studio.recordings.get("r1")
    assert recording.kind is RecordingKind.COMPLAINT
    assert recording.started_at == (await studio.recordings.of_contact("c1"))[0].started_at


async def test_an_end_without_a_beginning_and_nonsense_hold_nothing_up(studio: Studio) -> None:
    await studio.keep_key()
    await studio.intake.note(
        [resumed(1, 2), event(EventType.RECORDING_PAUSED, 1, pause="one", paused_by="a", reason="")]
    )
    await studio.one_block()
    assert await studio.finaliser.store_next()
    assert (await studio.recordings.get("r1")).pauses == ()
