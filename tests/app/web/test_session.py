"""Signing in and out over HTTP: cookie, lock, and requests that do not come from our own pages."""

import asyncio
import time

import httpx
import pytest
from sqlalchemy import text
from tests.app.web.conftest import PASSWORDS, RunningWeb, sign_in

from rexian.kit.database import Database

pytestmark = pytest.mark.parts

WRONG = "Wrong-Password-1"


async def test_a_sign_in_gives_a_cookie_that_scripts_cannot_read(running_web: RunningWeb) -> None:
    async with running_web.browser() as browser:
        answer = await sign_in(browser, "8001", PASSWORDS["8001"])
        me = await browser.get("/api/me")

    cookie = answer.headers["set-cookie"]
    assert answer.status_code == 200
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert cookie.startswith(f"rexian_session_{running_web.settings.http_port}=")
    assert me.json()["staff_number"] == "8001"
    assert me.json()["organisation_name"] == "省直住房公积金管理中心"
    assert me.json()["roles"] == ["agent"]


async def test_a_wrong_password_and_an_unknown_number_look_alike(running_web: RunningWeb) -> None:
    async with running_web.browser() as browser:
        wrong = await sign_in(browser, "8001", WRONG)
        unknown = await sign_in(browser, "1234", WRONG)

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.headers["content-type"] == "application/problem+json"
    assert wrong.json()["code"] == "sign_in_refused"
    assert "set-cookie" not in wrong.headers


@pytest.mark.parametrize("staff_number", ["8001", "1234"])
async def test_five_failures_lock_even_for_the_right_password(running_web: RunningWeb, staff_number: str) -> None:
    """An unknown number locks in the same way, so that the lock does not tell which numbers exist."""
    async with running_web.browser() as browser:
        refused = [(await sign_in(browser, staff_number, WRONG)).json()["code"] for _ in range(5)]
        locked = await sign_in(browser, staff_number, PASSWORDS.get(staff_number, WRONG))
        other = await sign_in(browser, "8002", PASSWORDS["8002"])

    assert refused == ["sign_in_refused"] * 5
    assert locked.json()["code"] == "sign_in_locked"
    assert 0 < int(locked.headers["retry-after"]) <= 1800
    assert other.status_code == 200


async def test_attempts_at_the_same_time_cannot_slip_past_the_lock(running_web: RunningWeb) -> None:
    async with running_web.browser() as browser:
        answers = await asyncio.gather(*(sign_in(browser, "8001", WRONG) for _ in range(12)))

    codes = sorted(answer.json()["code"] for answer in answers)
    assert codes == ["sign_in_locked"] * 7 + ["sign_in_refused"] * 5


async def test_a_right_password_forgets_the_failures_before_it(running_web: RunningWeb) -> None:
    async with running_web.browser() as browser:
        for _ in range(2):
            for _ in range(4):
                await sign_in(browser, "8001", WRONG)
            assert (await sign_in(browser, "8001", PASSWORDS["8001"])).status_code == 200


async def test_an_unknown_number_takes_as_long_as_a_known_one(running_web: RunningWeb) -> None:
    async with running_web.browser() as browser:
        known = [await _seconds(browser, "8001") for _ in range(3)]
        unknown = [await _seconds(browser, "1234") for _ in range(3)]

    assert min(unknown) > 0.5 * min(known)
    assert min(known) > 0.5 * min(unknown)


async def test_signing_out_ends_the_sign_in_on_the_server(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8001") as browser:
        stolen = dict(browser.cookies)
        assert (await browser.delete("/api/session")).status_code == 204
        assert (await browser.delete("/api/session")).status_code == 204
    async with running_web.browser() as thief:
        thief.cookies.update(stolen)
        answer = await thief.get("/api/me")

    assert answer.status_code == 401
    assert answer.json()["code"] == "sign_in_required"


async def test_a_second_sign_in_of_a_browser_ends_its_first(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8001") as browser:
        first = dict(browser.cookies)
        await sign_in(browser, "8002", PASSWORDS["8002"])
        assert (await browser.get("/api/me")).json()["staff_number"] == "8002"
    async with running_web.browser() as old:
        old.cookies.update(first)
        assert (await old.get("/api/me")).status_code == 401


async def test_the_database_holds_neither_password_nor_token(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8001") as browser:
        token = next(iter(browser.cookies.values()))
    database = Database.connect(str(running_web.settings.database_url))
    async with database.transaction() as session:
        users = (await session.execute(text("SELECT password_hash FROM users"))).scalars().all()
        tokens = (await session.execute(text("SELECT token_hash FROM sign_ins"))).scalars().all()
        secrets = (await session.execute(text("SELECT sip_secret_sealed FROM seats"))).scalars().all()
    await database.close()

    assert all(value.startswith("$argon2id$") for value in users)
    assert token not in tokens
    assert tokens
    assert len(secrets) == 5
    assert all(value.startswith("a256gcm.") for value in secrets)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"X-Rexian-Request": "1"}, 401),
        ({"X-Rexian-Request": "1", "Origin": "https://evil.example"}, 403),
        ({"X-Rexian-Request": "1", "Origin": "null"}, 403),
    ],
)
async def test_only_our_own_pages_may_change_something(
    running_web: RunningWeb, headers: dict[str, str], status: int
) -> None:
    async with httpx.AsyncClient(base_url=running_web.base_url, trust_env=False, timeout=20) as foreign:
        answer = await foreign.post("/api/session", json={"staff_number": "8001", "password": WRONG}, headers=headers)

    assert answer.status_code == status
    assert answer.json()["code"] == ("sign_in_refused" if status == 401 else "foreign_origin")


async def test_our_own_origin_is_let_in(running_web: RunningWeb) -> None:
    async with running_web.browser() as browser:
        browser.headers["Origin"] = running_web.base_url
        assert (await sign_in(browser, "8001", PASSWORDS["8001"])).status_code == 200


@pytest.mark.parametrize(("accept", "content_type"), [("text/html", "text/html"), ("*/*", "application/problem+json")])
async def test_without_tls_another_address_is_explained(
    running_web: RunningWeb, accept: str, content_type: str
) -> None:
    async with running_web.browser() as browser:
        browser.headers.update({"Host": "centre.example:8329", "Accept": accept, "Accept-Language": "en"})
        answer = await browser.get("/")
        health = await browser.get("/healthz")

    assert answer.status_code == 403
    assert answer.headers["content-type"].startswith(content_type)
    if content_type == "text/html":
        assert "REXIAN_TLS_CERT" in answer.text
    else:
        assert answer.json()["code"] == "secure_connection_needed"
    assert health.status_code == 200


async def test_an_invalid_request_names_its_fields_and_repeats_no_value(running_web: RunningWeb) -> None:
    async with running_web.browser() as browser:
        browser.headers["Accept-Language"] = "zh-TW"
        answer = await browser.post("/api/session", json={"staff_number": "x" * 99})

    assert answer.status_code == 422
    assert answer.json()["title"] == "請求內容不符合要求，請檢查後重試。"
    assert {field["field"] for field in answer.json()["details"]["fields"]} == {"body.staff_number", "body.password"}
    assert "xxx" not in answer.text


async def _seconds(browser: httpx.AsyncClient, staff_number: str) -> float:
    start = time.monotonic()
    await sign_in(browser, staff_number, WRONG)
    return time.monotonic() - start
