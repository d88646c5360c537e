"""The cases of the check: every pair of agents and load that the trade has values for, with callers who all wait
(Erlang C), who do not wait at all (Erlang B), and who give up (Erlang A, mean patience = mean handling time)."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rexian.analysis.traffic.erlang import WaitingLine, erlang_b, load_for_loss
from rexian.analysis.traffic.impatience import ImpatientLine
from rexian.app.acd.reference import Line


class Measure(StrEnum):
    """What is compared. Shares are of all callers, the mean wait is over all of them."""

    WAITING = "waiting_share"
    ABANDONED = "abandoned_share"
    MEAN_WAIT = "mean_wait_seconds"
    SERVICE_LEVEL = "service_level"
    OCCUPANCY = "occupancy"


@dataclass(frozen=True)
class Case:
    """A line, what the formula says of it, and how many million calls make its narrowest figure sure enough."""

    name: str
    line: Line
    within_seconds: float
    expected: Mapping[Measure, float]
    million_calls: float


PAIRS = (
    (1, 0.5, 180.0, 20.0),
    (2, 1.0, 180.0, 20.0),
    (3, 2.0, 180.0, 20.0),
    (5, 3.0, 180.0, 20.0),
    (10, 5.0, 180.0, 20.0),
    (20, 15.0, 180.0, 20.0),
)
"""Agents, load in erlang, mean handling seconds, service level within seconds."""
HALF_HOURS = (
    (55, 360 * 240 / 1800, 240.0, 15.0),
    (13, 100 * 180 / 1800, 180.0, 20.0),
    (14, 100 * 180 / 1800, 180.0, 20.0),
)
"""The half hours with 360 calls of 240 s and with 100 calls of 180 s."""
TRUNKS = 30
TRUNK_LOSSES = (0.001, 0.005, 0.01, 0.02, 0.05)

WAITING_MILLIONS = (1.6, 2.8, 5.2, 8.0, 33.0, 40.0, 112.0, 25.0, 27.0)
IMPATIENT_MILLIONS = (0.5, 0.9, 1.1, 2.9, 25.0, 17.0, 35.0, 7.2, 11.0)
LOSS_MILLIONS = (0.2, 0.3, 0.5, 1.1, 8.2, 6.2)
TRUNK_MILLIONS = (178.0, 53.0, 30.0, 16.0, 7.0)
"""Measured: these give half-widths just below the limit."""


def all_cases() -> tuple[Case, ...]:
    """In the order they are told of."""
    return (*_waiting(), *_losses(), *_trunks(), *_impatient())


def _waiting() -> Iterator[Case]:
    for (servers, load, handling, within), millions in zip(PAIRS + HALF_HOURS, WAITING_MILLIONS, strict=True):
        theory = WaitingLine(servers, load, handling)
        expected = {
            Measure.WAITING: theory.waiting_share,
            Measure.MEAN_WAIT: theory.mean_wait_seconds,
            Measure.SERVICE_LEVEL: theory.service_level(within),
            Measure.OCCUPANCY: theory.occupancy,
        }
        yield Case(f"C({servers}, {load:g})", Line(servers, load, handling, math.inf), within, expected, millions)


def _impatient() -> Iterator[Case]:
    for (servers, load, handling, within), millions in zip(PAIRS + HALF_HOURS, IMPATIENT_MILLIONS, strict=True):
        theory = ImpatientLine(servers, load, handling, patience_seconds=handling)
        expected = {
            Measure.WAITING: theory.waiting_share,
            Measure.ABANDONED: theory.abandoned_share,
            Measure.MEAN_WAIT: theory.mean_wait_seconds,
            Measure.SERVICE_LEVEL: theory.service_level(within),
            Measure.OCCUPANCY: theory.occupancy,
        }
        yield Case(f"A({servers}, {load:g})", Line(servers, load, handling, handling), within, expected, millions)


def _losses() -> Iterator[Case]:
    for (servers, load, handling, within), millions in zip(PAIRS, LOSS_MILLIONS, strict=True):
        yield _loss(Line(servers, load, handling, 0.0), within, millions)


def _trunks() -> Iterator[Case]:
    for loss, millions in zip(TRUNK_LOSSES, TRUNK_MILLIONS, strict=True):
        yield _loss(Line(TRUNKS, load_for_loss(TRUNKS, loss), 180.0, 0.0), 20.0, millions)


def _loss(line: Line, within: float, millions: float) -> Case:
    lost = erlang_b(line.servers, line.load)
    expected = {Measure.ABANDONED: lost, Measure.OCCUPANCY: line.load * (1.0 - lost) / line.servers}
    return Case(f"B({line.servers}, {line.load:.6g})", line, within, expected, millions)
