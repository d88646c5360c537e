from itertools import pairwise

import pytest

from rexian.kit.debian.versions import DebianVersion

pytestmark = pytest.mark.pure

ASCENDING = [
    ["1.0~~", "1.0~rc1", "1.0", "1.0+b1", "1.0.1", "1.1", "1.10", "2.0", "1:0.1"],
    ["1.0-1~bpo1", "1.0-1", "1.0-1+b1", "1.0-1.1", "1.0-2", "1.0-10"],
    ["1.0a", "1.0b", "1.0+", "1.0.0"],
    ["0~0", "0", "0a", "0.1"],
    ["11-00~1", "11", "11-1"],
    ["1:22.9.0+dfsg-1", "1:22.10.1+dfsg+~cs6.17-1", "1:23.0.0~rc1-1"],
]


@pytest.mark.parametrize("ordered", ASCENDING)
def test_versions_sort_as_debian_policy_says(ordered: list[str]) -> None:
    assert [version.text for version in sorted(map(DebianVersion, reversed(ordered)))] == ordered
    for lower, higher in pairwise(ordered):
        assert DebianVersion(lower) < DebianVersion(higher)
        assert DebianVersion(higher) > DebianVersion(lower)


@pytest.mark.parametrize(("one", "other"), [("1.0", "1.00"), ("0:1.0", "1.0"), ("1.0", "1.0-0"), ("1.a0", "1.a")])
def test_different_spellings_of_one_version_are_equal(one: str, other: str) -> None:
    assert DebianVersion(one) == DebianVersion(other)


@pytest.mark.parametrize(
    ("operator", "expected"), [("<<", False), ("<=", True), ("=", True), (">=", True), (">>", False)]
)
def test_bounds_at_the_same_version(operator: str, expected: bool) -> None:
    assert DebianVersion("1:2.3-1").satisfies(operator, DebianVersion("1:2.3-1")) is expected


@pytest.mark.parametrize(("text", "major"), [("1:22.10.1+dfsg-1", 22), ("9-1", 9), ("0.4", 0)])
def test_the_major_number_ignores_the_epoch(text: str, major: int) -> None:
    assert DebianVersion(text).major == major
