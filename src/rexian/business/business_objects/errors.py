"""What can be wrong with switching, setting or replacing a business object."""

from rexian.kit.errors import ErrorKind, RexianError


class ObjectUnknown(RexianError):
    """There is no business object of this name."""

    code = "object_unknown"
    kind = ErrorKind.NOT_FOUND


class ObjectDoesNotStart(RexianError):
    """The new version of the business object does not start; the old one goes on."""

    code = "object_does_not_start"
    kind = ErrorKind.CONFLICT


class ObjectSettingsInvalid(RexianError):
    """The settings do not fit the object's form."""

    code = "object_settings_invalid"
    kind = ErrorKind.INVALID


class ObjectSwitchedOff(RexianError):
    """The business object is switched off."""

    code = "object_switched_off"
    kind = ErrorKind.CONFLICT
