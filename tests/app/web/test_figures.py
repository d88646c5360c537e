"""What operators' tools read."""

import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.app.web.conftest import RunningWeb

pytestmark = pytest.mark.parts


async def test_requests_are_counted_by_route_and_not_by_address(running_web: RunningWeb) -> None:
    async with running_web.signed_in("8100") as browser:
        await browser.get("/api/call-records/some-contact-id")
        await browser.get("/api/nothing-here")
        text = (await browser.get("/metrics")).text
    counted = {
        (sample.labels["method"], sample.labels["route"], sample.labels["status"]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "rexian_http_requests_total"
    }

    assert counted["POST", "/api/session", "200"] == 1
    assert counted["GET", "/api/call-records/{contact_id}", "404"] == 1
    assert "some-contact-id" not in text
    assert "nothing-here" not in text


async def test_alive_and_ready_need_no_sign_in(running_web: RunningWeb) -> None:
    async with running_web.browser() as browser:
        alive, ready = await browser.get("/healthz"), await browser.get("/readyz")

    assert alive.json()["ok"] is True
    assert ready.status_code == 200
    assert set(ready.json()["checks"]) == {"database", "bus", "control"}
