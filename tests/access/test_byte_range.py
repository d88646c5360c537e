"""Which bytes a Range header asks for."""

import pytest

from rexian.access.http.byte_range import ByteRange, RangeNotSatisfiable, asked_range

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("header", "part"),
    [
        (None, None),
        ("bytes=0-", (0, 100)),
        ("bytes=0-0", (0, 1)),
        ("bytes=10-19", (10, 10)),
        ("bytes=90-500", (90, 10)),
        ("bytes=-30", (70, 30)),
        ("bytes=-500", (0, 100)),
        ("bytes=-", None),
        ("bytes=20-10", None),
        ("bytes=0-1,5-6", None),
        ("items=0-1", None),
        ("bytes=a-b", None),
    ],
)
def test_a_header_asks_for_this_part(header: str | None, part: tuple[int, int] | None) -> None:
    assert asked_range(header, 100) == (None if part is None else ByteRange(*part, 100))


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=200-300", "bytes=-0"])
def test_a_part_behind_the_end_is_refused(header: str) -> None:
    with pytest.raises(RangeNotSatisfiable):
        asked_range(header, 100)


def test_an_empty_file_has_no_part() -> None:
    with pytest.raises(RangeNotSatisfiable):
        asked_range("bytes=0-", 0)
