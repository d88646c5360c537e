"""The one error shape: a stable code, a kind that each channel maps once, and details for the text.

HTTP status, spoken prompt and screen text are made from `kind` and `code` at the edge; nothing below knows them.
The translation key of an error is `errors.<code>` in the catalogues.
"""

from enum import StrEnum
from typing import ClassVar


class ErrorKind(StrEnum):
    """What sort of failure it is, for those who map errors to a channel."""

    INVALID = "invalid"
    FORBIDDEN = "forbidden"
    UNAUTHENTICATED = "unauthenticated"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    UNAVAILABLE = "unavailable"
    INTERNAL = "internal"


class RexianError(Exception):
    """Base of all errors that a caller is meant to understand.

    A subclass sets `code` and `kind`; its docstring's first line is the default English message.
    `details` must hold no personal data: it is logged and shown.
    """

    code: ClassVar[str] = "internal"
    kind: ClassVar[ErrorKind] = ErrorKind.INTERNAL

    def __init__(self, message: str | None = None, *, retry_after_seconds: float | None = None, **details: object):
        self.message = message or (type(self).__doc__ or self.code).strip().splitlines()[0]
        self.details = details
        self.retry_after_seconds = retry_after_seconds
        super().__init__(self.message)
