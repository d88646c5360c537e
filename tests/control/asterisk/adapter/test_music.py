"""Music stops when it is told to: every time, not nearly every time (decision 0008)."""

import time
from typing import Any

import pytest
from tests.control.asterisk.adapter.switchboard import Switchboard
from tests.control.asterisk.adapter.walk import in_queue

from rexian.app.demo.phone import Phone
from rexian.control.contacts.state import Phase
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts

ROUNDS = 60
HEARD_PACKETS = 3
SILENT_SECONDS = 0.08


async def test_music_outside_a_bridge_always_stops(board: Switchboard, citizen: Phone, dial: Any) -> None:
    """In a bridge some stops have no effect: there another thread plays than the one that stops."""
    await in_queue(board, citizen, dial)
    channel_id = (await board.contact_in(Phase.QUEUED)).channel_id
    for number in range(ROUNDS):
        await _plays(board, channel_id)
        assert await board.media.stop_music(channel_id)
        await _falls_silent(board, channel_id, number)
        assert await board.media.start_music(channel_id)


async def _sent(board: Switchboard, channel_id: str) -> int:
    return int((await board.media.ask(f"channels/{channel_id}/rtp_statistics"))["txcount"])


async def _plays(board: Switchboard, channel_id: str) -> None:
    began = await _sent(board, channel_id)

    async def heard() -> bool:
        return await _sent(board, channel_id) > began + HEARD_PACKETS

    assert await until(heard, deadline_seconds=5, interval_seconds=0.003, what="music")


async def _falls_silent(board: Switchboard, channel_id: str, number: int) -> None:
    last, since = -1, time.monotonic()

    async def silent() -> bool:
        nonlocal last, since
        sent, now = await _sent(board, channel_id), time.monotonic()
        if sent != last:
            last, since = sent, now
        return now - since > SILENT_SECONDS

    assert await until(silent, deadline_seconds=3, interval_seconds=0.01, what=f"silence in round {number}")
