"""Replays a recorded day through the engine: as it is configured now, and as somebody would have it.

The facts do not hold the configuration of their day; the present one takes its place. The first replay shows how near
that comes to what was recorded, the second what the changes alone would have done, for both have the same callers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from rexian.analysis.routing.contracts import RecordedDay
from rexian.app.acd.documents import with_settings
from rexian.app.acd.errors import NothingRecorded, PlanInvalid
from rexian.app.acd.measures import DayFigures, day_figures
from rexian.app.acd.plan import Part, Shift, seconds_of
from rexian.app.acd.recorded_trace import recorded_trace
from rexian.app.acd.replay_script import recorded_script
from rexian.app.acd.run import Run
from rexian.app.acd.script import AgentMove, Centre, MoveKind, Script
from rexian.app.acd.trace import Stay, StayOutcome, Trace
from rexian.control.contracts.configuration import AgentConfiguration, CentreConfiguration, QueueConfiguration

Told = Callable[[str, float], None]
"""Which replay runs, and how much of it is done, from 0 to 1."""


class AgentOtherwise(BaseModel):
    """What is to be different for an agent: fields of the engine's configuration, and when the agent is there.

    `like` makes one more agent, in all else as that one; `shifts` replace what was recorded.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    absent: bool = False
    like: str | None = None
    shifts: tuple[Shift, ...] | None = None


class Otherwise(Part):
    """What is to be different: queues by id or name, agents by id or staff number; `rule` is for all queues."""

    rule: str | None = None
    queues: dict[str, dict[str, Any]] = {}
    agents: dict[str, AgentOtherwise] = {}


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
    day = replace(day, stays=tuple(stay for stay in day.stays if stay.queue_id in served))
    if not day.stays:
        raise NothingRecorded("No contact entered a queue that is known today on that day.")
    changed_centre = _changed_centre(centre, otherwise) if otherwise else None
    script = recorded_script(day, _wrap_ups(centre), {agent.agent_id for agent in centre.agents})
    as_it_is = _run(script, centre, "as it is", tell)
    changed = None
    if otherwise is not None and changed_centre is not None:
        changed = _run(_changed_script(script, centre, changed_centre, otherwise), changed_centre, "changed", tell)
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


def _wrap_ups(centre: Centre) -> dict[str, float]:
    return {queue.queue_id: queue.wrap_up_seconds for queue in centre.queues}


def _changed_centre(centre: Centre, otherwise: Otherwise) -> Centre:
    names = {queue.name: queue.queue_id for queue in centre.queues}
    queues = {queue.queue_id: queue for queue in centre.queues}
    if otherwise.rule is not None:
        queues = {
            queue_id: _with(QueueConfiguration, queue, {"rule": otherwise.rule}, "rule")
            for queue_id, queue in queues.items()
        }
    for key, settings in otherwise.queues.items():
        queue_id = key if key in queues else names.get(key)
        if queue_id is None:
            raise PlanInvalid(f"queues.{key}: there is no such queue.")
        queues[queue_id] = _with(QueueConfiguration, queues[queue_id], settings, f"queues.{key}")
    return replace(centre, queues=list(queues.values()), agents=_changed_agents(centre, otherwise))


def _changed_agents(centre: Centre, otherwise: Otherwise) -> list[AgentConfiguration]:
    agents = {agent.agent_id: agent for agent in centre.agents}
    for key, change in otherwise.agents.items():
        name = f"agents.{key}"
        if change.like is not None:
            model = _agent(centre, change.like, name)
            if change.shifts is None:
                raise PlanInvalid(f"{name}: one more agent needs shifts.")
            agents[key] = replace(model, agent_id=key, staff_number=key)
        agent = agents.get(key) or _agent(centre, key, name)
        agents[agent.agent_id] = _with(AgentConfiguration, agent, change.model_extra or {}, name)
        if change.absent:
            del agents[agent.agent_id]
    return list(agents.values())


def _agent(centre: Centre, key: str, name: str) -> AgentConfiguration:
    for agent in centre.agents:
        if key in (agent.agent_id, agent.staff_number):
            return agent
    raise PlanInvalid(f"{name}: there is no such agent.")


def _with(type_: type[Any], known: Any, settings: Mapping[str, Any], name: str) -> Any:
    return with_settings(type_, {**vars(known), **settings}, name)


def _changed_script(script: Script, before: Centre, after: Centre, otherwise: Otherwise) -> Script:
    """Other shifts, agents who are not there, and wrap-up times that were set anew."""
    old, new = _wrap_ups(before), _wrap_ups(after)
    reset = {queue_id: seconds for queue_id, seconds in new.items() if seconds != old.get(queue_id)}
    present = {agent.agent_id: agent for agent in after.agents}
    staff = {agent.staff_number: agent.agent_id for agent in after.agents}
    shifts = {staff.get(key, key): change.shifts for key, change in otherwise.agents.items() if change.shifts}
    moves = [move for move in script.moves if move.agent_id in present and move.agent_id not in shifts]
    for agent_id, times in shifts.items():
        moves += [move for begin, end in times if agent_id in present for move in _shift(agent_id, begin, end)]
    return replace(
        script,
        callers=[replace(c, wrap_up_seconds=reset.get(c.queue_id, c.wrap_up_seconds)) for c in script.callers],
        moves=sorted(moves, key=lambda move: move.at),
    )


def _shift(agent_id: str, begin: time, end: time) -> list[AgentMove]:
    return [
        AgentMove(seconds_of(begin), agent_id, MoveKind.SIGN_IN),
        AgentMove(seconds_of(begin), agent_id, MoveKind.READY),
        AgentMove(seconds_of(end), agent_id, MoveKind.SIGN_OUT),
    ]


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
