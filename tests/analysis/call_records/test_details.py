"""Why this agent, and what the citizen heard."""

from datetime import timedelta

import pytest

from rexian.analysis.call_records.details import offers, prompts

pytestmark = pytest.mark.pure


def test_every_offer_tells_why_this_agent_and_how_it_ended(stories) -> None:
    declined, accepted = offers(reversed(stories.declined_then_answered().events))
    assert (declined.agent_id, declined.outcome, accepted.agent_id, accepted.outcome) == (
        "a1",
        "declined",
        "a2",
        "accepted",
    )
    assert (accepted.rule, accepted.candidates, accepted.first_five) == ("longest_idle", 2, ("a2", "a9"))
    assert accepted.made_at == declined.ended_at == stories.START + timedelta(seconds=10)


def test_every_prompt_tells_what_was_heard_and_keeps_its_text_sealed(stories) -> None:
    (prompt,) = prompts(reversed(stories.normal_call().events))
    assert (prompt.prompt_id, prompt.clip_seconds, prompt.outcome) == ("welcome", 4.0, "played")
    assert (prompt.text_sealed, prompt.text) == ("sealed:c1:text", None)
