"""Erlang B and C: loss and waiting with exponential handling times (A. K. Erlang, 1917), and staffing by them.

`servers` are agents or lines, `load` is in erlang: calls per second times the mean handling time. Pure; used by the
check of the simulation, later by forecasts and rosters. Callers here wait for ever or not at all; `impatience` has
those who give up.
"""

import math
from dataclasses import dataclass

from rexian.analysis.traffic.errors import LoadTooHigh, NotPositive

PRECISION = 1e-12
MOST_SERVERS = 100_000
"""Where the search for a number of agents ends."""


@dataclass(frozen=True)
class WaitingLine:
    """Agents and callers who all wait: M/M/m. `handling_seconds` is the mean; the load must be below `servers`."""

    servers: int
    load: float
    handling_seconds: float

    @property
    def waiting_share(self) -> float:
        """C: the share of callers who must wait."""
        return erlang_c(self.servers, self.load)

    @property
    def mean_wait_seconds(self) -> float:
        """ASA: the mean wait of all callers."""
        return self.waiting_share * self.handling_seconds / (self.servers - self.load)

    @property
    def occupancy(self) -> float:
        """The share of their time that agents are busy."""
        return self.load / self.servers

    def longer_than(self, seconds: float) -> float:
        """The share of callers who wait longer than this."""
        return self.waiting_share * math.exp(-(self.servers - self.load) * seconds / self.handling_seconds)

    def service_level(self, within_seconds: float) -> float:
        """The share of callers who are answered within this time."""
        return 1.0 - self.longer_than(within_seconds)


def erlang_b(servers: int, load: float) -> float:
    """The share of calls that find all servers busy and are lost."""
    if servers < 0 or load < 0:
        raise NotPositive(servers=servers, load=load)
    lost = 1.0
    for server in range(1, servers + 1):
        lost = load * lost / (server + load * lost)
    return lost


def erlang_c(servers: int, load: float) -> float:
    """The share of calls that must wait. Raises LoadTooHigh where the line would grow without end."""
    if load >= servers:
        raise LoadTooHigh(servers=servers, load=load)
    lost = erlang_b(servers, load)
    return servers * lost / (servers - load * (1.0 - lost))


def load_for_loss(servers: int, loss: float) -> float:
    """How many erlang so many lines carry when this share may be lost."""
    if servers < 1 or not 0.0 < loss < 1.0:
        raise NotPositive(servers=servers, loss=loss)
    low, high = 0.0, servers / (1.0 - loss)
    while high - low > PRECISION * high:
        middle = (low + high) / 2
        low, high = (middle, high) if erlang_b(servers, middle) < loss else (low, middle)
    return (low + high) / 2


def agents_needed(load: float, handling_seconds: float, *, service_level: float, within_seconds: float) -> int:
    """The fewest agents who answer this share of callers within this time."""
    servers = math.floor(load) + 1
    while servers < MOST_SERVERS:
        if WaitingLine(servers, load, handling_seconds).service_level(within_seconds) >= service_level:
            return servers
        servers += 1
    raise LoadTooHigh(servers=servers, load=load)


def rostered(agents: int, shrinkage: float) -> int:
    """How many must be on the roster so that `agents` are at their desks; `shrinkage` = share of time they are not."""
    if not 0.0 <= shrinkage < 1.0:
        raise NotPositive(shrinkage=shrinkage)
    return math.ceil(round(agents / (1.0 - shrinkage), 9))
