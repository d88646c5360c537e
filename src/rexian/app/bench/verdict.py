"""Decides, purely, whether a step was clean, and why not. The limits are those of the project's requirement."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rexian.app.bench.trace import Trace

SUCCEEDED_SHARE = 0.99
DELAY_P95_SECONDS = 0.250
RECORDED_SHARE = 0.99
DRAIN_SECONDS = 60.0
TALK_SHARE = 0.5
"""A call whose citizen waited for so long that less than this of the call was talk did not succeed."""


@dataclass(frozen=True, slots=True)
class Observed:
    """A step as it was measured. `recorded` holds the share of its length that each sampled recording has."""

    asked_calls: int
    trace: Trace
    hold_seconds: float
    recorded: Sequence[float]
    drained_seconds: float | None
    missing: str
    dropped_packets: int


@dataclass(frozen=True, slots=True)
class Delay:
    """From the citizen's INVITE to the agent's, in milliseconds."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reasons` is empty for a clean step. `recorded_share` is the mean of the sample: one missing file shows."""

    calls: int
    succeeded: int
    delay: Delay | None
    recorded_share: float | None
    reasons: tuple[str, ...]

    @property
    def clean(self) -> bool:
        return not self.reasons


def judge(observed: Observed) -> Verdict:
    """Hold a step against the limits. A call that never reached an agent has no delay: it counts as failed."""
    calls = observed.trace.calls.values()
    succeeded = sum(
        1
        for call in calls
        if call.answered_at is not None and (call.talk_seconds or 0.0) >= TALK_SHARE * observed.hold_seconds
    )
    delay = _delay([call.delay_seconds for call in calls if call.delay_seconds is not None])
    recorded_share = float(np.mean(observed.recorded)) if observed.recorded else None
    return Verdict(
        len(calls), succeeded, delay, recorded_share, tuple(_reasons(observed, succeeded, delay, recorded_share))
    )


def _delay(seconds: Sequence[float]) -> Delay | None:
    if not seconds:
        return None
    p50, p95 = np.quantile(seconds, (0.5, 0.95)) * 1000
    return Delay(round(float(p50), 1), round(float(p95), 1))


def _reasons(observed: Observed, succeeded: int, delay: Delay | None, recorded_share: float | None) -> list[str]:
    reasons = []
    asked = observed.asked_calls
    if len(observed.trace.calls) < SUCCEEDED_SHARE * asked:
        reasons.append(f"the load generator made {len(observed.trace.calls)} of {asked} calls")
    if succeeded < SUCCEEDED_SHARE * asked:
        reasons.append(f"{succeeded} of {asked} calls succeeded")
    if delay is None:
        reasons.append("no call reached an agent")
    elif delay.p95 > DELAY_P95_SECONDS * 1000:
        reasons.append(f"p95 from INVITE to INVITE is {delay.p95} ms")
    if recorded_share is None:
        reasons.append("no recording to look at")
    elif recorded_share < RECORDED_SHARE:
        reasons.append(f"recordings have {recorded_share:.1%} of their length")
    if observed.drained_seconds is None:
        reasons.append(f"not drained after {DRAIN_SECONDS:.0f} s: {observed.missing} missing")
    if observed.dropped_packets:
        reasons.append(f"{observed.dropped_packets} packets were not read from the wire")
    return reasons
