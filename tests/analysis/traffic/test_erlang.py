"""Erlang B and C against the published and recomputed values of the trade."""

from fractions import Fraction

import pytest

from rexian.analysis.traffic.erlang import (
    WaitingLine,
    agents_needed,
    erlang_b,
    erlang_c,
    load_for_loss,
    rostered,
)
from rexian.analysis.traffic.errors import LoadTooHigh

pytestmark = pytest.mark.pure

EXACT = [
    (1, 0.5, Fraction(1, 3), Fraction(1, 2)),
    (2, 1.0, Fraction(1, 5), Fraction(1, 3)),
    (3, 2.0, Fraction(4, 19), Fraction(4, 9)),
    (5, 3.0, Fraction(81, 736), Fraction(81, 343)),
]


@pytest.mark.parametrize(("servers", "load", "lost", "waiting"), EXACT)
def test_small_cases_are_exact_fractions(servers: int, load: float, lost: Fraction, waiting: Fraction) -> None:
    assert erlang_b(servers, load) == pytest.approx(float(lost), abs=1e-12)
    assert erlang_c(servers, load) == pytest.approx(float(waiting), abs=1e-12)


def test_middle_cases() -> None:
    assert (erlang_b(10, 5), erlang_c(10, 5)) == pytest.approx((0.018385, 0.036105), abs=5e-7)
    assert (erlang_b(20, 15), erlang_c(20, 15)) == pytest.approx((0.045593, 0.160429), abs=5e-7)


@pytest.mark.parametrize(
    ("loss", "load"), [(0.01, 20.337), (0.001, 16.684), (0.005, 19.034), (0.02, 21.932), (0.05, 24.802)]
)
def test_thirty_trunks_carry_what_the_tables_say(loss: float, load: float) -> None:
    assert load_for_loss(30, loss) == pytest.approx(load, abs=5e-4)


def test_a_busy_half_hour_with_55_agents() -> None:
    line = WaitingLine(servers=55, load=360 * 240 / 1800, handling_seconds=240.0)
    assert line.load == 48.0
    assert line.occupancy == pytest.approx(0.8727, abs=5e-5)
    assert line.waiting_share == pytest.approx(0.2387, abs=5e-5)
    assert line.mean_wait_seconds == pytest.approx(8.18, abs=5e-3)
    assert line.service_level(15.0) == pytest.approx(0.8459, abs=5e-5)


def test_fourteen_agents_are_the_fewest_for_80_in_20() -> None:
    load = 100 * 180 / 1800
    assert WaitingLine(13, load, 180.0).service_level(20.0) == pytest.approx(0.7956, abs=5e-5)
    line = WaitingLine(14, load, 180.0)
    found = (line.waiting_share, line.service_level(20.0), line.mean_wait_seconds, line.occupancy)
    assert found == pytest.approx((0.1741, 0.8884, 7.84, 0.7143), abs=5e-3)
    assert found[0] == pytest.approx(0.1741, abs=5e-5)
    assert agents_needed(load, 180.0, service_level=0.8, within_seconds=20.0) == 14
    assert rostered(14, 0.30) == 20


def test_more_load_than_agents_is_refused() -> None:
    with pytest.raises(LoadTooHigh):
        erlang_c(5, 5.0)
