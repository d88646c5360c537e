"""What is wrong with a queue's settings, and who serves it: pure.

Decides what is refused before it is stored, so that nothing can be missing while a caller waits: figures out of their
range, targets that are not there, a text with a placeholder that nothing fills. Called by the service. Whether the
sentence is a good one is left to who writes it.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from rexian.business.organisation.contracts import Group, Queue, QueueDemand, QueueOverflow
from rexian.business.queues.contracts import Fault, Server, Surroundings
from rexian.business.seats.contracts import SeatSettings
from rexian.control.contracts.configuration import AssignmentRule, OverflowCause, OverflowTargetKind
from rexian.control.speech.errors import TemplateError
from rexian.control.speech.wording.template import PromptTemplate

LONGEST_NAME = 40
LONGEST_TEXT = 300
LONGEST_SKILL = 40
HIGHEST_LEVEL = 10
MOST_OVERFLOWS = 10
RANGES = {
    "offer_seconds": (5, 120),
    "wrap_up_seconds": (0, 900),
    "wrap_up_extension_seconds": (0, 900),
    "wrap_up_extensions": (0, 20),
    "announcement_every_seconds": (10, 900),
    "priority": (-100, 100),
    "seconds_per_priority": (1, 3600),
    "wait_for_agent_seconds": (0, 900),
    "waiting_limit": (0, 10_000),
    "callback_attempts": (0, 10),
    "callback_expires_seconds": (0, 7 * 24 * 3600),
    "callback_retry_seconds": (30, 7200),
    "keep_place_seconds": (0, 3600),
}
TEXTS = {
    "announcement": frozenset[str](),
    "closed_text": frozenset({"next_opening"}),
    "no_agent_text": frozenset[str](),
    "full_text": frozenset[str](),
}
"""The texts of a queue, and what each may name."""


def faults_of(queue: Queue, others: Collection[Queue], groups: Collection[Group], known: Surroundings) -> list[Fault]:
    """What is wrong with the queue beside the others; none where it can be used."""
    group_ids = {group.group_id for group in groups}
    return [
        *_name_faults(queue.name, [other.name for other in others]),
        *_range_faults(queue),
        *(fault for name, names in TEXTS.items() for fault in text_faults(name, getattr(queue, name), names)),
        *_assignment_faults(queue, group_ids),
        *_demand_faults(queue.demands),
        *_overflow_faults(queue, {other.queue_id for other in others}, known),
    ]


def group_faults(name: str, others: Collection[str]) -> list[Fault]:
    """What is wrong with a group's name beside the others."""
    return list(_name_faults(name, others))


def text_faults(field: str, text: str, names: Collection[str]) -> Iterator[Fault]:
    """What is wrong with a spoken text that may name `names`; an empty one stands for the sentence of the house."""
    if len(text) > LONGEST_TEXT:
        yield Fault(field, "too_long")
    if text and (not text.isprintable() or not any(sign.isalnum() for sign in text)):
        yield Fault(field, "nothing_to_say")
    try:
        unknown = PromptTemplate(text).names - set(names)
    except TemplateError as error:
        if error.details.get("format"):
            yield Fault(field, "placeholder_unknown", (f"{error.details['field']}:{error.details['format']}",))
        else:
            yield Fault(field, "brace_does_not_match")
        return
    if unknown:
        yield Fault(field, "placeholder_unknown", tuple(sorted(unknown)))


def servers_of(queue: Queue, seats: Sequence[SeatSettings]) -> list[Server]:
    """Who serves the queue, who comes first at first and then by level."""
    found = [server for seat in seats if (server := _server(queue, seat)) is not None]
    return sorted(found, key=lambda server: (server.after_seconds, -(server.level or 0), server.agent_id))


