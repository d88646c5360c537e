"""The guide: enough entries, every figure a parameter with its source, and each of them can be found and spoken."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from tests.objects.conftest import SHIPPED, ZONE, Ask, opened

from rexian.control.speech.wording.free_text import speakable
from rexian.kit.clock import ManualClock
from rexian.object_api.contract import Outcome
from rexian.object_api.ports import ObjectPorts
from rexian.objects.policy.entries import Guide

pytestmark = pytest.mark.pure

FOLDER = SHIPPED / "policy"
LONGEST_SIGNS = 240
"""About a minute of speech: what a caller can still follow."""


@pytest_asyncio.fixture
async def ask(clock: ManualClock) -> AsyncIterator[Ask]:
    async with opened("policy", ObjectPorts(clock, ZONE)) as ask:
        yield ask


async def test_there_is_an_answer_to_every_topic(ask: Ask) -> None:
    topics = (await ask("topics")).values["topics"]
    assert [each["topic"] for each in topics] == ["deposit", "withdrawal", "loan", "transfer", "channel"]
    assert (await ask("items")).values["item_count"] == sum(each["item_count"] for each in topics) == 44


async def test_every_entry_can_be_spoken_without_a_figure_left(ask: Ask) -> None:
    for listed in (await ask("items")).values["items"]:
        entry = (await ask("item", item_id=listed["item_id"])).values
        assert not any(sign in entry["spoken_text"] for sign in "{}\n")
        assert not any(sign.isascii() and sign.isalnum() for sign in speakable(entry["spoken_text"]))
        assert len(entry["spoken_text"]) <= LONGEST_SIGNS, entry["title"]
        assert entry["spoken_text"].endswith("。")


async def test_a_choice_by_position_and_an_answer_with_its_figures(ask: Ask) -> None:
    fourth = (await ask("item_at", topic="loan", position=4)).values
    assert fourth["title"] == "现在的贷款利率"
    assert "5年以上的年利率为2.6%" in fourth["spoken_text"]
    assert (await ask("item_at", topic="loan", position=99)).outcome is Outcome.NOT_FOUND
    assert (await ask("items", topic="nothing")).outcome is Outcome.NOT_FOUND
    assert (await ask("item", item_id="nothing")).outcome is Outcome.NOT_FOUND


async def test_searching_finds_the_title_first(ask: Ask) -> None:
    found = (await ask("search", words="租房 额度")).values["items"]
    assert found[0]["item_id"] == "withdraw_rent"
    assert (await ask("search", words="宇宙飞船")).outcome is Outcome.NOT_FOUND


def test_every_figure_is_used_and_has_a_source_and_a_date() -> None:
    guide = Guide.read(FOLDER)
    used = {name for _, entry in guide.by_id.values() for name in entry.names}
    assert used == set(guide.parameters), used ^ set(guide.parameters)


def test_a_figure_in_a_text_or_an_unknown_parameter_keeps_the_object_from_opening(tmp_path: Path) -> None:
    (tmp_path / "entries").mkdir()
    (tmp_path / "parameters.toml").write_text("")
    for text in ("最高80万元。", "最高{nothing}。"):
        (tmp_path / "entries" / "loan.toml").write_text(
            f'topic = "loan"\nplace = 1\ntitle = "贷款"\n[[entry]]\nitem_id = "a"\ntitle = "额度"\nspoken = "{text}"\n'
            'source = "演示"\nvalid_from = 2026-01-01\nchecked_on = 2026-01-01\n'
        )
        with pytest.raises(ValueError, match=r"figure|nothing"):
            Guide.read(tmp_path)
