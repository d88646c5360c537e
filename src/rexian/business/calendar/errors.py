"""What can be wrong with calendars."""

from rexian.kit.errors import ErrorKind, RexianError


class CalendarNotFound(RexianError):
    """There is no such calendar."""

    code = "calendar_not_found"
    kind = ErrorKind.NOT_FOUND


class CalendarInvalid(RexianError):
    """The calendar cannot be used: correct the fields that are named."""

    code = "calendar_invalid"
    kind = ErrorKind.INVALID


class CalendarKeeperTaken(RexianError):
    """A queue or number that is named keeps to another calendar already."""

    code = "calendar_keeper_taken"
    kind = ErrorKind.CONFLICT


class CalendarInUse(RexianError):
    """The calendar is still in use: give what keeps to it another one first."""

    code = "calendar_in_use"
    kind = ErrorKind.CONFLICT
