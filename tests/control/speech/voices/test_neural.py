"""The neural voice with its real models, in its real process."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import numpy as np
import psutil
import pytest
import pytest_asyncio

from rexian.control.speech.errors import NothingToSay, VoiceBusy, VoiceFailed, VoiceNotInstalled
from rexian.control.speech.frontend.clauses import cut
from rexian.control.speech.loudness import LINE_RATE_HZ, for_the_line
from rexian.control.speech.ports import Samples
from rexian.control.speech.voices.assets import ACOUSTIC, asset, installed
from rexian.control.speech.voices.neural import NeuralVoice
from rexian.control.speech.wording.free_text import speakable
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts

PROMPTS = [
    "您好,欢迎拨打一二三二九住房公积金热线。本次通话可能被录音。",
    "请输入您的十八位身份证号码,以井号键结束。末位是字母X的,请按星号键。",
    "您的公积金账户余额为:三万二千一百零五元六角,截至二零二四年七月五日。",
    "您本期应还款:两千零一元七角,其中本金一千五百元,利息五百零一元七角,还款日为每月五日。",
    "抱歉,您输入的信息不符,您还可以输入两次。",
    "当前坐席全忙,您前面还有三位,预计等待约两分钟。继续等待请按一,留言请按二,回拨登记请按三。",
]
"""The examples of the trade."""


@pytest_asyncio.fixture
async def voice() -> AsyncIterator[NeuralVoice]:
    voice = NeuralVoice()
    yield voice
    await voice.close()


def longest_silence_seconds(values: np.ndarray) -> float:
    """The longest run of 20 ms frames more than 40 dB under the loudest."""
    frames = values[: len(values) // 160 * 160].astype(np.float64).reshape(-1, 160)
    level = np.sqrt(np.mean(frames**2, axis=1))
    longest = run = 0
    for quiet in level < level.max() / 100:
        run = run + 1 if quiet else 0
        longest = max(longest, run)
    return longest * 0.02


def voiced_share(values: np.ndarray) -> float:
    """Part of the power in 100-3400 Hz that lies under 1 kHz: high for speech, low for noise."""
    spectrum = np.abs(np.fft.rfft(values.astype(np.float64))) ** 2
    hertz = np.fft.rfftfreq(len(values), 1 / LINE_RATE_HZ)
    return float(spectrum[(hertz > 100) & (hertz < 1000)].sum() / spectrum[(hertz > 100) & (hertz < 3400)].sum())


async def test_the_prompts_of_the_trade_sound_like_speech(voice: NeuralVoice) -> None:
    for prompt in PROMPTS:
        samples = await voice.synthesise(prompt)
        sound = for_the_line(samples)
        clauses = cut(speakable(prompt)).clauses
        syllables = sum(len(clause.characters) for clause in clauses)
        spoken_seconds = sound.seconds - sum(clause.pause_seconds for clause in clauses)
        assert 0.12 < spoken_seconds / syllables < 0.35, prompt
        assert np.abs(samples.values.astype(np.int32)).max() < 32767, prompt
        assert sound.peak_dbfs <= -3.0
        assert sound.rms_dbfs == pytest.approx(-20, abs=1.0)
        assert longest_silence_seconds(sound.values) < 0.7, prompt
        assert voiced_share(sound.values) > 0.6, prompt


async def test_the_tones_are_heard(voice: NeuralVoice) -> None:
    """妈 (high level) has a higher pitch than 马 (low)."""

    def pitch_hertz(samples: Samples) -> float:
        values = samples.values.astype(np.float64)
        middle = values[len(values) // 3 : len(values) // 3 + 4096]
        correlation = np.correlate(middle, middle, "full")[len(middle) - 1 :]
        low, high = samples.rate_hz // 450, samples.rate_hz // 120
        return samples.rate_hz / (low + int(np.argmax(correlation[low:high])))

    high = pitch_hertz(await voice.synthesise("妈妈妈"))
    low = pitch_hertz(await voice.synthesise("骂马"))
    assert high > low


async def test_it_is_much_faster_than_speech(voice: NeuralVoice) -> None:
    await voice.start()
    start = time.perf_counter()
    samples = await voice.synthesise(PROMPTS[-1])
    assert time.perf_counter() - start < samples.seconds * 0.3


async def test_the_event_loop_goes_on_while_it_speaks(voice: NeuralVoice) -> None:
    await voice.start()

    async def speak() -> None:
        for prompt in PROMPTS:
            await voice.synthesise(prompt)

    calm = await late_wake_up(asyncio.sleep(1))
    assert await late_wake_up(speak()) < 0.005 + 2 * calm  # the machine may be busy with other work


async def late_wake_up(work: Coroutine[Any, Any, None]) -> float:
    """By how many seconds at most, 99 times of 100, a task that sleeps is late while `work` is done."""
    late: list[float] = []

    async def beat() -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            late.append(now - last - 0.001)
            last = now

    async with asyncio.TaskGroup() as group:
        beating = group.create_task(beat())
        await work
        beating.cancel()
    assert len(late) > 100
    return sorted(late)[int(len(late) * 0.99)]


async def test_a_killed_child_is_replaced(voice: NeuralVoice) -> None:
    await voice.start()
    first = voice.child_id
    assert first is not None
    os.kill(first, signal.SIGKILL)
    await until(lambda: voice.child_id is None, deadline_seconds=5)
    assert (await voice.synthesise("您好")).seconds > 0.2
    assert voice.child_id not in (None, first)


async def test_a_child_that_dies_while_speaking_is_an_error_and_then_replaced(voice: NeuralVoice) -> None:
    await voice.start()
    assert voice.child_id is not None
    os.kill(voice.child_id, signal.SIGSTOP)
    async with asyncio.TaskGroup() as group:
        speaking = group.create_task(_failure(voice, PROMPTS[0]))
        os.kill(voice.child_id, signal.SIGKILL)
    assert isinstance(speaking.result(), VoiceFailed)
    assert (await voice.synthesise("您好")).seconds > 0.2


async def _failure(voice: NeuralVoice, text: str) -> Exception | None:
    try:
        await voice.synthesise(text)
    except VoiceFailed as error:
        return error
    return None


async def test_the_child_does_not_outlive_its_parent() -> None:
    program = (
        "import asyncio, os\n"
        "from rexian.control.speech.voices.neural import NeuralVoice\n"
        "async def main():\n"
        "    voice = NeuralVoice()\n"
        "    await voice.start()\n"
        "    print(voice.child_id, flush=True)\n"
        "    await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    path = os.pathsep.join(entry for entry in sys.path if entry)
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE, env={**os.environ, "PYTHONPATH": path}
    )
    assert parent.stdout is not None
    child = int(await parent.stdout.readline())
    assert psutil.pid_exists(child)
    parent.kill()
    await parent.wait()
    await until(lambda: not psutil.pid_exists(child), deadline_seconds=10)


async def test_a_stuck_child_misses_its_deadline() -> None:
    voice = NeuralVoice(sentence_seconds=0.3)
    try:
        await voice.start()
        stuck = voice.child_id
        assert stuck is not None
        os.kill(stuck, signal.SIGSTOP)
        with pytest.raises(VoiceFailed):
            await voice.synthesise("您好")
        assert not psutil.pid_exists(stuck)
    finally:
        await voice.close()


async def test_a_caller_that_gives_up_leaves_no_half_answer(voice: NeuralVoice) -> None:
    await voice.start()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await voice.synthesise(PROMPTS[-1])
    short = await voice.synthesise("您好")
    assert short.seconds < 2


async def test_too_many_sentences_at_once_are_refused() -> None:
    voice = NeuralVoice(most_waiting=2)
    try:
        results = await asyncio.gather(*(voice.synthesise("您好") for _ in range(4)), return_exceptions=True)
        assert [type(result) for result in results] == [Samples, Samples, VoiceBusy, VoiceBusy]
        assert (await voice.synthesise("您好")).seconds > 0.2
    finally:
        await voice.close()


@pytest.mark.parametrize("text", ["", "。,", "😀", " \n"])
async def test_nothing_to_say_is_told(voice: NeuralVoice, text: str) -> None:
    with pytest.raises(NothingToSay):
        await voice.synthesise(text)


@pytest.mark.parametrize(
    "text",
    ["您好😀★", "㐂㐃您好", "\udcff您好", "A-B/C: 3.14% ¥12.5", "𠀀您好", "嗯,哦,呣", "\x00您好", "ﷺ您好"],
)
async def test_strange_signs_never_stop_it(voice: NeuralVoice, text: str) -> None:
    assert (await voice.synthesise(text)).seconds > 0.2


async def test_a_long_article_is_spoken_whole(voice: NeuralVoice) -> None:
    article = "办理提取请携带身份证原件及银行卡到就近网点。" * 20
    one = (await voice.synthesise("办理提取请携带身份证原件及银行卡到就近网点。")).seconds
    assert (await voice.synthesise(article)).seconds > 18 * one


async def test_it_may_be_used_again_after_close(voice: NeuralVoice) -> None:
    await voice.synthesise("您好")
    await voice.close()
    assert voice.child_id is None
    assert (await voice.synthesise("您好")).seconds > 0.2


def test_the_files_of_the_voice_are_installed() -> None:
    assert installed()
    assert asset(ACOUSTIC).stat().st_size > 10_000_000
    with pytest.raises(VoiceNotInstalled):
        asset("no-such-model.tflite")
