"""What can be wrong with trunks."""

from rexian.kit.errors import ErrorKind, RexianError


class TrunkNotFound(RexianError):
    """There is no such trunk."""

    code = "trunk_not_found"
    kind = ErrorKind.NOT_FOUND


class NumberRuleNotFound(RexianError):
    """No flow is set for this called number."""

    code = "number_rule_not_found"
    kind = ErrorKind.NOT_FOUND


class NumberRuleInvalid(RexianError):
    """The called number or its flow cannot be used: correct the fields that are named."""

    code = "number_rule_invalid"
    kind = ErrorKind.INVALID


class TrunkInvalid(RexianError):
    """The trunk cannot work like this: correct the fields that are named."""

    code = "trunk_invalid"
    kind = ErrorKind.INVALID
