"""A queue's settings lie in four tables: from the rows to the queue, and back. Called by the service only."""

from collections.abc import Iterable

from rexian.business.organisation.contracts import Queue, QueueDemand, QueueGroup, QueueOverflow
from rexian.business.organisation.models import QueueDemandRow, QueueGroupRow, QueueOverflowRow, QueueRow
from rexian.kit.database import Model


def queue_of(
    row: QueueRow,
    groups: Iterable[QueueGroupRow],
    demands: Iterable[QueueDemandRow],
    overflows: Iterable[QueueOverflowRow],
) -> Queue:
    """The queue of `row`; the other rows may be those of all queues, in order."""
    return Queue(
        queue_id=row.id,
        organisation_id=row.organisation_id,
        name=row.name,
        offer_seconds=row.offer_seconds,
        wrap_up_seconds=row.wrap_up_seconds,
        announcement=row.announcement,
        announcement_every_seconds=row.announcement_every_seconds,
        rule=row.rule,
        skill=row.skill,
        priority=row.priority,
        seconds_per_priority=row.seconds_per_priority,
        wait_for_agent_seconds=row.wait_for_agent_seconds,
        wrap_up_extension_seconds=row.wrap_up_extension_seconds,
        wrap_up_extensions=row.wrap_up_extensions,
        waiting_limit=row.waiting_limit,
        waits_unstaffed=row.waits_unstaffed,
        closed_text=row.closed_text,
        no_agent_text=row.no_agent_text,
        full_text=row.full_text,
        tells_place=row.tells_place,
        callback_attempts=row.callback_attempts,
        callback_retry_seconds=row.callback_retry_seconds,
        callback_expires_seconds=row.callback_expires_seconds,
        keep_place_seconds=row.keep_place_seconds,
        groups=tuple(QueueGroup(each.group_id, each.after_seconds) for each in groups if each.queue_id == row.id),
        demands=tuple(
            QueueDemand(each.after_seconds, each.skill, each.level) for each in demands if each.queue_id == row.id
        ),
        overflow=tuple(
            QueueOverflow(each.cause, each.threshold, each.target_kind, each.target_id)
            for each in overflows
            if each.queue_id == row.id
        ),
        version=row.version,
    )


def rows_of(queue: Queue) -> list[Model]:
    """The rows that hold the queue, its own first."""
    columns = dict(vars(queue))
    columns["id"] = columns.pop("queue_id")
    for name in ("groups", "demands", "overflow"):
        del columns[name]
    rows: list[Model] = [QueueRow(**columns)]
    rows += [QueueGroupRow(queue_id=queue.queue_id, **vars(group)) for group in queue.groups]
    rows += [QueueDemandRow(queue_id=queue.queue_id, **vars(demand)) for demand in queue.demands]
    rows += [
        QueueOverflowRow(queue_id=queue.queue_id, position=position, **vars(overflow))
        for position, overflow in enumerate(queue.overflow)
    ]
    return rows
