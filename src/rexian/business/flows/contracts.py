"""What others may know of flows: versions and their states, problems, differences, and which calls run which version.

A flow is a JSON document. What stands in it is control's business; here it is kept, compared and handed out. Whether it
can run is asked through `FlowChecker`, which `app` wires to control's own checker.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Protocol

RouteKind = Literal["number", "trunk", "channel"]
"""What a route is for: a called number, a trunk by its name, or a channel (`voice`)."""


class VersionState(StrEnum):
    """A version's life: draft > checked > published > retired. A retired one may be published again (roll back)."""

    DRAFT = "draft"
    CHECKED = "checked"
    PUBLISHED = "published"
    RETIRED = "retired"


class Origin(StrEnum):
    """What a version was made from."""

    NOTHING = "nothing"
    VERSION = "version"
    UPLOAD = "upload"
    SHIPPED = "shipped"


@dataclass(frozen=True)
class FlowProblem:
    """Something that keeps a flow from being published. `node_id` "" = the flow as a whole; `field` is a path in the
    node, "" = the node as a whole. `code` is stable, "" where only `text` (English) tells; `values` fill its text."""

    node_id: str
    field: str
    code: str
    text: str
    values: Mapping[str, str]


FlowLibrary = Mapping[str, Mapping[str, Any]]
"""The current document of every flow, by id."""


class FlowChecker(Protocol):
    """Says whether a document can run here."""

    async def problems(self, document: Mapping[str, Any], library: FlowLibrary) -> tuple[FlowProblem, ...]:
        """All that is wrong with the document, used with these sub-flows; none = it may be published."""

    def whole(self, document: Mapping[str, Any], library: FlowLibrary) -> Mapping[str, Any]:
        """The document together with the sub-flows that it uses: `parts`. Raises FlowNotRunnable."""


@dataclass(frozen=True)
class FlowVersion:
    """A version without its document. `revision` grows with each save; who saves says which one was seen."""

    flow_id: str
    version: int
    organisation_id: str
    state: VersionState
    revision: int
    title: str
    origin: Origin
    origin_version: int | None
    changed_by: str
    changed_at: datetime | None
    published_at: datetime | None
    retired_at: datetime | None


@dataclass(frozen=True)
class FlowContent:
    """What an author edits: the document, and where its nodes stand on the canvas, which means nothing to a call."""

    document: Mapping[str, Any]
    layout: Mapping[str, Any]


@dataclass(frozen=True)
class Flow:
    """A flow and its versions, newest first. `current_version` is the one that runs where none is named;
    `previous_version` the one that ran before, to which a roll back leads."""

    flow_id: str
    organisation_id: str
    title: str
    current_version: int | None
    previous_version: int | None
    versions: tuple[FlowVersion, ...]


@dataclass(frozen=True)
class NewDraft:
    """What a draft is made from: another version (`from_version`), an uploaded document, or nothing."""

    flow_id: str
    title: str
    from_version: int | None
    document: Mapping[str, Any] | None


@dataclass(frozen=True)
class FieldChange:
    """A field of a node (or of the flow itself) that differs; `field` is its path, None = not there."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class NodeChange:
    """A node that is in one version only (`added`, `removed`) or differs. `node_id` "" = the flow's own fields."""

    node_id: str
    change: Literal["added", "removed", "changed"]
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class FlowShare:
    """So many per cent of the calls run this flow; `version` None = its current one."""

    flow_id: str
    version: int | None
    percent: int


@dataclass(frozen=True)
class FlowRoute:
    """Shares of the calls of a number, a trunk or a channel. What the shares leave over goes by the next rule: number
    before trunk before channel before the number's own flow."""

    kind: RouteKind
    key: str
    organisation_id: str
    shares: tuple[FlowShare, ...]


@dataclass(frozen=True)
class FlowInUse:
    """A version that calls may begin or still be in, for control."""

    flow_id: str
    version: int
    is_current: bool
    document: Mapping[str, Any]