def _server(queue: Queue, seat: SeatSettings) -> Server | None:
    through = [group for group in queue.groups if group.group_id in seat.group_ids]
    is_named = queue.queue_id in seat.queue_ids
    if not through and not is_named:
        return None
    levels = {skill.skill: skill.level for skill in seat.skills}
    widest = {demand.skill: demand.level for demand in sorted(queue.demands, key=lambda each: each.after_seconds)}
    return Server(
        agent_id=seat.agent_id,
        group_ids=tuple(group.group_id for group in through),
        after_seconds=0.0 if is_named else min(group.after_seconds for group in through),
        level=levels.get(queue.skill, 0) if queue.skill else None,
        is_able=all(levels.get(skill, 0) >= level for skill, level in widest.items()),
    )


def _name_faults(name: str, others: Collection[str]) -> Iterator[Fault]:
    if not name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
        yield Fault("name", "no_name")
    if name in others:
        yield Fault("name", "taken")


def _range_faults(queue: Queue) -> Iterator[Fault]:
    for field, (lowest, highest) in RANGES.items():
        value = getattr(queue, field)
        is_off = field == "announcement_every_seconds" and value == 0
        if not lowest <= value <= highest and not is_off:
            yield Fault(field, "out_of_range")


def _assignment_faults(queue: Queue, group_ids: Collection[str]) -> Iterator[Fault]:
    if queue.rule not in list(AssignmentRule):
        yield Fault("rule", "unknown")
    if queue.rule == AssignmentRule.HIGHEST_SKILL and not queue.skill:
        yield Fault("skill", "empty")
    if not _is_skill(queue.skill or "-"):
        yield Fault("skill", "no_name")
    for place, group in enumerate(queue.groups):
        if group.group_id not in group_ids:
            yield Fault(f"groups.{place}", "unknown")
        if group.group_id in {other.group_id for other in queue.groups[:place]}:
            yield Fault(f"groups.{place}", "named_twice")
        if not 0 <= group.after_seconds <= 3600:
            yield Fault(f"groups.{place}", "out_of_range")


def _demand_faults(demands: Sequence[QueueDemand]) -> Iterator[Fault]:
    for place, demand in enumerate(demands):
        if not _is_skill(demand.skill):
            yield Fault(f"demands.{place}", "no_name")
        if not 0 <= demand.after_seconds <= 3600 or not 0 <= demand.level <= HIGHEST_LEVEL:
            yield Fault(f"demands.{place}", "out_of_range")
        if any((other.skill, other.after_seconds) == (demand.skill, demand.after_seconds) for other in demands[:place]):
            yield Fault(f"demands.{place}", "named_twice")
    for skill in {demand.skill for demand in demands}:
        steps = sorted((demand.after_seconds, demand.level) for demand in demands if demand.skill == skill)
        if any(later[1] > earlier[1] for earlier, later in pairwise(steps)):
            yield Fault("demands", "rises")


def _overflow_faults(queue: Queue, queue_ids: Collection[str], known: Surroundings) -> Iterator[Fault]:
    targets: dict[str, Collection[str]] = {
        OverflowTargetKind.QUEUE: queue_ids,
        OverflowTargetKind.FLOW: known.flow_ids,
        OverflowTargetKind.DIRECTORY: known.entry_ids,
    }
    if len(queue.overflow) > MOST_OVERFLOWS:
        yield Fault("overflow", "too_many")
    for place, overflow in enumerate(queue.overflow):
        if overflow.target_id not in targets.get(overflow.target_kind, ()):
            yield Fault(f"overflow.{place}", "unknown")
        if not _is_threshold(overflow):
            yield Fault(f"overflow.{place}", "out_of_range")


def _is_threshold(overflow: QueueOverflow) -> bool:
    if overflow.cause == OverflowCause.WAITED:
        return 1 <= overflow.threshold <= 7200
    return overflow.cause in list(OverflowCause) and 1 <= overflow.threshold <= 10_000


def _is_skill(skill: str) -> bool:
    return bool(skill.strip()) and skill.isprintable() and len(skill) <= LONGEST_SKILL
