"""The API of business objects over a real host: list, switch, settings, reload, put back; audited and permitted."""

import shutil
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from prometheus_client import CollectorRegistry
from sqlalchemy import text
from tests.app.web.conftest import RunningWeb

from rexian.app.object_host.commands import HostCommands
from rexian.app.object_host.host import ObjectHost
from rexian.app.object_host.notes import AnswerNotes
from rexian.app.object_host.opening import HostSettings
from rexian.app.worker.streams import OBJECT_RESULTS
from rexian.business.audit.service import AuditTrail
from rexian.business.business_objects.results import AnswerNote, ObjectResults, sealing_context
from rexian.business.business_objects.service import BusinessObjects
from rexian.business.changes.service import Changes
from rexian.business.contact_keys.service import ContactKeys
from rexian.kit.bus import Bus
from rexian.kit.clock import SystemClock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database
from rexian.kit.ids import time_ordered_ids
from rexian.kit.tasks import TaskKeeper
from rexian.kit.waiting import until
from rexian.object_api.contract import Outcome, Request

pytestmark = pytest.mark.parts

OBJECTS = Path(__file__).parents[1] / "object_host" / "objects_for_tests"
FORM = """
[settings.word]
type = "text"
default = "quiet"
[settings.token]
type = "text"
default = ""
secret = true
"""
ADMIN, AGENT = "9000", "8001"


@dataclass
class Rig:
    """The host behind the running web process."""

    web: RunningWeb
    host: ObjectHost
    database: Database
    bus: Bus
    key_ring: KeyRing
    folder: Path


@pytest_asyncio.fixture
async def rig(running_web: RunningWeb, tmp_path: Path) -> AsyncIterator[Rig]:
    folder, settings, clock = tmp_path / "objects", running_web.settings, SystemClock()
    shutil.copytree(OBJECTS / "calm", folder / "calm")
    manifest = folder / "calm" / "manifest.toml"
    manifest.write_text(manifest.read_text() + FORM)
    database, key_ring = Database.connect(str(settings.database_url)), KeyRing.load(settings.master_key_file)
    bus = await Bus.connect(str(settings.nats_url), name="objects")
    await bus.ensure_stream(OBJECT_RESULTS)
    notes, keeper = AnswerNotes(key_ring, clock), TaskKeeper()
    host = ObjectHost(
        [folder], HostSettings("Asia/Shanghai"), clock=clock, registry=CollectorRegistry(), noted=notes.note
    )
    wishes = BusinessObjects(
        database, Changes(database, clock, AuditTrail(database, clock, time_ordered_ids(clock))), clock, key_ring
    )
    await HostCommands(host, wishes).serve(bus)
    host.start()
    keeper.start(notes.publish(bus), "notes")
    await until(lambda: host.objects["calm"].check().ok, deadline_seconds=60, what="the object")
    yield Rig(running_web, host, database, bus, key_ring, folder)
    await host.close()
    await keeper.close()
    await bus.close()
    await database.close()


async def send(browser: httpx.AsyncClient, method: str, path: str, body: Any = None) -> httpx.Response:
    return await browser.request(method, path, json=body, headers={"Idempotency-Key": str(uuid.uuid4())}, timeout=60)


async def test_an_administrator_switches_sets_reloads_and_puts_back(rig: Rig) -> None:
    async with rig.web.signed_in(ADMIN) as browser:
        (view,) = (await browser.get("/api/objects")).json()
        assert (view["status"]["name"], view["status"]["state"], view["wish_version"]) == ("calm", "running", 0)

        (view,) = (await send(browser, "POST", "/api/objects/calm/switch", {"is_on": False})).json()
        assert (view["status"]["state"], view["shall_be_on"]) == ("switched_off", False)
        (view,) = (await send(browser, "POST", "/api/objects/calm/switch", {"is_on": True})).json()
        assert view["shall_be_on"]
        await until(lambda: rig.host.objects["calm"].check().ok, deadline_seconds=60, what="the object")

        body = {"wish_version": 2, "settings": {"word": "loud", "token": "secret"}}
        (view,) = (await send(browser, "PUT", "/api/objects/calm/settings", body)).json()
        assert view["status"]["settings"] == {"word": "loud"}
        assert rig.host.objects["calm"].own_settings == {"word": "loud", "token": "secret"}
        again = {"wish_version": 3, "settings": {"word": "soft"}}
        assert (await send(browser, "PUT", "/api/objects/calm/settings", again)).status_code == 200
        assert rig.host.objects["calm"].own_settings == {"word": "soft", "token": "secret"}

        assert (await send(browser, "POST", "/api/objects/calm/reload")).status_code == 200
        assert (await send(browser, "POST", "/api/objects/calm/put-back")).status_code == 200
        assert (await send(browser, "POST", "/api/objects/scan")).status_code == 200
    async with rig.database.transaction() as session:
        audited = await session.execute(
            text("SELECT count(*) FROM audit_entries WHERE object_kind = 'business_object'")
        )
        assert audited.scalar_one() == 7
        stored = await session.execute(text("SELECT settings_sealed FROM object_wishes"))
        assert "secret" not in stored.scalar_one()


