"""The engine as a plain line: one queue, equal agents, phones answered at once, on callers drawn beforehand.

A quarter of each handling time is wrap-up, so that the engine's own clock takes part.
"""

from datetime import UTC, datetime

import numpy as np

from rexian.app.acd.reference import Calls, Figures, Line
from rexian.app.acd.run import Run
from rexian.app.acd.script import AgentMove, Caller, Centre, MoveKind, Script
from rexian.app.acd.trace import Stay, StayOutcome
from rexian.control.contracts.configuration import AgentConfiguration, QueueConfiguration

START = datetime(2026, 3, 2, tzinfo=UTC)
WRAP_UP_SHARE = 0.25
QUEUE = "line"
LEASE_SECONDS = 20.0
ROUNDING_SECONDS = 2e-6
"""The engine counts in microseconds: a wait below this is rounding."""


class EngineLines:
    """Runs one line after the other."""

    def __init__(self, line: Line) -> None:
        agents = [plain_agent(f"agent-{number}", QUEUE) for number in range(line.servers)]
        queue = QueueConfiguration(QUEUE, "centre", QUEUE, LEASE_SECONDS, 0.0, "", 0.0)
        self._centre = Centre(agents, [queue], "UTC")
        self._moves = [
            AgentMove(0.0, agent.agent_id, kind) for agent in agents for kind in (MoveKind.SIGN_IN, MoveKind.READY)
        ]

    def serve(self, calls: Calls) -> tuple[Figures, Figures]:
        """How long each caller waited, and whether it was served (1.0) or gave up (0.0)."""
        waits, served = np.empty_like(calls.gaps), np.empty_like(calls.gaps)
        for number in range(calls.gaps.shape[1]):
            stays = self._stays(calls, number)
            waits[:, number] = [_wait(stay) for stay in stays]
            served[:, number] = [stay.outcome is StayOutcome.ANSWERED for stay in stays]
        return waits, served

    def _stays(self, calls: Calls, number: int) -> list[Stay]:
        columns = (np.cumsum(calls.gaps[:, number]), calls.handling[:, number], calls.patience[:, number])
        callers = [
            Caller(f"caller-{row}", QUEUE, at, patience, handling * (1.0 - WRAP_UP_SHARE), handling * WRAP_UP_SHARE)
            for row, (at, handling, patience) in enumerate(zip(*(column.tolist() for column in columns), strict=True))
        ]
        return Run(Script(START, callers, self._moves), self._centre).result().stays


def plain_agent(agent_id: str, *queue_ids: str) -> AgentConfiguration:
    """An agent of whom the engine needs to know no more."""
    return AgentConfiguration(agent_id, "centre", agent_id, agent_id, agent_id, "", "sip", queue_ids)


def _wait(stay: Stay) -> float:
    return stay.wait_seconds if stay.wait_seconds > ROUNDING_SECONDS else 0.0
