"""The watch over seats: warned, signed out, reminded; never at work, and never for a page that was never there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rexian.control.acd.watch import Finding, SeatWatch, WatchLimits
from rexian.control.contracts.desk import TroubleCause, TroubleStage
from rexian.kit.errors import RexianError

pytestmark = pytest.mark.pure

LIMITS = WatchLimits(120.0, 180.0, 900.0, 300.0, 60.0)


class Watched:
    """The engine's floor under watch: looks every five seconds."""

    def __init__(self, floor: Any, limits: WatchLimits = LIMITS) -> None:
        self.floor, self.watch = floor, SeatWatch(limits)
        self.told: list[tuple[str, str]] = []

    @property
    def now(self) -> datetime:
        now: datetime = self.floor.now
        return now

    def look(self) -> list[Finding]:
        findings = self.watch.look(list(self.floor.engine.agents), self.now)
        for finding in findings:
            self.told.append((finding.agent_id, str(finding.trouble.stage) if finding.trouble else "over"))
            if finding.signs_out:
                assert finding.trouble is not None
                self.floor.engine.sign_out(finding.agent_id, self.now, "system", reason=str(finding.trouble.cause))
        return findings

    def pass_time(self, seconds: int, *, page: str = "") -> None:
        """`page`: this agent's page lives all the while."""
        for _ in range(0, seconds, 5):
            self.floor.pass_time(5)
            if page:
                self.watch.seen(self.floor.engine.agent(page), self.now)
            self.look()


def test_a_seat_without_a_phone_is_warned_signed_out_and_reminded(floor: Any) -> None:
    watched = Watched(floor)
    floor.engine.sign_in("ann", floor.now)
    watched.look()
    watched.pass_time(115, page="ann")
    assert watched.told == []
    watched.pass_time(10, page="ann")
    trouble = watched.watch.trouble("ann")
    assert trouble is not None
    assert (trouble.stage, trouble.cause) == (TroubleStage.WARNED, TroubleCause.NO_PHONE)
    assert trouble.sign_out_at == trouble.since + timedelta(seconds=60)
    watched.pass_time(65, page="ann")
    agent = floor.engine.agent("ann")
    assert (agent.state, agent.changed_by, agent.reason) == ("signed_out", "system", "no_phone")
    watched.pass_time(30, page="ann")
    assert watched.told == [("ann", "warned"), ("ann", "signed_out")]
    floor.engine.phone("ann", True, floor.now)
    watched.pass_time(5)
    assert watched.told[-1] == ("ann", "back")
    floor.engine.sign_in("ann", floor.now)
    watched.pass_time(5)
    assert watched.told[-1] == ("ann", "over")


def test_who_comes_back_in_time_is_let_be(floor: Any) -> None:
    watched = Watched(floor)
    floor.engine.sign_in("ann", floor.now)
    watched.pass_time(150)
    floor.engine.phone("ann", True, floor.now)
    watched.pass_time(300)
    assert watched.told == [("ann", "warned"), ("ann", "over")]
    assert floor.state("ann") == "not_ready"


@pytest.mark.parametrize(("state", "silent_seconds"), [("ready", 180), ("not_ready", 900), ("wrap_up", 300)])
def test_a_silent_page_is_given_as_long_as_the_state_allows(floor: Any, state: str, silent_seconds: int) -> None:
    watched = Watched(floor)
    floor.ready("ann")
    match state:
        case "not_ready":
            floor.engine.not_ready("ann", "meal", floor.now)
        case "wrap_up":
            floor.engine.call_agent("ann", "c-1", floor.now)
            floor.engine.call_answered("ann", "c-1", None, floor.now, counts=True)
            floor.engine.talk_ended("ann", "c-1", floor.now, 3600.0)
    watched.watch.seen(floor.engine.agent("ann"), floor.now)
    watched.pass_time(silent_seconds - 10)
    assert watched.told == []
    watched.pass_time(15)
    assert watched.told == [("ann", "warned")]
    watched.pass_time(70)
    assert floor.state("ann") == "signed_out"
    assert floor.engine.agent("ann").reason == "page_silent"
    assert watched.watch.seen(floor.engine.agent("ann"), floor.now)
    trouble = watched.watch.trouble("ann")
    assert trouble is not None
    assert trouble.stage is TroubleStage.BACK


