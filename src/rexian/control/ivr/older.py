"""Flow documents of format 1, read as format 2: ways of failure under one name, and keys that menus have by default."""

from typing import Any


def upgraded(document: dict[str, Any]) -> dict[str, Any]:
    """The document as format 2 has it. What is no document of format 1 comes back as it was."""
    nodes = document.get("nodes")
    if document.get("format") != 1 or not isinstance(nodes, dict):
        return document
    newer = {node_id: _node(node) if isinstance(node, dict) else node for node_id, node in nodes.items()}
    queues = (node_id for node_id, node in nodes.items() if isinstance(node, dict) and node.get("kind") == "queue")
    return {**document, "format": 2, "operator": document.get("operator", next(queues, None)), "nodes": newer}


def _node(node: dict[str, Any]) -> dict[str, Any]:
    match node.get("kind"):
        case "query" if isinstance(node.get("branches"), dict) and "ok" in node["branches"]:
            branches = dict(node["branches"])
            rest = {key: value for key, value in node.items() if key != "branches"}
            return {**rest, "next": branches.pop("ok"), "errors": branches}
        case "queue" if "otherwise" in node:
            rest = {key: value for key, value in node.items() if key != "otherwise"}
            return {**rest, "errors": node["otherwise"]}
        case "collect" if "cancel" in node:
            rest = {key: value for key, value in node.items() if key != "cancel"}
            return rest if node["cancel"] else {**rest, "operator_key": None}
        case _:
            return node
