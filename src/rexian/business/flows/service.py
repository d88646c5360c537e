"""Flows: listed, drafted, saved, checked, compared. What is published, and when, is `publishing`'s.

A flow of which nothing is stored is the shipped one: published, version and all, until somebody makes a draft from it;
then it is stored as it was shipped. Which calls run which version is `routes`' business, what a node does control's.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from rexian.business.audit.contracts import AuditAction
from rexian.business.changes.contracts import Author
from rexian.business.changes.service import Changes, check_version, id_made_by
from rexian.business.flows import repository, rows, rules
from rexian.business.flows.contracts import (
    Flow,
    FlowChecker,
    FlowContent,
    FlowInUse,
    FlowLibrary,
    FlowProblem,
    FlowVersion,
    NewDraft,
    NodeChange,
    Origin,
    VersionState,
)
from rexian.business.flows.errors import (
    FlowContentInvalid,
    FlowNotFound,
    VersionNotEditable,
)
from rexian.business.flows.models import FlowRow, FlowVersionRow
from rexian.business.flows.shipped import Shipped
from rexian.kit.clock import Clock
from rexian.kit.database import Database

OBJECT_KIND = "flow"
LONGEST_CALL = timedelta(hours=24)
"""Control keeps a retired version for so long: calls finish on the version they began with."""


class Flows:
    """The centre's flows. `shipped` are the documents that came with the release, by flow id, `blank` is what a flow
    made from nothing begins with."""

    def __init__(
        self,
        database: Database,
        changes: Changes,
        clock: Clock,
        checker: FlowChecker,
        *,
        shipped: Mapping[str, Mapping[str, Any]],
        blank: Mapping[str, Any],
    ) -> None:
        self._database = database
        self._changes = changes
        self._clock = clock
        self._checker = checker
        self.shipped = Shipped(shipped)
        self._blank = blank

    # Reading

    async def all_flows(self, organisation_ids: frozenset[str]) -> tuple[Flow, ...]:
        """The flows of these organisations, and the shipped ones that nobody has changed, by id."""
        async with self._database.transaction() as session:
            found = await repository.all_flows(session)
            versions = await repository.versions_of(session, [row.id for row in found])
        stored = {row.id: _flow(row, [each for each in versions if each.flow_id == row.id]) for row in found}
        visible = [flow for flow in stored.values() if flow.organisation_id in organisation_ids]
        return tuple(sorted([*visible, *self.shipped.flows(beside=stored)], key=lambda flow: flow.flow_id))

    async def titles(self) -> Mapping[str, str]:
        """The title of every flow that calls can be led to, by id: sub-flows are for other flows only."""
        library = await self.library()
        return {flow_id: found["title"] for flow_id, found in library.items() if not found.get("sub_flow")}

    async def read(
        self, flow_id: str, version: int, organisation_ids: frozenset[str]
    ) -> tuple[FlowVersion, FlowContent]:
        """One version with its document. Raises FlowNotFound."""
        async with self._database.transaction() as session:
            flow = await repository.find_flow(session, flow_id)
            if flow is None:
                return self.shipped.version(flow_id, version)
            row = await rows.version_row(session, flow, version, organisation_ids)
            return repository.version_of(row, flow.organisation_id), FlowContent(row.document, row.layout)

    async def compare(
        self, flow_id: str, before: int, after: int, organisation_ids: frozenset[str]
    ) -> tuple[NodeChange, ...]:
        """How the later version differs from the earlier. Raises FlowNotFound."""
        _, old = await self.read(flow_id, before, organisation_ids)
        _, new = await self.read(flow_id, after, organisation_ids)
        return rules.compare(old.document, new.document)

    async def problems(self, document: Mapping[str, Any]) -> tuple[FlowProblem, ...]:
        """What would keep a document from being published, stored or not. Raises FlowContentInvalid."""
        _check_content(str(document.get("flow_id")), document)
        return await self._checker.problems(document, await self.library())

    async def whole(self, document: Mapping[str, Any]) -> Mapping[str, Any]:
        """A document, stored or not, with the sub-flows that it uses as they are now. Raises FlowNotRunnable."""
        return self._checker.whole(document, await self.library())

    async def library(self) -> FlowLibrary:
        """The current document of every flow."""
        return {found.flow_id: found.document for found in await self.in_use() if found.is_current}

    async def in_use(self) -> tuple[FlowInUse, ...]:
        """What control must have: published versions, and retired ones in which calls may still be."""
        async with self._database.transaction() as session:
            stored = {row.id for row in await repository.all_flows(session)}
            found = await repository.in_use(session, self._clock.now() - LONGEST_CALL)
        return (*found, *self.shipped.in_use(beside=stored))

    # Drafts

    async def make_draft(self, new: NewDraft, author: Author) -> FlowVersion:
        """A draft from nothing, from a version or from a document. Raises FlowNotFound, FlowContentInvalid."""
        document, layout = await self._source(new, author)
        _check_content(new.flow_id, document)
        async with self._changes.begin(
            author, AuditAction.CREATED, OBJECT_KIND, new.flow_id, for_control=False
        ) as change:
            request_id = id_made_by(author.request)
            if change.is_new:
                flow = await rows.stored(change.session, self.shipped, new.flow_id, author, self._clock.now())
                known = await repository.versions_of(change.session, [new.flow_id])
                if known and new.from_version is None and new.document is None:
                    raise FlowContentInvalid(fields=[{"field": "flow_id", "fault": "taken"}])
                version = 1 + max((row.version for row in known), default=0)
                row = FlowVersionRow(
                    flow_id=flow.id,
                    version=version,
                    state=VersionState.DRAFT,
                    revision=1,
                    title=new.title or document["title"],
                    document=rules.stamped({**document, "title": new.title or document["title"]}, flow.id, version),
                    layout=dict(layout),
                    origin=_origin(new),
                    origin_version=new.from_version,
                    changed_by=author.user_id,
                    changed_at=self._clock.now(),
                    request_id=request_id,
                )
                change.session.add(row)
                await change.session.flush()
            made = await repository.version_made_by(change.session, new.flow_id, request_id)
            flow_row = await repository.find_flow(change.session, new.flow_id)
            if made is None or flow_row is None:
                raise FlowNotFound
            return repository.version_of(made, flow_row.organisation_id)

    async def save(
        self, flow_id: str, version: int, revision: int, content: FlowContent, author: Author
    ) -> FlowVersion:
        """Store a draft anew; a checked one is a draft again.

        Raises FlowNotFound, FlowContentInvalid, VersionNotEditable, ChangedMeanwhile.
        """
        _check_content(flow_id, content.document)
        async with self._changes.begin(
            author, AuditAction.CHANGED, OBJECT_KIND, rows.named(flow_id, version), for_control=False
        ) as change:
            flow, row = await rows.to_change(change.session, flow_id, version, author)
            if change.is_new:
                if VersionState(row.state) not in rules.EDITABLE:
                    raise VersionNotEditable
                check_version(row.revision, revision)
                if row.document != rules.stamped(content.document, flow_id, version):
                    row.state = VersionState.DRAFT
                row.revision += 1
                row.title = str(content.document["title"])
                row.document = rules.stamped(content.document, flow_id, version)
                row.layout = dict(content.layout)
                row.changed_by, row.changed_at = author.user_id, self._clock.now()
            return repository.version_of(row, flow.organisation_id)

    async def check(self, flow_id: str, version: int, author: Author) -> tuple[FlowVersion, tuple[FlowProblem, ...]]:
        """All that keeps the version from being published; a draft without problems is checked from now on."""
        known, content = await self.read(flow_id, version, author.organisation_ids)
        problems = await self._checker.problems(content.document, await self.library())
        if problems or known.state is not VersionState.DRAFT:
            return known, problems
        async with self._changes.begin(
            author, AuditAction.CHANGED, OBJECT_KIND, rows.named(flow_id, version), for_control=False
        ) as change:
            flow, row = await rows.to_change(change.session, flow_id, version, author)
            if change.is_new and row.revision == known.revision:
                row.state = VersionState.CHECKED
            return repository.version_of(row, flow.organisation_id), ()

    async def _source(self, new: NewDraft, author: Author) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        if new.from_version is not None:
            _, content = await self.read(new.flow_id, new.from_version, author.organisation_ids)
            return content.document, content.layout
        return (new.document if new.document is not None else {**self._blank, "title": new.title}), {}


def _check_content(flow_id: str, document: Mapping[str, Any]) -> None:
    faults = rules.content_faults(flow_id, document)
    if faults:
        raise FlowContentInvalid(fields=[{"field": field, "fault": fault} for field, fault in faults])


def _origin(new: NewDraft) -> Origin:
    if new.from_version is not None:
        return Origin.VERSION
    return Origin.NOTHING if new.document is None else Origin.UPLOAD


def _flow(row: FlowRow, versions: list[FlowVersionRow]) -> Flow:
    shown = next((each for each in versions if each.version == row.current_version), versions[0])
    return Flow(
        row.id,
        row.organisation_id,
        shown.title,
        row.current_version,
        row.previous_version,
        tuple(repository.version_of(version, row.organisation_id) for version in versions),
    )
