"""Fixtures of the speech tests."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pytest

from rexian.control.speech.ports import SampleFormat, Samples
from rexian.kit.clock import ManualClock


class ScriptedVoice:
    """A voice of the test: gives one second of a tone, or raises `failure`; `gate` holds it back until it is set."""

    format = SampleFormat(8000, "float32")

    def __init__(self, name: str, failure: Exception | None = None) -> None:
        self.name = name
        self.failure = failure
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def synthesise(self, text: str) -> Samples:
        self.asked.append(text)
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        wave = 0.3 * np.sin(np.arange(8000) / 5)
        return Samples(wave.astype(np.float32), 8000, self.name)

    async def close(self) -> None:
        self.gate.set()


@pytest.fixture
def voice_named() -> Callable[[str], ScriptedVoice]:
    """Makes a voice that the test can tell what to do."""
    return ScriptedVoice


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 1, 1, tzinfo=UTC))
