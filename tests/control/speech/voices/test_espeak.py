"""espeak-ng, the voice of last resort."""

import numpy as np
import pytest

from rexian.control.speech.errors import NothingToSay, VoiceFailed, VoiceNotInstalled
from rexian.control.speech.voices.espeak import EspeakVoice

pytestmark = pytest.mark.parts


async def test_it_speaks() -> None:
    samples = await EspeakVoice().synthesise("您的公积金账户余额为三万二千一百零五元六角")
    assert 0.12 < samples.seconds / 21 < 0.4
    assert np.abs(samples.values).max() > 3000


async def test_a_text_cannot_become_an_option_or_markup() -> None:
    plain = await EspeakVoice().synthesise("您好")
    assert (await EspeakVoice().synthesise("--version 您好 <audio src='/etc/passwd'/>")).seconds > plain.seconds
    assert (await EspeakVoice().synthesise("-h您好")).seconds >= plain.seconds


async def test_a_missing_program_is_told() -> None:
    with pytest.raises(VoiceNotInstalled):
        await EspeakVoice(program="no-such-espeak").synthesise("您好")


async def test_a_program_that_fails_is_told() -> None:
    with pytest.raises(VoiceFailed):
        await EspeakVoice(program="false").synthesise("您好")


async def test_a_program_without_sound_is_told() -> None:
    with pytest.raises(VoiceFailed):
        await EspeakVoice(program="true").synthesise("您好")


async def test_nothing_to_say_is_told() -> None:
    with pytest.raises(NothingToSay):
        await EspeakVoice().synthesise("。")
