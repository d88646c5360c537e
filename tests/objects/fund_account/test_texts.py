"""Every rule, field and reason has a text in each language."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import rexian.objects.fund_account
from rexian.object_api.fields import FieldDeclaration
from rexian.object_api.manifest import read_manifest
from rexian.objects.fund_account.accounts import AccountStatus

pytestmark = pytest.mark.pure

FOLDER = Path(rexian.objects.fund_account.__path__[0])


def field_names(declarations: Mapping[str, FieldDeclaration]) -> Iterator[str]:
    for name, declaration in declarations.items():
        yield name
        yield from field_names(declaration.fields)


def needed_keys() -> set[str]:
    manifest = read_manifest(FOLDER)
    keys = {"name"} | {f"rules.{rule}" for rule in manifest.rules}
    for rule in manifest.rules.values():
        keys |= {f"fields.{name}" for name in (*field_names(rule.request), *field_names(rule.result))}
    keys |= {f"account_status.{status.label}" for status in AccountStatus}
    source = "".join(path.read_text() for path in FOLDER.glob("*.py"))
    return keys | {f"reasons.{reason}" for reason in re.findall(r'"reason": "(\w+)"', source)}


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_catalogue_holds_what_is_needed_and_nothing_else(locale: str) -> None:
    catalogue = json.loads((FOLDER / "texts" / f"{locale}.json").read_text())
    assert set(catalogue) == needed_keys()
    assert all(catalogue.values())
