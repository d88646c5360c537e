"""What is to be different in a replay: rules, skills and other settings, and who is there when.

Written down as YAML, such as

    rule: highest_skill
    queues: {loans: {skill: loans, wrap_up_seconds: 15}}
    agents:
      "8003": {skills: [{skill: loans, level: 8}]}
      "8004": {absent: true}
      "8099": {like: "8003", shifts: [["09:00", "12:00"], ["13:00", "17:30"]]}
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from rexian.app.acd.documents import with_settings
from rexian.app.acd.errors import PlanInvalid
from rexian.app.acd.plan import Part, Shift, seconds_of
from rexian.app.acd.script import AgentMove, Centre, MoveKind, Script
from rexian.control.contracts.configuration import AgentConfiguration, QueueConfiguration


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
    queues: dict[str, dict[str, Any]] = Field(default_factory=dict)
    agents: dict[str, AgentOtherwise] = Field(default_factory=dict)


def wrap_ups_of(centre: Centre) -> dict[str, float]:
    """Each queue's wrap-up time."""
    return {queue.queue_id: queue.wrap_up_seconds for queue in centre.queues}


def changed_centre_of(centre: Centre, otherwise: Otherwise) -> Centre:
    """The centre as somebody would have it. Raises PlanInvalid."""
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


def changed_script_of(script: Script, before: Centre, after: Centre, otherwise: Otherwise) -> Script:
    """Other shifts, agents who are not there, and wrap-up times that were set anew."""
    old, new = wrap_ups_of(before), wrap_ups_of(after)
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
