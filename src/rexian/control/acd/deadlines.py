"""What the clock has to end, in order: the next one at once, changes in O(log n), no scan."""

from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush

SLACK = 512
"""So many cancelled entries may lie in the heap beyond the living ones before it is swept."""


class Deadlines:
    """One deadline a key. Cancelled entries stay in the heap until they surface or are swept, when there are more than
    twice the living ones of the last sweep."""

    __slots__ = ("_heap", "_most", "_times")

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, str]] = []
        self._times: dict[str, datetime] = {}
        self._most = SLACK

    def __len__(self) -> int:
        return len(self._times)

    def set(self, key: str, time: datetime) -> None:
        """Set or move the deadline of `key`."""
        self._times[key] = time
        heappush(self._heap, (time, key))
        if len(self._heap) > self._most:
            self._sweep()

    def cancel(self, key: str) -> None:
        self._times.pop(key, None)

    def next(self) -> datetime | None:
        """The earliest deadline, or None."""
        heap, times = self._heap, self._times
        while heap:
            time, key = heap[0]
            if times.get(key) == time:
                return time
            heappop(heap)
        return None

    def pop_due(self, now: datetime) -> list[str]:
        """Take out the keys whose deadline has come, in order."""
        heap, times = self._heap, self._times
        due: list[str] = []
        while heap and heap[0][0] <= now:
            time, key = heappop(heap)
            if times.get(key) == time:
                del times[key]
                due.append(key)
        return due

    def shift(self, by: timedelta) -> None:
        """Move every deadline: the clock itself was set to another time."""
        self._times = {key: time + by for key, time in self._times.items()}
        self._sweep()

    def _sweep(self) -> None:
        self._heap = [(time, key) for key, time in self._times.items()]
        heapify(self._heap)
        self._most = 2 * len(self._times) + SLACK
