"""How Asterisk says no. The text Asterisk gives is kept apart (`explanation`): it may name a citizen's number."""

from typing import ClassVar

from rexian.kit.errors import ErrorKind, RexianError


class AriError(RexianError):
    """Asterisk did not do what was asked."""

    code: ClassVar[str] = "ari_failed"
    kind: ClassVar[ErrorKind] = ErrorKind.UNAVAILABLE
    explanation: str = ""


class AriNotFound(AriError):
    """The channel, bridge or other thing is gone, which is normal life."""

    code: ClassVar[str] = "ari_not_found"
    kind: ClassVar[ErrorKind] = ErrorKind.NOT_FOUND


class AriConflict(AriError):
    """The thing is not in a state that allows this."""

    code: ClassVar[str] = "ari_conflict"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT


class AriRefused(AriError):
    """Asterisk refused the request; a call to an unregistered endpoint is refused with status 500."""

    code: ClassVar[str] = "ari_refused"

    def __init__(self, message: str | None = None, *, status: int, **details: object) -> None:
        self.status = status
        super().__init__(message, retry_after_seconds=None, status=status, **details)


class AriTimeout(AriError):
    """Asterisk did not answer in time; whether it acted is not known."""

    code: ClassVar[str] = "ari_timeout"


class AriDisconnected(AriError):
    """There is no connection to Asterisk, or it broke before the answer; whether it acted is not known."""

    code: ClassVar[str] = "ari_disconnected"


def error_for(status: int, verb: str, explanation: str) -> AriError:
    """The error that an HTTP status of 400 and above means."""
    error: AriError
    if status == 404:
        error = AriNotFound(verb=verb)
    elif status == 409:
        error = AriConflict(verb=verb)
    else:
        error = AriRefused(status=status, verb=verb)
    error.explanation = explanation
    return error
