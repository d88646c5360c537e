"""What a simulated citizen keys at each prompt of a flow.

Decides from the flow document alone: collected values are the citizen's own, of a list the first row is taken, a menu
is answered by the key on the shortest way to the balance, and once that was heard, or the menu comes again without it,
by the key on the shortest way to a person. Pure; called by the demo call. A list of keys given by hand takes its place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rexian.app.demo.fund_citizens import DemoCitizen
from rexian.control.ivr.document import FlowDocument
from rexian.control.ivr.graph import ways_from
from rexian.control.ivr.nodes.choose import Choose
from rexian.control.ivr.nodes.collect import Collect
from rexian.control.ivr.nodes.identify import Identify
from rexian.control.ivr.nodes.menu import Menu
from rexian.control.ivr.nodes.queue import Queue
from rexian.control.ivr.run import PLACES
from rexian.control.speech.wording.template import PromptTemplate
from rexian.kit.errors import ErrorKind, RexianError

ENTER = "#"
FIRST_ROW = "1"
BALANCE = "balance"
"""The value that a prompt names which tells the balance of the fund account."""
_ASKING = (Choose, Collect, Identify, Menu)


class KeysInvalid(RexianError):
    """Keys are digits, * and #; {id} and {password} stand for the citizen's own; prompts are parted by commas."""

    code: ClassVar[str] = "demo_keys_invalid"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID


@dataclass(frozen=True)
class Keys:
    """Keys to press and what that is called among the steps."""

    digits: str
    step: str


def keys_by_hand(text: str, citizen: DemoCitizen) -> tuple[str, ...]:
    """The keys of `--digits`, one entry for each prompt that asks for keys. Raises KeysInvalid."""
    filled = text.replace("{id}", citizen.keyed_id_no).replace("{password}", citizen.password)
    keys = tuple(part.strip() for part in filled.split(",")) if text else ()
    if any(not part or set(part) - set("0123456789*#") for part in keys):
        raise KeysInvalid
    return keys


class KeyPlan:
    """One call's keys; remembers which of the keys given by hand were used."""

    def __init__(
        self, flow: FlowDocument, citizen: DemoCitizen, by_hand: Sequence[str] = (), *, patient: bool = False
    ) -> None:
        """`patient` hears every prompt to its end before a key is pressed."""
        self._flow = flow
        self._patient = patient
        self._citizen = citizen
        self._by_hand = list(by_hand)
        self._given_by_hand = bool(by_hand)
        self._asked: set[str] = set()

    def asks(self, prompt_id: str) -> bool:
        """Whether keys are expected at this prompt."""
        return isinstance(self._node(prompt_id), _ASKING)

    def barges_in(self, prompt_id: str) -> bool:
        """Whether keys are pressed while the prompt still speaks; not where it tells the balance."""
        return not self._patient and self.asks(prompt_id) and not _tells_balance(self._node(prompt_id))

    def keys_for(self, prompt_id: str, *, balance_heard: bool) -> Keys | None:
        """What to press at this prompt; None where nothing is asked or leads on."""
        node = self._node(prompt_id)
        if not isinstance(node, _ASKING):
            return None
        if self._given_by_hand:
            return Keys(self._by_hand.pop(0), "keys_pressed") if self._by_hand else None
        if isinstance(node, Choose):
            return Keys(FIRST_ROW, "row_chosen")
        if not isinstance(node, Menu):
            return self._collected(_is_password(node, prompt_id))
        wants_agent = balance_heard or prompt_id in self._asked
        self._asked.add(prompt_id)
        digits = self._menu_key(prompt_id.rpartition(".")[0], node, wants_agent)
        return Keys(digits, "agent_requested" if wants_agent else "menu_key_pressed") if digits else None

    def _collected(self, is_password: bool) -> Keys:
        if is_password:
            return Keys(self._citizen.password + ENTER, "password_keyed")
        return Keys(self._citizen.keyed_id_no + ENTER, "id_number_keyed")

    def _menu_key(self, node_id: str, menu: Menu, wants_agent: bool) -> str | None:
        if wants_agent and menu.operator_key and menu.operator_key not in menu.options:
            return menu.operator_key
        options = menu.options.items()
        goals = {key: self._flow.full_id(node_id, option.next) for key, option in options if option.next not in PLACES}
        steps = {key: self._steps_to_goal(goal, wants_agent) for key, goal in goals.items()}
        reachable = {key: count for key, count in steps.items() if count is not None}
        return min(reachable, key=lambda key: reachable[key]) if reachable else None

    def _steps_to_goal(self, node_id: str, wants_agent: bool) -> int | None:
        seen, border, steps = {node_id}, [node_id], 0
        while border:
            nodes = [self._flow.node(each) for each in border]
            if any(isinstance(node, Queue) if wants_agent else _tells_balance(node) for node in nodes):
                return steps
            led_to = (target for each in border for target in ways_from(self._flow, each))
            border = [target for target in dict.fromkeys(led_to) if target not in seen]
            seen.update(border)
            steps += 1
        return None

    def _node(self, prompt_id: str) -> Any:
        """The node whose prompt it is; ids are `<node>.<which>`."""
        return self._flow.node(prompt_id.rpartition(".")[0])


def _is_password(node: Collect | Identify, prompt_id: str) -> bool:
    return "password" in (node.variable if isinstance(node, Collect) else prompt_id.rpartition(".")[2])


def _tells_balance(node: Any) -> bool:
    return any(BALANCE in PromptTemplate(template).names for template in _templates(node))


def _templates(node: Any) -> Iterator[str]:
    yield from node.templates()
