"""What can go wrong with business objects, apart from the outcomes of a request."""

from rexian.kit.errors import ErrorKind, RexianError


class ManifestInvalid(RexianError):
    """A business object's manifest is not valid."""

    code = "object_manifest_invalid"
    kind = ErrorKind.INVALID


class ImplementationInvalid(RexianError):
    """A business object's code does not keep the contract."""

    code = "object_implementation_invalid"
    kind = ErrorKind.INVALID


class ArgumentsInvalid(RexianError):
    """The arguments of a business object's rule are not valid."""

    code = "object_arguments_invalid"
    kind = ErrorKind.INVALID


class SettingsInvalid(RexianError):
    """The settings of a business object are not valid."""

    code = "object_settings_refused"
    kind = ErrorKind.INVALID


class ValuesInvalid(RexianError):
    """A business object returned values other than its manifest promises."""

    code = "object_values_invalid"
    kind = ErrorKind.INTERNAL


class PermissionNotGranted(RexianError):
    """The business object has no permission for this."""

    code = "object_permission_not_granted"
    kind = ErrorKind.FORBIDDEN
