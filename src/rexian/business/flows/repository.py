"""All SQL of flows, and their form in the tables."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.flows.contracts import (
    FlowInUse,
    FlowRoute,
    FlowShare,
    FlowVersion,
    Origin,
    RouteKind,
    VersionState,
)
from rexian.business.flows.models import FlowRouteRow, FlowRow, FlowVersionRow


async def find_flow(session: AsyncSession, flow_id: str, *, for_change: bool = False) -> FlowRow | None:
    return await session.get(FlowRow, flow_id, with_for_update=for_change)


async def all_flows(session: AsyncSession) -> Sequence[FlowRow]:
    return (await session.scalars(select(FlowRow).order_by(FlowRow.id))).all()


async def find_version(session: AsyncSession, flow_id: str, version: int) -> FlowVersionRow | None:
    return await session.get(FlowVersionRow, (flow_id, version))


async def version_made_by(session: AsyncSession, flow_id: str, request_id: str) -> FlowVersionRow | None:
    statement = select(FlowVersionRow).where(FlowVersionRow.flow_id == flow_id, FlowVersionRow.request_id == request_id)
    return await session.scalar(statement)


async def add_flow(session: AsyncSession, row: FlowRow) -> None:
    """Add the flow unless somebody else does so at the same moment."""
    values = {column.key: getattr(row, column.key) for column in FlowRow.__table__.columns}
    await session.execute(insert(FlowRow).values(**values).on_conflict_do_nothing())


async def add_version(session: AsyncSession, row: FlowVersionRow) -> None:
    """As `add_flow`."""
    values = {column.key: getattr(row, column.key) for column in FlowVersionRow.__table__.columns}
    await session.execute(insert(FlowVersionRow).values(**values).on_conflict_do_nothing())


async def versions_of(session: AsyncSession, flow_ids: Iterable[str]) -> Sequence[FlowVersionRow]:
    """Newest first."""
    statement = select(FlowVersionRow).where(FlowVersionRow.flow_id.in_(list(flow_ids)))
    return (await session.scalars(statement.order_by(FlowVersionRow.version.desc()))).all()


async def in_use(session: AsyncSession, retired_after: datetime) -> tuple[FlowInUse, ...]:
    """Published versions, and those retired since, in which calls may still be."""
    kept = or_(FlowVersionRow.state == VersionState.PUBLISHED, FlowVersionRow.retired_at > retired_after)
    statement = (
        select(FlowVersionRow, FlowRow.current_version)
        .join(FlowRow, FlowRow.id == FlowVersionRow.flow_id)
        .where(kept, FlowVersionRow.published_at.is_not(None))
        .order_by(FlowVersionRow.flow_id, FlowVersionRow.version)
    )
    rows = (await session.execute(statement)).all()
    return tuple(FlowInUse(row.flow_id, row.version, row.version == current, row.document) for row, current in rows)


async def all_routes(session: AsyncSession) -> tuple[FlowRoute, ...]:
    rows = await session.scalars(select(FlowRouteRow).order_by(FlowRouteRow.kind, FlowRouteRow.key))
    return tuple(route_of(row) for row in rows)


async def find_route(session: AsyncSession, kind: RouteKind, key: str) -> FlowRouteRow | None:
    return await session.get(FlowRouteRow, (kind, key), with_for_update=True)


async def put_route(session: AsyncSession, route: FlowRoute) -> None:
    shares: list[dict[str, Any]] = [dict(vars(share)) for share in route.shares]
    await session.merge(
        FlowRouteRow(kind=route.kind, key=route.key, organisation_id=route.organisation_id, shares=shares)
    )


async def remove_route(session: AsyncSession, kind: RouteKind, key: str) -> None:
    await session.execute(delete(FlowRouteRow).where(FlowRouteRow.kind == kind, FlowRouteRow.key == key))


def route_of(row: FlowRouteRow) -> FlowRoute:
    kind: RouteKind = row.kind  # type: ignore[assignment]  # the table's own check
    return FlowRoute(kind, row.key, row.organisation_id, tuple(FlowShare(**share) for share in row.shares))


def version_of(row: FlowVersionRow, organisation_id: str) -> FlowVersion:
    return FlowVersion(
        flow_id=row.flow_id,
        version=row.version,
        organisation_id=organisation_id,
        state=VersionState(row.state),
        revision=row.revision,
        title=row.title,
        origin=Origin(row.origin),
        origin_version=row.origin_version,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
        published_at=row.published_at,
        retired_at=row.retired_at,
    )
