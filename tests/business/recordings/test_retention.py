"""Keeping and deleting: by kind, never under a legal hold, and what is deleted is gone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from tests.business.recordings.conftest import Studio, event

from rexian.business.audit.service import AuditTrail
from rexian.business.changes.contracts import Author
from rexian.business.idempotency.contracts import RequestKey
from rexian.business.recordings.contracts import RecordingState
from rexian.business.recordings.errors import (
    LegalHoldInvalid,
    LegalHoldMissing,
    RecordingDeleted,
    RecordingMissing,
    RecordingNotStored,
    StoreUnavailable,
)
from rexian.business.recordings.holds import LegalHolds
from rexian.business.recordings.retention import KeepingDays, Retention
from rexian.business.recordings.store import FolderStore
from rexian.control.contracts.events import EventType
from rexian.kit.ids import time_ordered_ids

pytestmark = pytest.mark.parts

DAYS = KeepingDays(talk=30, consult=10, complaint=60)


def author(key: str = "k1", organisation_id: str = "o1") -> Author:
    return Author("sue", organisation_id, frozenset({organisation_id}), "127.0.0.1", RequestKey("sue", key, "hash"))


@pytest.fixture
def audit(studio: Studio) -> AuditTrail:
    return AuditTrail(studio.database, studio.clock, time_ordered_ids(studio.clock))


@pytest.fixture
def retention_with(studio: Studio, audit: AuditTrail) -> Callable[..., Retention]:
    def make(days: KeepingDays = DAYS, store: Any = None) -> Retention:
        return Retention(studio.database, store or studio.store, audit, days, studio.clock)

    return make


@pytest.fixture
def holds(studio: Studio, audit: AuditTrail) -> LegalHolds:
    return LegalHolds(studio.database, audit, studio.clock)


async def stored(studio: Studio, *more: dict[str, Any]) -> None:
    await studio.keep_key()
    await studio.intake.note(list(more))
    await studio.one_block()
    assert await studio.finaliser.store_next()
    assert await studio.finaliser.clear_next()


def files(studio: Studio) -> list[Any]:
    return list((studio.folder / "recordings").rglob("*.sealed"))


async def run(retention: Retention) -> int:
    steps = 0
    while await retention.step():
        steps += 1
    return steps


async def audited(studio: Studio, action: str) -> list[dict[str, str]]:
    query = text("SELECT details FROM audit_entries WHERE action = :action ORDER BY time, id")
    async with studio.database.transaction() as session:
        return list((await session.execute(query, {"action": action})).scalars())


async def test_after_its_days_the_sound_is_gone_and_the_row_tells(studio: Studio, retention_with: Any) -> None:
    await stored(studio)
    (file,) = files(studio)
    studio.clock.advance(29.9 * 86_400)
    assert await run(retention_with()) == 0
    studio.clock.advance(0.2 * 86_400)
    assert await run(retention_with()) == 2
    assert not file.exists()
    recording = await studio.recordings.get("r1")
    assert (recording.state, recording.captured_seconds) == (RecordingState.DELETED, 3.0)
    with pytest.raises(RecordingDeleted):
        await studio.recordings.open_audio("r1")
    with pytest.raises(RecordingNotStored):
        await studio.recordings.waveform("r1")
    (entry,) = await audited(studio, "recording_deleted")
    assert entry == {"contact_id": "c1", "kind": "talk", "kept_days": "30", "sha256": recording.sha256}


@pytest.mark.parametrize(("kind", "days"), [("consult", 10), ("complaint", 60)])
async def test_each_kind_has_its_own_days(studio: Studio, retention_with: Any, kind: str, days: int) -> None:
    begun = studio.started(1, 0)
    begun["data"]["kind"] = "consult" if kind == "consult" else "talk"
    mark = event(EventType.RECORDING_MARKED, 1, segment_id="s3", mark=1, kind=kind, agent_id="a1")
    await stored(studio, begun, *([mark] if kind == "complaint" else []))
    studio.clock.advance((days - 1) * 86_400)
    assert await run(retention_with()) == 0
    studio.clock.advance(86_400 + 10)
    assert await run(retention_with(KeepingDays(0, 0, 0))) == 0
    assert await run(retention_with()) == 2


async def test_what_is_not_settled_is_not_deleted(studio: Studio, retention_with: Any) -> None:
    await studio.intake.note([studio.started(1, 0)])
    studio.clock.advance(90 * 86_400)
    assert await run(retention_with()) == 0


class BrokenStore(FolderStore):
    async def delete(self, key: str) -> None:
        raise StoreUnavailable


async def test_a_deletion_that_was_begun_is_finished(studio: Studio, retention_with: Any) -> None:
    await stored(studio)
    studio.clock.advance(31 * 86_400)
    broken = retention_with(store=BrokenStore(studio.folder / "recordings"))
    assert await broken.step()
    with pytest.raises(StoreUnavailable):
        await broken.step()
    assert len(files(studio)) == 1
    assert await audited(studio, "recording_deleted") == []
    assert await run(retention_with()) == 1
    assert files(studio) == []
    assert len(await audited(studio, "recording_deleted")) == 1


async def test_under_a_hold_nothing_is_deleted_until_it_is_lifted(
    studio: Studio, retention_with: Any, holds: LegalHolds
) -> None:
    await stored(studio)
    hold = await holds.place("c1", "法院调取 2026-17", None, author())
    assert hold == await holds.place("c1", "法院调取 2026-17", None, author())
    assert await holds.is_held("c1")
    studio.clock.advance(400 * 86_400)
    assert await run(retention_with()) == 0
    assert await holds.find(frozenset({"o1"})) == (hold,)
    lifted = await holds.lift(hold.hold_id, "案件已结", author("k2"))
    assert (lifted.in_force, lifted.lifted_by, lifted.lift_reason) == (False, "sue", "案件已结")
    assert await holds.lift(hold.hold_id, "再来一次", author("k3")) == lifted
    assert await holds.find(frozenset({"o1"})) == ()
    assert await holds.find(frozenset({"o1"}), "c1") == (lifted,)
    assert await run(retention_with()) == 2
    assert [entry["reason"] for entry in await audited(studio, "created")] == ["法院调取 2026-17"]
    assert [entry["reason"] for entry in await audited(studio, "retired")] == ["案件已结"]


async def test_a_hold_ends_at_its_time(studio: Studio, retention_with: Any, holds: LegalHolds) -> None:
    await stored(studio)
    await holds.place("c1", "信访", studio.clock.now() + timedelta(days=40), author())
    studio.clock.advance(39 * 86_400)
    assert await run(retention_with()) == 0
    studio.clock.advance(2 * 86_400)
    assert not await holds.is_held("c1")
    assert await run(retention_with()) == 2
    with pytest.raises(RecordingMissing):
        await holds.place("c1", "太晚了", None, author("k2"))


async def test_a_hold_needs_a_reason_an_end_ahead_and_a_contact_of_ones_own(studio: Studio, holds: LegalHolds) -> None:
    await stored(studio)
    past: datetime = studio.clock.now()
    for reason, until in (("", None), ("  ", None), ("信访", past)):
        with pytest.raises(LegalHoldInvalid):
            await holds.place("c1", reason, until, author())
    for contact_id, organisation_id in (("c9", "o1"), ("c1", "o2")):
        with pytest.raises(RecordingMissing):
            await holds.place(contact_id, "信访", None, author(organisation_id=organisation_id))
    hold = await holds.place("c1", "信访", None, author())
    with pytest.raises(LegalHoldMissing):
        await holds.lift(hold.hold_id, "不是我的", author("k2", "o2"))
    assert await holds.find(frozenset({"o2"}), "c1") == ()


async def test_a_hold_placed_while_a_recording_is_being_claimed_wins(
    studio: Studio, retention_with: Any, holds: LegalHolds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The claim has seen no hold; before it is written one is there."""
    await stored(studio)
    studio.clock.advance(31 * 86_400)
    from rexian.business.recordings import retention_repository as repository

    claim = repository.claim_expired

    async def claim_then_hold(*arguments: Any) -> Any:
        row = await claim(*arguments)
        insert = text("INSERT INTO legal_holds VALUES ('h1', 'c1', 'o1', '信访', 'sue', now()) ON CONFLICT DO NOTHING")
        async with studio.database.transaction() as other:
            await other.execute(insert)
        return row

    monkeypatch.setattr(repository, "claim_expired", claim_then_hold)
    await retention_with()._expire_next()
    assert (await studio.recordings.get("r1")).state is RecordingState.STORED
