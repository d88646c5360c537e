"""Facts of older versions read as the current one."""

from dataclasses import replace

import pytest

from rexian.analysis.facts.upcasts import current
from rexian.control.contracts.events import Event

pytestmark = pytest.mark.pure


def _renamed(event: Event) -> Event:
    return replace(event, data={"why": event.data["reason"]})


def _counted(event: Event) -> Event:
    return replace(event, data={**event.data, "count": 1})


def test_an_old_fact_is_lifted_step_by_step_and_what_needs_nothing_stays(stories) -> None:
    old = replace(stories.normal_call().events[-1], type="contact.ended", version=1, data={"reason": "lost"})
    table = {("contact.ended", 1): _renamed, ("contact.ended", 2): _counted, ("other", 1): _renamed}
    assert current(old, table) == replace(old, version=3, data={"why": "lost", "count": 1})
    assert current(replace(old, version=3), table).data == {"reason": "lost"}
    assert current(old) == old
