"""The bench of the flow engine walks the hotline's own cases and counts what it does."""

import pytest

from rexian.app.bench.ivr import run_ivr_bench

pytestmark = pytest.mark.pure


def test_it_walks_every_case_and_gives_steps_a_second() -> None:
    found = run_ivr_bench(rounds=3, round_seconds=0.05)
    shown = found.as_json()
    assert found.cases >= 30
    assert found.events > 10 * found.cases
    assert shown["steps_per_s"] == sorted(shown["rounds"])[1] > 0
