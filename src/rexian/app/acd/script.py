"""What a simulated day is made of: who calls when and how patient, which agents are there when.

A script is fixed before the run; made-up days and recorded ones both become one. Times are seconds since `start`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from rexian.control.contracts.configuration import AgentConfiguration, QueueConfiguration


@dataclass(frozen=True, slots=True)
class Caller:
    """One who wants an agent. `patience_seconds` may be infinite, or 0: then it is answered at once or lost.

    `talk_seconds` is for an agent of pace 1; `ring_seconds` is how long the phone of whoever answers rings.
    """

    caller_id: str
    queue_id: str
    arrives_at: float
    patience_seconds: float
    talk_seconds: float
    wrap_up_seconds: float
    ring_seconds: float = 0.0
    priority: int = 0
    named_agent_id: str | None = None
    usual_agent_id: str | None = None


class MoveKind(StrEnum):
    """What agents do by themselves."""

    SIGN_IN = "sign_in"
    READY = "ready"
    NOT_READY = "not_ready"
    SIGN_OUT = "sign_out"


@dataclass(frozen=True, slots=True)
class AgentMove:
    """One of them, at a time. Whoever is at work then does it when the work has ended."""

    at: float
    agent_id: str
    kind: MoveKind
    reason: str = "break"


@dataclass(frozen=True)
class Centre:
    """Who may serve what: the engine's configuration, its zone's name, and how long each agent talks for a queue
    (by agent and queue id; 1 = as planned)."""

    agents: Sequence[AgentConfiguration]
    queues: Sequence[QueueConfiguration]
    time_zone: str = "Asia/Shanghai"
    paces: Mapping[tuple[str, str], float] = field(default_factory=dict)


@dataclass(frozen=True)
class Script:
    """A day. `callers` and `moves` are in the order of their times.

    `missed_share` of the offers are not taken; such an agent goes ready again after `back_after_seconds`.
    """

    start: datetime
    callers: Sequence[Caller]
    moves: Sequence[AgentMove]
    missed_share: float = 0.0
    back_after_seconds: float = 60.0
