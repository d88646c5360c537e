"""The ordered set behind queues and idle agents, held against a plain dictionary."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexian.control.acd.line import Line

pytestmark = pytest.mark.pure

START = datetime(2024, 7, 5, tzinfo=UTC)
steps = st.lists(st.tuples(st.sampled_from("abcd"), st.one_of(st.none(), st.integers(0, 5))), max_size=40)


@given(steps)
def test_a_line_is_a_sorted_set(moves: list[tuple[str, int | None]]) -> None:
    line, model = Line(), dict[str, datetime]()
    for key, second in moves:
        if second is None:
            line.remove(key)
            model.pop(key, None)
        else:
            model[key] = START + timedelta(seconds=second)
            line.add(key, model[key])
        ordered = sorted(model.items(), key=lambda item: (item[1], item[0]))
        assert len(line) == len(model)
        assert line.front(3) == ordered[:3]
        assert line.first() == (ordered[0] if ordered else None)
        assert all((key in line) == (key in model) for key in "abcd")
