"""When a demo call is right: one thing wrong at a time."""

from dataclasses import replace

import pytest

from rexian.app.demo.call_report import CallReport, HeardPrompt, HeardTone, Step, StoredRecording

pytestmark = pytest.mark.pure

BALANCE = "一千二百三十四元五角六分"
PROMPT = HeardPrompt(
    id="say_balance.text",
    text=f"您的公积金账户余额为{BALANCE}。",
    seconds=7.3,
    clip_seconds=7.2,
    level_dbfs=-20.4,
    cut=False,
)
RIGHT = CallReport(
    contact_id="c1",
    heard=[PROMPT],
    balance=BALANCE,
    answered_by="8003",
    agent_kind="demo",
    pop_ms=40,
    citizen_heard=HeardTone(4.0, 660, 660.0, -15.0),
    agent_heard=HeardTone(4.0, 440, 440.0, -15.0),
    outcome="answered",
    recording=StoredRecording(5.1, 5.08, 2),
)


def test_a_whole_call_is_ok() -> None:
    assert RIGHT.problems() == []
    assert RIGHT.as_json()["ok"] is True


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"heard": []}, "no prompt was heard"),
        ({"heard": [replace(PROMPT, seconds=6.4)]}, "say_balance.text arrived for 6.4 s"),
        ({"heard": [replace(PROMPT, seconds=8.0)]}, "say_balance.text arrived for 8.0 s"),
        ({"heard": [replace(PROMPT, level_dbfs=-120.0)]}, "say_balance.text"),
        ({"heard": [replace(PROMPT, text="您的公积金账户余额为零元。")]}, "balance"),
        ({"heard": [replace(PROMPT, cut=True)]}, "balance"),
        ({"answered_by": None}, "no agent answered"),
        ({"pop_ms": None}, "the citizen's data"),
        ({"pop_ms": 1001}, "the citizen's data"),
        ({"citizen_heard": None}, "the citizen did not hear"),
        ({"citizen_heard": HeardTone(4.0, 660, 440.0, -15.0)}, "the citizen did not hear"),
        ({"agent_heard": HeardTone(4.0, 440, 440.0, -60.0)}, "the agent did not hear"),
        ({"outcome": "abandoned"}, "call record"),
        ({"recording": None}, "no stored recording"),
        ({"recording": StoredRecording(5.1, 4.5, 2)}, "not complete"),
        ({"recording": StoredRecording(5.1, 5.1, 1)}, "not complete"),
        ({"error": "The call ended early."}, "The call ended early."),
    ],
)
def test_one_thing_wrong_is_told_and_the_call_is_not_ok(change: dict[str, object], problem: str) -> None:
    report = replace(RIGHT, **change)

    assert any(problem in told for told in report.problems())
    assert not report.ok


def test_a_prompt_cut_short_is_not_judged_by_its_length() -> None:
    report = replace(RIGHT, heard=[PROMPT, replace(PROMPT, id="main.text", seconds=1.3, cut=True)])

    assert report.ok


def test_of_a_person_who_answers_neither_pop_nor_tones_are_asked() -> None:
    report = replace(RIGHT, agent_kind="person", pop_ms=None, citizen_heard=None, agent_heard=None)

    assert report.ok


def test_steps_are_shown_in_the_order_of_time() -> None:
    report = replace(RIGHT, steps=[Step("connected", 28), Step("prompt welcome.text", 16)])

    assert [step["at_ms"] for step in report.as_json()["steps"]] == [16, 28]
