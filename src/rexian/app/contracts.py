"""Writes the contracts that the page's types are generated from, or checks that the written ones are still true.

Called by `rexian contracts write|check`; the folder is `web/contracts` of the source tree.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from rexian.access.application import create_application
from rexian.access.live.messages import LiveMessages
from rexian.access.openapi import describe, sent_schema
from rexian.control.ivr.schema import flow_schema

OPENAPI_FILE = "openapi.json"
LIVE_FILE = "live.schema.json"
FLOW_FILE = "flow.schema.json"
SOURCE_FOLDER = Path(__file__).parents[3] / "web" / "contracts"


def documents() -> Mapping[str, dict[str, Any]]:
    """Every contract by its file name."""
    live = sent_schema(TypeAdapter(LiveMessages).json_schema(mode="serialization"))
    live["$defs"] = {name: sent_schema(schema) for name, schema in live["$defs"].items()}
    return {
        OPENAPI_FILE: describe(create_application()),
        FLOW_FILE: flow_schema(),
        LIVE_FILE: {"$schema": "https://json-schema.org/draft/2020-12/schema", **live},
    }


def write(folder: Path = SOURCE_FOLDER) -> list[Path]:
    """Write all contracts; gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, document in documents().items():
        path = folder / name
        path.write_text(_text(document), encoding="utf-8")
        written.append(path)
    return written


def drifted(folder: Path = SOURCE_FOLDER) -> list[Path]:
    """The files that are missing or not what the code says now."""
    paths = {folder / name: _text(document) for name, document in documents().items()}
    return [path for path, text in paths.items() if not path.is_file() or path.read_text("utf-8") != text]


def _text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
