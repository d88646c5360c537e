"""Why an instance cannot start: each is one clear sentence for the terminal."""

from rexian.kit.errors import ErrorKind, RexianError


class CannotStart(RexianError):
    """The instance cannot start."""

    code = "cannot_start"
    kind = ErrorKind.UNAVAILABLE


class AlreadyRunning(RexianError):
    """Another rexian runs on this data directory."""

    code = "already_running"
    kind = ErrorKind.CONFLICT


class NotRunning(RexianError):
    """No instance runs on this data directory."""

    code = "not_running"
    kind = ErrorKind.UNAVAILABLE


class PortTaken(RexianError):
    """A port that was asked for is in use by another program."""

    code = "port_taken"
    kind = ErrorKind.CONFLICT


class ProgramMissing(RexianError):
    """A program that is needed is not installed."""

    code = "program_missing"
    kind = ErrorKind.UNAVAILABLE


class DiskTooFull(RexianError):
    """There is too little space left on the disk."""

    code = "disk_too_full"
    kind = ErrorKind.UNAVAILABLE
