"""Objects are switched, replaced, added and removed while others, and their own last answers, go on."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from prometheus_client import CollectorRegistry

from rexian.app.object_host.breaker import BreakerSettings
from rexian.app.object_host.host import ObjectHost
from rexian.app.object_host.opening import HostSettings
from rexian.app.object_host.status import statuses
from rexian.business.business_objects.contracts import ObjectState, ObjectStatus, Wish
from rexian.business.business_objects.errors import ObjectDoesNotStart, ObjectUnknown
from rexian.kit.clock import SystemClock
from rexian.kit.ids import counted_ids
from rexian.kit.waiting import until
from rexian.object_api.contract import Outcome, Request, Result

pytestmark = pytest.mark.parts

OBJECTS = Path(__file__).parent / "objects_for_tests"


class Hosted:
    """A host over a folder that a test writes in."""

    def __init__(self, host: ObjectHost, folder: Path, registry: CollectorRegistry) -> None:
        self.host = host
        self.folder = folder
        self.registry = registry
        self._new_id = counted_ids()

    async def ask(self, name: str, rule: str, deadline_seconds: float = 20.0, **arguments: object) -> Result:
        return await self.host.query(Request(self._new_id(), name, rule, arguments, "", deadline_seconds))

    def status(self, name: str) -> ObjectStatus:
        return next(each for each in statuses(self.host) if each.name == name)

    def new_version(self, name: str, version: str) -> None:
        manifest = self.folder / name / "manifest.toml"
        manifest.write_text(manifest.read_text().replace('version = "0.0.1"', f'version = "{version}"'))


@pytest_asyncio.fixture
async def hosted(tmp_path: Path) -> AsyncIterator[Hosted]:
    for name in ("calm", "troublesome"):
        shutil.copytree(OBJECTS / name, tmp_path / name)
    registry = CollectorRegistry()
    settings = HostSettings("Asia/Shanghai", breaker=BreakerSettings(limit=3, open_seconds=600))
    host = ObjectHost([tmp_path], settings, clock=SystemClock(), registry=registry)
    host.start()
    await until(lambda: all(each.check().ok for each in host.objects.values()), deadline_seconds=60, what="objects")
    yield Hosted(host, tmp_path, registry)
    await host.close()


async def test_switched_off_it_finishes_what_it_has_and_answers_nothing_more(hosted: Hosted) -> None:
    waiting = asyncio.ensure_future(hosted.ask("troublesome", "wait", seconds=1))
    await until(lambda: hosted.host.objects["troublesome"].in_flight == 1, deadline_seconds=5)
    await hosted.host.follow({"troublesome": Wish(is_on=False)})
    assert await hosted.ask("troublesome", "echo", word="a") == Result(Outcome.UNAVAILABLE, {"reason": "switched_off"})
    assert (await waiting).outcome is Outcome.OK
    assert hosted.status("troublesome").state is ObjectState.SWITCHED_OFF
    assert (await hosted.ask("calm", "echo", word="a")).outcome is Outcome.OK
    await hosted.host.follow({})
    await until(lambda: hosted.host.objects["troublesome"].check().ok, deadline_seconds=30, what="its child")
    assert (await hosted.ask("troublesome", "echo", word="b")).values == {"word": "b"}


async def test_a_new_version_answers_while_the_old_one_finishes(hosted: Hosted) -> None:
    old_pid = (await hosted.ask("troublesome", "pid")).values["pid"]
    waiting = asyncio.ensure_future(hosted.ask("troublesome", "wait", seconds=3))
    await until(lambda: hosted.host.objects["troublesome"].in_flight == 1, deadline_seconds=5)
    hosted.new_version("troublesome", "0.1.0")
    assert hosted.status("troublesome").version_on_disk == "0.1.0"
    await hosted.host.reload("troublesome")
    assert hosted.status("troublesome").version == "0.1.0"
    assert (await hosted.ask("troublesome", "pid")).values["pid"] != old_pid
    assert (await waiting).outcome is Outcome.OK


async def test_a_version_that_does_not_start_leaves_the_old_one(hosted: Hosted) -> None:
    hosted.new_version("calm", "0.1.0")
    (hosted.folder / "calm" / "calm.py").write_text("import nothing_of_that_name")
    with pytest.raises(ObjectDoesNotStart):
        await hosted.host.reload("calm")
    assert (await hosted.ask("calm", "echo", word="a")).outcome is Outcome.OK
    assert hosted.status("calm").version == "0.0.1"
    with pytest.raises(ObjectUnknown):
        await hosted.host.reload("nobody")


async def test_what_fails_is_taken_out_with_an_alarm_until_it_is_put_back(hosted: Hosted) -> None:
    for number in range(3):
        assert (await hosted.ask("troublesome", "fill_memory", megabytes=2048 + number)).outcome is Outcome.FAILED
    status = hosted.status("troublesome")
    assert status.state is ObjectState.TAKEN_OUT
    assert status.taken_out_at is not None
    assert hosted.registry.get_sample_value("rexian_object_out_of_service", {"object": "troublesome"}) == 1.0
    assert hosted.registry.get_sample_value("rexian_object_out_of_service", {"object": "calm"}) == 0.0
    assert (await hosted.ask("troublesome", "echo", word="a")).values == {"reason": "out_of_service"}
    hosted.host.put_back("troublesome")
    assert (await hosted.ask("troublesome", "echo", word="a")).outcome is Outcome.OK
    assert hosted.registry.get_sample_value("rexian_object_out_of_service", {"object": "troublesome"}) == 0.0


async def test_an_object_is_dropped_in_and_removed_while_the_host_serves(hosted: Hosted) -> None:
    assert (await hosted.ask("quiet", "echo", word="a")).values == {"reason": "object_unknown"}
    shutil.copytree(OBJECTS / "calm", hosted.folder / "quiet")
    manifest = hosted.folder / "quiet" / "manifest.toml"
    manifest.write_text(manifest.read_text().replace('name = "calm"', 'name = "quiet"'))
    assert await hosted.host.scan()
    await until(lambda: hosted.host.objects["quiet"].check().ok, deadline_seconds=30, what="the new object")
    assert (await hosted.ask("quiet", "echo", word="a")).outcome is Outcome.OK
    shutil.rmtree(hosted.folder / "quiet")
    assert await hosted.host.scan()
    assert (await hosted.ask("quiet", "echo", word="a")).values == {"reason": "object_unknown"}
    assert (await hosted.ask("calm", "echo", word="a")).outcome is Outcome.OK
    assert not await hosted.host.scan()


async def test_an_object_that_never_starts_answers_at_once_that_it_is_out_of_service(hosted: Hosted) -> None:
    (hosted.folder / "calm" / "calm.py").write_text("import nothing_of_that_name")
    await hosted.host.follow({"calm": Wish(is_on=False)})
    await hosted.host.follow({})
    calm = hosted.host.objects["calm"]
    await until(lambda: calm.starts > 3, deadline_seconds=60, what="failed starts")
    assert (await hosted.ask("calm", "echo", 0.5, word="a")).values == {"reason": "out_of_service"}
    assert hosted.status("calm").state is ObjectState.TAKEN_OUT


async def test_settings_reach_the_object(hosted: Hosted) -> None:
    manifest = hosted.folder / "calm" / "manifest.toml"
    manifest.write_text(manifest.read_text() + '\n[settings.word]\ntype = "text"\ndefault = "quiet"\n')
    code = hosted.folder / "calm" / "calm.py"
    code.write_text(
        code.read_text()
        .replace("async def open(self, ports: ObjectPorts) -> None: ...", "async def open(self, ports): self.p = ports")
        .replace('request.arguments["word"]', 'self.p.settings["word"]')
    )
    await hosted.host.reload("calm")
    assert (await hosted.ask("calm", "echo", word="a")).values["word"] == "quiet"
    await hosted.host.follow({"calm": Wish(settings={"word": "loud"})})
    assert (await hosted.ask("calm", "echo", word="a")).values["word"] == "loud"
    assert hosted.status("calm").settings == {"word": "loud"}
