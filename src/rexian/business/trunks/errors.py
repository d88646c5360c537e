"""What can be wrong with trunks."""

from rexian.kit.errors import ErrorKind, RexianError


class TrunkNotFound(RexianError):
    """There is no such trunk."""

    code = "trunk_not_found"
    kind = ErrorKind.NOT_FOUND


class TrunkInvalid(RexianError):
    """The trunk cannot work like this: correct the fields that are named."""

    code = "trunk_invalid"
    kind = ErrorKind.INVALID
