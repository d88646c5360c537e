"""Writes the contracts that the page's types are generated from, or checks that the written ones are still true.

`python -m rexian.app.contracts write|check [folder]`; the folder is `web/contracts` of the source tree. `check` exits
with 1 and names each file that differs, and what to do about it.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from rexian.access.application import create_application
from rexian.access.live.messages import LiveMessages
from rexian.access.openapi import describe, sent_schema

OPENAPI_FILE = "openapi.json"
LIVE_FILE = "live.schema.json"
SOURCE_FOLDER = Path(__file__).parents[3] / "web" / "contracts"


def documents() -> Mapping[str, dict[str, Any]]:
    """Every contract by its file name."""
    live = sent_schema(TypeAdapter(LiveMessages).json_schema(mode="serialization"))
    live["$defs"] = {name: sent_schema(schema) for name, schema in live["$defs"].items()}
    return {
        OPENAPI_FILE: describe(create_application()),
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


def main(arguments: list[str]) -> int:
    """See the module's docstring."""
    mode, folder = (arguments[0] if arguments else ""), Path(arguments[1]) if arguments[1:] else SOURCE_FOLDER
    if mode == "write":
        write(folder)
        return 0
    if mode in {"check", "--check"}:
        for path in (found := drifted(folder)):
            sys.stderr.write(f"{path} is out of date: run `python -m rexian.app.contracts write`\n")
        return 1 if found else 0
    sys.stderr.write("usage: python -m rexian.app.contracts write|check [folder]\n")
    return 2


def _text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
