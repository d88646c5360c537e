"""The flow document: what stands in `flows/*.json`, checked before it may run."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, ValidationError

from rexian.control.ivr.nodes import Node
from rexian.control.ivr.nodes.collect import Collect
from rexian.control.ivr.nodes.query import Query
from rexian.control.ivr.nodes.queue import Queue
from rexian.control.speech.errors import TemplateError
from rexian.control.speech.wording.template import check
from rexian.kit.errors import ErrorKind, RexianError

FORMAT_VERSION = 1
GIVEN_NAMES = frozenset({"caller_number"})
"""Variables that every flow has from its start."""


class FlowInvalid(RexianError):
    """The flow document cannot run; `problems` names each node concerned."""

    code: ClassVar[str] = "flow_invalid"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID


class FlowDocument(BaseModel):
    """A flow: nodes by id. `resume_text` is the apology said when a call is resumed after a fault of ours.

    `closed_text` is said to whoever calls outside the called number's hours ("" = a sentence of ours; it may say
    `{next_opening}`); the flow goes on at `closed_start` then, without one the call ends.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    flow_id: str
    version: int
    title: str
    language: str
    start: str
    resume_text: str
    fallback_queue_id: str
    closed_text: str = ""
    closed_start: str | None = None
    nodes: dict[str, Node]

    def problems(self) -> Iterator[str]:
        """Everything that keeps the flow from running, one sentence each."""
        if self.format != FORMAT_VERSION:
            yield f"format {self.format} is not known"
        if self.start not in self.nodes:
            yield f"start node {self.start} does not exist"
        if self.closed_start is not None and self.closed_start not in self.nodes:
            yield f"start node {self.closed_start} for closed hours does not exist"
        for node_id, node in self.nodes.items():
            for target in node.targets():
                if target not in self.nodes:
                    yield f"node {node_id} leads to {target}, which does not exist"
        reached = self._reached()
        for node_id in self.nodes:
            if node_id not in reached:
                yield f"node {node_id} cannot be reached"
        yield from self._naming_problems()

    def queue_ids(self) -> set[str]:
        """Every queue the flow may lead to."""
        return {node.queue_id for node in self.nodes.values() if isinstance(node, Queue)} | {self.fallback_queue_id}

    def prompts(self) -> Iterator[str]:
        """Every prompt template of the flow, as nodes say them."""
        if self.closed_text:
            yield self.closed_text
        for node in self.nodes.values():
            yield from node.templates()

    def _naming_problems(self) -> Iterator[str]:
        """Prompts that cannot be filled, prompts that would speak a secret, arguments that nothing sets."""
        collected = [node for node in self.nodes.values() if isinstance(node, Collect)]
        secrets = {node.variable for node in collected if node.secret}
        kept = {name for node in self.nodes.values() if isinstance(node, Query) for name in node.keep}
        variables = GIVEN_NAMES | kept | {node.variable for node in collected if not node.secret}
        for node_id, node in self.nodes.items():
            for template in node.templates():
                yield from _template_problems(f"a prompt of node {node_id}", template, variables)
            if isinstance(node, Query):
                for name in sorted(set(node.arguments.values()) - variables - secrets):
                    yield f"node {node_id} asks with {name}, which nothing sets"
            if isinstance(node, Queue):
                for name in sorted(set(node.wishes()) - variables):
                    yield f"node {node_id} looks for an agent in {name}, which nothing sets"
        if self.closed_text:
            yield from _template_problems("closed_text", self.closed_text, {"next_opening"})

    def _reached(self) -> set[str]:
        reached: set[str] = set()
        open_ids = [self.start, *([self.closed_start] if self.closed_start else [])]
        while open_ids:
            node_id = open_ids.pop()
            if node_id in reached or node_id not in self.nodes:
                continue
            reached.add(node_id)
            open_ids.extend(self.nodes[node_id].targets())
        return reached


def _template_problems(what: str, template: str, names: Collection[str]) -> Iterator[str]:
    try:
        check(template, names)
    except TemplateError as error:
        yield f"{what}: {error.message} {error.details}"


def read_flow(name: str, text: bytes | str) -> FlowDocument:
    """A document by itself: its form is right, whatever else may be wrong. Raises FlowInvalid."""
    try:
        return FlowDocument.model_validate_json(text)
    except ValidationError as error:
        problems = [str(item["loc"]) + " " + item["msg"] for item in error.errors()]
        raise FlowInvalid(flow=name, problems=problems) from error


def load_flow(path: Path) -> FlowDocument:
    """Read and check one flow file. Raises FlowInvalid with every problem found."""
    document = read_flow(path.name, path.read_bytes())
    problems = list(document.problems())
    if problems:
        raise FlowInvalid(flow=path.name, problems=problems)
    return document


def load_flows(folder: Path) -> dict[str, FlowDocument]:
    """Every `*.json` of a folder by flow id."""
    documents = [load_flow(path) for path in sorted(folder.glob("*.json"))]
    return {document.flow_id: document for document in documents}
