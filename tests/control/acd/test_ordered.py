"""The ordered set behind lines and idle agents, held against a sorted list."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexian.control.acd.ordered import BUCKET, OrderedKeys

pytestmark = pytest.mark.pure

keys = st.tuples(st.integers(0, 5), st.sampled_from("abcd"))
steps = st.lists(st.tuples(st.booleans(), keys), max_size=60)


def check(ordered: OrderedKeys[tuple[int, str]], model: list[tuple[int, str]]) -> None:
    assert len(ordered) == len(model)
    assert list(ordered) == model
    assert ordered.first() == (model[0] if model else None)
    assert ordered.front(3) == model[:3]


@given(steps)
def test_it_is_a_sorted_set(moves: list[tuple[bool, tuple[int, str]]]) -> None:
    ordered, model = OrderedKeys[tuple[int, str]](), list[tuple[int, str]]()
    for adds, key in moves:
        if adds and key not in model:
            ordered.add(key)
            model = sorted([*model, key])
        elif not adds and key in model:
            ordered.remove(key)
            model.remove(key)
        check(ordered, model)
        assert ordered.rank(key) == len([other for other in model if other < key])


def test_it_stays_sorted_when_it_is_large() -> None:
    chance = random.Random(7)
    numbers = [(number, "x") for number in range(5 * BUCKET)]
    chance.shuffle(numbers)
    ordered = OrderedKeys(numbers[:BUCKET])
    for key in numbers[BUCKET:]:
        ordered.add(key)
    assert list(ordered) == sorted(numbers)
    assert ordered.front(3 * BUCKET) == sorted(numbers)[: 3 * BUCKET]
    assert ordered.rank((3 * BUCKET, "x")) == 3 * BUCKET
    for key in numbers[: 4 * BUCKET]:
        ordered.remove(key)
    check(ordered, sorted(numbers[4 * BUCKET :]))
    for key in numbers[4 * BUCKET :]:
        ordered.remove(key)
    check(ordered, [])


def test_a_key_that_is_not_there_cannot_be_taken_out() -> None:
    ordered = OrderedKeys([(1, "a"), (3, "a")])
    for key in ((0, "a"), (2, "a"), (9, "a")):
        with pytest.raises(KeyError):
            ordered.remove(key)
    with pytest.raises(KeyError):
        OrderedKeys[tuple[int, str]]().remove((1, "a"))
