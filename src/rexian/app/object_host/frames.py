"""What host and child say to each other: JSON objects, one a line, over a socket pair.

Host to child: first `{"open": Opening}`, then `{"ask": …}` and `{"ping": n}`. Child to host: `{"opened": true}`, then
`{"answer": …}` and `{"pong": n}`. End of file from the host means: give everything back and end.
"""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import orjson

from rexian.object_api.contract import Outcome, Request, Result

FRAME_BYTES = 4 * 1024 * 1024
"""The longest line; an answer above it is a failure of the object."""


@dataclass(frozen=True)
class FundAccess:
    """How the fund's books and the query passwords are reached. None where the manifest does not ask for it."""

    books_url: str | None = None
    mapping_file: str | None = None
    service_token: str | None = None
    credentials_url: str | None = None


@dataclass(frozen=True)
class Opening:
    """What the child needs to open its object: URLs, tokens and settings, secret ones among them, so never in argv or
    the environment. `settings` are those the site has set; defaults come from the manifest."""

    folder: str
    memory_mb: int
    zone: str
    log_level: str
    databases: dict[str, str]
    settings: dict[str, Any]
    fund: FundAccess


def opening_of(frame: dict[str, Any]) -> Opening:
    opening = frame["open"]
    return Opening(**{**opening, "fund": FundAccess(**opening["fund"])})


def encode(frame: dict[str, Any]) -> bytes:
    return orjson.dumps(frame, default=_plain) + b"\n"


def decode(line: bytes) -> dict[str, Any]:
    frame: dict[str, Any] = orjson.loads(line)
    return frame


def opening_frame(opening: Opening) -> dict[str, Any]:
    return {"open": asdict(opening)}


def ask_frame(request: Request) -> dict[str, Any]:
    return {"ask": asdict(request)}


def answer_frame(request_id: str, result: Result) -> dict[str, Any]:
    return {
        "answer": {"id": request_id, "outcome": result.outcome, "values": dict(result.values), "as_of": result.as_of}
    }


def result_of(answer: dict[str, Any]) -> Result:
    return Result(Outcome(answer["outcome"]), answer["values"], answer["as_of"])


def _plain(value: object) -> str:
    if isinstance(value, Decimal | date):
        return str(value)
    raise TypeError(f"no JSON form of {type(value).__name__}")
