"""What can go wrong on the bus, and how an error travels back to the one who asked."""

from typing import Any

from rexian.kit.errors import ErrorKind, RexianError

KNOWN_KINDS = frozenset(str(kind) for kind in ErrorKind)


class BusUnavailable(RexianError):
    """The message bus cannot be reached, or nobody serves this request."""

    code = "bus_unavailable"
    kind = ErrorKind.UNAVAILABLE


class BusTimeout(RexianError):
    """No answer came in time; whether the request was carried out is not known."""

    code = "bus_timeout"
    kind = ErrorKind.UNAVAILABLE


class RemoteError(RexianError):
    """The other process refused the request; `code`, `kind`, `message` and `details` are those of its own error."""

    def __init__(self, code: str, kind: str, message: str, details: dict[str, Any]) -> None:
        super().__init__(message, **details)
        known_kind = ErrorKind(kind) if kind in KNOWN_KINDS else ErrorKind.INTERNAL
        vars(self).update(code=code, kind=known_kind)  # this instance's own, over the class's


def error_reply(error: RexianError) -> dict[str, Any]:
    """The reply that tells the other side of `error`."""
    return {
        "error": {
            "code": error.code,
            "kind": str(error.kind),
            "message": error.message,
            "details": dict(error.details),
        }
    }


def raise_error_reply(reply: dict[str, Any]) -> None:
    """Raise RemoteError when `reply` is an error reply."""
    error = reply.get("error")
    if isinstance(error, dict) and "code" in error:
        raise RemoteError(error["code"], error.get("kind", ""), error.get("message", ""), error.get("details", {}))
