"""A supervisor's commands over HTTP: who may send them, about whose desks, and what reaches control."""

from typing import Any

import pytest
from tests.app.web.conftest import RunningWeb

pytestmark = pytest.mark.parts

KEY = {"Idempotency-Key": "0192-aaaa-bbbb"}


async def agent_id(running_web: RunningWeb, staff_number: str = "8001") -> str:
    async with running_web.signed_in(staff_number) as browser:
        return str((await browser.get("/api/me")).json()["user_id"])


@pytest.mark.parametrize(
    ("path", "body", "command", "arguments"),
    [
        ("listen", {}, "listen", {"follow": "contact"}),
        ("whisper", {"follow": "seat"}, "whisper", {"follow": "seat"}),
        ("barge", {}, "barge", {"follow": "contact"}),
        ("take-over", {}, "take_over", {}),
        ("release", {}, "release", {}),
        ("ready", {}, "force_ready", {}),
        ("not-ready", {"reason": "training"}, "force_not_ready", {"reason": "training"}),
        ("sign-out", {}, "force_sign_out", {}),
        ("message", {"text": "请稍候"}, "message", {"text": "请稍候"}),
        ("answer-read", {"message_id": "m1"}, "answer_read", {"message_id": "m1"}),
    ],
)
async def test_a_supervisor_may_and_an_agent_may_not(
    running_web: RunningWeb, path: str, body: dict[str, Any], command: str, arguments: dict[str, Any]
) -> None:
    watched = await agent_id(running_web)
    body = {**body, "agent_id": watched}
    async with running_web.signed_in("8002") as browser:
        refused = await browser.post(f"/api/supervision/{path}", json=body, headers=KEY)
    assert refused.json()["code"] == "permission_missing"
    assert running_web.control.commands == []
    async with running_web.signed_in("8100") as browser:
        supervisor = (await browser.get("/api/me")).json()["user_id"]
        answer = await browser.post(f"/api/supervision/{path}", json=body, headers=KEY)
    assert answer.status_code == 200
    sent = running_web.control.commands[-1]
    assert (sent["command"], sent["agent_id"], sent["actor"]) == (command, supervisor, supervisor)
    assert sent["arguments"] == {**arguments, "watched_agent_id": watched}


async def test_a_desk_that_is_not_there_is_not_supervised(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8100") as browser:
        answer = await browser.post("/api/supervision/listen", json={"agent_id": "nobody"}, headers=KEY)
    assert answer.json()["code"] == "seat_not_found"
    assert running_web.control.commands == []
