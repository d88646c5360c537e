"""One caller's way through a flow: its state, what may happen to it, and what it asks for.

Secrets (keyed passwords, id numbers) live in `secrets` only, never in an event; `resume_state` is what may be stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

STATE_VERSION = 2
"""2 has `calls` and `menus`; a state of version 1 is read as one without."""

OPERATOR = "@operator"
"""A target: the flow's way to a person."""
BACK = "@back"
"""A target: the menu before this one."""
MAIN_MENU = "@main_menu"
"""A target: the first menu the caller has heard."""
PLACES = frozenset({OPERATOR, BACK, MAIN_MENU})
"""Targets that are no node of the document."""


@dataclass(frozen=True)
class FlowState:
    """Where a caller stands. `local` belongs to the current node (attempts, digits so far) and ends with it.

    `hash_expected`: an input was complete without its `#`; one that follows belongs to it and is dropped.
    `calls`: the sub_flow nodes to come back to, the innermost last. `menus`: the menus passed, each with its calls.
    Ids of nodes in a sub-flow are `<flow id>.<node id>`.
    """

    flow_id: str
    flow_version: int
    node_id: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    local: Mapping[str, Any] = field(default_factory=dict)
    hash_expected: bool = False
    calls: tuple[str, ...] = ()
    menus: tuple[tuple[str, tuple[str, ...]], ...] = ()

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
            "calls": list(self.calls),
            "menus": [[node_id, list(calls)] for node_id, calls in self.menus],
        }

    @classmethod
    def resumed(cls, document: Mapping[str, Any]) -> "FlowState":
        """Read `resume_state` back, of this version or the one before."""
        return cls(
            document["flow_id"],
            document["flow_version"],
            document["node_id"],
            document["variables"],
            calls=tuple(document.get("calls", ())),
            menus=tuple((node_id, tuple(calls)) for node_id, calls in document.get("menus", ())),
        )

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
    """A business object's answer, or that of another computer."""

    outcome: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NotAdmitted:
    """The way to a person is not open; the caller was told so. `answer`: closed, no_agent, full or menu_only."""

    answer: str


@dataclass(frozen=True)
class NotPossible:
    """What the node wanted of the call cannot be had, for this reason; the caller was told nothing."""

    reason: str


@dataclass(frozen=True)
class Known:
    """The facts that were looked up, by name; None = not known."""

    facts: Mapping[str, Any]


FlowEvent = Entered | PromptEnded | Key | TimedOut | Answered | NotAdmitted | NotPossible | Known


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
class Fetch:
    """Ask another computer over HTTP; ends with Answered."""

    method: str
    url: str
    arguments: Mapping[str, Any]
    deadline_seconds: float


@dataclass(frozen=True)
class LookUp:
    """Tell these facts of the centre (see `facts`); Known follows at once."""

    names: tuple[str, ...]


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
class PutThrough:
    """Call an entry of the directory for the caller, which ends the flow, or come back as NotPossible: unknown, closed,
    unreachable (no trunk, busy, no answer)."""

    entry_id: str


@dataclass(frozen=True)
class BookCallBack:
    """Promise a call back from this queue, which ends the flow, or come back as NotPossible: not_offered,
    not_callable."""

    queue_id: str
    number: str = field(repr=False)


@dataclass(frozen=True)
class Rated:
    """The caller has judged the service at a node, 1 (best) to 5."""

    node_id: str
    grade: int


@dataclass(frozen=True)
class HangUp:
    """The flow is over."""


@dataclass(frozen=True)
class GiveUp:
    """The flow cannot go on by a fault of its own (`code` tells which): the caller gets a person."""

    node_id: str
    code: str


FlowCommand = (
    Say
    | StopSaying
    | StartTimer
    | Ask
    | Fetch
    | LookUp
    | Attach
    | Identified
    | Chosen
    | Enqueue
    | PutThrough
    | BookCallBack
    | Rated
    | HangUp
    | GiveUp
)


@dataclass(frozen=True)
class Stay:
    """The node goes on; `state` carries its local memory."""

    state: FlowState
    commands: tuple[FlowCommand, ...] = ()


@dataclass(frozen=True)
class Go:
    """Leave for another node of the same document or a place (None = the flow ends here). `key` is passed on if the
    next node has a use for it."""

    state: FlowState
    target: str | None
    commands: tuple[FlowCommand, ...] = ()
    key: Key | None = None


@dataclass(frozen=True)
class Into:
    """Go on in a sub-flow; it comes back to this node."""

    state: FlowState
    flow_id: str


@dataclass(frozen=True)
class OutOf:
    """The sub-flow is over; the node that called it goes on by the outcome."""

    state: FlowState
    outcome: str


Turn = Stay | Go | Into | OutOf
