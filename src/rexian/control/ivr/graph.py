"""Where a linked flow leads, node by node: for the check before publishing and for whoever plans a way through it.

A return node leads where each of the sub_flow nodes that use its sub-flow goes on; "back" leads to nothing new.
"""

from collections.abc import Callable, Iterable, Iterator

from rexian.control.ivr.document import FlowDocument
from rexian.control.ivr.nodes import Node
from rexian.control.ivr.nodes.sub_flow import Return, SubFlow
from rexian.control.ivr.run import BACK, MAIN_MENU, OPERATOR

Ways = Callable[[Node], Iterable[str]]


def all_targets(node: Node) -> Iterable[str]:
    return node.targets()


def ways_from(flow: FlowDocument, node_id: str, ways: Ways = all_targets) -> Iterator[str]:
    """The full ids of the nodes that may come after a node; `ways` picks from its targets."""
    node = flow.node(node_id)
    if isinstance(node, SubFlow):
        part = flow.parts.get(node.flow_id)
        if part is not None:
            yield f"{node.flow_id}.{part.start}"
    elif isinstance(node, Return):
        yield from _after_return(flow, node_id.rpartition(".")[0], node.outcome)
    elif node is not None:
        yield from _resolved(flow, node_id, ways(node))


def _after_return(flow: FlowDocument, flow_id: str, outcome: str) -> Iterator[str]:
    for caller_id, caller in flow.all_nodes.items():
        if isinstance(caller, SubFlow) and caller.flow_id == flow_id:
            yield from _resolved(flow, caller_id, (caller.way_after(outcome),))


def _resolved(flow: FlowDocument, node_id: str, targets: Iterable[str]) -> Iterator[str]:
    for target in targets:
        match target:
            case _ if target == OPERATOR:
                if flow.operator:
                    yield flow.operator
            case _ if target == MAIN_MENU:
                yield flow.start
            case _ if target == BACK:
                continue
            case _:
                yield flow.full_id(node_id, target)
