"""How signing in and being allowed can fail."""

from rexian.kit.errors import ErrorKind, RexianError


class SignInRefused(RexianError):
    """The staff number or the password is wrong."""

    code = "sign_in_refused"
    kind = ErrorKind.UNAUTHENTICATED


class SignInLocked(RexianError):
    """Too many failed attempts: signing in is locked for a while."""

    code = "sign_in_locked"
    kind = ErrorKind.UNAUTHENTICATED


class SignInRequired(RexianError):
    """Nobody is signed in, or the sign-in has expired."""

    code = "sign_in_required"
    kind = ErrorKind.UNAUTHENTICATED


class PermissionMissing(RexianError):
    """The signed-in user is not allowed to do this."""

    code = "permission_missing"
    kind = ErrorKind.FORBIDDEN


class PasswordTooSimple(RexianError):
    """The password does not meet the complexity rule."""

    code = "password_too_simple"
    kind = ErrorKind.INVALID
