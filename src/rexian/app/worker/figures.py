"""The worker's figures for Prometheus, and how far behind the stream it is."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time

from prometheus_client import CollectorRegistry, Counter, Gauge

from rexian.analysis.facts.service import Written
from rexian.business.recordings.check_contracts import CheckReport, Fault
from rexian.business.recordings.contracts import RecordingState
from rexian.business.recordings.finalising import Settled
from rexian.kit.bus import StreamMessage
from rexian.kit.clock import Clock


class Lag:
    """Age of the oldest message that was delivered and is not worked off yet; 0 when there is none."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._oldest: list[float] = []

    @property
    def seconds(self) -> float:
        return max(0.0, self._clock.now().timestamp() - min(self._oldest)) if self._oldest else 0.0

    @asynccontextmanager
    async def during(self, messages: Sequence[StreamMessage]) -> AsyncIterator[None]:
        """Count the messages as waiting until the block has ended well; a batch that failed goes on waiting."""
        oldest = min(message.time.timestamp() for message in messages)
        if oldest not in self._oldest:
            self._oldest.append(oldest)
        yield
        self._oldest.remove(oldest)


class WorkerFigures:
    """All metrics of the process, named `rexian_…`."""

    def __init__(self, registry: CollectorRegistry, clock: Clock, *, holds_back: Callable[[], bool]) -> None:
        self.lag = Lag(clock)
        held_back = Gauge(
            "rexian_storing_held_back", "1 while recordings wait because calls need the processors", registry=registry
        )
        held_back.set_function(holds_back)
        self._events = Counter(
            "rexian_facts_events",
            "Events taken from the stream, by what became of them",
            ["outcome"],
            registry=registry,
        )
        lag = Gauge("rexian_facts_lag_seconds", "Age of the oldest event not stored yet", registry=registry)
        lag.set_function(lambda: self.lag.seconds)
        self._recordings = Gauge("rexian_recordings", "Recordings by state", ["state"], registry=registry)
        self._tries = Counter(
            "rexian_recording_tries",
            "Tries to store a recording, by the state afterwards",
            ["state"],
            registry=registry,
        )
        self._gaps = Counter(
            "rexian_recording_gap_seconds", "Seconds of recordings filled with silence", registry=registry
        )
        self._share = Gauge(
            "rexian_recordings_share_complete",
            "Of the day last checked, the share of recordings that are there, whole and unaltered",
            registry=registry,
        )
        self._incomplete = Gauge(
            "rexian_recordings_incomplete",
            "Of the day last checked, recordings that are not complete, by what is wrong",
            ["fault"],
            registry=registry,
        )
        self._checked_day = Gauge(
            "rexian_recordings_checked_day_seconds",
            "The day last checked, as a Unix time at 0:00 UTC",
            registry=registry,
        )
        self._strays = Gauge("rexian_spool_strays", "Spool files that no recording knows of", registry=registry)

    def facts_written(self, written: Written) -> None:
        """Count a batch."""
        self._events.labels("new").inc(written.new)
        self._events.labels("known").inc(written.known)
        self._events.labels("rejected").inc(written.rejected)

    def recording_settled(self, settled: Settled) -> None:
        """Count one try."""
        self._tries.labels(str(settled.state)).inc()
        self._gaps.inc(settled.gap_seconds)

    def recordings_counted(self, by_state: Mapping[str, int]) -> None:
        """Show how many recordings are in each state."""
        for state in RecordingState:
            self._recordings.labels(str(state)).set(by_state.get(state, 0))

    def recordings_checked(self, report: CheckReport) -> None:
        """Show a day's check."""
        self._share.set(report.share_complete)
        faults = [found.fault for found in report.incomplete]
        for fault in Fault:
            self._incomplete.labels(str(fault)).set(faults.count(fault))
        self._checked_day.set(datetime.combine(report.day, time(), UTC).timestamp())

    def strays_found(self, count: int) -> None:
        """Show how many files in the spool are unknown."""
        self._strays.set(count)
