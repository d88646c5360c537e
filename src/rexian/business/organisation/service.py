"""The centre, its groups, queues and numbers, and which of it an actor may see.

Organisations change rarely and are read with nearly every request, so they are remembered for a minute: pages go on
showing names while the database is away.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.access_control.contracts import Visibility
from rexian.business.organisation import repository
from rexian.business.organisation.contracts import Group, Number, Organisation, Queue
from rexian.business.organisation.errors import OrganisationNotFound
from rexian.business.organisation.models import GroupRow, NumberRow, OrganisationRow, QueueRow
from rexian.business.organisation.queues import queue_of, rows_of
from rexian.kit.clock import Clock
from rexian.kit.database import Database, DatabaseUnavailable, Model

REMEMBERED_SECONDS = 60.0

Value = TypeVar("Value")


class Organisations:
    """Reads the centre; changes to it grow the configuration's revision."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._remembered: dict[str, tuple[float, object]] = {}

    async def get(self, organisation_id: str) -> Organisation:
        """One organisation. Raises OrganisationNotFound."""

        async def read() -> Organisation:
            async with self._database.transaction() as session:
                row = await repository.find_organisation(session, organisation_id)
            if row is None:
                raise OrganisationNotFound
            return _organisation(row)

        return await self._remember(f"organisation:{organisation_id}", read)

    async def ids_visible_to(self, visibility: Visibility) -> frozenset[str]:
        """The ids of the organisations whose rows may be seen."""

        async def read() -> frozenset[str]:
            async with self._database.transaction() as session:
                return await repository.find_visible_ids(session, visibility.organisation_id)

        return await self._remember(f"visible:{visibility.organisation_id}", read)

    async def queue_names(self) -> Mapping[str, str]:
        """Every queue's name by its id, of retired ones too."""

        async def read() -> Mapping[str, str]:
            async with self._database.transaction() as session:
                return await repository.queue_names(session)

        return await self._remember("queue names", read)

    async def group_names(self) -> Mapping[str, str]:
        """Every group's name by its id."""

        async def read() -> Mapping[str, str]:
            async with self._database.transaction() as session:
                return {row.id: row.name for row in await repository.groups_in_use(session)}

        return await self._remember("group names", read)

    async def groups(self) -> tuple[Group, ...]:
        """All groups of the centre."""
        async with self._database.transaction() as session:
            rows = await repository.groups_in_use(session)
        return tuple(Group(row.id, row.organisation_id, row.name, row.version) for row in rows)

    async def queues(self) -> tuple[Queue, ...]:
        """All queues of the centre."""
        async with self._database.transaction() as session:
            rows = await repository.queues_in_use(session)
            groups = await repository.all_queue_groups(session)
            demands = await repository.all_queue_demands(session)
            overflows = await repository.all_queue_overflows(session)
        return tuple(queue_of(row, groups, demands, overflows) for row in rows)

    async def numbers(self) -> tuple[Number, ...]:
        """All numbers of the centre."""
        async with self._database.transaction() as session:
            rows = await repository.all_numbers(session)
        return tuple(Number(row.called_number, row.organisation_id, row.flow_id) for row in rows)

    async def centre(self) -> Organisation | None:
        """The centre itself; None before anything is set up."""
        async with self._database.transaction() as session:
            row = await repository.find_top_organisation(session)
        return None if row is None else _organisation(row)

    async def revision(self) -> int:
        """The revision of the configuration; 0 before anything is set up."""
        async with self._database.transaction() as session:
            return await repository.read_revision(session)

    async def set_up(
        self,
        organisation: Organisation,
        queues: tuple[Queue, ...],
        numbers: tuple[Number, ...],
        groups: tuple[Group, ...] = (),
    ) -> bool:
        """Add what is not there yet and change nothing that is; tells whether anything was added."""
        rows: list[Model] = [
            OrganisationRow(
                id=organisation.organisation_id,
                name=organisation.name,
                path=organisation.path,
                created_at=self._clock.now(),
            )
        ]
        rows += [
            GroupRow(id=group.group_id, organisation_id=group.organisation_id, name=group.name, version=group.version)
            for group in groups
        ]
        rows += [row for queue in queues for row in rows_of(queue)]
        rows += [NumberRow(**vars(number)) for number in numbers]
        async with self._database.transaction() as session:
            added = [await repository.add_if_missing(session, row) for row in rows]
        self._remembered.clear()
        return any(added)

    async def grow_revision(self) -> int:
        """Say that the configuration has changed, after the change is stored; gives the new revision."""
        async with self._database.transaction() as session:
            return await grow_revision_in(session)

    async def _remember(self, key: str, read: Callable[[], Awaitable[Value]]) -> Value:
        """A value read within the last minute; an older one only while the database is away."""
        known = self._remembered.get(key)
        now = self._clock.monotonic()
        if known is not None and now < known[0] + REMEMBERED_SECONDS:
            return known[1]  # type: ignore[return-value]  # stored under this key by this method
        try:
            value = await read()
        except DatabaseUnavailable:
            if known is None:
                raise
            return known[1]  # type: ignore[return-value]  # as above
        self._remembered[key] = (now, value)
        return value


