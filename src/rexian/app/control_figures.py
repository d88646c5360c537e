"""Control's figures for Prometheus: requests to Asterisk by verb, and what is going on now."""

from functools import partial

from prometheus_client import CollectorRegistry, Gauge, Histogram

from rexian.control.calls.service import CallControl
from rexian.control.contracts.alarms import AlarmKind

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class ControlFigures:
    """Counters and gauges of one control."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._ari = Histogram(
            "rexian_ari_request_seconds",
            "Requests to Asterisk",
            ("verb", "outcome"),
            buckets=BUCKETS,
            registry=registry,
        )
        self._contacts = Gauge("rexian_contacts", "Contacts that are open", registry=registry)
        self._agents = Gauge("rexian_agents", "Seats known", registry=registry)
        self._alarms = Gauge("rexian_alarms", "Alarms that stand", ("kind",), registry=registry)
        self._turned_away = Gauge(
            "rexian_calls_turned_away",
            "Calls turned away since the start, for Asterisk was too slow",
            registry=registry,
        )

    def ari_request(self, verb: str, seconds: float, outcome: str) -> None:
        self._ari.labels(verb, outcome).observe(seconds)

    def watch(self, calls: CallControl) -> None:
        """Let the gauges read call control when they are asked."""
        self._contacts.set_function(lambda: len(calls.contacts))
        self._turned_away.set_function(lambda: calls.turned_away)
        for kind in AlarmKind:
            self._alarms.labels(str(kind)).set_function(partial(calls.alarms.count, kind))
        self._agents.set_function(lambda: len(list(calls.engine.agents)))
