"""One queue as the engine serves it: its idle agents in the order of its rule, its waiting contacts in theirs."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from rexian.control.acd.forecast import HandOuts
from rexian.control.acd.model import PlaceKey
from rexian.control.acd.ordered import OrderedKeys
from rexian.control.acd.rules import EXPLAINERS, KEY_MAKERS, IdleKey
from rexian.control.acd.stages import stages_of
from rexian.control.contracts.configuration import AssignmentRule, QueueConfiguration

SHORTEST_LEASE_SECONDS = 1.0

Key = TypeVar("Key", bound=tuple[Any, ...])


class ServedQueue:
    """`idle` has an order for each tier of agents, `lines` one for each stage of waiting; see `stages`.

    `inside` holds everyone by the time their wait began, offered and held ones too; `held` those who wait for a certain
    agent (`waits_for_one`: the rule lets them) and the `absent` ones, whose places are kept. `day` is the one whose
    figures the idle keys were made of.
    """

    __slots__ = (
        "absent", "configuration", "day", "explain", "hand_outs", "held", "idle", "inside", "is_open", "lease",
        "lines", "make_key", "members", "queue_id", "staffed", "stages", "standing", "waits_for_one",
    )  # fmt: skip

    def __init__(self, configuration: QueueConfiguration, day: datetime) -> None:
        self.queue_id = configuration.queue_id
        self.day = day
        self.is_open = True
        self.staffed = 0
        self.standing = 0
        self.absent = 0
        self.held: OrderedKeys[PlaceKey] = OrderedKeys()
        self.inside: OrderedKeys[PlaceKey] = OrderedKeys()
        self.hand_outs = HandOuts()
        self.members: dict[str, Membership] = {}
        self.configure(configuration)

    def configure(self, configuration: QueueConfiguration) -> None:
        """Take the configuration. The caller has emptied lines and idle orders and fills them again."""
        self.configuration = configuration
        self.make_key = KEY_MAKERS[configuration.rule]
        self.explain = EXPLAINERS[configuration.rule]
        self.waits_for_one = configuration.rule in (AssignmentRule.NAMED_AGENT, AssignmentRule.USUAL_AGENT)
        self.lease = timedelta(seconds=max(configuration.offer_seconds, SHORTEST_LEASE_SECONDS))
        self.stages = stages_of(configuration)
        self.idle: list[OrderedKeys[IdleKey]] = [OrderedKeys() for _ in self.stages]
        self.lines: list[OrderedKeys[PlaceKey]] = [OrderedKeys() for _ in self.stages]

    def idle_count(self, stage: int) -> int:
        """How many idle agents may serve at this stage."""
        if stage == 0:
            return len(self.idle[0])
        return sum(len(self.idle[tier]) for tier in range(stage + 1))

    def front_idle(self, stage: int, count: int) -> list[IdleKey]:
        """The first of those agents by the queue's rule, in order."""
        if stage == 0:
            return self.idle[0].front(count)
        return sorted(key for tier in range(stage + 1) for key in self.idle[tier].front(count))[:count]

    def first_in_line(self, tier: int) -> PlaceKey | None:
        """Whom an agent of this tier would serve first."""
        lines = self.lines
        if len(lines) == 1:
            return lines[0].first()
        return min(present(lines[stage].first() for stage in range(tier, len(lines))), default=None)

    def place(self, key: PlaceKey) -> int:
        """1 + how many stand before this place."""
        return 1 + sum(line.rank(key) for line in self.lines) + self.held.rank(key)

    def shift(self, by: timedelta) -> None:
        """The clock was set to another time: the same order, the same distances."""
        self.lines = [OrderedKeys((entry + by, contact_id) for entry, contact_id in line) for line in self.lines]
        self.held = OrderedKeys((entry + by, contact_id) for entry, contact_id in self.held)
        self.hand_outs.shift(by)


class Membership:
    """An agent's part in a queue: from which stage on, the idle order of that tier, and the key in it while idle."""

    __slots__ = ("key", "level", "order", "queue", "tier")

    def __init__(self, queue: ServedQueue, tier: int, level: int) -> None:
        self.queue = queue
        self.tier = tier
        self.order = queue.idle[tier]
        self.level = level
        self.key: IdleKey | None = None


def present(keys: Iterable[Key | None]) -> list[Key]:
    return [key for key in keys if key is not None]
