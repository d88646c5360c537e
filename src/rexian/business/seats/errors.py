"""What can be wrong with seats."""

from rexian.kit.errors import ErrorKind, RexianError


class SeatNotFound(RexianError):
    """This user has no seat."""

    code = "seat_not_found"
    kind = ErrorKind.NOT_FOUND
