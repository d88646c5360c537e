"""The order of voices and the breaker."""

from collections.abc import Callable
from typing import Any

import pytest

from rexian.control.speech.errors import NothingToSay, VoiceBusy, VoiceFailed
from rexian.control.speech.voices.fallback import FallbackVoice
from rexian.kit.clock import ManualClock

pytestmark = pytest.mark.pure

VoiceNamed = Callable[..., Any]


async def test_the_best_voice_speaks(voice_named: VoiceNamed, clock: ManualClock) -> None:
    best, last = voice_named("best"), voice_named("last")
    voice = FallbackVoice([best, last], clock)
    assert (await voice.synthesise("您好")).voice == "best"
    assert last.asked == []
    assert list(voice.names) == ["best"]


async def test_a_failed_voice_rests_and_is_tried_again(voice_named: VoiceNamed, clock: ManualClock) -> None:
    best, last = voice_named("best", VoiceFailed()), voice_named("last")
    voice = FallbackVoice([best, last], clock, rest_seconds=30)
    assert (await voice.synthesise("一")).voice == "last"
    assert (await voice.synthesise("二")).voice == "last"
    assert best.asked == ["一"]
    assert list(voice.names) == ["best", "last"]
    best.failure = None
    clock.advance(31)
    assert (await voice.synthesise("三")).voice == "best"
    assert list(voice.names) == ["best"]


async def test_a_voice_that_hangs_is_left_out(voice_named: VoiceNamed, clock: ManualClock) -> None:
    best, last = voice_named("best"), voice_named("last")
    best.gate.clear()
    voice = FallbackVoice([best, last], clock, sentence_seconds=0.01)
    assert (await voice.synthesise("一")).voice == "last"
    assert (await voice.synthesise("二")).voice == "last"
    assert best.asked == ["一"]


async def test_a_busy_voice_is_asked_again_at_once(voice_named: VoiceNamed, clock: ManualClock) -> None:
    best, last = voice_named("best", VoiceBusy()), voice_named("last")
    voice = FallbackVoice([best, last], clock)
    assert (await voice.synthesise("一")).voice == "last"
    best.failure = None
    assert (await voice.synthesise("二")).voice == "best"


async def test_an_empty_text_is_no_fault_of_the_voice(voice_named: VoiceNamed, clock: ManualClock) -> None:
    best, last = voice_named("best", NothingToSay()), voice_named("last")
    voice = FallbackVoice([best, last], clock)
    with pytest.raises(NothingToSay):
        await voice.synthesise("")
    assert last.asked == []
    assert voice.name == "best"


async def test_when_all_fail_the_error_names_why(voice_named: VoiceNamed, clock: ManualClock) -> None:
    voice = FallbackVoice([voice_named("best", VoiceFailed()), voice_named("last", OSError())], clock)
    with pytest.raises(VoiceFailed) as caught:
        await voice.synthesise("您好")
    assert caught.value.details["failures"] == {"best": "speech.voice_failed", "last": "OSError"}


async def test_resting_voices_are_better_than_silence(voice_named: VoiceNamed, clock: ManualClock) -> None:
    only = voice_named("only", VoiceFailed())
    voice = FallbackVoice([only], clock)
    with pytest.raises(VoiceFailed):
        await voice.synthesise("一")
    only.failure = None
    assert (await voice.synthesise("二")).voice == "only"


def test_no_voice_at_all_is_a_mistake(clock: ManualClock) -> None:
    with pytest.raises(ValueError, match="at least one"):
        FallbackVoice([], clock)
