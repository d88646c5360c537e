"""Linking: a flow and the sub-flows it uses, of these versions, made one document that needs no other.

Called when flows are loaded and when a version is published. So a call goes on with the sub-flows it began with.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rexian.control.ivr.nodes.sub_flow import SubFlow
from rexian.control.ivr.problems import FlowInvalid, Problem

if TYPE_CHECKING:
    from rexian.control.ivr.document import FlowDocument


def linked(document: "FlowDocument", library: "Mapping[str, FlowDocument]") -> "tuple[FlowDocument, list[Problem]]":
    """The document with its parts, and what is wrong with its use of them."""
    parts: dict[str, FlowDocument] = {}
    problems = list(_use(document, "", library, parts, (document.flow_id,)))
    return document.model_copy(update={"parts": parts}), problems


def linked_among(document: "FlowDocument", library: "Mapping[str, FlowDocument]", name: str = "") -> "FlowDocument":
    """The linked document. Raises FlowInvalid with everything that keeps it from running."""
    whole, problems = linked(document, library)
    problems += whole.problems()
    problems += (problem for part in whole.parts.values() for problem in part_problems(part))
    if problems:
        raise FlowInvalid(name or document.flow_id, problems)
    return whole


def part_problems(part: "FlowDocument") -> list[Problem]:
    """The problems of a sub-flow's own, with full node ids."""
    found = part.model_copy(update={"parts": {}}).problems()
    return [
        Problem(problem.code, f"{part.flow_id}.{problem.node_id}" if problem.node_id else "", problem.details)
        for problem in found
        if problem.code not in ("value_unknown", "prompt_invalid")  # the whole is checked for names
    ]


def _use(
    document: "FlowDocument",
    prefix: str,
    library: "Mapping[str, FlowDocument]",
    parts: "dict[str, FlowDocument]",
    way: tuple[str, ...],
) -> list[Problem]:
    problems: list[Problem] = []
    for node_id, node in document.nodes.items():
        if not isinstance(node, SubFlow):
            continue
        part = library.get(node.flow_id)
        code = _mistake(node, part, way)
        if code or part is None:
            problems.append(Problem(code, prefix + node_id, {"flow_id": node.flow_id}))
            continue
        for outcome in sorted({*node.errors} - part.outcomes()):
            details = {"flow_id": node.flow_id, "outcome": outcome}
            problems.append(Problem("outcome_unknown", prefix + node_id, details))
        if part.flow_id not in parts:
            parts[part.flow_id] = part
            problems += _use(part, f"{part.flow_id}.", library, parts, (*way, part.flow_id))
    return problems


def _mistake(node: SubFlow, part: "FlowDocument | None", way: tuple[str, ...]) -> str:
    if node.flow_id in way:
        return "sub_flow_circle"
    if part is None:
        return "sub_flow_missing"
    return "" if part.sub_flow else "not_a_sub_flow"
