"""kill -9 of control while it has a recording set up: what is said after its return is recorded whole."""

import asyncio
from datetime import UTC, datetime

import psutil
import pytest
from tests.rig.citizen import Citizens
from tests.rig.desk import PhoneAgent
from tests.rig.fixtures import Seats
from tests.rig.instance import Instance
from tests.rig.records import Journal, Records, Row
from tests.rig.sound import AGENT_HZ

from rexian.kit.waiting import until

pytestmark = pytest.mark.fault

TRIES = 8
"""Calls in which the moment is looked for: single steps of control may be too long once."""

STEP_SECONDS = 0.0005
RING_SECONDS = 20.0
TALK_SECONDS = 4.0
RETURN_SECONDS = 0.5


async def test_a_tap_that_was_ordered_and_not_written_is_made_anew(
    instance: Instance, citizens: Citizens, journal: Journal, records: Records, seats: Seats
) -> None:
    async with seats("8003") as agent:
        for _ in range(TRIES):
            await agent.go_ready()
            async with citizens.calling() as call:
                await call.wait_in_queue()
                began = await steps_to_the_tap(instance, journal, agent, call.contact_id)
                if began is not None:
                    async with instance.killed("control"):
                        pass
                    back_at = datetime.now(UTC)
                    heard_from = await call.hears_tone(AGENT_HZ)
                    await call.measure(heard_from, heard_from + TALK_SECONDS * 1000)
                await call.hang_up()
                await agent.api.desk_state("wrap_up")
            if began is not None:
                break
    assert began is not None, "the moment never came"
    empty_seconds = (back_at - datetime.fromisoformat(began["time"])).total_seconds() + RETURN_SECONDS
    recording = await records.stored_recording(call.contact_id)
    statement = "SELECT number, expected_seconds FROM recording_blocks WHERE recording_id = :id"
    rows = await records.rows(statement, id=recording["recording_id"])
    expected = {row["number"]: row["expected_seconds"] for row in rows}
    gaps = await records.rows("SELECT * FROM recording_gaps WHERE recording_id = :id", id=recording["recording_id"])
    assert expected[1] <= empty_seconds
    assert expected[2] >= TALK_SECONDS
    assert {gap["block"] for gap in gaps} == {1}, gaps


async def steps_to_the_tap(instance: Instance, journal: Journal, agent: PhoneAgent, contact_id: str) -> Row | None:
    """Let the agent answer and control go on in small steps until a tap is there that nobody writes, and no further.
    None when control was quicker: then it goes on."""
    position = journal.end()
    control = psutil.Process(instance.pid_of("control"))
    answering = asyncio.create_task(agent.answer())
    began = await until(
        lambda: journal.find("recording.block_started", contact_id=contact_id, after=position),
        deadline_seconds=RING_SECONDS,
        interval_seconds=STEP_SECONDS,
        what="a block",
    )
    assert began is not None
    while True:
        control.suspend()
        written = [await instance.is_recorded(track) for track in began["data"]["tracks"].values()]
        if all(written):
            control.resume()
            await answering
            return None
        taps = await instance.channel_ids()
        if set(began["data"]["tracks"].values()) <= taps:
            await answering
            return began
        control.resume()
        await asyncio.sleep(STEP_SECONDS)
