"""Where callers of a flow can get to: nowhere, in a circle, to a person and how soon. Pure; called by the check.

Times are estimates: a prompt takes so long as its characters, a value in it as long as an amount.
"""

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

from rexian.control.ivr.document import FlowDocument
from rexian.control.ivr.graph import ways_from
from rexian.control.ivr.nodes import Node
from rexian.control.ivr.nodes.call_back import CallBack
from rexian.control.ivr.nodes.choose import Choose
from rexian.control.ivr.nodes.hang_up import HangUpNode
from rexian.control.ivr.nodes.loop import Loop
from rexian.control.ivr.nodes.menu import Menu
from rexian.control.ivr.nodes.node import parsed
from rexian.control.ivr.nodes.queue import Queue
from rexian.control.ivr.nodes.transfer import Transfer
from rexian.control.ivr.problems import Problem
from rexian.control.ivr.run import BACK, MAIN_MENU

SECONDS_PER_CHARACTER = 0.22
"""Putonghua as our voices speak it, pauses counted in: some 270 characters a minute."""
VALUE_CHARACTERS = 8

_PEOPLE = (Queue, Transfer)
_ENDS = (*_PEOPLE, CallBack, HangUpNode)


def dead_ends(flow: FlowDocument) -> Iterator[Problem]:
    """Nodes from which neither a person nor an end can be reached. "Back" leads to a menu, which is judged itself."""
    led_to_by = _reversed(flow)
    good = {node_id for node_id, node in flow.all_nodes.items() if isinstance(node, _ENDS) or BACK in node.targets()}
    border = list(good)
    while border:
        before = led_to_by.get(border.pop(), set()) - good
        good |= before
        border.extend(before)
    yield from (Problem("dead_end", node_id) for node_id in flow.all_nodes if node_id not in good)


def circles(flow: FlowDocument) -> Iterator[Problem]:
    """Ways on which a caller who does nothing is led round and round; a loop node ends them."""
    for node_id, node in flow.all_nodes.items():
        if node.is_menu and {BACK, MAIN_MENU} & {*node.silent_ways()}:
            yield Problem("loop_without_limit", node_id, {"circle": node_id})
    ways = {node_id: _silent_ways(flow, node_id, node) for node_id, node in flow.all_nodes.items()}
    done: set[str] = set()
    for node_id in ways:
        circle = _circle(ways, node_id, done)
        if circle:
            yield Problem("loop_without_limit", circle[0], {"circle": " > ".join(circle)})


def _silent_ways(flow: FlowDocument, node_id: str, node: Node) -> list[str]:
    return [] if isinstance(node, Loop) else list(ways_from(flow, node_id, lambda each: each.silent_ways()))


def _circle(ways: dict[str, list[str]], start: str, done: set[str]) -> list[str]:
    """The first circle met from here, or nothing; `done`: nodes that are known to be on none."""
    way: list[str] = []
    open_ways: list[Iterator[str]] = [iter((start,))]
    while open_ways:
        node_id = next(open_ways[-1], None)
        if node_id is None:
            open_ways.pop()
            if way:
                done.add(way.pop())
        elif node_id in way:
            circle = way[way.index(node_id) :]
            done.update(way)
            return circle
        elif node_id not in done and node_id in ways:
            way.append(node_id)
            open_ways.append(iter(ways[node_id]))
    return []


def far_from_people(flow: FlowDocument) -> Iterator[Problem]:
    """Menus from which a person is too far, or not there at all."""
    away = seconds_to_people(flow)
    for node_id, node in flow.all_nodes.items():
        if not isinstance(node, Menu | Choose):
            continue
        if node_id not in away:
            yield Problem("human_unreachable", node_id)
        elif away[node_id] > flow.human_within_seconds:
            details = {"seconds": round(away[node_id]), "limit": round(flow.human_within_seconds)}
            yield Problem("human_too_far", node_id, details)


def seconds_to_people(flow: FlowDocument) -> dict[str, float]:
    """How long the shortest way to a person takes from each node, with all that is said on it heard to its end."""
    led_to_by = _reversed(flow)
    for node_id, node in flow.all_nodes.items():
        if flow.operator and (getattr(node, "operator_key", None) or isinstance(node, Choose)):
            led_to_by.setdefault(flow.operator, set()).add(node_id)
    away: dict[str, float] = {}
    border = [(_seconds(node), node_id) for node_id, node in flow.all_nodes.items() if isinstance(node, _PEOPLE)]
    while border:
        seconds, node_id = heappop(border)
        if node_id in away:
            continue
        away[node_id] = seconds
        for before in led_to_by.get(node_id, ()):
            if before not in away:
                heappush(border, (seconds + _seconds(flow.all_nodes[before]), before))
    return away


def _seconds(node: Node) -> float:
    """How long the node speaks at its first time."""
    first = next(iter(node.templates()), "")
    values = len(parsed(first).names) if first else 0
    literal = sum(character.isalnum() for character in _without_fields(first))
    return (literal + values * VALUE_CHARACTERS) * SECONDS_PER_CHARACTER


def _without_fields(template: str) -> Iterable[str]:
    inside = False
    for character in template:
        inside = character == "{" or (inside and character != "}")
        if not inside:
            yield character


def _reversed(flow: FlowDocument) -> dict[str, set[str]]:
    led_to_by: dict[str, set[str]] = {}
    for node_id in flow.all_nodes:
        for target in ways_from(flow, node_id):
            led_to_by.setdefault(target, set()).add(node_id)
    return led_to_by
