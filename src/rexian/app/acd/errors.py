"""What the ACD's simulation refuses."""

from typing import ClassVar

from rexian.kit.errors import ErrorKind, RexianError


class PlanInvalid(RexianError):
    """The description of a day, or of what is to be changed in it, is not valid."""

    code: ClassVar[str] = "acd_plan_invalid"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID


class NothingRecorded(RexianError):
    """Nothing was recorded of this."""

    code: ClassVar[str] = "acd_nothing_recorded"
    kind: ClassVar[ErrorKind] = ErrorKind.NOT_FOUND
