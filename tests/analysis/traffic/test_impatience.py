"""Erlang A against the balance equations of the same chain, and against its limit, callers who all wait."""

import math

import pytest

from rexian.analysis.traffic.erlang import WaitingLine
from rexian.analysis.traffic.impatience import ImpatientLine

pytestmark = pytest.mark.pure

LINES = [
    ImpatientLine(1, 0.5, 180.0, 90.0),
    ImpatientLine(5, 3.0, 180.0, 180.0),
    ImpatientLine(14, 10.0, 180.0, 120.0),
    ImpatientLine(55, 48.0, 240.0, 240.0),
    ImpatientLine(10, 14.0, 200.0, 60.0),
]


def stationary(line: ImpatientLine) -> list[float]:
    """The shares of time with 0, 1, 2 … callers in the system, from the balance of neighbouring states."""
    arrive, serve, give_up = line.load / line.handling_seconds, 1 / line.handling_seconds, 1 / line.patience_seconds
    weights = [0.0]
    for inside in range(1, 2000):
        leave = min(inside, line.servers) * serve + max(inside - line.servers, 0) * give_up
        weights.append(weights[-1] + math.log(arrive / leave))
    peak = max(weights)
    shares = [math.exp(weight - peak) for weight in weights]
    return [share / sum(shares) for share in shares]


@pytest.mark.parametrize("line", LINES, ids=str)
def test_shares_are_those_of_the_balance_equations(line: ImpatientLine) -> None:
    shares = stationary(line)
    standing = sum((inside - line.servers) * share for inside, share in enumerate(shares) if inside > line.servers)
    abandoned = standing / line.patience_seconds / (line.load / line.handling_seconds)
    assert line.waiting_share == pytest.approx(sum(shares[line.servers :]), rel=1e-6)
    assert line.abandoned_share == pytest.approx(abandoned, rel=1e-6)
    assert line.mean_wait_seconds == pytest.approx(abandoned * line.patience_seconds, rel=1e-6)
    assert line.occupancy == pytest.approx(
        sum(min(inside, line.servers) * share for inside, share in enumerate(shares)) / line.servers, rel=1e-6
    )


@pytest.mark.parametrize("line", LINES, ids=str)
def test_the_mean_wait_is_that_of_answered_and_abandoned_together(line: ImpatientLine) -> None:
    """E[W] = ∫ P(W > t) dt, and the answered part of it grows into all answered."""
    assert line.service_level(1e6) == pytest.approx(1.0 - line.abandoned_share, rel=1e-9)
    answered, asa = 1.0 - line.abandoned_share, line.mean_answered_wait_seconds
    step = asa / line.waiting_share / 8
    area = sum((answered - line.service_level((k + 0.5) * step)) * step for k in range(120))
    assert area / answered == pytest.approx(asa, rel=2e-3)


def test_callers_with_endless_patience_are_erlang_c() -> None:
    patient, endless = ImpatientLine(14, 10.0, 180.0, 1e9), WaitingLine(14, 10.0, 180.0)
    assert patient.waiting_share == pytest.approx(endless.waiting_share, rel=1e-6)
    assert patient.mean_answered_wait_seconds == pytest.approx(endless.mean_wait_seconds, rel=1e-6)
    assert patient.service_level(20.0) == pytest.approx(endless.service_level(20.0), rel=1e-6)
