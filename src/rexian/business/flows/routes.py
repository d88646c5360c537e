"""Which calls run which flow and version: shares of the calls of a number, a trunk or a channel.

Who gets which share is decided by control, the same for a contact however often it is asked.
"""

from rexian.business.audit.contracts import AuditAction
from rexian.business.changes.contracts import Author
from rexian.business.changes.service import Changes
from rexian.business.flows import repository, rules
from rexian.business.flows.contracts import FlowRoute, FlowShare, RouteKind, VersionState
from rexian.business.flows.errors import FlowRouteInvalid
from rexian.business.flows.service import Flows
from rexian.business.organisation.service import Organisations
from rexian.business.trunks.service import Trunks
from rexian.kit.database import Database

OBJECT_KIND = "flow_route"


class FlowRoutes:
    """The routes of the centre."""

    def __init__(
        self, database: Database, changes: Changes, flows: Flows, organisations: Organisations, trunks: Trunks
    ) -> None:
        self._database = database
        self._changes = changes
        self._flows = flows
        self._organisations = organisations
        self._trunks = trunks

    async def all_routes(self, organisation_ids: frozenset[str] | None = None) -> tuple[FlowRoute, ...]:
        """The routes of these organisations, or of the whole centre."""
        async with self._database.transaction() as session:
            routes = await repository.all_routes(session)
        return tuple(route for route in routes if organisation_ids is None or route.organisation_id in organisation_ids)

    async def put(self, kind: RouteKind, key: str, shares: tuple[FlowShare, ...], author: Author) -> FlowRoute:
        """Set the shares; none takes the route away. Raises FlowRouteInvalid."""
        route = FlowRoute(kind, key, author.organisation_id, shares)
        faults = [*rules.route_faults(kind, key, shares), *await self._unknown(route, author)]
        if faults:
            raise FlowRouteInvalid(fields=[{"field": field, "fault": fault} for field, fault in faults])
        action = AuditAction.CHANGED if shares else AuditAction.RETIRED
        async with self._changes.begin(author, action, OBJECT_KIND, f"{kind}:{key}") as change:
            if change.is_new:
                known = await repository.find_route(change.session, kind, key)
                if known is not None and known.organisation_id not in author.organisation_ids:
                    raise FlowRouteInvalid(fields=[{"field": "key", "fault": "unknown"}])
                if shares:
                    await repository.put_route(change.session, route)
                else:
                    await repository.remove_route(change.session, kind, key)
        return route

    async def _unknown(self, route: FlowRoute, author: Author) -> list[tuple[str, str]]:
        """Numbers, trunks and versions that are not there, or not published."""
        flows = {flow.flow_id: flow for flow in await self._flows.all_flows(author.organisation_ids)}
        faults = [] if await self._key_is_known(route) else [("key", "unknown")]
        for place, share in enumerate(route.shares):
            flow = flows.get(share.flow_id)
            wanted = share.version or (flow.current_version if flow else None)
            states = {version.version: version.state for version in flow.versions} if flow else {}
            if wanted is None or states.get(wanted) is not VersionState.PUBLISHED:
                faults.append((f"shares.{place}", "not_published"))
        return faults

    async def _key_is_known(self, route: FlowRoute) -> bool:
        if route.kind == "number":
            return route.key in {number.called_number for number in await self._organisations.numbers()}
        if route.kind == "trunk":
            return route.key in {trunk.content.name for trunk in await self._trunks.all_trunks()}
        return True
