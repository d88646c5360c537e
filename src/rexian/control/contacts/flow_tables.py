"""Which flow a call runs, and in which version: looked up, never read on a call's path.

Built anew with each configuration. Versions that are no longer in it stay for as long as a contact is in them, so that
calls in progress finish on the version they began with. Called by decisions about contacts; how the tables reach
control is the composition root's business.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256
from typing import Any, Literal

import structlog

from rexian.control.contracts.configuration import CentreConfiguration, FlowRouteConfiguration, FlowShare
from rexian.control.ivr.document import FlowDocument, FlowInvalid, read_flow

log = structlog.get_logger(__name__)

VOICE = "voice"
"""The channel of every contact that calls."""

VersionKey = tuple[str, int]
Way = tuple[Literal["number", "trunk", "channel"], str]


class FlowTables(Mapping[str, FlowDocument]):
    """Current flows by id (as a mapping), every version in use, and the routes that lead to them."""

    def __init__(
        self,
        current: Mapping[str, int],
        versions: Mapping[VersionKey, FlowDocument],
        routes: Collection[FlowRouteConfiguration] = (),
        sources: Mapping[VersionKey, Mapping[str, Any]] | None = None,
    ) -> None:
        self._sources = sources or {}
        self._current = current
        self._versions = versions
        self._routes = {(route.kind, route.key): route.shares for route in routes}

    @classmethod
    def of(cls, flows: Mapping[str, FlowDocument]) -> "FlowTables":
        """The tables of flows in one version each: what an installation has before any is stored."""
        return cls(
            {flow_id: flow.version for flow_id, flow in flows.items()},
            {(flow_id, flow.version): flow for flow_id, flow in flows.items()},
        )

    def configured(self, centre: CentreConfiguration, in_progress: Collection[VersionKey]) -> "FlowTables":
        """The tables of a new configuration; of these ones only the versions that contacts are in are kept.

        A version that cannot be read is told of in the log and left out: calls go on with what there was before.
        """
        versions = {key: flow for key, flow in self._versions.items() if key in in_progress}
        current = {}
        for found in centre.flows:
            key = (found.flow_id, found.version)
            try:
                unchanged = self._sources.get(key) == found.document
                versions[key] = (
                    self._versions[key] if unchanged else read_flow(found.flow_id, json.dumps(found.document))
                )
            except FlowInvalid as error:
                log.error(
                    "a published flow cannot be read",
                    flow=found.flow_id,
                    version=found.version,
                    problems=error.details["problems"],
                )
                continue
            if found.is_current:
                current[found.flow_id] = found.version
        if not centre.flows:
            return FlowTables(self._current, self._versions, centre.flow_routes)
        for flow_id in {flow.flow_id for flow in centre.flows if flow.is_current} - current.keys():
            if flow_id in self._current:
                current[flow_id] = self._current[flow_id]
                versions[flow_id, current[flow_id]] = self._versions[flow_id, current[flow_id]]
        sources = {(flow.flow_id, flow.version): flow.document for flow in centre.flows}
        return FlowTables(
            current, versions, centre.flow_routes, {key: sources[key] for key in sources.keys() & versions}
        )

    def __getitem__(self, flow_id: str) -> FlowDocument:
        return self._versions[flow_id, self._current[flow_id]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._current)

    def __len__(self) -> int:
        return len(self._current)

    def version(self, flow_id: str, version: int) -> FlowDocument | None:
        """That very version, or the current one where it is not there any more; None for an unknown flow."""
        return self._versions.get((flow_id, version)) or self.get(flow_id)

    def documents(self) -> Collection[FlowDocument]:
        """Every version that calls may be in."""
        return self._versions.values()

    def for_call(self, contact_id: str, called_number: str, trunk: str, otherwise: str) -> FlowDocument | None:
        """The flow of a new call: by its number's shares, its trunk's, its channel's, else the number's own flow.

        The same contact is led the same way however often it is asked, and shares of different routes are independent.
        """
        ways: tuple[Way, ...] = (("number", called_number), ("trunk", trunk), ("channel", VOICE))
        for way in ways:
            share = _share_of(self._routes.get(way, ()), "\0".join((*way, contact_id)))
            flow = None if share is None else self._shared(share)
            if flow is not None:
                return flow
        return self.get(otherwise)

    def _shared(self, share: FlowShare) -> FlowDocument | None:
        if share.version is None:
            return self.get(share.flow_id)
        return self._versions.get((share.flow_id, share.version))


def _share_of(shares: Collection[FlowShare], seed: str) -> FlowShare | None:
    """The share that a contact falls into; None where what the shares leave over is its lot."""
    lot = int.from_bytes(sha256(seed.encode()).digest()[:8]) % 100
    for share in shares:
        if lot < share.percent:
            return share
        lot -= share.percent
    return None
