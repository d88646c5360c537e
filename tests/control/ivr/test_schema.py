"""The published schema says of every node kind and field what an editor needs."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.control.ivr.conftest import FLOWS

from rexian.control.ivr.document import FlowDocument
from rexian.control.ivr.schema import LANGUAGES, TEXTS, flow_schema

pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return flow_schema()


@pytest.fixture(scope="module")
def kinds(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The definitions of node kinds, by kind."""
    found = schema["$defs"].values()
    constants = {each["properties"].get("kind", {}).get("const"): each for each in found if "properties" in each}
    return {kind: definition for kind, definition in constants.items() if kind}


def test_every_kind_has_its_definition_with_titles_and_a_description(kinds: dict[str, dict[str, Any]]) -> None:
    assert {"play", "menu", "collect", "identify", "query", "switch", "loop", "sub_flow", "queue", "transfer"} <= {
        *kinds
    }
    for kind, definition in kinds.items():
        assert {*definition["x-titles"]} == {*LANGUAGES}, kind
        assert definition["description"], kind
        for name, field in definition["properties"].items():
            assert name == "kind" or {*field["x-titles"]} == {*LANGUAGES}, (kind, name)


def test_ways_out_and_references_can_be_told_from_texts(kinds: dict[str, dict[str, Any]]) -> None:
    assert kinds["play"]["properties"]["next"]["format"] == "node"
    assert kinds["play"]["properties"]["text"]["format"] == "prompt"
    assert kinds["queue"]["properties"]["queue_id"]["format"] == "queue"
    assert kinds["query"]["properties"]["errors"]["additionalProperties"]["format"] == "node"


def test_every_error_of_a_kind_has_a_title(kinds: dict[str, dict[str, Any]]) -> None:
    errors = kinds["query"]["properties"]["errors"]
    assert {*errors["x-value-titles"]} == {*errors["propertyNames"]["enum"]}
    assert errors["x-value-titles"]["timeout"]["zh-CN"] == "超时"


def test_every_node_that_can_fail_has_a_way_for_it(kinds: dict[str, dict[str, Any]]) -> None:
    failing = [definition for definition in kinds.values() if "errors" in definition["properties"]]
    assert len(failing) >= 9
    assert all("on_failure" in definition["properties"] for definition in failing)


def test_both_languages_have_the_same_titles_and_none_is_left_over(schema: dict[str, Any]) -> None:
    english, chinese = (json.loads((TEXTS / f"{language}.json").read_text("utf-8")) for language in LANGUAGES)
    assert {*english} == {*chinese}
    written = json.dumps(schema, ensure_ascii=False)
    assert not [key for key, title in chinese.items() if title not in written]


def test_the_schema_is_the_documents_own(schema: dict[str, Any]) -> None:
    assert {*schema["properties"]} == {*FlowDocument.model_fields}


@pytest.mark.parametrize("name", sorted(path.name for path in FLOWS.glob("*.json")))
def test_the_shipped_flows_are_as_the_schema_says(schema: dict[str, Any], name: str) -> None:
    document = json.loads((FLOWS / name).read_text("utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == []
    document["nodes"]["more"] = {"kind": "play", "text": "好", "next": "gone", "loud": True}
    assert [*Draft202012Validator(schema).iter_errors(document)]
