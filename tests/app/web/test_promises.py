"""The list of promised call-backs over HTTP: who sees it, what of it, and that whoever takes one back is audited."""

import pytest
from sqlalchemy import text
from tests.app.web.conftest import NOON, RunningWeb

from rexian.app.demo.centre import ORGANISATION
from rexian.control.contracts.promises import Promise, PromiseState
from rexian.kit.database import Database

pytestmark = pytest.mark.parts

KEY = {"Idempotency-Key": "0192-aaaa-bbbb"}
PATH = "/api/supervision/promises"


def promise(contact_id: str, organisation_id: str = ORGANISATION.organisation_id) -> Promise:
    return Promise(
        contact_id=contact_id,
        organisation_id=organisation_id,
        number="13800138000",
        queue_id="human-service",
        queue_name="人工服务",
        state=PromiseState.WAITING,
        reason="asked",
        booked_at=NOON,
        waiting_since=NOON,
        place=1,
        attempts=0,
        attempts_allowed=2,
        next_attempt_at=None,
        expires_at=None,
    )


async def test_a_supervisor_sees_the_promises_of_the_own_organisation_masked(running_web: RunningWeb) -> None:
    running_web.control.promises = [promise("c1"), promise("c2", "elsewhere")]
    async with running_web.signed_in("8001") as browser:
        assert (await browser.get(PATH)).json()["code"] == "permission_missing"
    async with running_web.signed_in("8100") as browser:
        (shown,) = (await browser.get(PATH)).json()
    assert (shown["contact_id"], shown["number"], shown["place"]) == ("c1", "138****8000", 1)


async def test_who_takes_a_promise_back_says_why_and_is_audited(running_web: RunningWeb, database_url: str) -> None:
    async with running_web.signed_in("8100") as browser:
        unexplained = await browser.post(f"{PATH}/c1/cancel", json={"reason": "boredom"}, headers=KEY)
        assert unexplained.status_code == 422
        for _ in range(2):
            answer = await browser.post(f"{PATH}/c1/cancel", json={"reason": "served_elsewhere"}, headers=KEY)
            assert answer.json() == []
    sent = running_web.control.commands[-1]
    assert sent["command"] == "cancel_promise"
    assert sent["arguments"] == {
        "contact_id": "c1",
        "reason": "served_elsewhere",
        "organisation_ids": [ORGANISATION.organisation_id],
    }
    database = Database.connect(database_url)
    try:
        async with database.transaction() as session:
            query = text("SELECT object_id, details FROM audit_entries WHERE action = 'callback_cancelled'")
            assert (await session.execute(query)).all() == [("c1", {"reason": "served_elsewhere"})]
    finally:
        await database.close()
