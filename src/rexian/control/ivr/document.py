"""The flow document: what stands in `flows/*.json`, checked before it may run."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema, model_validator
from pydantic_core import ErrorDetails

from rexian.control.ivr import naming
from rexian.control.ivr.case_form import CaseForm
from rexian.control.ivr.linking import linked_among
from rexian.control.ivr.nodes import Node
from rexian.control.ivr.nodes.call_back import CallBack
from rexian.control.ivr.nodes.node import NodeId, Prompt, QueueId
from rexian.control.ivr.nodes.queue import Queue
from rexian.control.ivr.nodes.sub_flow import Return, SubFlow
from rexian.control.ivr.older import upgraded
from rexian.control.ivr.problems import FlowInvalid, Problem
from rexian.control.ivr.run import PLACES

__all__ = ["FORMAT_VERSION", "FlowDocument", "FlowInvalid", "load_flow", "load_flows", "read_beside", "read_flow"]

FORMAT_VERSION = 2
NODE_LIMIT_SECONDS = 45.0
PARTS_SCHEMA = {"type": "object", "readOnly": True}
"""Nobody edits the parts of a linked document: each is edited as a flow of its own."""


class FlowDocument(BaseModel):
    """A flow: nodes by id. `resume_text` is the apology said when a call is resumed after a fault of ours.

    `operator` is the way to a person, where 0 leads from everywhere. `closed_text` is said to whoever calls outside the
    called number's hours ("" = a sentence of ours; it may say `{next_opening}`); the flow goes on at `closed_start`
    then, without one the call ends. A `sub_flow` is used by other flows only and ends with return nodes; `needs` are
    the variables it is given. `parts` are the sub-flows as they were when the flow was linked (see `linking`): a
    linked document is whole, whatever becomes of its sub-flows.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    flow_id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$")
    version: int
    title: str
    language: str
    sub_flow: bool = False
    needs: tuple[str, ...] = ()
    start: NodeId
    operator: NodeId | None = None
    resume_text: Prompt = ""
    fallback_queue_id: QueueId = ""
    closed_text: Prompt = ""
    closed_start: NodeId | None = None
    human_within_seconds: float = Field(NODE_LIMIT_SECONDS, gt=0, description="the farthest a person may be")
    nodes: dict[str, Node]
    tests: list[CaseForm] = Field(default_factory=list)
    parts: Annotated[dict[str, "FlowDocument"], WithJsonSchema(PARTS_SCHEMA)] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _upgrade(cls, document: Any) -> Any:
        return upgraded(document) if isinstance(document, dict) else document

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """What is derived from the nodes is not copied, as they may change with the copy."""
        copy = super().model_copy(update=update, deep=deep)
        copy.__dict__.pop("all_nodes", None)
        return copy

    @cached_property
    def all_nodes(self) -> Mapping[str, Node]:
        """Every node with its full id, those of the sub-flows too."""
        inner = {
            f"{flow_id}.{node_id}": node for flow_id, part in self.parts.items() for node_id, node in part.nodes.items()
        }
        return {**self.nodes, **inner}

    def node(self, node_id: str) -> Node | None:
        """The node of a full id."""
        return self.all_nodes.get(node_id)

    def full_id(self, node_id: str, target: str) -> str:
        """The full id of what a node's target names, in the document where that node stands."""
        return f"{node_id.rpartition('.')[0]}.{target}" if "." in node_id else target

    def problems(self) -> Iterator[Problem]:
        """Everything that keeps the flow from running."""
        if self.format != FORMAT_VERSION:
            yield Problem("format_unknown", details={"format": self.format})
        if self.start not in self.nodes:
            yield Problem("start_missing", details={"target": self.start})
        for start in (self.closed_start, self.operator):
            if start is not None and start not in self.nodes:
                yield Problem("start_missing", details={"target": start})
        yield from self._ways_problems()
        yield from naming.problems(self)

    def queue_ids(self) -> set[str]:
        """Every queue the flow may lead to."""
        nodes = (node for node in self.all_nodes.values() if isinstance(node, Queue | CallBack))
        return {node.queue_id for node in nodes} | ({self.fallback_queue_id} - {""})

    def prompts(self) -> Iterator[str]:
        """Every prompt template of the flow, as nodes say them: what all hear before what follows a mistake."""
        if self.closed_text:
            yield self.closed_text
        of_nodes = [list(node.templates()) for node in self.all_nodes.values()]
        for templates in of_nodes:
            yield from templates[:1]
        for templates in of_nodes:
            yield from templates[1:]

    def outcomes(self) -> set[str]:
        """What a sub-flow may end with."""
        return {node.outcome for node in self.nodes.values() if isinstance(node, Return)}

    def sub_flow_ids(self) -> set[str]:
        """The sub-flows that this document uses itself."""
        return {node.flow_id for node in self.nodes.values() if isinstance(node, SubFlow)}

    def _ways_problems(self) -> Iterator[Problem]:
        for node_id, node in self.nodes.items():
            if "." in node_id or "@" in node_id:
                yield Problem("node_id_invalid", node_id)
            if isinstance(node, Return) and not self.sub_flow:
                yield Problem("sub_flow_only", node_id)
            for way, target in node.ways():
                if target not in self.nodes and target not in PLACES:
                    yield Problem("node_missing", node_id, {"way": way, "target": target})
        reached = self._reached()
        yield from (Problem("unreachable", node_id) for node_id in self.nodes if node_id not in reached)

    def _reached(self) -> set[str]:
        reached: set[str] = set()
        open_ids = [node_id for node_id in (self.start, self.closed_start, self.operator) if node_id]
        while open_ids:
            node_id = open_ids.pop()
            if node_id in reached or node_id not in self.nodes:
                continue
            reached.add(node_id)
            open_ids.extend(self.nodes[node_id].targets())
        return reached


