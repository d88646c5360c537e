"""The web process's figures for Prometheus: requests by route, and open sockets."""

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

UNMATCHED = "unmatched"
SOCKETS = frozenset({"/api/live", "/ws"})
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class WebFigures:
    """Counted in `registry`. Labels are routes as they are written, never addresses as they are asked."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        labels = ["method", "route", "status"]
        self.requests = Counter("rexian_http_requests", "HTTP requests answered", labels, registry=registry)
        self.seconds = Histogram(
            "rexian_http_request_seconds",
            "Time to the start of the answer",
            ["route"],
            buckets=SECONDS,
            registry=registry,
        )
        self.sockets = Gauge("rexian_web_sockets", "Open sockets of pages", ["route"], registry=registry)
        ProcessCollector(registry=registry)


class CountRequests:
    """ASGI middleware that counts. The application's parts hold the figures."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        figures: WebFigures = scope["app"].state.parts.figures
        if scope["type"] == "websocket":
            with figures.sockets.labels(
                scope["path"] if scope["path"] in {"/api/live", "/ws"} else UNMATCHED
            ).track_inprogress():
                await self._app(scope, receive, send)
            return
        start = time.monotonic()

        async def send_and_count(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = getattr(scope.get("route"), "path", UNMATCHED)
                figures.requests.labels(scope["method"], route, message["status"]).inc()
                figures.seconds.labels(route).observe(time.monotonic() - start)
            await send(message)

        await self._app(scope, receive, send_and_count)
