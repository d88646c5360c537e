"""What can be wrong with a flow document, each with a stable code and the node it stands at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from rexian.kit.errors import ErrorKind, RexianError

SENTENCES: Mapping[str, str] = {
    "file_unreadable": "the file cannot be read: {reason}",
    "field_invalid": "{field}: {reason}",
    "format_unknown": "format {format} is not known",
    "node_id_invalid": "a node id has no dot and no @",
    "start_missing": "start node {target} does not exist",
    "operator_missing": "no node is named as the way to a person (operator)",
    "node_missing": "{way} leads to {target}, which does not exist",
    "unreachable": "it cannot be reached",
    "prompt_invalid": "a prompt: {reason}",
    "prompt_empty": "a prompt has no words",
    "value_unknown": "it needs {name}, which nothing sets",
    "fact_unknown": "{name} is no fact of the centre",
    "sub_flow_missing": "sub-flow {flow_id} does not exist",
    "sub_flow_circle": "sub-flow {flow_id} leads back into itself",
    "sub_flow_only": "a return node belongs into a sub-flow",
    "not_a_sub_flow": "{flow_id} is no sub-flow",
    "outcome_unknown": "sub-flow {flow_id} never ends with {outcome}",
    "dead_end": "no person, no end and no menu can be reached from here",
    "loop_without_limit": "a caller who does nothing is led in a circle: {circle}",
    "human_too_far": "a person is {seconds} s away, more than {limit} s",
    "human_unreachable": "no person can be reached from here",
    "closed_not_covered": "there is no way for a caller when the queue is {refusal}",
    "queue_unknown": "queue {queue_id} does not exist",
    "entry_unknown": "directory entry {entry_id} does not exist",
    "calendar_unknown": "calendar {calendar_id} does not exist",
    "object_unknown": "business object {object} does not exist",
    "rule_unknown": "business object {object} has no rule {rule}",
    "argument_unknown": "rule {rule} takes no argument {argument}",
    "argument_missing": "rule {rule} needs the argument {argument}",
    "result_unknown": "rule {rule} gives no value {value}",
    "case_failed": "test {case}, step {step}: {reason}",
}
"""A sentence for each code."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. `node_id` is empty where it concerns the whole document."""

    code: str
    node_id: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        sentence = SENTENCES[self.code].format(**self.details)
        return f"node {self.node_id}: {sentence}" if self.node_id else sentence


class FlowInvalid(RexianError):
    """The flow document cannot run; `problems` names each node concerned, `found` has them as they are."""

    code: ClassVar[str] = "flow_invalid"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID

    def __init__(self, flow: str, found: Sequence[Problem]) -> None:
        super().__init__(flow=flow, problems=[str(problem) for problem in found])
        self.found = tuple(found)
