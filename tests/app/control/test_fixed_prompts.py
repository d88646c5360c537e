"""Which prompts are made before the first call."""

import pytest
from tests.control.calls.floor import FLOW, centre_configuration

from rexian.app.processes.control import FLOWS_FOLDER, fixed_prompts
from rexian.control.ivr.document import load_flows

pytestmark = pytest.mark.pure


def test_announcements_come_first_and_every_text_of_the_flow_follows() -> None:
    prompts = fixed_prompts([FLOW], centre_configuration(announcement="请稍候。"))
    assert prompts[:3] == ["请稍候。", FLOW.resume_text, FLOW.resume_text + "请稍候。"]
    assert set(prompts[3:]) == {"人工请按零。", "按键有误。人工请按零。", "没有按键。人工请按零。"}


def test_no_announcement_is_no_prompt_and_what_names_a_value_is_left_out() -> None:
    prompts = fixed_prompts(load_flows(FLOWS_FOLDER).values(), centre_configuration())
    assert "" not in prompts
    assert any("欢迎拨打" in prompt for prompt in prompts)
    assert not [prompt for prompt in prompts if "{" in prompt]
