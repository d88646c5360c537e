"""Every rule, field, setting, code and reason of every shipped object has a text in each language."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import rexian.objects
from rexian.object_api.fields import FieldDeclaration
from rexian.object_api.fund import codes
from rexian.object_api.manifest import read_manifest

pytestmark = pytest.mark.pure

FOLDERS = sorted(file.parent for file in Path(rexian.objects.__path__[0]).glob("*/manifest.toml"))
CODES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "fund_account": {"account_status": codes.ACCOUNT_STATUS, "withdraw_reason": codes.WITHDRAW_REASON},
    "fund_loan": {
        "repay_method": codes.REPAY_METHOD,
        "txn_type": codes.LOAN_TXN_TYPE,
        "loan_state": {"": "normal", " ": "overdue", "  ": "settled"},
    },
    "fund_unit": {"unit_account_status": codes.UNIT_ACCOUNT_STATUS},
    "statement": {
        "account_status": codes.ACCOUNT_STATUS,
        "txn_type": codes.TXN_TYPE,
        "loan_txn_type": codes.LOAN_TXN_TYPE,
    },
}
SHARED_REASONS = {"wrong_credentials", "too_many_tries"}
ASKS_FOR_PASSWORDS = {"fund_account", "fund_unit", "password"}


def field_names(declarations: Mapping[str, FieldDeclaration]) -> Iterator[str]:
    for name, declaration in declarations.items():
        yield name
        yield from field_names(declaration.fields)


def reasons_of(folder: Path) -> set[str]:
    source = "".join(path.read_text() for path in folder.glob("*.py"))
    found = set(re.findall(r'(?:not_found|refused)\("(\w+)"\)', source))
    found |= set(re.findall(r'return "(\w+)"', source)) if folder.name == "password" else set()
    found |= {"no_such_position"} if "NO_SUCH_POSITION" in source else set()
    return found | (SHARED_REASONS if folder.name in ASKS_FOR_PASSWORDS else set())


def needed_keys(folder: Path) -> set[str]:
    manifest = read_manifest(folder)
    keys = {"name"} | {f"rules.{rule}" for rule in manifest.rules} | {f"settings.{name}" for name in manifest.settings}
    for rule in manifest.rules.values():
        keys |= {f"fields.{name}" for name in (*field_names(rule.request), *field_names(rule.result))}
    for group, listed in CODES.get(folder.name, {}).items():
        keys |= {f"{group}.{word}" for word in listed.values()}
        keys |= {f"{group}.other"} if group != "loan_state" else set()
    return keys | {f"reasons.{reason}" for reason in reasons_of(folder)}


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_catalogue_holds_what_is_needed_and_nothing_else(folder: Path, locale: str) -> None:
    catalogue = json.loads((folder / "texts" / f"{locale}.json").read_text())
    assert set(catalogue) == needed_keys(folder)
    assert all(catalogue.values())
