"""What others may know of the settings of queues: the frame they must fit in, and who serves a queue."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Surroundings:
    """What a queue's settings may name: flows, entries of the directory, and by flow the queues it leads to."""

    flow_ids: frozenset[str]
    entry_ids: frozenset[str]
    queues_of_flows: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field; `names` are the placeholders of a text that nothing can fill."""

    field: str
    fault: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Server:
    """An agent who serves a queue, and from which waiting time on: `after_seconds` 0 = at once.

    `group_ids` are the groups through which he does, none where he is named himself; `level` is his level in the
    queue's skill, null where the queue compares none; `is_able`: meets the demands at their widest.
    """

    agent_id: str
    group_ids: tuple[str, ...]
    after_seconds: float
    level: int | None
    is_able: bool
