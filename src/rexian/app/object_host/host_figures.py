"""The host's figures for Prometheus: questions by outcome, their time, and what is out of service (an alarm)."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from rexian.app.object_host.breaker import BreakerState
from rexian.object_api.contract import Request, Result
from rexian.object_api.manifest import Manifest

if TYPE_CHECKING:
    from rexian.app.object_host.hosted_object import HostedObject

_BUCKETS_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class _Hosting(Protocol):
    objects: "dict[str, HostedObject]"


class HostFigures(Collector):
    """Registers itself; the gauge is read when it is asked for."""

    def __init__(self, registry: CollectorRegistry, host: _Hosting) -> None:
        self._host = host
        self._outcomes = Counter(
            "rexian_object_queries", "Queries of business objects", ["object", "rule", "outcome"], registry=registry
        )
        self._seconds = Histogram(
            "rexian_object_query_seconds",
            "Time of a query in the objects process",
            ["object"],
            buckets=_BUCKETS_SECONDS,
            registry=registry,
        )
        self._taken_out = Counter(
            "rexian_object_taken_out",
            "Times an object was taken out of service",
            ["object", "reason"],
            registry=registry,
        )
        registry.register(self)

    def answered(self, request: Request, manifest: Manifest, result: Result, seconds: float) -> None:
        rule = request.rule if request.rule in manifest.rules else "unknown"
        self._outcomes.labels(request.object, rule, result.outcome.value).inc()
        self._seconds.labels(request.object).observe(seconds)

    def taken_out(self, name: str, reason: str) -> None:
        self._taken_out.labels(name, reason).inc()

    def collect(self) -> Iterable[Metric]:
        """1 for an object that is on and does not answer."""
        gauge = GaugeMetricFamily(
            "rexian_object_out_of_service", "1 while a business object is taken out of service", labels=["object"]
        )
        objects: Mapping[str, HostedObject] = getattr(self._host, "objects", {})
        for name, hosted in objects.items():
            is_out = hosted.is_on and hosted.breaker.state is not BreakerState.CLOSED
            gauge.add_metric([name], float(is_out))
        yield gauge