def read_flow(name: str, content: bytes | str | Mapping[str, Any]) -> FlowDocument:
    """A document by itself, linked only where it is stored so: its form is right, whatever else may be wrong.

    `content` is JSON, as text or as read. Raises FlowInvalid.
    """
    try:
        if isinstance(content, bytes | str):
            return FlowDocument.model_validate_json(content)
        return FlowDocument.model_validate(content)
    except ValidationError as error:
        problems = [_form_problem(item) for item in error.errors(include_url=False)]
        raise FlowInvalid(name, problems) from error


def _form_problem(item: ErrorDetails) -> Problem:
    """A mistake in the JSON, at the node where it is."""
    where = [str(part) for part in item["loc"]]
    node_id = where[1] if len(where) > 1 and where[0] == "nodes" else ""
    return Problem("field_invalid", node_id, {"field": ".".join(where) or "document", "reason": item["msg"]})


def load_flow(path: Path) -> FlowDocument:
    """Read, link and check one flow file; its sub-flows lie beside it. Raises FlowInvalid with every problem found."""
    document = read_flow(path.name, path.read_bytes())
    return linked_among(document, read_beside(path, document), path.name)


def load_flows(folder: Path) -> dict[str, FlowDocument]:
    """Every flow of a folder (`*.json`) by flow id, linked; sub-flows are in the flows that use them."""
    documents = [read_flow(path.name, path.read_bytes()) for path in sorted(folder.glob("*.json"))]
    library = {document.flow_id: document for document in documents}
    whole = [linked_among(document, library) for document in documents if not document.sub_flow]
    return {document.flow_id: document for document in whole}


def read_beside(path: Path, document: FlowDocument) -> Mapping[str, FlowDocument]:
    """The documents of the same folder by flow id, where any is needed; what cannot be read there is left out."""
    found: dict[str, FlowDocument] = {}
    others = sorted(path.parent.glob("*.json")) if document.sub_flow_ids() else ()
    for other in others:
        if other != path:
            with suppress(FlowInvalid):
                flow = read_flow(other.name, other.read_bytes())
                found[flow.flow_id] = flow
    return found
