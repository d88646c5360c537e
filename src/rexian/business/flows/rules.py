"""What may become of a version, what a document must have to be kept, and how two of them differ. Pure.

Called by the service. Whether a flow can run is control's to say; here a draft may be as unfinished as its author
likes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rexian.business.flows.contracts import FieldChange, FlowShare, NodeChange, RouteKind, VersionState

FLOW_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,62}")
MOST_NODES = 1000
LONGEST_TITLE = 100
PARTS = "parts"
"""The sub-flows of a published document, as they were then."""
STAMPED = ("flow_id", "version", PARTS)
"""Fields of the document that the keeper sets, so they never count as a difference."""
CHANNELS = frozenset({"voice"})

EDITABLE = frozenset({VersionState.DRAFT, VersionState.CHECKED})


def content_faults(flow_id: str, document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Why the document cannot even be kept: fields and what is wrong with them."""
    nodes, title = document.get("nodes"), document.get("title")
    faults = [] if FLOW_ID.fullmatch(flow_id) else [("flow_id", "not_a_name")]
    if not isinstance(nodes, Mapping) or not all(isinstance(node, Mapping) for node in nodes.values()):
        faults.append(("nodes", "not_nodes"))
    elif len(nodes) > MOST_NODES:
        faults.append(("nodes", "too_many"))
    if not isinstance(title, str) or not 0 < len(title.strip()) <= LONGEST_TITLE:
        faults.append(("title", "missing_or_long"))
    return faults


def stamped(document: Mapping[str, Any], flow_id: str, version: int) -> dict[str, Any]:
    """The draft with the id and version under which it is kept; it has its sub-flows when it is published."""
    own = {name: value for name, value in document.items() if name != PARTS}
    return {**own, "flow_id": flow_id, "version": version}


def route_faults(kind: RouteKind, key: str, shares: Sequence[FlowShare]) -> list[tuple[str, str]]:
    """What is wrong with a route by itself."""
    faults = [("shares", "percent")] if not all(1 <= share.percent <= 100 for share in shares) else []
    if sum(share.percent for share in shares) > 100:
        faults.append(("shares", "above_100"))
    if kind == "channel" and key not in CHANNELS:
        faults.append(("key", "unknown"))
    return faults


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[NodeChange, ...]:
    """The flow's own fields first, then nodes in the order of the later document, then those that are gone."""
    old, new = before.get("nodes", {}), after.get("nodes", {})
    changes = [_changed("", _head(before), _head(after))]
    for node_id, node in new.items():
        if node_id not in old:
            changes.append(NodeChange(node_id, "added", tuple(_differences({}, node))))
        else:
            changes.append(_changed(node_id, old[node_id], node))
    changes += [
        NodeChange(node_id, "removed", tuple(_differences(node, {})))
        for node_id, node in old.items()
        if node_id not in new
    ]
    return tuple(change for change in changes if change is not None)


def _head(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "nodes" and name not in STAMPED}


def _changed(node_id: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> NodeChange | None:
    fields = tuple(_differences(before, after))
    return NodeChange(node_id, "changed", fields) if fields else None


def _differences(before: Any, after: Any, path: str = "") -> Iterator[FieldChange]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys([*before, *after]):
            below = f"{path}.{name}" if path else str(name)
            yield from _differences(before.get(name), after.get(name), below)
    elif before != after:
        yield FieldChange(path, before, after)
