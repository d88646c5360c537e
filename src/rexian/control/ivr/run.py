"""One caller's way through a flow: its state, what may happen to it, and what it asks for.

Secrets (keyed passwords, id numbers) live in `secrets` only, never in an event; `resume_state` is what may be stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

STATE_VERSION = 1


@dataclass(frozen=True)
class FlowState:
    """Where a caller stands. `local` belongs to the current node (attempts, digits so far) and ends with it.

    `hash_expected`: an input was complete without its `#`; one that follows belongs to it and is dropped.
    """

    flow_id: str
    flow_version: int
    node_id: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    local: Mapping[str, Any] = field(default_factory=dict)
    hash_expected: bool = False

    def resume_state(self) -> dict[str, Any] | None:
        """What a successor needs to go on at this node, or None while a secret is held (an earlier node is resumed)."""
        if self.secrets:
            return None
        return {
            "version": STATE_VERSION,
            "flow_id": self.flow_id,
            "flow_version": self.flow_version,
            "node_id": self.node_id,
            "variables": dict(self.variables),
        }

    @classmethod
    def resumed(cls, document: Mapping[str, Any]) -> "FlowState":
        """Read `resume_state` back."""
        return cls(document["flow_id"], document["flow_version"], document["node_id"], document["variables"])

    def with_local(self, **values: Any) -> "FlowState":
        return replace(self, local={**self.local, **values})

    def names(self) -> dict[str, Any]:
        """Everything a template or an argument may name."""
        return {**self.variables, **self.secrets}


@dataclass(frozen=True)
class Entered:
    """The node begins."""


@dataclass(frozen=True)
class PromptEnded:
    """What was said is over. `failed` = it could not be said."""

    failed: bool = False


@dataclass(frozen=True)
class Key:
    """One key of the caller: 0-9, * or #."""

    digit: str


@dataclass(frozen=True)
class TimedOut:
    """The node's timer ran out."""


@dataclass(frozen=True)
class Answered:
    """A business object's answer."""

    outcome: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NotAdmitted:
    """The way to a person is not open; the caller was told so. `answer`: closed, no_agent, full or menu_only."""

    answer: str


FlowEvent = Entered | PromptEnded | Key | TimedOut | Answered | NotAdmitted


@dataclass(frozen=True)
class Say:
    """Say a whole prompt. `prompt_id` names it (node and which prompt); ends with PromptEnded."""

    prompt_id: str
    text: str


@dataclass(frozen=True)
class StopSaying:
    """The caller keyed in: be silent."""


@dataclass(frozen=True)
class StartTimer:
    """Let TimedOut come after so many seconds unless something else comes first."""

    seconds: float


@dataclass(frozen=True)
class Ask:
    """Ask a business object; ends with Answered."""

    business_object: str
    rule: str
    arguments: Mapping[str, Any]
    deadline_seconds: float


@dataclass(frozen=True)
class Attach:
    """Let a value travel with the contact to the desk (随路数据)."""

    key: str
    value: str
    format: str


@dataclass(frozen=True)
class Identified:
    """The caller has proved who he is."""

    auth_level: str
    business_object: str
    subject: str


@dataclass(frozen=True)
class Chosen:
    """A menu option was taken at a node; `label` becomes part of the menu path."""

    node_id: str
    key: str
    label: str


@dataclass(frozen=True)
class Enqueue:
    """The caller wants a person: wait in this queue, which ends the flow, or come back as NotAdmitted. The agents are
    given by id or staff number."""

    queue_id: str
    priority: int = 0
    named_agent: str = ""
    usual_agent: str = ""


@dataclass(frozen=True)
class HangUp:
    """The flow is over."""


@dataclass(frozen=True)
class GiveUp:
    """The flow cannot go on by a fault of its own (`code` tells which): the caller gets a person."""

    node_id: str
    code: str


FlowCommand = Say | StopSaying | StartTimer | Ask | Attach | Identified | Chosen | Enqueue | HangUp | GiveUp


@dataclass(frozen=True)
class Stay:
    """The node goes on; `state` carries its local memory."""

    state: FlowState
    commands: tuple[FlowCommand, ...] = ()


@dataclass(frozen=True)
class Go:
    """Leave for another node (None = the flow ends here). `key` is passed on if the next node has a use for it."""

    state: FlowState
    target: str | None
    commands: tuple[FlowCommand, ...] = ()
    key: Key | None = None


Turn = Stay | Go
