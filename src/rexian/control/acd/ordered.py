"""Sorted sets of tuples with additions, removals and ranks in O(log n): idle agents by rule, contacts by place.

Keys lie in buckets of some hundred, so that even a hundred thousand of them move only one bucket's pointers. Most sets
are small and have one bucket only; that case is kept short, for it is on the path of every decision. So are both ends:
who comes free is often the last, who is chosen the first.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from typing import Any, Generic, TypeVar

Key = TypeVar("Key", bound=tuple[Any, ...])

BUCKET = 512
"""A bucket is split in two when it has grown past twice this."""


class OrderedKeys(Generic[Key]):
    """Distinct keys in ascending order. `_lasts` are the last keys of all buckets but the last one; no bucket is empty
    but the only one of an empty set."""

    __slots__ = ("_buckets", "_lasts")

    def __init__(self, keys: Iterable[Key] = ()) -> None:
        self.fill(keys)

    def fill(self, keys: Iterable[Key]) -> None:
        """Hold these keys and no others."""
        ordered = sorted(keys)
        self._buckets = [ordered[at : at + BUCKET] for at in range(0, len(ordered), BUCKET)] or [[]]
        self._lasts = [bucket[-1] for bucket in self._buckets[:-1]]

    def __len__(self) -> int:
        return sum(map(len, self._buckets)) if self._lasts else len(self._buckets[0])

    def __iter__(self) -> Iterator[Key]:
        for bucket in self._buckets:
            yield from bucket

    def add(self, key: Key) -> None:
        """Put a key that is not there yet in its place."""
        at = bisect_left(self._lasts, key) if self._lasts else 0
        bucket = self._buckets[at]
        if bucket and bucket[-1] < key:
            bucket.append(key)
        else:
            insort(bucket, key)
        if len(bucket) > 2 * BUCKET:
            self._split(at)

    def remove(self, key: Key) -> None:
        """Take out a key; raises KeyError when it is not there."""
        at = bisect_left(self._lasts, key) if self._lasts else 0
        bucket = self._buckets[at]
        index = 0 if bucket and bucket[0] is key else bisect_left(bucket, key)
        if index == len(bucket) or bucket[index] != key:
            raise KeyError(key)
        del bucket[index]
        if not bucket and self._lasts:
            del self._buckets[at]
            del self._lasts[min(at, len(self._lasts) - 1)]

    def first(self) -> Key | None:
        bucket = self._buckets[0]
        return bucket[0] if bucket else None

    def front(self, count: int) -> list[Key]:
        """The first `count` keys in order."""
        keys = self._buckets[0][:count]
        if self._lasts and len(keys) < count:
            for bucket in self._buckets[1:]:
                keys += bucket[: count - len(keys)]
        return keys

    def rank(self, key: Key) -> int:
        """How many keys stand before `key`, whether it is there or not."""
        at = bisect_left(self._lasts, key)
        return sum(len(bucket) for bucket in self._buckets[:at]) + bisect_left(self._buckets[at], key)

    def _split(self, at: int) -> None:
        bucket = self._buckets[at]
        half = len(bucket) // 2
        self._buckets[at : at + 1] = [bucket[:half], bucket[half:]]
        self._lasts.insert(at, bucket[half - 1])
