"""A changed copy equals what `replace` gives, and leaves what it was made from as it is."""

from dataclasses import FrozenInstanceError, dataclass, replace

import pytest

from rexian.kit.copies import changed

pytestmark = pytest.mark.pure


@dataclass(frozen=True)
class Point:
    x: int
    y: int = 2


def test_a_changed_copy_is_what_replace_gives() -> None:
    point = Point(1)
    copy = changed(point, x=5)
    assert copy == replace(point, x=5)
    assert hash(copy) == hash(Point(5))
    assert point == Point(1)
    with pytest.raises(FrozenInstanceError):
        copy.y = 3  # type: ignore[misc]


def test_a_field_that_is_not_there_is_refused() -> None:
    with pytest.raises(TypeError, match="Point has no z"):
        changed(Point(1), z=1)
