"""The studio's schema marks exactly the fields by which a node goes on."""

from typing import Any, get_args

import pytest

from rexian.app.flows import shipped_flows
from rexian.control.ivr.document import FlowDocument
from rexian.control.ivr.nodes import Node
from rexian.control.ivr.schema import flow_schema

pytestmark = pytest.mark.pure

SCHEMA = flow_schema()


def marked(schema: dict[str, Any], value: Any) -> list[str]:
    """The values that stand where the schema says that a node is named."""
    if "$ref" in schema:
        return marked(SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], value)
    if "anyOf" in schema:
        return [] if value is None else marked(schema["anyOf"][0], value)
    if schema.get("format") == "node":
        return [value]
    if isinstance(value, dict):
        patterns = list(schema.get("patternProperties", {}).values())
        others = patterns[0] if patterns else schema.get("additionalProperties") or {}
        others = others if isinstance(others, dict) else {}
        named = schema.get("properties", {})
        return [found for name, each in value.items() for found in marked(named.get(name, others), each)]
    return (
        [found for each in value for found in marked(schema.get("items", {}), each)] if isinstance(value, list) else []
    )


def test_the_marked_fields_of_every_shipped_node_are_its_targets() -> None:
    kinds = {kind.model_fields["kind"].annotation: kind.__name__ for kind in get_args(get_args(Node)[0])}
    names = {get_args(annotation)[0]: name for annotation, name in kinds.items()}
    seen = 0
    for document in shipped_flows().values():
        flow = FlowDocument.model_validate(document)
        for node_id, node in flow.nodes.items():
            schema = SCHEMA["$defs"][names[document["nodes"][node_id]["kind"]]]
            assert sorted(marked(schema, document["nodes"][node_id])) == sorted(node.targets())
            seen += 1
    assert seen > 10


def test_settings_that_name_a_node_are_marked() -> None:
    settings = {
        name: schema for name, schema in SCHEMA["properties"].items() if name not in ("nodes", "parts", "tests")
    }
    found = [name for name, schema in settings.items() if marked(schema, name) == [name]]
    assert found == ["start", "operator", "closed_start"]
