"""What can be wrong with an idempotency key."""

from rexian.kit.errors import ErrorKind, RexianError


class IdempotencyKeyReused(RexianError):
    """The same key was used for another request."""

    code = "idempotency_key_reused"
    kind = ErrorKind.CONFLICT
