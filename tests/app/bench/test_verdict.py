"""When a step is clean, and what is said when it is not."""

from dataclasses import replace

import pytest

from rexian.app.bench.trace import Trace, TracedCall
from rexian.app.bench.verdict import Observed, judge

pytestmark = pytest.mark.pure

HOLD_SECONDS = 4.0


def good_call(number: int, delay: float = 0.01) -> TracedCall:
    at = 1000.0 + number
    return TracedCall(str(number), at, at, at + delay, "bench0001", at + delay + 0.1, at + HOLD_SECONDS)


def lost_call(number: int) -> TracedCall:
    return TracedCall(str(number), 1000.0 + number, answered_at=1000.0 + number)


def observed(calls: list[TracedCall]) -> Observed:
    trace = Trace({call.number: call for call in calls})
    return Observed(len(calls), trace, HOLD_SECONDS, [1.0, 0.995, 0.991], 1.5, "", 0)


def hundred() -> list[TracedCall]:
    return [good_call(number) for number in range(100)]


def test_a_good_step_is_clean() -> None:
    verdict = judge(observed(hundred()))
    assert verdict.clean
    assert (verdict.calls, verdict.succeeded) == (100, 100)
    assert verdict.delay is not None
    assert verdict.delay.p95 == pytest.approx(10.0)


def test_one_call_in_a_hundred_may_fail_and_two_may_not() -> None:
    calls = hundred()
    calls[0] = lost_call(0)
    assert judge(observed(calls)).clean
    calls[1] = lost_call(1)
    assert judge(observed(calls)).reasons == ("98 of 100 calls succeeded",)


def test_a_citizen_who_waited_for_most_of_the_call_did_not_succeed() -> None:
    calls = [good_call(number, delay=3.0 if number < 5 else 0.01) for number in range(100)]
    assert judge(observed(calls)).succeeded == 95


def test_the_slowest_twentieth_does_not_count_and_more_does() -> None:
    assert judge(observed([good_call(number, delay=0.4 if number < 4 else 0.01) for number in range(100)])).clean
    slow = judge(observed([good_call(number, delay=0.4 if number < 6 else 0.01) for number in range(100)]))
    assert slow.reasons == ("p95 from INVITE to INVITE is 400.0 ms",)


def test_calls_that_the_generator_did_not_make_are_told() -> None:
    reasons = judge(replace(observed(hundred()), asked_calls=120)).reasons
    assert reasons == ("the load generator made 100 of 120 calls", "100 of 120 calls succeeded")


def test_recordings_drain_and_packets_each_have_their_reason() -> None:
    good = observed(hundred())
    assert judge(replace(good, recorded=[1.0, 0.9])).reasons == ("recordings have 95.0% of their length",)
    assert judge(replace(good, recorded=[])).reasons == ("no recording to look at",)
    late = judge(replace(good, drained_seconds=None, missing="3 facts"))
    assert late.reasons == ("not drained after 60 s: 3 facts missing",)
    assert judge(replace(good, dropped_packets=2)).reasons == ("2 packets were not read from the wire",)


def test_a_step_without_any_call_is_not_clean() -> None:
    verdict = judge(Observed(10, Trace(), HOLD_SECONDS, [], 0.0, "", 0))
    assert not verdict.clean
    assert verdict.delay is None
    assert "no call reached an agent" in verdict.reasons
