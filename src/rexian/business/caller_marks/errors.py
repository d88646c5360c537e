"""What can be wrong with caller marks."""

from rexian.kit.errors import ErrorKind, RexianError


class CallerMarkNotFound(RexianError):
    """There is no such mark."""

    code = "caller_mark_not_found"
    kind = ErrorKind.NOT_FOUND


class CallerMarkInvalid(RexianError):
    """The mark cannot be kept: correct the fields that are named."""

    code = "caller_mark_invalid"
    kind = ErrorKind.INVALID


class CallerMarkedAlready(RexianError):
    """The number is on this list already."""

    code = "caller_marked_already"
    kind = ErrorKind.CONFLICT
