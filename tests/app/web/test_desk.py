"""The desk's commands over HTTP: what reaches control, what comes back, and who may ask."""

from dataclasses import replace
from typing import Any

import pytest
from tests.app.web.conftest import AgentBusy, RunningWeb, a_desk, a_talk

from rexian.control.contracts.desk import AgentState

pytestmark = pytest.mark.parts

KEY = {"Idempotency-Key": "0192-aaaa-bbbb"}


@pytest.mark.parametrize(
    ("path", "body", "command", "arguments"),
    [
        ("sign-in", None, "sign_in", {}),
        ("sign-out", None, "sign_out", {}),
        ("ready", None, "ready", {}),
        ("not-ready", {"reason": "meal"}, "not_ready", {"reason": "meal"}),
        ("hang-up", None, "hang_up", {}),
        ("decline", None, "decline", {}),
        ("sign-out", {"after_work": True}, "sign_out", {"after_work": True}),
        ("wrap-up/end", None, "end_wrap_up", {}),
        ("wrap-up/extend", None, "extend_wrap_up", {}),
        ("reset", None, "reset", {}),
        ("resume-media", None, "resume_media", {}),
        ("hold", None, "hold", {}),
        ("retrieve", None, "retrieve", {}),
        ("mute", None, "mute", {}),
        ("unmute", None, "unmute", {}),
        ("keys", {"digits": "42#"}, "send_keys", {"digits": "42#"}),
        ("consult", {"agent_id": "x"}, "consult", {"target_agent_id": "x", "handover": {}}),
        ("consult", {"number": "0571", "handover": {"f": 1}}, "consult", {"number": "0571", "handover": {"f": 1}}),
        ("consult", {"group_id": "g"}, "consult", {"group_id": "g", "handover": {}}),
        ("consult/take-back", None, "take_back", {}),
        ("consult/complete", None, "complete", {}),
        ("consult/join", None, "join", {}),
        ("park", None, "park", {}),
        ("pick-up", {"contact_id": "c"}, "pick_up", {"contact_id": "c"}),
        ("dial", {"number": "057188880000"}, "dial", {"number": "057188880000"}),
        ("dial", {"agent_id": "x"}, "dial", {"target_agent_id": "x"}),
        ("messages/m1/acknowledge", None, "acknowledge", {"message_id": "m1"}),
        ("menu", {"flow_id": "f"}, "send_to_menu", {"flow_id": "f"}),
        ("recording/pause", {"reason": "secret_keyed"}, "pause_recording", {"reason": "secret_keyed"}),
        ("recording/pause", {}, "pause_recording", {"reason": "secret_spoken"}),
        ("recording/resume", None, "resume_recording", {}),
        ("recording/mark", {"kind": "complaint"}, "mark_recording", {"kind": "complaint"}),
        ("transfer", {"queue_id": "q"}, "transfer", {"queue_id": "q", "handover": {}}),
        ("transfer", {"agent_id": "x"}, "transfer", {"target_agent_id": "x", "handover": {}}),
    ],
)
async def test_a_button_becomes_a_command(
    running_web: RunningWeb, path: str, body: dict[str, Any] | None, command: str, arguments: dict[str, Any]
) -> None:
    async with running_web.signed_in("8001") as browser:
        user_id = (await browser.get("/api/me")).json()["user_id"]
        answer = await browser.post(f"/api/desk/{path}", json=body, headers=KEY)

    assert answer.status_code == 200
    assert answer.json()["state"] == "ready"
    assert running_web.control.commands == [
        {
            "command": command,
            "agent_id": user_id,
            "actor": user_id,
            "key": f"{user_id}:0192-aaaa-bbbb",
            "arguments": arguments,
        }
    ]


async def test_an_entry_of_the_directory_is_named_by_its_id_alone(running_web: RunningWeb) -> None:
    content = {"name": "信贷管理部", "kind": "department", "number": "037165881234", "calendar_id": None}
    async with running_web.signed_in("8100") as browser:
        made = await browser.post("/api/directory", json=content, headers=KEY)
        assert made.status_code < 300, made.text
        entry_id = made.json()["entry_id"]
    async with running_web.signed_in("8001") as browser:
        await browser.post("/api/desk/transfer", json={"entry_id": entry_id}, headers=KEY)
        unknown = await browser.post("/api/desk/consult", json={"entry_id": "none"}, headers=KEY)
    assert [command["arguments"] for command in running_web.control.commands] == [
        {"entry_id": entry_id, "handover": {}}
    ]
    assert unknown.json()["code"] == "directory_entry_not_found"


