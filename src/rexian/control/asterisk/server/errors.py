"""What keeps Asterisk from being installed or started: one sentence each for the person at the terminal."""

from typing import ClassVar

from rexian.kit.errors import ErrorKind, RexianError


class AsteriskUnusable(RexianError):
    """The Asterisk that was found cannot be run."""

    code: ClassVar[str] = "asterisk_unusable"
    kind: ClassVar[ErrorKind] = ErrorKind.UNAVAILABLE


class FolderUnreachable(RexianError):
    """The account that runs Asterisk cannot enter one of its folders."""

    code: ClassVar[str] = "asterisk_folder_unreachable"
    kind: ClassVar[ErrorKind] = ErrorKind.FORBIDDEN


class AsteriskEnded(RexianError):
    """Asterisk ended before it was ready."""

    code: ClassVar[str] = "asterisk_ended"
    kind: ClassVar[ErrorKind] = ErrorKind.UNAVAILABLE