def test_a_sign_of_life_takes_the_warning_back_at_once(floor: Any) -> None:
    watched = Watched(floor)
    floor.ready("ann")
    watched.watch.seen(floor.engine.agent("ann"), floor.now)
    watched.pass_time(200)
    assert watched.told == [("ann", "warned")]
    assert watched.watch.seen(floor.engine.agent("ann"), floor.now)
    assert watched.watch.trouble("ann") is None
    assert not watched.watch.seen(floor.engine.agent("ann"), floor.now)


def test_a_seat_that_never_had_a_page_is_watched_by_its_phone_alone(floor: Any) -> None:
    watched = Watched(floor)
    floor.ready("ann")
    watched.pass_time(3600)
    assert watched.told == []


def test_nobody_is_signed_out_of_a_talk(floor: Any) -> None:
    watched = Watched(floor)
    floor.ready("ann")
    watched.watch.seen(floor.engine.agent("ann"), floor.now)
    floor.engine.call_agent("ann", "c-1", floor.now)
    floor.engine.call_answered("ann", "c-1", None, floor.now, counts=True)
    floor.engine.phone("ann", False, floor.now)
    watched.pass_time(3600)
    assert watched.told == []
    assert floor.state("ann") == "talking"


def test_who_leaves_by_oneself_is_not_reminded(floor: Any) -> None:
    watched = Watched(floor)
    floor.engine.sign_in("ann", floor.now)
    watched.pass_time(150)
    floor.engine.sign_out("ann", floor.now)
    watched.pass_time(5)
    assert watched.told == [("ann", "warned"), ("ann", "over")]


def test_a_limit_of_zero_is_none(floor: Any) -> None:
    watched = Watched(floor, replace(LIMITS, no_phone_seconds=0.0, silent_not_ready_seconds=0.0))
    floor.engine.sign_in("ann", floor.now)
    watched.watch.seen(floor.engine.agent("ann"), floor.now)
    watched.pass_time(3600)
    assert watched.told == []


MOVES = (
    "sign_in",
    "ready",
    "break",
    "phone",
    "phone_gone",
    "page",
    "call",
    "answered",
    "talk_ended",
    "sign_out",
    "time",
)


def move(watched: Watched, name: str, number: int) -> None:
    """Anything that may befall a seat, in any order."""
    engine, now = watched.floor.engine, watched.now
    actions: dict[str, Callable[[], object]] = {
        "sign_in": lambda: engine.sign_in("ann", now),
        "ready": lambda: engine.ready("ann", now),
        "break": lambda: engine.not_ready("ann", "break", now),
        "phone": lambda: engine.phone("ann", True, now),
        "phone_gone": lambda: engine.phone("ann", False, now),
        "page": lambda: watched.watch.seen(engine.agent("ann"), now),
        "call": lambda: engine.call_agent("ann", "c-1", now),
        "answered": lambda: engine.call_answered("ann", "c-1", None, now, counts=True),
        "talk_ended": lambda: engine.talk_ended("ann", "c-1", now, 30.0),
        "sign_out": lambda: engine.sign_out("ann", now),
        "time": lambda: watched.floor.pass_time((5, 70, 200, 1000)[number % 4]),
    }
    try:
        actions[name]()
    except RexianError:
        return


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 9)), max_size=60))
def test_nobody_is_signed_out_unwarned_or_at_work(floor: Any, moves: list[tuple[str, int]]) -> None:
    watched = Watched(type(floor)())
    warned_at: datetime | None = None
    for name, number in moves:
        move(watched, name, number)
        state = watched.floor.state("ann")
        for finding in watched.look():
            if finding.signs_out:
                assert state in ("ready", "not_ready", "wrap_up")
                assert warned_at is not None
                assert watched.now - warned_at >= timedelta(seconds=LIMITS.warning_seconds)
                assert watched.floor.state("ann") == "signed_out"
            is_warning = finding.trouble is not None and finding.trouble.stage is TroubleStage.WARNED
            warned_at = watched.now if is_warning else None
