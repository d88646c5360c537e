"""The check before publishing: what may run, but should not reach callers. Every problem names its node and a code.

Judges a linked flow against what the centre has. A caller must reach a person from every menu in time, nobody may be
led in a circle or nowhere, a queue that is closed, empty or full has its way, and what is named must exist. Called by
`rexian flow check` and by whoever publishes a version. What keeps a flow from running is the document's own check.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rexian.control.ivr import paths
from rexian.control.ivr.cases import failures
from rexian.control.ivr.document import FlowDocument
from rexian.control.ivr.facts import fact_of
from rexian.control.ivr.linking import part_problems
from rexian.control.ivr.nodes import Node
from rexian.control.ivr.nodes.call_back import CallBack
from rexian.control.ivr.nodes.condition import Condition
from rexian.control.ivr.nodes.identify import PASSWORD, Identify
from rexian.control.ivr.nodes.query import Query
from rexian.control.ivr.nodes.queue import REFUSALS, Queue
from rexian.control.ivr.nodes.switch import Switch
from rexian.control.ivr.nodes.transfer import Transfer
from rexian.control.ivr.problems import Problem

TO_COVER = tuple(refusal for refusal in REFUSALS if refusal != "menu_only")
"""A caller who may use the menu only is told so, and that may be the end."""
OF_FAILURES = frozenset({"reason", "remaining_tries"})
"""Values that come with an outcome other than ok."""


@dataclass(frozen=True)
class RuleForm:
    """What a rule of a business object takes and gives."""

    required: frozenset[str]
    optional: frozenset[str]
    values: frozenset[str]


@dataclass(frozen=True)
class Centre:
    """What the centre has; None = not known here, and not checked."""

    queue_ids: frozenset[str] | None = None
    entry_ids: frozenset[str] | None = None
    calendar_ids: frozenset[str] | None = None
    objects: Mapping[str, Mapping[str, RuleForm]] | None = field(default=None)


def check(flow: FlowDocument, centre: Centre) -> list[Problem]:
    """Everything that is wrong with a linked flow, its own test cases at the end."""
    found = [*flow.problems(), *(problem for part in flow.parts.values() for problem in part_problems(part))]
    if not found and not flow.sub_flow:
        found += _ways(flow)
    for node_id, node in flow.all_nodes.items():
        found += _references(node_id, node, centre)
    for queue_id in {flow.fallback_queue_id} - {""}:
        if centre.queue_ids is not None and queue_id not in centre.queue_ids:
            found.append(Problem("queue_unknown", details={"queue_id": queue_id}))
    return found or failures(flow)


def _ways(flow: FlowDocument) -> Iterator[Problem]:
    if flow.operator is None and any(node.is_menu for node in flow.all_nodes.values()):
        yield Problem("operator_missing")
    yield from paths.dead_ends(flow)
    yield from paths.circles(flow)
    yield from paths.far_from_people(flow)
    for node_id, node in flow.all_nodes.items():
        if isinstance(node, Queue):
            uncovered = (refusal for refusal in TO_COVER if refusal not in node.goes_on_after())
            yield from (Problem("closed_not_covered", node_id, {"refusal": refusal}) for refusal in uncovered)


def _references(node_id: str, node: Node, centre: Centre) -> Iterator[Problem]:
    match node:
        case Queue() | CallBack() if centre.queue_ids is not None and node.queue_id not in centre.queue_ids:
            yield Problem("queue_unknown", node_id, {"queue_id": node.queue_id})
        case Transfer() if centre.entry_ids is not None and node.entry_id not in centre.entry_ids:
            yield Problem("entry_unknown", node_id, {"entry_id": node.entry_id})
        case Condition() | Switch():
            yield from _fact(node_id, node.variable, centre)
        case Query():
            arguments = {*node.arguments, *node.constants}
            values = {*node.keep.values(), *(form.value for form in node.attach.values())}
            values |= {node.proves.subject} if node.proves else set()
            yield from _rule(node_id, node, (arguments, values), centre)
        case Identify():
            arguments = {node.identifier_argument, PASSWORD, "caller_number"}
            values = {node.subject, *(form.value for form in node.attach.values())}
            yield from _rule(node_id, node, (arguments, values), centre)
        case _:
            pass


def _fact(node_id: str, name: str, centre: Centre) -> Iterator[Problem]:
    fact = fact_of(name)
    if fact is None:
        return
    if fact.source == "queue" and centre.queue_ids is not None and fact.subject not in centre.queue_ids:
        yield Problem("queue_unknown", node_id, {"queue_id": fact.subject})
    if fact.source == "calendar" and centre.calendar_ids is not None and fact.subject not in centre.calendar_ids:
        yield Problem("calendar_unknown", node_id, {"calendar_id": fact.subject})


def _rule(node_id: str, node: Query | Identify, uses: tuple[set[str], set[str]], centre: Centre) -> Iterator[Problem]:
    """`uses`: the arguments and the values that the node names."""
    if centre.objects is None:
        return
    details = {"object": node.object, "rule": node.rule}
    rules = centre.objects.get(node.object)
    form = rules.get(node.rule) if rules is not None else None
    if form is None:
        yield Problem("object_unknown" if rules is None else "rule_unknown", node_id, details)
        return
    arguments, values = uses
    for argument in sorted(arguments - form.required - form.optional):
        yield Problem("argument_unknown", node_id, details | {"argument": argument})
    for argument in sorted(form.required - arguments):
        yield Problem("argument_missing", node_id, details | {"argument": argument})
    for value in sorted(values - form.values - OF_FAILURES):
        yield Problem("result_unknown", node_id, details | {"value": value})
