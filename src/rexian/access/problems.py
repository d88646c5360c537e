"""How errors look on HTTP: problem+json (RFC 9457) with our stable `code`, a translated title and `details`.

The one place that maps an error's kind to an HTTP status. Called by the application's exception handlers and by the
middleware that answers before any route does.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import HTTPConnection
from starlette.responses import Response

from rexian.access.texts import negotiate_language, text_for
from rexian.kit.errors import ErrorKind, RexianError

PROBLEM_MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2

STATUS_OF_KIND: Mapping[ErrorKind, HTTPStatus] = {
    ErrorKind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    ErrorKind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    ErrorKind.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    ErrorKind.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ErrorKind.CONFLICT: HTTPStatus.CONFLICT,
    ErrorKind.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    ErrorKind.INTERNAL: HTTPStatus.INTERNAL_SERVER_ERROR,
}


class Problem(BaseModel):
    """An error as every endpoint answers it (RFC 9457)."""

    model_config = ConfigDict(title="Problem")

    type: str = Field(description="A URI reference of the problem's type: `urn:rexian:problem:<code>`.")
    title: str = Field(description="What is wrong, in the language of Accept-Language.")
    status: int = Field(description="The HTTP status of this answer.")
    code: str = Field(description="The stable code; programs tell errors apart by it.")
    details: dict[str, Any] = Field(description="What belongs to this code; never personal data.")


def problem_response(connection: HTTPConnection, error: RexianError, *, language: str | None = None) -> Response:
    """The answer for `error` in the language of the request."""
    language = language or negotiate_language(connection.headers.get("accept-language"))
    status = STATUS_OF_KIND[error.kind]
    problem = Problem(
        type=f"urn:rexian:problem:{error.code}",
        title=text_for(f"errors.{error.code}", language, default=error.message),
        status=status,
        code=error.code,
        details=dict(error.details),
    )
    headers = {"Content-Language": language, "Cache-Control": "no-store"}
    retry_after = error.retry_after_seconds
    if retry_after is None and error.kind is ErrorKind.UNAVAILABLE:
        retry_after = RETRY_AFTER_SECONDS
    if retry_after is not None:
        headers["Retry-After"] = str(max(1, round(retry_after)))
    body = orjson.dumps(problem.model_dump(mode="json"))
    return Response(body, status_code=status, media_type=PROBLEM_MEDIA_TYPE, headers=headers)
