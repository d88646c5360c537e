"""The page's files: found, cached as they should be, never from outside their folder."""

from pathlib import Path

import pytest
from tests.app.web.conftest import RunningWeb

pytestmark = pytest.mark.parts


async def test_before_it_is_built_the_page_says_so(running_web: RunningWeb) -> None:
    async with running_web.browser() as browser:
        answer = await browser.get("/", headers={"Accept-Language": "en"})

    assert answer.status_code == 503
    assert answer.json()["title"] == "The web application has not been built: run make setup."


async def test_files_and_addresses_of_the_page(running_web: RunningWeb, page_folder: Path) -> None:
    (page_folder / "index.html").write_text("<!doctype html><title>热线</title>", encoding="utf-8")
    (page_folder / "assets").mkdir()
    (page_folder / "assets" / "app-1a2b.js").write_text("export {}")
    (page_folder / "favicon.svg").write_text("<svg/>")
    (page_folder.parent / "secret.txt").write_text("secret")
    async with running_web.browser() as browser:
        answers = {
            path: await browser.get(path)
            for path in ("/", "/desk", "/assets/app-1a2b.js", "/favicon.svg", "/assets/gone.js", "/api/nothing")
        }
        outside = await browser.get("/%2e%2e/secret.txt")

    assert answers["/"].text == answers["/desk"].text == outside.text
    assert answers["/"].headers["cache-control"] == "no-cache"
    assert answers["/assets/app-1a2b.js"].headers["cache-control"].endswith("immutable")
    assert answers["/favicon.svg"].headers["cache-control"] == "no-cache"
    assert answers["/assets/gone.js"].status_code == 404
    assert answers["/api/nothing"].json()["code"] == "not_found"


async def test_every_answer_says_what_the_page_may_do(running_web: RunningWeb, page_folder: Path) -> None:
    (page_folder / "index.html").write_text("<!doctype html>")
    async with running_web.browser() as browser:
        answers = [await browser.get(path) for path in ("/", "/api/me", "/healthz")]

    for answer in answers:
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "microphone=(self)" in answer.headers["permissions-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_wrong_method_is_named(running_web: RunningWeb) -> None:
    async with running_web.browser() as browser:
        answer = await browser.put("/api/me")

    assert answer.json()["code"] == "method_not_allowed"
