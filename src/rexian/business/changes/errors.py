"""Why a change of the centre's data is refused."""

from rexian.kit.errors import ErrorKind, RexianError


class ChangedMeanwhile(RexianError):
    """Somebody else has changed it meanwhile: look at it again first."""

    code = "changed_meanwhile"
    kind = ErrorKind.CONFLICT
