"""The server's catalogues: complete in every language, and the right one chosen."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import rexian.access
import rexian.analysis.call_records
import rexian.business
import rexian.control
from rexian.access.texts import DEFAULT_LANGUAGE, LANGUAGES, catalogue, negotiate_language
from rexian.kit.bus import BusTimeout, BusUnavailable
from rexian.kit.crypto import SealBroken
from rexian.kit.database import DatabaseUnavailable
from rexian.kit.errors import RexianError

pytestmark = pytest.mark.pure


def test_every_language_has_the_same_keys() -> None:
    assert len({frozenset(catalogue(language)) for language in LANGUAGES}) == 1


def test_every_error_that_can_reach_a_page_has_a_text() -> None:
    from_kit = {BusTimeout.code, BusUnavailable.code, SealBroken.code, DatabaseUnavailable.code}
    errors = _errors_of(rexian.access, rexian.business, rexian.analysis.call_records, rexian.control)
    behind_ports = "rexian.control.asterisk."  # control hears of these as MediaUnavailable
    codes = from_kit | {error.code for error in errors if not error.__module__.startswith(behind_ports)}

    assert {f"errors.{code}" for code in codes} <= set(catalogue(DEFAULT_LANGUAGE))


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh-CN"),
        ("", "zh-CN"),
        ("en-GB,en;q=0.9", "en"),
        ("fr,en;q=0.3,zh-TW;q=0.8", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("zh-Hans-CN", "zh-CN"),
        ("zh", "zh-CN"),
        ("fr", "zh-CN"),
        ("en;q=0, zh-HK", "zh-Hant"),
        ("en;q=broken", "zh-CN"),
    ],
)
def test_the_best_known_language_is_chosen(header: str | None, language: str) -> None:
    assert negotiate_language(header) == language


def _errors_of(*packages: object) -> Iterator[type[RexianError]]:
    names = set()
    for package in packages:
        prefix = package.__name__ + "."  # type: ignore[attr-defined]  # a package
        for module in pkgutil.walk_packages(package.__path__, prefix):  # type: ignore[attr-defined]  # a package
            importlib.import_module(module.name)
        names.add(prefix)
    yield from (error for error in _subclasses(RexianError) if error.__module__.startswith(tuple(names)))


def _subclasses(error: type[RexianError]) -> Iterator[type[RexianError]]:
    for subclass in error.__subclasses__():
        yield subclass
        yield from _subclasses(subclass)
