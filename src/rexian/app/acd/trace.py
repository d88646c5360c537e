"""What a run of a script has brought about: one stay for each caller, the times of each agent."""

from dataclasses import dataclass, field
from enum import StrEnum

from rexian.control.contracts.desk import AgentState

AT_ONCE_SECONDS = 0.1
"""An offer within this time after the entry counts as made at once: recorded ones take some milliseconds."""


class StayOutcome(StrEnum):
    """How a caller's wait ended. `overflowed`: sent out of the queues, to a menu or a number. `waiting`: not at all."""

    WAITING = "waiting"
    ANSWERED = "answered"
    ABANDONED = "abandoned"
    OVERFLOWED = "overflowed"


@dataclass(slots=True)
class Stay:
    """A caller's wait; times are seconds since the start of the day. `queue_id` is where it began.

    `expected_seconds` is what the engine told of the wait at its beginning (None = it could not, or did not have to).
    `offered_at` is when the last offer was made. `overtaken`: one who came later to the same queue was served before.
    """

    caller_id: str
    queue_id: str
    arrived_at: float
    outcome: StayOutcome = StayOutcome.WAITING
    ended_at: float = 0.0
    offered_at: float | None = None
    agent_id: str | None = None
    talk_seconds: float = 0.0
    expected_seconds: float | None = None
    overtaken: bool = False

    @property
    def wait_seconds(self) -> float:
        """From entry to answer, ringing included, or to the end of the wait without one."""
        return self.ended_at - self.arrived_at

    @property
    def stood(self) -> bool:
        """Whether no agent was offered at once."""
        return self.offered_at is None or self.offered_at > self.arrived_at + AT_ONCE_SECONDS


@dataclass(slots=True)
class AgentTime:
    """How an agent spent the day, in seconds for each state, and the contacts answered."""

    seconds: dict[AgentState, float] = field(default_factory=dict)
    answered: int = 0

    @property
    def busy_seconds(self) -> float:
        """Talking and wrap-up."""
        return self.seconds.get(AgentState.TALKING, 0.0) + self.seconds.get(AgentState.WRAP_UP, 0.0)

    @property
    def available_seconds(self) -> float:
        """Ready, or with an offer that is not answered yet."""
        states = (AgentState.READY, AgentState.RESERVED, AgentState.RINGING)
        return sum(self.seconds.get(state, 0.0) for state in states)


@dataclass
class Trace:
    """All of it. `offers` counts them, missed ones too; `ended_at` is when nothing was left to do."""

    stays: list[Stay] = field(default_factory=list)
    agents: dict[str, AgentTime] = field(default_factory=dict)
    offers: int = 0
    ended_at: float = 0.0
