"""The speaker: kept clips, one voice run for many callers, nothing personal kept for long."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from rexian.control.speech.cache import ClipCache
from rexian.control.speech.errors import VoiceFailed
from rexian.control.speech.speaker import Speaker
from rexian.control.speech.voices.espeak import EspeakVoice
from rexian.control.speech.voices.fallback import FallbackVoice
from rexian.control.speech.voices.neural import NeuralVoice
from rexian.kit.clock import ManualClock
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts

BALANCE = "您的公积金账户余额为三万二千一百零五元六角。"


@pytest.fixture
def scripted(voice_named: Callable[..., Any]) -> Any:
    return voice_named("scripted")


@pytest_asyncio.fixture
async def speaker(scripted: Any, tmp_path: Path, clock: ManualClock) -> AsyncIterator[Speaker]:
    speaker = _speaker([scripted], tmp_path, clock)
    yield speaker
    await speaker.close()


def _speaker(voices: list[Any], folder: Path, clock: ManualClock) -> Speaker:
    lasting, passing = ClipCache(folder / "lasting", clock), ClipCache(folder / "passing", clock, keep_seconds=600)
    return Speaker(FallbackVoice(voices, clock), lasting, passing)


async def test_a_sentence_is_spoken_once(speaker: Speaker, scripted: Any) -> None:
    first = await speaker.prepare(BALANCE)
    assert await speaker.prepare(BALANCE) == first
    assert speaker.find(BALANCE) == first
    assert scripted.asked == [BALANCE]
    assert first.seconds == 1.0
    assert first.rms_dbfs == pytest.approx(-20, abs=0.5)


async def test_many_callers_at_once_share_one_run(speaker: Speaker, scripted: Any) -> None:
    scripted.gate.clear()
    async with asyncio.TaskGroup() as group:
        waiting = [group.create_task(speaker.prepare(BALANCE)) for _ in range(50)]
        await until(lambda: scripted.asked, deadline_seconds=5)
        scripted.gate.set()
    assert len({task.result().id for task in waiting}) == 1
    assert scripted.asked == [BALANCE]


async def test_a_caller_that_hangs_up_does_not_stop_the_others(speaker: Speaker, scripted: Any) -> None:
    scripted.gate.clear()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await speaker.prepare(BALANCE)
    scripted.gate.set()
    await until(lambda: speaker.find(BALANCE), deadline_seconds=5)
    assert scripted.asked == [BALANCE]


async def test_only_warmed_prompts_are_kept_for_good(speaker: Speaker, tmp_path: Path, clock: ManualClock) -> None:
    assert await speaker.warm(["请按一", "请按一", "请按二"]) == 2
    personal = await speaker.prepare(BALANCE)
    assert personal.path.is_relative_to(tmp_path / "passing")
    clock.advance(3600)
    assert await speaker.prune() == 1
    assert speaker.find(BALANCE) is None
    assert speaker.find("请按二") is not None


async def test_a_played_clip_can_be_forgotten(speaker: Speaker) -> None:
    await speaker.warm(["请按一"])
    lasting, passing = await speaker.prepare("请按一"), await speaker.prepare(BALANCE)
    await speaker.forget(lasting)
    await speaker.forget(passing)
    assert speaker.find("请按一") == lasting
    assert speaker.find(BALANCE) is None


async def test_a_failure_is_told_to_every_caller_and_not_kept(speaker: Speaker, scripted: Any) -> None:
    scripted.failure = VoiceFailed()
    results = await asyncio.gather(*(speaker.prepare(BALANCE) for _ in range(3)), return_exceptions=True)
    assert all(isinstance(result, VoiceFailed) for result in results)
    assert await speaker.warm(["请按一"]) == 0
    scripted.failure = None
    assert (await speaker.prepare(BALANCE)).voice == "scripted"


async def test_the_better_voice_replaces_the_fallback(
    voice_named: Callable[..., Any], tmp_path: Path, clock: ManualClock
) -> None:
    best, last = voice_named("best", VoiceFailed()), voice_named("last")
    speaker = _speaker([best, last], tmp_path, clock)
    assert (await speaker.prepare(BALANCE)).voice == "last"
    assert (await speaker.prepare(BALANCE)).voice == "last"
    assert last.asked == [BALANCE]
    best.failure = None
    clock.advance(60)
    assert (await speaker.prepare(BALANCE)).voice == "best"
    await speaker.close()


async def test_the_real_voices_give_a_clip_for_the_line(tmp_path: Path, clock: ManualClock) -> None:
    speaker = _speaker([NeuralVoice(), EspeakVoice()], tmp_path, clock)
    try:
        assert await speaker.warm(["欢迎拨打12329住房公积金热线。"]) == 1
        clip = await speaker.prepare("欢迎拨打12329住房公积金热线。")
        assert clip.voice == NeuralVoice.name
        assert clip.path.stat().st_size == round(clip.seconds * 8000) * 2
        start = time.perf_counter()
        assert speaker.find("欢迎拨打12329住房公积金热线。") == clip
        assert time.perf_counter() - start < 0.005
    finally:
        await speaker.close()
