"""What can go wrong when call records are asked for."""

from rexian.kit.errors import ErrorKind, RexianError


class CallRecordMissing(RexianError):
    """There is no such call record."""

    code = "call_record_missing"
    kind = ErrorKind.NOT_FOUND


class CursorInvalid(RexianError):
    """The place in the list is not one that the list gave."""

    code = "cursor_invalid"
    kind = ErrorKind.INVALID
