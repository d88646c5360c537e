"""What the engine refuses."""

from typing import ClassVar

from rexian.kit.errors import ErrorKind, RexianError


class AgentBusy(RexianError):
    """A contact is on the desk; end it first."""

    code: ClassVar[str] = "agent_busy"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT


class AgentSignedOut(RexianError):
    """The agent has not taken a seat; sign in at the desk first."""

    code: ClassVar[str] = "agent_signed_out"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT


class NotInWrapUp(RexianError):
    """The agent is not in wrap-up."""

    code: ClassVar[str] = "not_in_wrap_up"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT


class PhoneNotRegistered(RexianError):
    """The agent's phone is not connected; connect it before going ready."""

    code: ClassVar[str] = "phone_not_registered"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT


class UnknownAgent(RexianError):
    """No seat of this id is known to the switch."""

    code: ClassVar[str] = "unknown_agent"
    kind: ClassVar[ErrorKind] = ErrorKind.NOT_FOUND


class UnknownReason(RexianError):
    """This is not one of the not-ready reasons."""

    code: ClassVar[str] = "unknown_not_ready_reason"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID


class WrapUpNotExtendable(RexianError):
    """Wrap-up has been extended as often as the queue allows."""

    code: ClassVar[str] = "wrap_up_not_extendable"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT
