"""What can be wrong with flows."""

from rexian.kit.errors import ErrorKind, RexianError


class FlowNotFound(RexianError):
    """There is no such flow, or no such version of it."""

    code = "flow_not_found"
    kind = ErrorKind.NOT_FOUND


class FlowContentInvalid(RexianError):
    """This is no flow document that can be kept: correct what is named."""

    code = "flow_content_invalid"
    kind = ErrorKind.INVALID


class FlowNotPublishable(RexianError):
    """The flow has problems: correct them before it is published."""

    code = "flow_not_publishable"
    kind = ErrorKind.INVALID


class FlowNotRunnable(RexianError):
    """The flow cannot be tried like this: correct what is named."""

    code = "flow_not_runnable"
    kind = ErrorKind.INVALID


class VersionNotEditable(RexianError):
    """A published or retired version is not changed: make a draft from it."""

    code = "flow_version_not_editable"
    kind = ErrorKind.CONFLICT


class FlowInUseError(RexianError):
    """Calls are led to this version: lead them elsewhere first."""

    code = "flow_in_use"
    kind = ErrorKind.CONFLICT


class NothingToRollBackTo(RexianError):
    """No version ran before the current one."""

    code = "flow_nothing_to_roll_back_to"
    kind = ErrorKind.CONFLICT


class FlowRouteInvalid(RexianError):
    """Calls cannot be shared out like this: correct the fields that are named."""

    code = "flow_route_invalid"
    kind = ErrorKind.INVALID
