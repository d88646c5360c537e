"""Whether every value a flow names is set by something, and every prompt can be filled: part of the check to run.

Called by the document; over a linked one, as a sub-flow may name what the flow around it sets.
"""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from rexian.control.ivr.facts import fact_of, is_known_kind
from rexian.control.ivr.nodes import Node
from rexian.control.ivr.nodes.condition import Condition
from rexian.control.ivr.nodes.set_values import SetValues
from rexian.control.ivr.nodes.switch import Switch
from rexian.control.ivr.problems import Problem
from rexian.control.speech.errors import TemplateError
from rexian.control.speech.wording.template import PromptTemplate, check

if TYPE_CHECKING:
    from rexian.control.ivr.document import FlowDocument

GIVEN_NAMES = frozenset({"caller_number", "called_number"})
"""Variables that every flow has from its start."""


def problems(flow: "FlowDocument") -> Iterator[Problem]:
    """Prompts that cannot be filled or would speak a secret, values that nothing sets, facts that do not exist."""
    nodes = flow.all_nodes
    secrets = {name for node in nodes.values() for name in node.gives_secrets()}
    variables = {*GIVEN_NAMES, *flow.needs, *(name for node in nodes.values() for name in node.gives())}
    for node_id, node in nodes.items():
        yield from _prompt_problems(node_id, node, variables)
        for name in sorted({*node.needs()} - variables - secrets):
            yield Problem("value_unknown", node_id, {"name": name})
        for name in _facts(node):
            fact = fact_of(name)
            if fact is None or not is_known_kind(fact):
                yield Problem("fact_unknown", node_id, {"name": name})
    if flow.closed_text:
        yield from _template_problems("", flow.closed_text, {"next_opening"})


def _prompt_problems(node_id: str, node: Node, variables: Collection[str]) -> Iterator[Problem]:
    for template in node.templates():
        yield from _template_problems(node_id, template, variables)
    for template in node.own_templates():
        yield from _template_problems(node_id, template, None)


def _facts(node: Node) -> Iterator[str]:
    if isinstance(node, Condition | Switch) and fact_of(node.variable):
        yield node.variable
    if isinstance(node, SetValues):
        yield from (name for name in node.copies.values() if fact_of(name))


def _template_problems(node_id: str, template: str, names: Collection[str] | None) -> Iterator[Problem]:
    """`names` None: only the form is checked."""
    try:
        PromptTemplate(template) if names is None else check(template, names)
    except TemplateError as error:
        yield Problem("prompt_invalid", node_id, {"reason": f"{error.message} {error.details}"})
    if not any(character.isalnum() for character in template):
        yield Problem("prompt_empty", node_id)
