"""The server's own texts (titles of problems, the page that asks for TLS), one catalogue a language."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

LANGUAGES = ("zh-CN", "zh-Hant", "en")
DEFAULT_LANGUAGE = "zh-CN"
_LANGUAGE_OF_RANGE = {"zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant"}


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All texts of one language by key; `language` is one of LANGUAGES."""
    document: dict[str, str] = json.loads(resources.files(__package__).joinpath(f"{language}.json").read_text("utf-8"))
    return document


def text_for(key: str, language: str, *, default: str) -> str:
    """The text of `key`, or `default` where no catalogue knows it (a code that a newer part has brought)."""
    return catalogue(language).get(key, default)


def negotiate_language(accept_language: str | None) -> str:
    """The best of LANGUAGES for an Accept-Language header (RFC 9110); the first language of the house otherwise."""
    for language_range in _by_preference(accept_language or ""):
        if (language := _matching(language_range)) is not None:
            return language
    return DEFAULT_LANGUAGE


def _by_preference(header: str) -> list[str]:
    weighted = []
    for part in header.split(","):
        language_range, _, parameter = part.strip().partition(";")
        try:
            quality = float(parameter.strip().removeprefix("q=")) if parameter else 1.0
        except ValueError:
            continue
        if language_range and quality > 0:
            weighted.append((quality, language_range.strip().lower()))
    return [language_range for _, language_range in sorted(weighted, key=lambda pair: -pair[0])]


def _matching(language_range: str) -> str | None:
    if language_range.startswith("zh-hant"):
        return "zh-Hant"
    if language_range in _LANGUAGE_OF_RANGE:
        return _LANGUAGE_OF_RANGE[language_range]
    if language_range == "zh" or language_range.startswith("zh-"):
        return "zh-CN"
    return "en" if language_range.split("-")[0] == "en" else None
