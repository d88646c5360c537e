"""One ARI request and its answer in the two forms it travels: over the websocket and over HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from rexian.control.asterisk.ari.errors import AriRefused, error_for

_WORDS_THAT_ARE_NAMES = {"asterisk": (0, 1), "recordings": (0, 1, 3)}
"""Which words of a path are part of ARI; in all other resources ids stand in the second and fourth place."""


@dataclass(frozen=True, slots=True)
class AriAddress:
    """Where Asterisk's HTTP server is, and as whom and as which application we speak to it."""

    host: str
    port: int
    user: str
    password: str
    application: str

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}/ari"


@dataclass(frozen=True, slots=True)
class AriRequest:
    """A request. `uri` is the path below `/ari/`, without a slash before it."""

    method: str
    uri: str
    query: Mapping[str, str]
    body: Mapping[str, Any] | None

    @property
    def verb(self) -> str:
        """The request without ids: few different values, fit for a metric and a log line."""
        words = self.uri.split("/")
        names = _WORDS_THAT_ARE_NAMES.get(words[0], (0, 2))
        shown = [word if place in names else "*" for place, word in enumerate(words)]
        return f"{self.method} {'/'.join(shown[:2] if words[0] == 'asterisk' else shown)}"

    def frame(self, request_id: str) -> str:
        """The text to send over the websocket."""
        message: dict[str, Any] = {
            "type": "RESTRequest",
            "request_id": request_id,
            "method": self.method,
            "uri": self.uri,
        }
        if self.query:
            message["query_strings"] = [{"name": name, "value": value} for name, value in self.query.items()]
        if self.body is not None:
            message["content_type"] = "application/json"
            message["message_body"] = orjson.dumps(self.body).decode()
        return orjson.dumps(message).decode()


def answer_of(status: int, body: str | bytes | None, verb: str) -> Any:
    """The answer's JSON value (None when empty). Raises the AriError of a status of 400 and above.

    While Asterisk starts, its http server answers with pages instead of JSON: refused as well.
    """
    try:
        value = orjson.loads(body) if body else None
    except orjson.JSONDecodeError:
        raise AriRefused(status=status, verb=verb) from None
    if status >= 400:
        explanation = value.get("error") or value.get("message") if isinstance(value, dict) else None
        raise error_for(status, verb, str(explanation or ""))
    return value
