"""How large a soak is, what it may do at random, and what has been done on purpose."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class SoakSize:
    """`seconds` is how long new calls begin; those that have begun then go on to their own end."""

    seconds: float
    callers: int
    agents: int
    longest_stay_seconds: float
    kills: int = 3


@dataclass(frozen=True)
class Kill:
    """When control was killed, and when it was back at work."""

    at: datetime
    back: datetime


@dataclass
class Doings:
    """The random choices of a run, and what was done on purpose: it tells a call that was cut from one that was ended.

    Everybody has a random sequence of his own, so that a seed gives everybody the same day as nearly as threads of
    real programs allow.
    """

    seed: int
    hung_up_by_agents: set[str] = field(default_factory=set)
    """Contacts that an agent has ended, by the desk's button or at the telephone."""

    kills: list[Kill] = field(default_factory=list)
    """Of control."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def chance(self, who: str) -> random.Random:
        """The random sequence of one of the soak's people."""
        return random.Random(f"{self.seed} {who}")
