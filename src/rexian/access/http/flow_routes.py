"""Which calls run which flow and version: shares of a number's, a trunk's or a channel's calls."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from rexian.access.authorship import ChangeRequest, author_of, visible_to
from rexian.access.guard import FlowPublisher
from rexian.access.parts import Parts
from rexian.business.flows.contracts import FlowRoute, FlowShare, RouteKind

router = APIRouter(prefix="/api/flow-routes", tags=["flows"])


class SharesOfRoute(BaseModel):
    """At most 100 per cent together; none takes the route away."""

    shares: Annotated[list[FlowShare], Field(max_length=10)]


@router.get("")
async def list_flow_routes(actor: FlowPublisher, parts: Parts) -> tuple[FlowRoute, ...]:
    """The routes; calls that fall into none run the flow of their number."""
    return await parts.flow_routes.all_routes(await visible_to(parts, actor))


@router.put("/{kind}/{subject}")
async def put_flow_route(
    kind: RouteKind, subject: str, body: SharesOfRoute, actor: FlowPublisher, parts: Parts, asking: ChangeRequest
) -> FlowRoute:
    """Share out the calls of a called number, of a trunk (by name) or of a channel (`voice`)."""
    return await parts.flow_routes.put(kind, subject, tuple(body.shares), await author_of(parts, actor, asking))
