"""The rows that a change works on: found, locked, and refused to whoever may not change them.

Called by the trade's services within the transaction of one change.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.changes.contracts import Author
from rexian.business.flows import repository
from rexian.business.flows.errors import FlowNotFound
from rexian.business.flows.models import FlowRow, FlowVersionRow
from rexian.business.flows.shipped import Shipped


def named(flow_id: str, version: int) -> str:
    return f"{flow_id}@{version}"


async def stored(session: AsyncSession, shipped: Shipped, flow_id: str, author: Author, now: datetime) -> FlowRow:
    """The flow's row, locked; a shipped flow is stored now as it was shipped, a new one begins. Raises FlowNotFound."""
    row = await repository.find_flow(session, flow_id, for_change=True)
    if row is None:
        await repository.add_flow(session, shipped.row(flow_id, author.organisation_id))
        version = shipped.version_row(flow_id, now)
        if version is not None:
            await repository.add_version(session, version)
    return await flow_to_change(session, flow_id, author)


async def routes_to(session: AsyncSession, flow_id: str, version: int, *, named: bool = False) -> list[str]:
    """Routes that lead to the version; `named` = only those that name it."""
    wanted = {version} if named else {version, None}
    routes = await repository.all_routes(session)
    return [
        f"{route.kind}:{route.key}"
        for route in routes
        if any(share.flow_id == flow_id and share.version in wanted for share in route.shares)
    ]


async def flow_to_change(session: AsyncSession, flow_id: str, author: Author) -> FlowRow:
    flow = await repository.find_flow(session, flow_id, for_change=True)
    if flow is None or flow.organisation_id not in author.organisation_ids:
        raise FlowNotFound
    return flow


async def version_row(
    session: AsyncSession, flow: FlowRow, version: int, organisation_ids: frozenset[str]
) -> FlowVersionRow:
    row = await repository.find_version(session, flow.id, version)
    if row is None or flow.organisation_id not in organisation_ids:
        raise FlowNotFound
    return row


async def to_change(
    session: AsyncSession, flow_id: str, version: int, author: Author
) -> tuple[FlowRow, FlowVersionRow]:
    flow = await flow_to_change(session, flow_id, author)
    return flow, await version_row(session, flow, version, author.organisation_ids)
