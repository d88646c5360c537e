"""An object's texts: `texts/<language>.json` in its folder, keyed as the manifest's docstring says."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import orjson

DEFAULT_LANGUAGE = "zh-CN"


@cache
def read_texts(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """Texts by language; a folder without texts has none. A file that is no JSON object is left out."""
    found: dict[str, Mapping[str, str]] = {}
    for file in sorted((folder / "texts").glob("*.json")):
        try:
            texts = orjson.loads(file.read_bytes())
        except (OSError, orjson.JSONDecodeError):
            continue
        if isinstance(texts, dict):
            found[file.stem] = {str(key): str(text) for key, text in texts.items()}
    return found


class Words:
    """The words for codes, as results hold them beside the code."""

    def __init__(self, folder: Path) -> None:
        self._texts = read_texts(folder)

    def of(self, key: str, language: str | None) -> str:
        """In `language`, else in the centre's own; the key itself where there is no text."""
        for each in (language or DEFAULT_LANGUAGE, DEFAULT_LANGUAGE):
            if text := self._texts.get(each, {}).get(key):
                return text
        return key