async def test_a_command_needs_its_key_and_a_known_reason(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8001") as browser:
        without_key = await browser.post("/api/desk/ready")
        odd_reason = await browser.post("/api/desk/not-ready", json={"reason": "missed_offer"}, headers=KEY)
        for path, body in (
            ("keys", {"digits": "12a"}),
            ("recording/pause", {"reason": "boredom"}),
            ("recording/mark", {"kind": "funny"}),
            ("consult", {}),
            ("consult", {"agent_id": "x", "number": "0571"}),
            ("transfer", {"queue_id": "q", "flow_id": "f"}),
            ("consult", {"flow_id": "f"}),
            ("transfer", {"group_id": "g", "entry_id": "e"}),
        ):
            refused = await browser.post(f"/api/desk/{path}", json=body, headers=KEY)
            assert refused.json()["code"] == "request_invalid"

    assert without_key.json()["code"] == odd_reason.json()["code"] == "request_invalid"
    assert running_web.control.commands == []


async def test_the_desk_comes_masked(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8001") as browser:
        user_id = (await browser.get("/api/me")).json()["user_id"]
        running_web.control.desks[user_id] = a_desk(user_id, AgentState.TALKING, a_talk())
        work = (await browser.get("/api/desk")).json()["work"]

    assert work["caller_number"] == "138****8000"
    assert work["attached"]["values"][0]["value"] == "张**"


async def test_a_refusal_keeps_controls_code_and_is_translated(running_web: RunningWeb) -> None:
    running_web.control.refusal = AgentBusy()
    async with running_web.signed_in("8001") as browser:
        answer = await browser.post("/api/desk/sign-out", headers=KEY)

    assert answer.status_code == 409
    assert answer.json()["code"] == "agent_busy"
    assert answer.json()["title"] == "当前通话尚未结束，请先处理完毕。"


async def test_only_agents_have_a_desk_and_a_telephone(running_web: RunningWeb) -> None:
    async with running_web.signed_in("9000") as browser:
        answers = [await browser.get(path) for path in ("/api/desk", "/api/softphone")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].json()["code"] == "permission_missing"


async def test_the_telephones_account_is_the_agents_own_and_never_stored(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8001") as first, running_web.signed_in("8002") as second:
        one, two = await first.get("/api/softphone"), await second.get("/api/softphone")

    assert one.headers["cache-control"] == "no-store"
    assert one.json()["sip_username"] == "8001"
    assert one.json()["phone_kind"] == "webrtc"
    assert one.json()["websocket_path"] == "/ws"
    assert one.json()["sip_server"] is None
    assert two.json()["sip_username"] == "8002"
    assert one.json()["password"] != two.json()["password"]
    assert len(one.json()["password"]) >= 32


async def test_a_telephone_outside_the_page_is_told_where_to_register(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8003") as client:
        account = (await client.get("/api/softphone")).json()

    assert account["phone_kind"] == "sip"
    assert account["sip_server"].startswith("127.0.0.1:")


async def test_nobody_signed_in_has_no_desk(running_web: RunningWeb) -> None:
    async with running_web.browser() as browser:
        answer = await browser.post("/api/desk/ready", headers=KEY)

    assert answer.status_code == 401
    assert answer.json()["code"] == "sign_in_required"


async def test_a_desk_that_is_not_understood_tells_no_value(
    running_web: RunningWeb, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running_web.signed_in("8001") as browser:
        user_id = (await browser.get("/api/me")).json()["user_id"]
        broken = replace(a_desk(user_id, AgentState.TALKING, a_talk()), queues=None)  # type: ignore[arg-type]
        running_web.control.desks[user_id] = broken
        answer = await browser.get("/api/desk")

    assert answer.status_code == 500
    assert answer.json()["code"] == "desk_not_understood"
    assert "13800138000" not in answer.text + capsys.readouterr().err
