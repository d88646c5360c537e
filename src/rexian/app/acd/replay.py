"""Replays a recorded day through the engine: as it is configured now, and as somebody would have it.

The facts do not hold the configuration of their day; the present one takes its place. The first replay shows how near
that comes to what was recorded, the second what the changes alone would have done, for both have the same callers.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rexian.analysis.routing.contracts import RecordedDay
from rexian.app.acd.errors import NothingRecorded
from rexian.app.acd.measures import DayFigures, day_figures
from rexian.app.acd.recorded_chains import as_callers
from rexian.app.acd.recorded_trace import recorded_trace
from rexian.app.acd.replay_changes import Otherwise, changed_centre_of, changed_script_of, wrap_ups_of
from rexian.app.acd.replay_script import recorded_script
from rexian.app.acd.run import Run
from rexian.app.acd.script import Centre, Script
from rexian.app.acd.trace import Stay, StayOutcome, Trace
from rexian.control.contracts.configuration import CentreConfiguration

Told = Callable[[str, float], None]
"""Which replay runs, and how much of it is done, from 0 to 1."""


@dataclass(frozen=True)
class Differences:
    """What the changes did to the same callers, the first replay against the second."""

    other_agent: int
    waited_less: int
    waited_more: int
    saved_seconds: float
    answered_only_now: int
    answered_no_more: int


@dataclass(frozen=True)
class Replay:
    """The day as recorded, as replayed, and as changed (None without changes)."""

    recorded: DayFigures
    replayed: DayFigures
    changed: DayFigures | None
    differences: Differences | None

    def as_json(self) -> dict[str, Any]:
        """All figures."""
        return asdict(self)


def span_of(day: date, time_zone: str) -> tuple[datetime, datetime]:
    """From midnight to midnight."""
    zone = ZoneInfo(time_zone)
    return datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)


def replay(
    day: RecordedDay,
    configuration: CentreConfiguration,
    otherwise: Otherwise | None,
    within_seconds: float,
    tell: Told = lambda name, share: None,
) -> Replay:
    """Run it. Raises NothingRecorded for a day without callers, PlanInvalid for changes that cannot be made."""
    centre = _centre(configuration, day)
    served = {queue.queue_id for queue in centre.queues}
    day = replace(day, stays=as_callers(stay for stay in day.stays if stay.queue_id in served))
    if not day.stays:
        raise NothingRecorded("No contact entered a queue that is known today on that day.")
    changed_centre = changed_centre_of(centre, otherwise) if otherwise else None
    script = recorded_script(day, wrap_ups_of(centre), {agent.agent_id for agent in centre.agents})
    as_it_is = _run(script, centre, "as it is", tell)
    changed = None
    if otherwise is not None and changed_centre is not None:
        changed = _run(changed_script_of(script, centre, changed_centre, otherwise), changed_centre, "changed", tell)
    return Replay(
        day_figures([recorded_trace(day)], within_seconds),
        day_figures([as_it_is], within_seconds),
        day_figures([changed], within_seconds) if changed else None,
        _differences(as_it_is.stays, changed.stays) if changed else None,
    )


def _run(script: Script, centre: Centre, name: str, tell: Told) -> Trace:
    calls = max(len(script.callers), 1)
    return Run(script, centre).result(lambda done: tell(name, done / calls))


def _centre(configuration: CentreConfiguration, day: RecordedDay) -> Centre:
    """The present configuration, without the agents' secrets."""
    agents = [replace(agent, sip_secret="") for agent in configuration.agents]
    return Centre(agents, configuration.queues, str(day.since.tzinfo))


def _differences(before: Sequence[Stay], after: Sequence[Stay]) -> Differences:
    later = {stay.caller_id: stay for stay in after}
    pairs = [(stay, later[stay.caller_id]) for stay in before]
    both = [(old, new) for old, new in pairs if old.outcome is new.outcome is StayOutcome.ANSWERED]
    saved = [old.wait_seconds - new.wait_seconds for old, new in both]
    return Differences(
        other_agent=sum(old.agent_id != new.agent_id for old, new in both),
        waited_less=sum(seconds > 0.5 for seconds in saved),
        waited_more=sum(seconds < -0.5 for seconds in saved),
        saved_seconds=sum(saved),
        answered_only_now=sum(
            new.outcome is StayOutcome.ANSWERED and old.outcome is not StayOutcome.ANSWERED for old, new in pairs
        ),
        answered_no_more=sum(
            old.outcome is StayOutcome.ANSWERED and new.outcome is not StayOutcome.ANSWERED for old, new in pairs
        ),
    )
