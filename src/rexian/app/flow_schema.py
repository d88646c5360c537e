"""The JSON Schema of flow documents as the studio reads it: palette and forms are made from it, they know no kind.

To the schema of control's models it adds which fields name a node (`x-node`), for those are the edges of the canvas.
Nobody lists them: each kind is asked for the targets of a sample node that has a word of its own in every text field.
"""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from rexian.control.ivr.document import FlowDocument
from rexian.control.ivr.nodes import Node
from rexian.control.ivr.nodes.node import NodeForm

NODE_MARK = "x-node"
SETTINGS_THAT_NAME_A_NODE = ("start", "closed_start")

Schema = dict[str, Any]


def flow_schema() -> Schema:
    """The schema of a whole document with its definitions."""
    schema = FlowDocument.model_json_schema()
    for kind in get_args(get_args(Node)[0]):
        _mark_targets(schema["$defs"], kind)
    for name in SETTINGS_THAT_NAME_A_NODE:
        schema["properties"][name][NODE_MARK] = True
    return schema


def _mark_targets(definitions: Mapping[str, Schema], kind: type[NodeForm]) -> None:
    words: dict[str, Schema] = {}
    sample = _sample(definitions, definitions[kind.__name__], kind.__name__, words)
    for target in _targets(kind, sample):
        if target in words:
            words[target][NODE_MARK] = True


def _targets(kind: type[NodeForm], sample: Mapping[str, Any]) -> Iterator[str]:
    """The words at which a node of this kind would go on."""
    return kind.model_construct(**sample).targets()


class _Loose(dict[str, Any]):
    """A mapping whose entries can be read as attributes too: stands in for the small models inside a node."""

    def __getattr__(self, name: str) -> Any:
        return self[name]


def _sample(definitions: Mapping[str, Schema], schema: Schema, path: str, words: dict[str, Schema]) -> Any:
    """A value of the schema in which each text is a word of its own; `words` tells which field has which."""
    if "$ref" in schema:
        return _sample(definitions, definitions[schema["$ref"].rpartition("/")[2]], path, words)
    if "anyOf" in schema:
        return _sample(definitions, schema["anyOf"][0], path, words)
    if "const" in schema or "enum" in schema:
        return schema["const"] if "const" in schema else schema["enum"][0]
    match schema.get("type"):
        case "object":
            inner = schema.get("properties") or {"any": _of_any_key(schema)}
            return _Loose({name: _sample(definitions, each, f"{path}/{name}", words) for name, each in inner.items()})
        case "array":
            return [_sample(definitions, schema.get("items", {}), f"{path}/any", words)]
        case "string":
            words[path] = schema
            return path
        case _:
            return schema.get("default", 1)


def _of_any_key(schema: Schema) -> Schema:
    patterns = list(schema.get("patternProperties", {}).values())
    found = patterns[0] if patterns else schema.get("additionalProperties")
    return found if isinstance(found, dict) else {}
