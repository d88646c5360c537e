"""The JSON Schema of flow documents as the studio reads it: control's own, whose fields that name a node are marked."""

from typing import Any

from rexian.control.ivr import schema
from rexian.control.ivr.document import FlowDocument

NODE_MARK = "x-node"


def flow_schema() -> dict[str, Any]:
    """The schema of a whole document, its own fields at the top; `x-node` marks the edges of the canvas."""
    whole = _marked(schema.flow_schema())
    return {**whole, **whole["$defs"][FlowDocument.__name__]}


def _marked(part: Any) -> Any:
    if isinstance(part, list):
        return [_marked(each) for each in part]
    if not isinstance(part, dict):
        return part
    marked = {name: _marked(each) for name, each in part.items()}
    return {**marked, NODE_MARK: True} if part.get("format") == "node" else marked
