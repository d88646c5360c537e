"""What can be wrong with the settings of queues and groups."""

from rexian.kit.errors import ErrorKind, RexianError


class QueueNotFound(RexianError):
    """There is no such queue."""

    code = "queue_not_found"
    kind = ErrorKind.NOT_FOUND


class QueueInvalid(RexianError):
    """The queue cannot work like this: correct the fields that are named."""

    code = "queue_invalid"
    kind = ErrorKind.INVALID


class QueueInUse(RexianError):
    """The queue is still in use: let what leads to it lead elsewhere first."""

    code = "queue_in_use"
    kind = ErrorKind.CONFLICT


class GroupNotFound(RexianError):
    """There is no such group."""

    code = "group_not_found"
    kind = ErrorKind.NOT_FOUND


class GroupInvalid(RexianError):
    """The group cannot be kept: correct the fields that are named."""

    code = "group_invalid"
    kind = ErrorKind.INVALID


class GroupInUse(RexianError):
    """The group still serves a queue or has members: take it out there first."""

    code = "group_in_use"
    kind = ErrorKind.CONFLICT
