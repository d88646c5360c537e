"""What can be wrong with a message of the event stream."""

from rexian.kit.errors import ErrorKind, RexianError


class NotAnEvent(RexianError):
    """A message of the event stream is no event."""

    code = "not_an_event"
    kind = ErrorKind.INVALID
