"""Ordered sets with removal in O(log n): who waits longest, who is idle longest."""

import heapq
from datetime import datetime


class Line:
    """Keys in the order of their time (ties by key). Removed keys are dropped when they reach the front."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, str]] = []
        self._since: dict[str, datetime] = {}

    def __len__(self) -> int:
        return len(self._since)

    def __contains__(self, key: str) -> bool:
        return key in self._since

    def add(self, key: str, since: datetime) -> None:
        """Put `key` in its place; a key that stands in line already moves to the new time."""
        if self._since.get(key) != since:
            self._since[key] = since
            heapq.heappush(self._heap, (since, key))

    def remove(self, key: str) -> None:
        self._since.pop(key, None)

    def first(self) -> tuple[str, datetime] | None:
        """The key with the earliest time and that time, or None."""
        while self._heap:
            since, key = self._heap[0]
            if self._since.get(key) == since:
                return key, since
            heapq.heappop(self._heap)
        return None

    def front(self, count: int) -> list[tuple[str, datetime]]:
        """The first `count` keys in order, for explanations."""
        ordered = heapq.nsmallest(count + len(self._heap) - len(self._since), set(self._heap))
        live = [(key, since) for since, key in ordered if self._since.get(key) == since]
        return live[:count]
