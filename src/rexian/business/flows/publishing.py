"""What callers meet: a version is published, rolled back, retired. Called by the API; drafts are the service's."""

from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.audit.contracts import AuditAction
from rexian.business.changes.contracts import Author
from rexian.business.changes.service import Changes, check_version
from rexian.business.flows import repository, rows
from rexian.business.flows.contracts import FlowChecker, FlowVersion, VersionState
from rexian.business.flows.errors import FlowInUseError, FlowNotPublishable, NothingToRollBackTo
from rexian.business.flows.models import FlowRow
from rexian.business.flows.service import OBJECT_KIND, Flows
from rexian.business.organisation.service import Organisations
from rexian.kit.clock import Clock


class Publishing:
    """Decides which versions calls may run."""

    def __init__(
        self, changes: Changes, clock: Clock, organisations: Organisations, flows: Flows, checker: FlowChecker
    ) -> None:
        self._changes = changes
        self._clock = clock
        self._organisations = organisations
        self._flows = flows
        self._checker = checker

    async def publish(self, flow_id: str, version: int, author: Author, *, as_current: bool) -> FlowVersion:
        """Let calls run the version: all that name none (`as_current`), or only those that a route leads to it.

        Raises FlowNotFound, and FlowNotPublishable with every problem.
        """
        known, content = await self._flows.read(flow_id, version, author.organisation_ids)
        library = await self._flows.library()
        problems = await self._checker.problems(content.document, library)
        if problems:
            raise FlowNotPublishable(problems=[vars(problem) for problem in problems])
        async with self._changes.begin(
            author, AuditAction.PUBLISHED, OBJECT_KIND, rows.named(flow_id, version)
        ) as change:
            if change.is_new:
                await rows.stored(change.session, self._flows.shipped, flow_id, author, self._clock.now())
            flow, row = await rows.to_change(change.session, flow_id, version, author)
            if change.is_new:
                check_version(row.revision, known.revision)
                row.document = dict(self._checker.whole(content.document, library))
                row.state, row.published_at, row.retired_at = VersionState.PUBLISHED, self._clock.now(), None
                if as_current:
                    await self._make_current(change.session, flow, version)
            return repository.version_of(row, flow.organisation_id)

    async def roll_back(self, flow_id: str, author: Author) -> FlowVersion:
        """Let the version that was current before run again, at once. Raises FlowNotFound, NothingToRollBackTo."""
        async with self._changes.begin(author, AuditAction.ROLLED_BACK, OBJECT_KIND, flow_id) as change:
            flow = await rows.flow_to_change(change.session, flow_id, author)
            if change.is_new:
                if flow.previous_version is None:
                    raise NothingToRollBackTo
                row = await rows.version_row(change.session, flow, flow.previous_version, author.organisation_ids)
                row.state, row.published_at, row.retired_at = VersionState.PUBLISHED, self._clock.now(), None
                await self._make_current(change.session, flow, row.version)
                flow.previous_version = None
            row = await rows.version_row(change.session, flow, flow.current_version or 0, author.organisation_ids)
            return repository.version_of(row, flow.organisation_id)

    async def retire(self, flow_id: str, version: int, author: Author) -> None:
        """Take a version out of use. Raises FlowNotFound, and FlowInUseError while calls are led to it."""
        users = await self._users(flow_id)
        async with self._changes.begin(
            author, AuditAction.RETIRED, OBJECT_KIND, rows.named(flow_id, version)
        ) as change:
            flow, row = await rows.to_change(change.session, flow_id, version, author)
            if change.is_new:
                users += await rows.routes_to(change.session, flow_id, version)
                if row.state == VersionState.PUBLISHED and users and version == flow.current_version:
                    raise FlowInUseError(used_by=users)
                if await rows.routes_to(change.session, flow_id, version, named=True):
                    raise FlowInUseError(used_by=users)
                row.state, row.retired_at = VersionState.RETIRED, self._clock.now()
                if version == flow.current_version:
                    flow.current_version = None

    async def _make_current(self, session: AsyncSession, flow: FlowRow, version: int) -> None:
        """The one before is retired, unless a route names it."""
        before = flow.current_version
        flow.current_version = version
        if before is None or before == version:
            return
        flow.previous_version = before
        if not await rows.routes_to(session, flow.id, before, named=True):
            row = await repository.find_version(session, flow.id, before)
            if row is not None:
                row.state, row.retired_at = VersionState.RETIRED, self._clock.now()

    async def _users(self, flow_id: str) -> list[str]:
        numbers = [number for number in await self._organisations.numbers() if number.flow_id == flow_id]
        queues = await self._organisations.queues()
        overflows = [
            queue for queue in queues if ("flow", flow_id) in {(o.target_kind, o.target_id) for o in queue.overflow}
        ]
        return [
            *(f"number:{each.called_number}" for each in numbers),
            *(f"queue:{each.queue_id}" for each in overflows),
        ]
