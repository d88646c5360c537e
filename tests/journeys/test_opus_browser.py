"""An agent whose browser speaks Opus: heard and recorded as any other, at the right speed."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from tests.rig.citizen import Citizens
from tests.rig.desk import Api, BrowserAgent, Chromium
from tests.rig.fixtures import running_instance
from tests.rig.instance import Instance
from tests.rig.records import Records
from tests.rig.sound import AGENT_HZ, CITIZEN_HZ, heard_in

pytestmark = [pytest.mark.journey, pytest.mark.long]

TALK_MS = 20_000
COMPLETE = 0.99
START_SECONDS = 0.1
"""What the recording may lack at its beginning: docs/decisions/0003."""

KEEP_CONNECTIONS = """
window.kept = [];
const Connection = window.RTCPeerConnection;
window.RTCPeerConnection = function (...given) {
  const connection = new Connection(...given);
  window.kept.push(connection);
  return connection;
};
window.RTCPeerConnection.prototype = Connection.prototype;
"""

CODECS = """async () => {
  const report = await window.kept.at(-1).getStats();
  const found = {};
  report.forEach((entry) => {
    if (entry.type.endsWith('bound-rtp')) found[entry.type] = report.get(entry.codecId)?.mimeType;
  });
  return found;
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def instance(session_folder: Path) -> AsyncIterator[Instance]:
    async with running_instance(session_folder, REXIAN_BROWSER_OPUS="true") as instance:
        yield instance


@pytest_asyncio.fixture
async def agent(instance: Instance, chromium: Chromium) -> AsyncIterator[BrowserAgent]:
    """Agent 8001 at a page that keeps its connections."""
    async with Api.signed_in(instance, "8001") as api:
        page = await chromium.page()
        await page.add_init_script(KEEP_CONNECTIONS)
        agent = BrowserAgent(page, api)
        await agent.sign_in(instance.url, "8001")
        await agent.take_seat()
        await agent.go_ready()
        try:
            yield agent
        finally:
            await api.leave_seat()


@pytest.mark.timeout(180)
async def test_an_opus_browser_is_heard_and_recorded_whole(
    citizens: Citizens, agent: BrowserAgent, records: Records
) -> None:
    async with citizens.calling() as call:
        await call.wait_in_queue()
        await agent.part("answer").click()
        await agent.shows_state("talking")
        await call.speak()
        from_ms = await call.hears_tone(AGENT_HZ)
        await agent.hears_tone(CITIZEN_HZ)
        codecs: dict[str, Any] = await agent.page.evaluate(CODECS)
        assert codecs == {"inbound-rtp": "audio/opus", "outbound-rtp": "audio/opus"}
        await call.measure(from_ms, from_ms + TALK_MS)
        await call.hang_up()
        await agent.shows_state("wrap_up")
    recording = await records.stored_recording(call.contact_id)
    lacking = recording["expected_seconds"] - recording["captured_seconds"]
    assert lacking <= max(START_SECONDS, (1 - COMPLETE) * recording["expected_seconds"]), recording
    seconds, (citizen, at_desk) = heard_in(await agent.api.audio(recording["recording_id"]))
    assert seconds == pytest.approx(recording["expected_seconds"], abs=0.5)
    assert citizen.dominant_hz == pytest.approx(CITIZEN_HZ, abs=5)
    assert at_desk.dominant_hz == pytest.approx(AGENT_HZ, abs=5)
