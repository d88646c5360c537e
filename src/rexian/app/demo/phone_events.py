"""What a simulated phone reports, as typed events. `at_ms` is the machine's monotonic clock in milliseconds."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields


@dataclass(frozen=True, kw_only=True)
class PhoneEvent:
    """Base of all events."""

    at_ms: float


@dataclass(frozen=True, kw_only=True)
class Registered(PhoneEvent):
    """The registrar accepted the account."""

    expires_seconds: int


@dataclass(frozen=True, kw_only=True)
class Unregistered(PhoneEvent):
    """The account was taken off the registrar."""


@dataclass(frozen=True, kw_only=True)
class RegistrationFailed(PhoneEvent):
    """The registrar refused or did not answer (code 408 or 503); the phone goes on trying."""

    code: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class CallEvent(PhoneEvent):
    """Base of the events of one call; `call` is this phone's number for it."""

    call: int


@dataclass(frozen=True, kw_only=True)
class Incoming(CallEvent):
    """An INVITE arrived at `at_ms`; `headers` holds X-*, P-Asserted-Identity, Call-Info and Alert-Info."""

    caller: str
    caller_uri: str
    called: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Calling(CallEvent):
    """The INVITE was sent."""


@dataclass(frozen=True, kw_only=True)
class Ringing(CallEvent):
    """180 came back."""

    code: int


@dataclass(frozen=True, kw_only=True)
class Early(CallEvent):
    """Another provisional answer came back, usually 183 with sound before the answer."""

    code: int


@dataclass(frozen=True, kw_only=True)
class Confirmed(CallEvent):
    """The call is answered and acknowledged."""

    codec: str | None


@dataclass(frozen=True, kw_only=True)
class Media(CallEvent):
    """The media changed: `state` is active, local_hold, remote_hold, none or error."""

    state: str
    codec: str | None


@dataclass(frozen=True, kw_only=True)
class TransferTold(CallEvent):
    """What became of a REFER of this phone, as a SIP code; `final`: nothing more will be told."""

    code: int
    final: bool


@dataclass(frozen=True, kw_only=True)
class DigitReceived(CallEvent):
    """A key of the other side began (RFC 4733)."""

    digit: str


@dataclass(frozen=True, kw_only=True)
class DigitEnded(CallEvent):
    """That key was let go after `duration_ms`."""

    digit: str
    duration_ms: int


@dataclass(frozen=True, kw_only=True)
class Disconnected(CallEvent):
    """The call is over: the SIP code and reason, and whether this phone ended it."""

    code: int
    reason: str
    by_us: bool


@dataclass(frozen=True, kw_only=True)
class Recorded(CallEvent):
    """All that was heard is in the WAV file `path`; offset 0 of it is `started_ms`."""

    path: str
    started_ms: float
    seconds: float


EVENT_TYPES: Mapping[str, type[PhoneEvent]] = {
    "registered": Registered,
    "unregistered": Unregistered,
    "registration_failed": RegistrationFailed,
    "incoming": Incoming,
    "calling": Calling,
    "ringing": Ringing,
    "early": Early,
    "confirmed": Confirmed,
    "media": Media,
    "transfer_told": TransferTold,
    "dtmf_received": DigitReceived,
    "dtmf_ended": DigitEnded,
    "disconnected": Disconnected,
    "recorded": Recorded,
}


def event_from_line(message: Mapping[str, object]) -> PhoneEvent:
    """The typed event of one line from the program; fields that this version does not know are left out.

    Raises KeyError for an event that is not known and TypeError when a field is missing.
    """
    event_type = EVENT_TYPES[str(message["event"])]
    known = {entry.name for entry in fields(event_type)}
    return event_type(**{name: value for name, value in message.items() if name in known})  # type: ignore[arg-type]
