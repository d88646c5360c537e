"""What can be wrong with the directory."""

from rexian.kit.errors import ErrorKind, RexianError


class DirectoryEntryNotFound(RexianError):
    """There is no such entry in the directory."""

    code = "directory_entry_not_found"
    kind = ErrorKind.NOT_FOUND


class DirectoryEntryInvalid(RexianError):
    """The entry cannot be kept: correct the fields that are named."""

    code = "directory_entry_invalid"
    kind = ErrorKind.INVALID
