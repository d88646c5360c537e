"""The schema of the flow document, from the node kinds themselves: what an editor makes its forms from.

One definition per node kind; every field has a title in each language (`x-titles`) and, where it is a reference, a
`format`: node, variable, variable_or_fact, prompt, queue, directory_entry, business_object, rule, sub_flow. Named ways
out are the fields of format node. Called by `rexian contracts write`.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from rexian.control.ivr.document import FlowDocument
from rexian.control.ivr.facts import CALENDAR_FIGURES, CALLER_FIGURES, CLOCK_FIGURES, NUMBER_FIGURES, QUEUE_FIGURES
from rexian.control.ivr.run import PLACES
from rexian.control.speech.wording.template import FORMATS

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("en", "zh-CN")
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def flow_schema() -> dict[str, Any]:
    """The schema, with what else an editor needs to know: places that are no node, formats of prompts, facts."""
    schema = FlowDocument.model_json_schema(mode="validation")
    for definition in schema["$defs"].values():
        _give_titles(definition)
    _give_titles(schema)
    facts = {
        "queue.<id>": QUEUE_FIGURES,
        "calendar.<id>": CALENDAR_FIGURES,
        "caller": CALLER_FIGURES,
        "number": NUMBER_FIGURES,
        "clock": CLOCK_FIGURES,
    }
    return {
        "$schema": DIALECT,
        **schema,
        "x-places": {place: titles(place) for place in sorted(PLACES)},
        "x-prompt-formats": sorted(FORMATS),
        "x-facts": {source: list(figures) for source, figures in facts.items()},
    }


def titles(*keys: str) -> dict[str, str]:
    """The title in each language, of the first key that has one."""
    return {language: next(_texts(language)[key] for key in keys if key in _texts(language)) for language in LANGUAGES}


@cache
def _texts(language: str) -> Mapping[str, str]:
    texts: dict[str, str] = json.loads((TEXTS / f"{language}.json").read_text("utf-8"))
    return texts


def _give_titles(definition: dict[str, Any]) -> None:
    """Titles of a definition and its fields; a node kind's are looked up under its kind first."""
    kind = definition.get("properties", {}).get("kind", {}).get("const", "")
    if kind:
        definition["x-titles"] = titles(f"kind.{kind}")
    for name, field in definition.get("properties", {}).items():
        if name == "kind":
            continue
        field["x-titles"] = titles(f"{kind}.{name}", name)
        field["title"] = field["x-titles"]["en"]
        values = field.get("propertyNames", {}).get("enum", ()) if name == "errors" else ()
        if values:
            field["x-value-titles"] = {value: titles(f"{kind}.error.{value}", f"error.{value}") for value in values}
