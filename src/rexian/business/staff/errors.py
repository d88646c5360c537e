"""What can be wrong with the staff."""

from rexian.kit.errors import ErrorKind, RexianError


class MemberNotFound(RexianError):
    """There is no such user."""

    code = "member_not_found"
    kind = ErrorKind.NOT_FOUND


class MemberInvalid(RexianError):
    """The user cannot be kept like this: correct the fields that are named."""

    code = "member_invalid"
    kind = ErrorKind.INVALID


class MemberNotYours(RexianError):
    """A supervisor keeps agents only; for everybody else ask an administrator."""

    code = "member_not_yours"
    kind = ErrorKind.FORBIDDEN