async def put_queue_in(session: AsyncSession, queue: Queue) -> None:
    """Store a queue as it is now, new or known, within a transaction."""
    await repository.clear_queue(session, queue.queue_id)
    for row in rows_of(queue):
        await session.merge(row)
    await session.flush()


async def put_group_in(session: AsyncSession, group: Group) -> None:
    """Store a group as it is now, new or known, within a transaction."""
    columns = {"organisation_id": group.organisation_id, "name": group.name, "version": group.version}
    await session.merge(GroupRow(id=group.group_id, **columns))
    await session.flush()


async def queue_version_in(session: AsyncSession, queue_id: str, organisation_ids: frozenset[str]) -> int | None:
    """The version of a queue in use of these organisations, locked for a change; None where there is none."""
    return _version(await repository.find_queue(session, queue_id), organisation_ids)


async def group_version_in(session: AsyncSession, group_id: str, organisation_ids: frozenset[str]) -> int | None:
    """As `queue_version_in`, of a group."""
    return _version(await repository.find_group(session, group_id), organisation_ids)


async def retire_queue_in(session: AsyncSession, queue_id: str, now: datetime) -> None:
    """Take a queue out of use; its name stays for call records."""
    row = await repository.find_queue(session, queue_id)
    if row is not None:
        row.version, row.retired_at = row.version + 1, now


async def retire_group_in(session: AsyncSession, group_id: str, now: datetime) -> None:
    """Take a group out of use."""
    row = await repository.find_group(session, group_id)
    if row is not None:
        row.version, row.retired_at = row.version + 1, now


async def put_number_in(session: AsyncSession, number: Number) -> None:
    """Set which flow a called number runs, within a transaction."""
    await session.merge(NumberRow(**vars(number)))


async def remove_number_in(session: AsyncSession, called_number: str) -> Number | None:
    """Take a number away within a transaction; gives what it was."""
    row = await session.get(NumberRow, called_number, with_for_update=True)
    if row is None:
        return None
    await session.delete(row)
    return Number(row.called_number, row.organisation_id, row.flow_id)


async def grow_revision_in(session: AsyncSession) -> int:
    """Say within a transaction that it changes what control must know; gives the new revision."""
    return await repository.grow_revision(session)


def _version(row: QueueRow | GroupRow | None, organisation_ids: frozenset[str]) -> int | None:
    known = row is not None and row.retired_at is None and row.organisation_id in organisation_ids
    return row.version if row is not None and known else None


def _organisation(row: OrganisationRow) -> Organisation:
    return Organisation(row.id, row.name, row.path)
