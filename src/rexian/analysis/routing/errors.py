"""What can go wrong when a contact's way is asked for."""

from rexian.kit.errors import ErrorKind, RexianError


class NeverQueued(RexianError):
    """No stay of this contact in a queue is known, or it is none of yours."""

    code = "contact_never_queued"
    kind = ErrorKind.NOT_FOUND
