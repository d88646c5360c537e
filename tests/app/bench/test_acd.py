"""The measurement of the ACD: a day that is the same each time, and figures that are of it."""

import json
from typing import Any

import pytest

from rexian.app.bench.acd import grows_within_log, run_acd_bench
from rexian.app.bench.acd_measure import measure, write_day

pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return run_acd_bench(60, 12, 300, (50, 200), lambda _: None).as_json()


def test_a_day_written_down_goes_the_same_way_on_a_fresh_engine() -> None:
    first, second = write_day(40, 8, 200, seed=3), write_day(40, 8, 200, seed=3)
    assert first == second
    assert first != write_day(40, 8, 200, seed=4)
    assert first.assignments >= 200
    verbs = {verb for verb, _, _ in first.timed}
    assert {"enqueue", "offer_ringing", "offer_accepted", "talk_ended", "due"} <= verbs
    assert len(measure(first).decisions_us) >= 200


def test_the_findings_are_one_json_object(found: dict[str, Any]) -> None:
    assert json.loads(json.dumps(found)) == found
    assert found["assignments_per_s"] > 500
    assert 0 < found["p50_us"] <= found["p99_us"] <= found["max_us"]
    assert 5 < found["events_per_assignment"] < 9
    assert set(found["growth"]) == {"50", "200"}


def test_an_idle_agent_takes_little_room(found: dict[str, Any]) -> None:
    assert 200 < found["bytes_per_idle_agent"] <= 4096


def test_growth_is_held_against_the_logarithm() -> None:
    assert grows_within_log({100: 50.0, 10_000: 100.0})
    assert not grows_within_log({100: 50.0, 10_000: 200.0})
    assert grows_within_log({})
