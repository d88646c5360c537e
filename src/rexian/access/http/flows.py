"""Flows in the studio: versions listed, read, drafted, saved, checked, published, rolled back, retired, compared."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from rexian.access.authorship import ChangeRequest, author_of, visible_to
from rexian.access.guard import FlowEditor, FlowPublisher
from rexian.access.parts import Parts
from rexian.analysis.flow_journeys.contracts import FlowJourney
from rexian.business.access_control.contracts import Permission
from rexian.business.access_control.service import permissions_of
from rexian.business.flows.contracts import Flow, FlowContent, FlowProblem, FlowVersion, NewDraft, NodeChange

router = APIRouter(prefix="/api/flows", tags=["flows"])


@dataclass(frozen=True)
class FlowList:
    """The flows, and whether the asking user may decide what callers meet."""

    flows: tuple[Flow, ...]
    may_publish: bool


@dataclass(frozen=True)
class FlowDraft:
    """A version with all of it. `layout` is where the nodes stand on the canvas: by node id, x and y."""

    version: FlowVersion
    document: dict[str, Any]
    layout: dict[str, Any]


@dataclass(frozen=True)
class CheckedFlow:
    """The version as it stands after the check, and what keeps it from being published."""

    version: FlowVersion
    problems: tuple[FlowProblem, ...]


class NewFlowDraft(BaseModel):
    """`from_version`: copy that version; `document`: an uploaded flow; neither: a flow that begins empty."""

    flow_id: str = Field(max_length=64)
    title: str = Field(max_length=100)
    from_version: int | None
    document: dict[str, Any] | None


class SavedFlow(BaseModel):
    """`revision` is the one that was read."""

    revision: int
    document: dict[str, Any]
    layout: dict[str, Any]


class PublishedFlow(BaseModel):
    """`as_current` false: only calls that a route leads to the version run it."""

    as_current: bool


@router.get("")
async def list_flows(actor: FlowEditor, parts: Parts) -> FlowList:
    """Every flow with its versions, newest first."""
    flows = await parts.flows.all_flows(await visible_to(parts, actor))
    return FlowList(flows, Permission.PUBLISH_FLOWS in permissions_of(actor.roles))


@router.get("/schema")
async def read_flow_schema(actor: FlowEditor, parts: Parts) -> dict[str, Any]:
    """The JSON Schema of a flow document; fields that name a node have the format `node`."""
    return dict(parts.flow_schema)


@router.post("", status_code=201)
async def create_flow_draft(body: NewFlowDraft, actor: FlowEditor, parts: Parts, asking: ChangeRequest) -> FlowVersion:
    """Make a draft: a new flow, or the next version of one there is."""
    new = NewDraft(body.flow_id, body.title, body.from_version, body.document)
    return await parts.flows.make_draft(new, await author_of(parts, actor, asking))


@router.get("/{flow_id}/versions/{version}")
async def read_flow_version(flow_id: str, version: int, actor: FlowEditor, parts: Parts) -> FlowDraft:
    """One version with its document."""
    found, content = await parts.flows.read(flow_id, version, await visible_to(parts, actor))
    return FlowDraft(found, dict(content.document), dict(content.layout))


@router.put("/{flow_id}/versions/{version}")
async def save_flow_version(
    flow_id: str, version: int, body: SavedFlow, actor: FlowEditor, parts: Parts, asking: ChangeRequest
) -> FlowVersion:
    """Save a draft."""
    content = FlowContent(body.document, body.layout)
    return await parts.flows.save(flow_id, version, body.revision, content, await author_of(parts, actor, asking))


@router.post("/{flow_id}/versions/{version}/check")
async def check_flow_version(
    flow_id: str, version: int, actor: FlowEditor, parts: Parts, asking: ChangeRequest
) -> CheckedFlow:
    """Tell what keeps the version from being published; a draft without problems is then checked."""
    return CheckedFlow(*await parts.flows.check(flow_id, version, await author_of(parts, actor, asking)))


@router.post("/{flow_id}/versions/{version}/publish")
async def publish_flow_version(
    flow_id: str, version: int, body: PublishedFlow, actor: FlowPublisher, parts: Parts, asking: ChangeRequest
) -> FlowVersion:
    """Let calls run the version; those in progress finish on the one they began with."""
    author = await author_of(parts, actor, asking)
    return await parts.publishing.publish(flow_id, version, author, as_current=body.as_current)


@router.post("/{flow_id}/roll-back")
async def roll_back_flow(flow_id: str, actor: FlowPublisher, parts: Parts, asking: ChangeRequest) -> FlowVersion:
    """Let the version before the current one run again."""
    return await parts.publishing.roll_back(flow_id, await author_of(parts, actor, asking))


@router.delete("/{flow_id}/versions/{version}", status_code=204)
async def retire_flow_version(
    flow_id: str, version: int, actor: FlowPublisher, parts: Parts, asking: ChangeRequest
) -> None:
    """Take a version out of use; it stays readable."""
    await parts.publishing.retire(flow_id, version, await author_of(parts, actor, asking))


@router.get("/{flow_id}/compare")
async def compare_flow_versions(
    flow_id: str, actor: FlowEditor, parts: Parts, before: int = Query(), after: int = Query()
) -> tuple[NodeChange, ...]:
    """How version `after` differs from version `before`, node by node and field by field."""
    return await parts.flows.compare(flow_id, before, after, await visible_to(parts, actor))


@router.get("/{flow_id}/versions/{version}/journey")
async def read_flow_journey(flow_id: str, version: int, day: date, actor: FlowEditor, parts: Parts) -> FlowJourney:
    """Which ways calls took through the version on a day, and where callers gave up or asked for a person."""
    return await parts.flow_journeys.on(day, flow_id, version, await visible_to(parts, actor))
