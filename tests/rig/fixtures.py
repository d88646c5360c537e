"""The fixtures of journeys and faults: records, citizens and agents of the folder's one instance."""

import tempfile
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from tests.rig.citizen import Citizens
from tests.rig.desk import Api, BrowserAgent, Chromium, PhoneAgent
from tests.rig.instance import Instance
from tests.rig.records import Journal, Records
from tests.rig.sound import AGENT_HZ, write_tone

TOLD_OF = ("control", "web", "worker", "objects")

Seats = Callable[[str], AbstractAsyncContextManager[PhoneAgent]]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a failed test show what the launcher and the processes have said, while their files are there: a failure of
    the last test's clean-up is told when its folder has gone already."""
    report = yield
    instance = getattr(item, "funcargs", {}).get("instance")
    if report.failed and instance is not None and instance.home.exists():
        report.sections.append(("rexian up", instance.output))
        report.sections.append(("the journal's end", Journal.of(instance).story()))
        report.sections += [(f"log of {name}", instance.log(name)) for name in TOLD_OF]
    return report


@asynccontextmanager
async def running_instance(parent: Path, **variables: str) -> AsyncIterator[Instance]:
    """A ready instance with demo data; nothing may be left of it afterwards."""
    instance = Instance(open_folder(parent) / "home", variables)
    await instance.start()
    yield instance
    await instance.stop()


def open_folder(parent: Path) -> Path:
    """A new folder that PostgreSQL's and Asterisk's account may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="instance-", dir=parent))
    folder.chmod(0o711)
    return folder


@pytest.fixture
def journal(instance: Instance) -> Journal:
    return Journal.of(instance)


@pytest_asyncio.fixture
async def records(instance: Instance, journal: Journal) -> AsyncIterator[Records]:
    records = Records(str(instance.settings.database_url), journal)
    yield records
    await records.close()


@pytest.fixture
def citizens(instance: Instance, journal: Journal, tmp_path: Path) -> Citizens:
    return Citizens(instance, journal, tmp_path)


@pytest.fixture
def seats(instance: Instance, tmp_path: Path) -> Seats:
    """Agents with SIP telephones by staff number (8003, 8004): `async with seats("8003") as agent`."""
    return lambda staff_number: PhoneAgent.seated(instance, staff_number, tone_hz=AGENT_HZ, folder=tmp_path)


@pytest_asyncio.fixture
async def chromium(tmp_path: Path) -> AsyncIterator[Chromium]:
    async with Chromium(write_tone(tmp_path / "microphone.wav", AGENT_HZ)) as browser:
        yield browser


@pytest_asyncio.fixture
async def browser_agent(instance: Instance, chromium: Chromium) -> AsyncIterator[BrowserAgent]:
    """Agent 8001 at the page, signed in and ready; leaves the seat afterwards."""
    async with Api.signed_in(instance, "8001") as api:
        agent = BrowserAgent(await chromium.page(), api)
        await agent.sign_in(instance.url, "8001")
        await agent.take_seat()
        await agent.go_ready()
        try:
            yield agent
        finally:
            await api.leave_seat()
