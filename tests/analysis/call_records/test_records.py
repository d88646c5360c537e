"""Call records in the database: in step with facts in whatever order they come, and the same after a rebuild."""

import random
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy

from rexian.analysis.call_records.contracts import CallFilter
from rexian.analysis.call_records.derivation import CallRecordDerivation, rebuild
from rexian.analysis.call_records.errors import CallRecordMissing, CursorInvalid
from rexian.analysis.call_records.rules import project
from rexian.analysis.call_records.service import CallRecords
from rexian.analysis.facts.service import Facts, StreamDocument
from rexian.business.contact_keys.service import ContactKeys
from rexian.control.contracts.events import Event
from rexian.kit.clock import SystemClock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database

pytestmark = pytest.mark.parts


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database.connect(database_url)
    yield database
    await database.close()


@pytest.fixture
def key_ring(tmp_path: Path) -> KeyRing:
    return KeyRing.load(tmp_path / "secrets" / "master.key")


async def write(database: Database, events: Sequence[Event], *, batch: int = 7) -> None:
    facts = Facts(database, SystemClock(), [CallRecordDerivation()])
    for start in range(0, len(events), batch):
        part = events[start : start + batch]
        await facts.write([StreamDocument(start + n, f"events.{e.type}", e.as_json()) for n, e in enumerate(part)])


async def dump(database: Database) -> str:
    """Everything that is derived, as text."""
    async with database.transaction() as session:
        lines = []
        for table, order in (("call_records", "contact_id"), ("call_record_segments", "contact_id, number")):
            rows = await session.execute(sqlalchemy.text(f"SELECT {table}::text FROM {table} ORDER BY {order}"))
            lines += list(rows.scalars())
        return "\n".join(lines)


async def test_a_record_appears_when_the_contact_has_ended_and_is_what_the_fold_says(
    database: Database, key_ring: KeyRing, stories
) -> None:
    events = stories.normal_call().events
    records = CallRecords(database, key_ring)
    await write(database, events[:-1])
    with pytest.raises(CallRecordMissing):
        await records.get_record("c1")
    await write(database, events[-1:])
    assert (await records.get_record("c1")).record == project(events)


async def test_facts_that_come_late_and_in_any_order_give_the_same_rows(database: Database, stories) -> None:
    events = stories.normal_call().events + stories.abandoned_call().events + stories.declined_then_answered().events
    await write(database, events)
    expected = await dump(database)
    shuffled = [
        Event.from_json({**event.as_json(), "id": f"x{event.id}", "contact_id": f"x{event.contact_id}"})
        for event in events
    ]
    random.Random(12329).shuffle(shuffled)
    await write(database, shuffled, batch=3)
    async with database.transaction() as session:
        await session.execute(sqlalchemy.text("DELETE FROM call_records WHERE contact_id NOT LIKE 'x%'"))
    assert (await dump(database)).replace("(x", "(") == expected


async def test_a_rebuild_gives_the_same_rows_and_removes_what_facts_do_not_know(database: Database, stories) -> None:
    events = []
    for number in range(12):
        build = random.Random(number).choice([stories.normal_call, stories.abandoned_call])
        events += build(f"c{number:02}", stories.START + timedelta(minutes=number)).events
    await write(database, events, batch=50)
    before = await dump(database)
    assert before.count("\n") > 12
    async with database.transaction() as session:
        await session.execute(sqlalchemy.text("UPDATE call_records SET talk_seconds = talk_seconds + 1"))
        await session.execute(sqlalchemy.text("DELETE FROM call_records WHERE contact_id IN ('c00', 'c05')"))
        for stray in ("a-stray", "c05x", "zz-stray"):
            await session.execute(
                sqlalchemy.text(
                    "INSERT INTO call_records SELECT (r).* FROM (SELECT jsonb_populate_record(c,"
                    " jsonb_build_object('contact_id', CAST(:id AS text))) AS r FROM call_records c LIMIT 1) AS made"
                ),
                {"id": stray},
            )
    seen: list[tuple[int, int]] = []
    assert await rebuild(database, lambda done, total: seen.append((done, total)), page_contacts=5) == 12
    assert seen == [(5, 12), (10, 12), (12, 12)]
    assert await dump(database) == before


async def test_the_list_is_newest_first_in_pages_and_shows_only_what_may_be_seen(
    database: Database, key_ring: KeyRing, stories
) -> None:
    for number in range(5):
        start = stories.START + timedelta(minutes=number // 2)
        build = stories.normal_call if number % 2 else stories.abandoned_call
        await write(database, build(f"c{number}", start).events, batch=100)
    records = CallRecords(database, key_ring)
    listed, cursor = [], None
    while True:
        page = await records.list_records(CallFilter(), limit=2, before_cursor=cursor)
        listed += [call.record.contact_id for call in page.calls]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert listed == ["c4", "c3", "c2", "c1", "c0"]
    own = await records.list_records(CallFilter(organisation_ids=frozenset({"o1"}), agent_id="a1"))
    assert [call.record.contact_id for call in own.calls] == ["c3", "c1"]
    assert (await records.list_records(CallFilter(organisation_ids=frozenset({"o2"})))).calls == ()
    with pytest.raises(CallRecordMissing):
        await records.get_record("c0", CallFilter(agent_id="a1"))
    with pytest.raises(CursorInvalid):
        await records.list_records(CallFilter(), before_cursor="nonsense")


async def test_sealed_values_open_with_the_contacts_key_until_it_is_erased(
    database: Database, key_ring: KeyRing, stories
) -> None:
    key = key_ring.new_data_key()
    story = stories.Story("c1")
    story.tell("contact.started", {"caller_number": key.seal_text("13800008000", context="event.caller_number")})
    spoken = {"text": key.seal_text("您好", context="event.text")}
    story.tell("prompt.started", spoken, playback_id="p1", prompt_id="welcome").end("flow_ended", "system")
    await write(database, story.events)
    keys = ContactKeys(database, key_ring, SystemClock())
    await keys.keep({"c1": key_ring.wrap(key)})
    records = CallRecords(database, key_ring)

    (listed,) = (await records.list_records(CallFilter())).calls
    assert listed.caller_number == "13800008000"
    assert (await records.get_record("c1", with_prompt_texts=True)).prompts[0].text == "您好"
    assert (await records.get_record("c1")).prompts[0].text is None

    await keys.erase("c1")
    (listed,) = (await records.list_records(CallFilter())).calls
    assert listed.caller_number is None
    assert (await records.get_record("c1", with_prompt_texts=True)).prompts[0].text is None
