"""Which requests are let in at all, before any route is asked.

Two rules. Without TLS only this machine's own address is served, since browsers give no microphone otherwise and
passwords must not cross a network in clear. And a request that changes something must come from our own pages: it
carries the header `X-Rexian-Request` (no foreign page can add it without asking us first, and we never allow it), and
an Origin, where one is sent, equal to the address asked. Sockets are held to the same Origin. Decides for every path
except those that operators' tools ask (health and metrics).
"""

import html
import ipaddress
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from rexian.access.cookie import is_secure
from rexian.access.errors import ForeignOrigin, SecureConnectionNeeded
from rexian.access.problems import problem_response
from rexian.access.texts import catalogue, negotiate_language
from rexian.kit.errors import RexianError

REQUEST_HEADER = "x-rexian-request"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OPERATOR_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})


class OriginRules:
    """ASGI middleware that turns away what breaks the two rules."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"} or scope["path"] in OPERATOR_PATHS:
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        error = _objection(connection)
        if error is None:
            await self._app(scope, receive, send)
        else:
            await _refusal(connection, error)(scope, receive, send)


def is_loopback(host: str) -> bool:
    """Whether a host name is this machine by its name or its number."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _objection(connection: HTTPConnection) -> RexianError | None:
    if not is_secure(connection) and not is_loopback(connection.url.hostname or ""):
        return SecureConnectionNeeded()
    origin = connection.headers.get("origin")
    if origin is not None and not _is_own(origin, connection) and _matters(connection):
        return ForeignOrigin()
    if _changes_something(connection) and REQUEST_HEADER not in connection.headers:
        return ForeignOrigin(missing_header="X-Rexian-Request")
    return None


def _is_own(origin: str, connection: HTTPConnection) -> bool:
    scheme = "https" if is_secure(connection) else "http"
    own = urlsplit(f"{scheme}://{connection.headers.get('host', '')}")
    return origin.lower() == f"{own.scheme}://{own.netloc}".lower()


def _matters(connection: HTTPConnection) -> bool:
    return connection.scope["type"] == "websocket" or _changes_something(connection)


def _changes_something(connection: HTTPConnection) -> bool:
    return connection.scope["type"] == "http" and connection.scope["method"] not in SAFE_METHODS


def _refusal(connection: HTTPConnection, error: RexianError) -> Response:
    """A page for people, problem+json for programs; a socket is refused with the same answer."""
    wants_page = "text/html" in connection.headers.get("accept", "") and not connection.url.path.startswith("/api/")
    if not (isinstance(error, SecureConnectionNeeded) and wants_page):
        return problem_response(connection, error)
    language = negotiate_language(connection.headers.get("accept-language"))
    texts = {key: html.escape(text) for key, text in catalogue(language).items() if key.startswith("secure_page.")}
    page = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{texts["secure_page.title"]}</title>'
        f"<h1>{texts['secure_page.title']}</h1><p>{texts['secure_page.body']}</p>"
        f"<p>{texts['secure_page.remedy']}</p></html>"
    )
    return HTMLResponse(page, status_code=403, headers={"Content-Language": language, "Cache-Control": "no-store"})
