"""Queues and groups: made, changed and retired; who serves a queue. How control learns of it is the business of `app`.

Rows and their SQL are those of `organisation`; what leads to a queue is asked of the trades that know.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from rexian.business.audit.contracts import AuditAction
from rexian.business.calendar.contracts import Keeper, KeeperKind
from rexian.business.calendar.service import Calendars
from rexian.business.changes.contracts import Author
from rexian.business.changes.service import Changes, check_version, id_made_by
from rexian.business.organisation.contracts import Group, Queue
from rexian.business.organisation.service import (
    Organisations,
    group_version_in,
    put_group_in,
    put_queue_in,
    queue_version_in,
    retire_group_in,
    retire_queue_in,
)
from rexian.business.queues import rules
from rexian.business.queues.contracts import Fault, Server, Surroundings
from rexian.business.queues.errors import (
    GroupInUse,
    GroupInvalid,
    GroupNotFound,
    QueueInUse,
    QueueInvalid,
    QueueNotFound,
)
from rexian.business.seats.service import Seats
from rexian.kit.clock import Clock

QUEUE_KIND = "queue"
GROUP_KIND = "group"

Look = Callable[[], Awaitable[Surroundings]]


class QueueSettings:
    """The centre's queues and groups as they are set. `look` tells what a queue may lead to at the moment."""

    def __init__(
        self,
        organisations: Organisations,
        seats: Seats,
        changes: Changes,
        calendars: Calendars,
        clock: Clock,
        *,
        look: Look,
    ) -> None:
        self._organisations = organisations
        self._seats = seats
        self._changes = changes
        self._calendars = calendars
        self._clock = clock
        self._look = look

    async def all_queues(self, organisation_ids: frozenset[str]) -> tuple[Queue, ...]:
        """The queues in use of these organisations."""
        return tuple(queue for queue in await self._organisations.queues() if queue.organisation_id in organisation_ids)

    async def all_groups(self, organisation_ids: frozenset[str]) -> tuple[Group, ...]:
        """The groups in use of these organisations."""
        return tuple(group for group in await self._organisations.groups() if group.organisation_id in organisation_ids)

    async def servers(self, queue_id: str, organisation_ids: frozenset[str]) -> list[Server]:
        """Who serves the queue. Raises QueueNotFound."""
        queues = {queue.queue_id: queue for queue in await self.all_queues(organisation_ids)}
        if queue_id not in queues:
            raise QueueNotFound
        return rules.servers_of(queues[queue_id], await self._seats.all_settings())

    async def create(self, content: Queue, author: Author) -> Queue:
        """Make a queue; its id, organisation and version are set here. Raises QueueInvalid."""
        queue = replace(content, queue_id=id_made_by(author.request), organisation_id=author.organisation_id, version=1)
        await self._check(queue)
        async with self._changes.begin(author, AuditAction.CREATED, QUEUE_KIND, queue.queue_id) as change:
            if change.is_new:
                await put_queue_in(change.session, queue)
        return await self._read(queue.queue_id)

    async def change(self, content: Queue, author: Author) -> Queue:
        """Set all of a queue anew; `version` is the one that was read. Raises QueueNotFound, QueueInvalid,
        ChangedMeanwhile.
        """
        known = {queue.queue_id: queue for queue in await self.all_queues(author.organisation_ids)}.get(
            content.queue_id
        )
        if known is None:
            raise QueueNotFound
        content = replace(content, organisation_id=known.organisation_id)
        await self._check(content)
        async with self._changes.begin(author, AuditAction.CHANGED, QUEUE_KIND, content.queue_id) as change:
            if change.is_new:
                version = await queue_version_in(change.session, content.queue_id, author.organisation_ids)
                if version is None:
                    raise QueueNotFound
                check_version(version, content.version)
                await put_queue_in(change.session, replace(content, version=version + 1))
        return await self._read(content.queue_id)

    async def retire(self, queue_id: str, author: Author) -> None:
        """Take a queue out of use. Raises QueueNotFound; QueueInUse while anything leads to it or it is the last."""
        used_by = await self._used_by(queue_id)
        async with self._changes.begin(author, AuditAction.RETIRED, QUEUE_KIND, queue_id) as change:
            if change.is_new:
                if await queue_version_in(change.session, queue_id, author.organisation_ids) is None:
                    raise QueueNotFound
                if used_by:
                    raise QueueInUse(used_by=used_by)
                await self._seats.forget_queue_in(change.session, queue_id)
                await retire_queue_in(change.session, queue_id, self._clock.now())

    async def create_group(self, name: str, author: Author) -> Group:
        """Make a group. Raises GroupInvalid."""
        group = Group(id_made_by(author.request), author.organisation_id, name)
        await self._check_group(group)
        async with self._changes.begin(author, AuditAction.CREATED, GROUP_KIND, group.group_id) as change:
            if change.is_new:
                await put_group_in(change.session, group)
        return await self._read_group(group.group_id)

    async def change_group(self, group_id: str, name: str, version: int, author: Author) -> Group:
        """Name a group anew. Raises GroupNotFound, GroupInvalid, ChangedMeanwhile."""
        known = {each.group_id: each for each in await self.all_groups(author.organisation_ids)}.get(group_id)
        if known is None:
            raise GroupNotFound
        await self._check_group(replace(known, name=name))
        async with self._changes.begin(author, AuditAction.CHANGED, GROUP_KIND, group_id) as change:
            if change.is_new:
                stored = await group_version_in(change.session, group_id, author.organisation_ids)
                if stored is None:
                    raise GroupNotFound
                check_version(stored, version)
                await put_group_in(change.session, replace(known, name=name, version=stored + 1))
        return await self._read_group(group_id)

    async def retire_group(self, group_id: str, author: Author) -> None:
        """Take a group out of use. Raises GroupNotFound, and GroupInUse while it serves a queue or has members."""
        queues = [queue for queue in await self._organisations.queues() if _has_group(queue, group_id)]
        members = [seat for seat in await self._seats.all_settings() if group_id in seat.group_ids]
        async with self._changes.begin(author, AuditAction.RETIRED, GROUP_KIND, group_id) as change:
            if change.is_new:
                if await group_version_in(change.session, group_id, author.organisation_ids) is None:
                    raise GroupNotFound
                if queues or members:
                    raise GroupInUse(used_by=[f"queue:{queue.name}" for queue in queues], members=len(members))
                await retire_group_in(change.session, group_id, self._clock.now())

    async def _used_by(self, queue_id: str) -> list[str]:
        """What would be left without its queue, each as `kind:name`."""
        queues = await self._organisations.queues()
        flows = (await self._look()).queues_of_flows
        calendars = await self._calendars.all_calendars()
        used = [f"flow:{flow_id}" for flow_id, queue_ids in sorted(flows.items()) if queue_id in queue_ids]
        used += [f"queue:{queue.name}" for queue in queues if _overflows_to(queue, queue_id)]
        used += [f"calendar:{each.content.name}" for each in calendars if _keeps(each.content.keepers, queue_id)]
        return used + (["centre:last_queue"] if [queue.queue_id for queue in queues] == [queue_id] else [])

    async def _check(self, queue: Queue) -> None:
        others = [other for other in await self._organisations.queues() if other.queue_id != queue.queue_id]
        faults = rules.faults_of(queue, others, await self._organisations.groups(), await self._look())
        if faults:
            raise QueueInvalid(fields=_told(faults))

    async def _check_group(self, group: Group) -> None:
        others = [other.name for other in await self._organisations.groups() if other.group_id != group.group_id]
        if faults := rules.group_faults(group.name, others):
            raise GroupInvalid(fields=_told(faults))

    async def _read(self, queue_id: str) -> Queue:
        return next(queue for queue in await self._organisations.queues() if queue.queue_id == queue_id)

    async def _read_group(self, group_id: str) -> Group:
        return next(group for group in await self._organisations.groups() if group.group_id == group_id)


def _told(faults: list[Fault]) -> list[dict[str, object]]:
    told = ({"field": fault.field, "fault": fault.fault, "names": list(fault.names)} for fault in faults)
    return [{name: value for name, value in each.items() if value} for each in told]


def _has_group(queue: Queue, group_id: str) -> bool:
    return any(group.group_id == group_id for group in queue.groups)


def _overflows_to(queue: Queue, queue_id: str) -> bool:
    return any(each.target_kind == "queue" and each.target_id == queue_id for each in queue.overflow)


def _keeps(keepers: tuple[Keeper, ...], queue_id: str) -> bool:
    return (KeeperKind.QUEUE, queue_id) in {(keeper.kind, keeper.subject_id) for keeper in keepers}
