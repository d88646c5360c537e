"""The flows that came with the release, as long as nothing of them is stored: published, at the version of the file."""

from collections.abc import Container, Mapping
from datetime import datetime
from typing import Any

from rexian.business.flows.contracts import Flow, FlowContent, FlowInUse, FlowVersion, Origin, VersionState
from rexian.business.flows.errors import FlowNotFound
from rexian.business.flows.models import FlowRow, FlowVersionRow


class Shipped:
    """Documents by flow id, shown as flows and versions, and as the rows they become."""

    def __init__(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        self._documents = documents

    def flows(self, *, beside: Container[str]) -> list[Flow]:
        """Those that are not among the stored ones."""
        return [self._flow(flow_id) for flow_id in self._documents if flow_id not in beside]

    def version(self, flow_id: str, version: int) -> tuple[FlowVersion, FlowContent]:
        """Raises FlowNotFound."""
        document = self._documents.get(flow_id)
        if document is None or document["version"] != version:
            raise FlowNotFound
        return self._version(document), FlowContent(document, {})

    def in_use(self, *, beside: Container[str]) -> list[FlowInUse]:
        return [
            FlowInUse(flow_id, document["version"], True, document)
            for flow_id, document in self._documents.items()
            if flow_id not in beside
        ]

    def row(self, flow_id: str, organisation_id: str) -> FlowRow:
        """A flow's own row; one that was not shipped has no version yet."""
        document = self._documents.get(flow_id)
        current = None if document is None else document["version"]
        return FlowRow(id=flow_id, organisation_id=organisation_id, current_version=current, previous_version=None)

    def version_row(self, flow_id: str, now: datetime) -> FlowVersionRow | None:
        document = self._documents.get(flow_id)
        if document is None:
            return None
        return FlowVersionRow(
            flow_id=flow_id,
            version=document["version"],
            state=VersionState.PUBLISHED,
            revision=1,
            title=document["title"],
            document=dict(document),
            layout={},
            origin=Origin.SHIPPED,
            origin_version=None,
            changed_by="",
            changed_at=now,
            published_at=now,
            retired_at=None,
            request_id="",
        )

    def _flow(self, flow_id: str) -> Flow:
        version = self._version(self._documents[flow_id])
        return Flow(flow_id, "", version.title, version.version, None, (version,))

    def _version(self, document: Mapping[str, Any]) -> FlowVersion:
        return FlowVersion(
            flow_id=document["flow_id"],
            version=document["version"],
            organisation_id="",
            state=VersionState.PUBLISHED,
            revision=1,
            title=document["title"],
            origin=Origin.SHIPPED,
            origin_version=None,
            changed_by="",
            changed_at=None,
            published_at=None,
            retired_at=None,
        )
