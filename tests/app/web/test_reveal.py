"""Seeing a masked value in clear: only on one's own desk, with a reason, audited once."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.app.web.conftest import RunningWeb, a_desk, a_talk

from rexian.control.contracts.desk import AgentState
from rexian.kit.database import Database

pytestmark = pytest.mark.parts

KEY = {"Idempotency-Key": "reveal-0001"}
REASON = {"field": "caller_number", "reason": "核对来电号码"}


async def test_a_value_is_shown_and_audited_once_per_key(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8001") as browser:
        user_id = await _talking(running_web, browser)
        first = await browser.post("/api/contacts/c1/reveal", json=REASON, headers=KEY)
        again = await browser.post("/api/contacts/c1/reveal", json=REASON, headers=KEY)
        name = await browser.post(
            "/api/contacts/c1/reveal", json={**REASON, "field": "name"}, headers={"Idempotency-Key": "reveal-0002"}
        )
    entries = await _audited(running_web, "personal_data_revealed")

    assert first.json() == again.json() == {"contact_id": "c1", "field": "caller_number", "value": "13800138000"}
    assert first.headers["cache-control"] == "no-store"
    assert name.json()["value"] == "张三丰"
    assert [entry.details["field"] for entry in entries] == ["caller_number", "name"]
    assert {entry.actor_id for entry in entries} == {user_id}
    assert all("13800138000" not in str(entry) for entry in entries)


async def test_a_key_is_good_for_one_request(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8001") as browser:
        await _talking(running_web, browser)
        await browser.post("/api/contacts/c1/reveal", json=REASON, headers=KEY)
        other = await browser.post("/api/contacts/c1/reveal", json={**REASON, "field": "name"}, headers=KEY)

    assert other.status_code == 409
    assert other.json()["code"] == "idempotency_key_reused"
    assert len(await _audited(running_web, "personal_data_revealed")) == 1


@pytest.mark.parametrize(
    ("contact_id", "body", "code"),
    [
        ("c2", REASON, "contact_not_on_desk"),
        ("c1", {**REASON, "field": "salary"}, "field_not_on_contact"),
        ("c1", {"field": "name"}, "request_invalid"),
        ("c1", {"field": "name", "reason": ""}, "request_invalid"),
    ],
)
async def test_nothing_else_is_shown(running_web: RunningWeb, contact_id: str, body: dict[str, str], code: str) -> None:
    async with running_web.signed_in("8001") as browser:
        await _talking(running_web, browser)
        answer = await browser.post(f"/api/contacts/{contact_id}/reveal", json=body, headers=KEY)

    assert answer.json()["code"] == code
    assert await _audited(running_web, "personal_data_revealed") == []


async def test_an_audit_entry_cannot_be_changed(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8001"):
        pass
    database = Database.connect(str(running_web.settings.database_url))
    try:
        for statement in ("UPDATE audit_entries SET action = ''", "DELETE FROM audit_entries"):
            with pytest.raises(DBAPIError, match="never changed"):
                async with database.transaction() as session:
                    await session.execute(text(statement))
    finally:
        await database.close()
    assert len(await _audited(running_web, "signed_in")) == 1


async def _talking(running_web: RunningWeb, browser: Any) -> str:
    user_id: str = (await browser.get("/api/me")).json()["user_id"]
    running_web.control.desks[user_id] = a_desk(user_id, AgentState.TALKING, a_talk("c1"))
    return user_id


async def _audited(running_web: RunningWeb, action: str) -> Sequence[Any]:
    database = Database.connect(str(running_web.settings.database_url))
    statement = text("SELECT actor_id, details FROM audit_entries WHERE action = :action ORDER BY time, id")
    async with database.transaction() as session:
        rows = (await session.execute(statement, {"action": action})).all()
    await database.close()
    return rows
