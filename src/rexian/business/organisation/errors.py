"""What can be wrong with organisations."""

from rexian.kit.errors import ErrorKind, RexianError


class OrganisationNotFound(RexianError):
    """There is no such organisation."""

    code = "organisation_not_found"
    kind = ErrorKind.NOT_FOUND