async def test_what_does_not_fit_is_refused_and_changes_nothing(rig: Rig) -> None:
    async with rig.web.signed_in(ADMIN) as browser:
        unknown = await send(browser, "POST", "/api/objects/nobody/switch", {"is_on": False})
        assert (unknown.status_code, unknown.json()["code"]) == (404, "object_unknown")
        for settings in ({"word": 5}, {"size": "large"}):
            body = {"wish_version": 0, "settings": settings}
            refused = await send(browser, "PUT", "/api/objects/calm/settings", body)
            assert refused.json()["code"] == "object_settings_invalid"
        stale = await send(browser, "PUT", "/api/objects/calm/settings", {"wish_version": 7, "settings": {}})
        assert stale.status_code == 409
        (rig.folder / "calm" / "calm.py").write_text("import nothing_of_that_name")
        broken = await send(browser, "POST", "/api/objects/calm/reload")
        assert (broken.status_code, broken.json()["code"]) == (409, "object_does_not_start")
        assert (await browser.get("/api/objects")).json()[0]["status"]["state"] == "running"
    async with rig.web.signed_in(AGENT) as browser:
        assert (await browser.get("/api/objects")).status_code == 403
        assert (await send(browser, "POST", "/api/objects/calm/switch", {"is_on": False})).status_code == 403


async def test_without_the_objects_process_the_page_is_told(running_web: RunningWeb) -> None:
    async with running_web.signed_in(ADMIN) as browser:
        away = await browser.get("/api/objects")
        assert (away.status_code, away.json()["code"]) == (503, "objects_unavailable")


async def test_every_answer_becomes_a_row_and_personal_values_are_sealed(rig: Rig) -> None:
    """`word` is personal here: it is in the row only under the contact's key."""
    manifest = rig.folder / "calm" / "manifest.toml"
    manifest.write_text(
        manifest.read_text().replace('word = { type = "text" }', 'word = { type = "text", personal = true }')
    )
    await rig.host.reload("calm")
    clock = SystemClock()
    keys = ContactKeys(rig.database, rig.key_ring, clock)
    results = ObjectResults(rig.database, keys, rig.key_ring)
    contact_key = rig.key_ring.new_data_key()
    await keys.keep({"contact-1": rig.key_ring.wrap(contact_key)})
    for result_id, contact_id in (("1", "contact-1"), ("2", "")):
        asked = await rig.host.query(Request(result_id, "calm", "echo", {"word": "秘密"}, contact_id, 20.0))
        assert asked.outcome is Outcome.OK
    await rig.host.query(Request("3", "calm", "nothing", {}, "contact-1", 5.0))

    keeper, stored = TaskKeeper(), []

    async def store(messages: list[Any]) -> None:
        await results.store([message.payload for message in messages])
        stored.extend(AnswerNote.model_validate(message.payload).id for message in messages)

    keeper.start(rig.bus.consume(OBJECT_RESULTS.name, "test", store), "results")
    await until(lambda: len(stored) == 3, deadline_seconds=20, what="results")
    await keeper.close()

    async with rig.database.transaction() as session:
        query = text("SELECT id, sealed, request::text || values::text FROM object_results ORDER BY id")
        rows = (await session.execute(query)).all()
    assert not any("秘密" in row[2] for row in rows)
    assert "秘密" in contact_key.open_text(rows[0].sealed, context=sealing_context("1"))
    assert (rows[1].sealed, rows[2].sealed) == (None, None)
    async with rig.web.signed_in(ADMIN) as browser:
        listed = (await browser.get("/api/objects/results", params={"name": "calm"})).json()
    assert [(row["rule"], row["outcome"]) for row in listed] == [
        ("unknown", "invalid"),
        ("echo", "ok"),
        ("echo", "ok"),
    ]
