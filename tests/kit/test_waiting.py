"""Waiting for a condition: its answer is handed back, and a deadline that passes says what was waited for."""

import pytest

from rexian.kit.waiting import DeadlineExceeded, until

pytestmark = pytest.mark.parts


async def test_the_first_true_answer_is_given_back() -> None:
    answers = iter(["", "", "there", "later"])
    found: str = await until(lambda: next(answers), deadline_seconds=5, interval_seconds=0)
    assert found == "there"


async def test_a_condition_may_be_asked_of_somebody_else() -> None:
    answers = iter([0, 0, 7])

    async def ask() -> int:
        return next(answers)

    found: int = await until(ask, deadline_seconds=5, interval_seconds=0)
    assert found == 7


async def test_after_the_deadline_the_last_answer_is_told() -> None:
    with pytest.raises(DeadlineExceeded, match=r"the door is open not true after 0\.01 s: None"):
        await until(lambda: None, deadline_seconds=0.01, interval_seconds=0.001, what="the door is open")
