"""The documents tell the truth where a machine can check it: settings, paths, links, states, names of buttons."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rexian.app.demo.fund_schema import TABLES
from rexian.app.object_host.settings import ObjectHostSettings
from rexian.app.settings import Settings
from rexian.control.contracts.commands import NOT_READY_REASONS
from rexian.control.contracts.desk import AgentState, WorkPhase
from rexian.control.contracts.events import EventType
from rexian.kit.debian.mirror import MIRROR_VARIABLE

pytestmark = pytest.mark.pure

ROOT = Path(__file__).parents[2]
MANUALS = ("docs/operators.md", "docs/operators.zh-CN.md")
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "web").glob("*.md")]
OWN_FOLDERS = ("src/", "tests/", "docs/", "web/", "tools/", "flows/", "deploy/", "requirements/")


def all_settings() -> set[str]:
    fields = [*Settings.model_fields, *ObjectHostSettings.model_fields]
    return {f"REXIAN_{name.upper()}" for name in fields} | {MIRROR_VARIABLE}


def named_paths(document: Path) -> Iterator[Path]:
    """Links, and what stands in code marks and begins with one of our folders."""
    text = document.read_text()
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        yield document.parent / target
    for code in re.findall(r"`([\w./-]+)`", text):
        if code.startswith(OWN_FOLDERS):
            beside = document.parent / code
            yield beside if beside.exists() else ROOT / code


def texts_of(catalogue: dict[str, Any]) -> Iterator[str]:
    for value in catalogue.values():
        if isinstance(value, dict):
            yield from texts_of(value)
        else:
            yield value


@pytest.mark.parametrize("manual", MANUALS)
def test_every_setting_is_in_the_table_and_nothing_else(manual: str) -> None:
    text = (ROOT / manual).read_text()
    listed = set(re.findall(r"^\| `(REXIAN_\w+)` \|", text, re.MULTILINE))
    assert listed == all_settings()
    assert set(re.findall(r"REXIAN_[A-Z_]*[A-Z]", text)) <= all_settings()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_names_is_there(document: Path) -> None:
    made_later = {ROOT / "web/dist", ROOT / "web/node_modules", ROOT / "docs/images/desk.png"}
    missing = [str(path) for path in named_paths(document) if not path.exists() and path not in made_later]
    assert missing == []


def test_every_button_the_agents_read_of_is_in_the_page() -> None:
    catalogue = json.loads((ROOT / "web/src/i18n/locales/zh-CN.json").read_text())
    of_the_browser = {"允许"}
    named = set(re.findall(r"\*\*([^*]+?)\*\*", (ROOT / "docs/agents.zh-CN.md").read_text()))
    assert {name for name in named if not name.endswith("。")} - of_the_browser - set(texts_of(catalogue)) == set()


def test_the_glossary_has_every_state_reason_and_event() -> None:
    text = (ROOT / "docs/GLOSSARY.md").read_text()
    words = {*AgentState, *WorkPhase, *NOT_READY_REASONS, *EventType}
    assert {str(word) for word in words if f"`{word}`" not in text} == set()


def test_the_glossary_has_every_field_of_the_fund_with_its_code() -> None:
    """Codes in capitals; the two that spell a whole word (XingMing, XingBie) are left to the reader."""
    text = (ROOT / "docs/GLOSSARY.md").read_text()
    fields = re.findall(r"^    (\w+) [^\n]*-- ([A-Z]{3,})\b", TABLES, re.MULTILINE)
    assert len(fields) > 60
    assert [pair for pair in fields if f"`{pair[0]}`" not in text or not re.search(rf"\b{pair[1]}\b", text)] == []
