"""The figures of a run, as docs/operators.md defines them: how well callers were served, how fairly, and how evenly
the work was spread over the agents. Pure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

from rexian.app.acd.trace import AgentTime, Stay, StayOutcome, Trace

SHORT_ABANDON_SECONDS = 5.0
"""Who gives up before this is counted apart, too."""


@dataclass(frozen=True)
class ForecastError:
    """How far the engine's expected wait, told at the beginning, was from the real one; of answered callers.

    `bias_seconds` above 0: it promised longer waits than there were.
    """

    callers: int
    mean_wait_seconds: float
    bias_seconds: float
    mean_error_seconds: float


@dataclass(frozen=True)
class Service:
    """How callers were served. Shares are None where nobody is counted in them.

    O = A + AB + OV holds (`offered`, `answered`, `abandoned`, `overflowed`; those still waiting at the end count as
    abandoned). `overtaken_share`: of those who were not offered an agent at once, those who saw one who came later
    to the same queue served before.
    """

    offered: int
    answered: int
    abandoned: int
    short_abandoned: int
    overflowed: int
    service_level: float | None
    answer_rate: float | None
    mean_answer_seconds: float | None
    p95_wait_seconds: float
    longest_wait_seconds: float
    overtaken_share: float | None
    forecast: ForecastError | None


@dataclass(frozen=True)
class Load:
    """How the work lay on the agents who were there. `spread` = standard deviation of their occupancies by the mean."""

    agents: int
    occupancy: float | None
    lowest_occupancy: float
    highest_occupancy: float
    spread: float | None
    fewest_answered: int
    most_answered: int


@dataclass(frozen=True)
class DayFigures:
    """A run in figures: all callers, each queue, the agents."""

    all: Service
    queues: dict[str, Service]
    load: Load


def day_figures(traces: Sequence[Trace], within_seconds: float) -> DayFigures:
    """Count everything of some days together."""
    stays = [stay for trace in traces for stay in trace.stays]
    queue_ids = sorted({stay.queue_id for stay in stays})
    for trace in traces:
        for queue_id in queue_ids:
            mark_overtaken(_of(trace.stays, queue_id))
    return DayFigures(
        all=service(stays, within_seconds),
        queues={queue_id: service(_of(stays, queue_id), within_seconds) for queue_id in queue_ids},
        load=load(agent for trace in traces for agent in trace.agents.values()),
    )


def service(stays: Sequence[Stay], within_seconds: float) -> Service:
    """The figures of some callers."""
    answered = [stay for stay in stays if stay.outcome is StayOutcome.ANSWERED]
    overflowed = sum(stay.outcome is StayOutcome.OVERFLOWED for stay in stays)
    gone = [stay for stay in stays if stay.outcome in (StayOutcome.ABANDONED, StayOutcome.WAITING)]
    waits = sorted(stay.wait_seconds for stay in stays)
    stood = [stay for stay in stays if stay.stood]
    return Service(
        offered=len(stays),
        answered=len(answered),
        abandoned=len(gone),
        short_abandoned=sum(stay.wait_seconds < SHORT_ABANDON_SECONDS for stay in gone),
        overflowed=overflowed,
        service_level=_share(sum(s.wait_seconds <= within_seconds for s in answered), len(answered) + len(gone)),
        answer_rate=_share(len(answered), len(stays)),
        mean_answer_seconds=fmean(stay.wait_seconds for stay in answered) if answered else None,
        p95_wait_seconds=waits[math.ceil(0.95 * len(waits)) - 1] if waits else 0.0,
        longest_wait_seconds=waits[-1] if waits else 0.0,
        overtaken_share=_share(sum(stay.overtaken for stay in stood), len(stood)),
        forecast=forecast_error(answered),
    )


def forecast_error(answered: Iterable[Stay]) -> ForecastError | None:
    """None when nobody was told of a wait."""
    told = [(stay.expected_seconds, stay.wait_seconds) for stay in answered if stay.expected_seconds is not None]
    if not told:
        return None
    errors = [expected - wait for expected, wait in told]
    return ForecastError(len(told), fmean(wait for _, wait in told), fmean(errors), fmean(map(abs, errors)))


def load(agents: Iterable[AgentTime]) -> Load:
    """The figures of those who were there at all."""
    present = [agent for agent in agents if agent.busy_seconds + agent.available_seconds > 0.0]
    shares = [agent.busy_seconds / (agent.busy_seconds + agent.available_seconds) for agent in present]
    counts = [agent.answered for agent in present]
    mean = fmean(shares) if shares else 0.0
    busy = sum(agent.busy_seconds for agent in present)
    return Load(
        agents=len(present),
        occupancy=busy / (busy + sum(agent.available_seconds for agent in present)) if present else None,
        lowest_occupancy=min(shares, default=0.0),
        highest_occupancy=max(shares, default=0.0),
        spread=pstdev(shares) / mean if mean else None,
        fewest_answered=min(counts, default=0),
        most_answered=max(counts, default=0),
    )


def _of(stays: Iterable[Stay], queue_id: str) -> list[Stay]:
    return [stay for stay in stays if stay.queue_id == queue_id]


def mark_overtaken(stays: Sequence[Stay]) -> None:
    """Mark those of one queue who still waited when one who came later was offered the agent who then answered."""
    earliest = math.inf
    for stay in sorted(stays, key=lambda stay: stay.arrived_at, reverse=True):
        served_at = stay.offered_at if stay.outcome is StayOutcome.ANSWERED else None
        stay.overtaken = earliest < (stay.ended_at if served_at is None else served_at)
        if served_at is not None:
            earliest = min(earliest, served_at)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
