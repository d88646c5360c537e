"""What can be wrong with a contact's key."""

from rexian.kit.errors import ErrorKind, RexianError


class ContactKeyMissing(RexianError):
    """The contact's key has not arrived yet."""

    code = "contact_key_missing"
    kind = ErrorKind.UNAVAILABLE


class ContactErased(RexianError):
    """The contact's personal data has been erased."""

    code = "contact_erased"
    kind = ErrorKind.NOT_FOUND
