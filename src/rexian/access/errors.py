"""What can be wrong with a request before any trade is asked."""

from rexian.kit.errors import ErrorKind, RexianError


class RequestInvalid(RexianError):
    """The request does not have the form that is asked for."""

    code = "request_invalid"
    kind = ErrorKind.INVALID


class PathNotFound(RexianError):
    """There is nothing at this address."""

    code = "not_found"
    kind = ErrorKind.NOT_FOUND


class MethodNotAllowed(RexianError):
    """This address does not take this method."""

    code = "method_not_allowed"
    kind = ErrorKind.INVALID


class ForeignOrigin(RexianError):
    """The request does not come from this application's own pages."""

    code = "foreign_origin"
    kind = ErrorKind.FORBIDDEN


class SecureConnectionNeeded(RexianError):
    """Without TLS only this machine's own address can be used."""

    code = "secure_connection_needed"
    kind = ErrorKind.FORBIDDEN


class ContactNotOnDesk(RexianError):
    """This contact is not on your desk."""

    code = "contact_not_on_desk"
    kind = ErrorKind.NOT_FOUND


class FieldNotOnContact(RexianError):
    """The contact on your desk has no such value."""

    code = "field_not_on_contact"
    kind = ErrorKind.NOT_FOUND


class ControlUnavailable(RexianError):
    """Call control cannot be reached at the moment."""

    code = "control_unavailable"
    kind = ErrorKind.UNAVAILABLE


class ApplicationNotBuilt(RexianError):
    """The web application has not been built: run `make setup`."""

    code = "application_not_built"
    kind = ErrorKind.UNAVAILABLE


class InternalFault(RexianError):
    """Something went wrong on the server; it has been recorded."""

    code = "internal"
    kind = ErrorKind.INTERNAL


class ControlNoAnswer(RexianError):
    """Call control did not answer in time: whether it acted is not known."""

    code = "control_no_answer"
    kind = ErrorKind.UNAVAILABLE


class DeskNotUnderstood(RexianError):
    """Call control has sent a desk in a form that this version does not know."""

    code = "desk_not_understood"
    kind = ErrorKind.INTERNAL


class ObjectsUnavailable(RexianError):
    """The process of the business objects cannot be reached; what was stored takes effect when it is back."""

    code = "objects_unavailable"
    kind = ErrorKind.UNAVAILABLE
