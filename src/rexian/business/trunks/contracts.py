"""What others may know of trunks: a record for each, with the parameters of its kind.

The parameters are what carriers ask and answer; how Asterisk is told of them is control's (`app` translates).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

SipKind = Literal["sip_ims", "sip_gateway"]
"""`sip_ims` = a carrier's IMS, `sip_gateway` = a gateway or PBX of our own (E1, TUP and the like behind it)."""
Transport = Literal["udp", "tcp", "tls"]
Codec = Literal["alaw", "ulaw"]
WhenFull = Literal["busy", "congestion", "number"]
Plan = Literal["unknown", "local", "national", "international", "private", "dynamic"]
R2Category = Literal[
    "national_subscriber",
    "national_priority_subscriber",
    "international_subscriber",
    "international_priority_subscriber",
]
Ss7Network = Literal["national", "national_spare", "international", "international_spare"]
Ss7Nature = Literal["dynamic", "unknown", "subscriber", "national", "international"]


@dataclass(frozen=True)
class SipAccount:
    """What a carrier's IMS asks to sign on; the password is kept apart, sealed."""

    user: str
    domain: str
    auth_user: str | None
    expires_seconds: int


@dataclass(frozen=True)
class SipParameters:
    """A SIP trunk. `peers` are the addresses calls may come from, `server` (`host[:port]`) is where calls go out to."""

    kind: SipKind
    peers: tuple[str, ...]
    server: str | None
    transport: Transport
    codecs: tuple[Codec, ...]
    account: SipAccount | None
    outbound_proxy: str | None
    from_user: str | None
    from_domain: str | None
    trusts_identity: bool
    sends_identity: bool
    encrypts_media: bool
    fax_t38: bool
    session_timers: bool


@dataclass(frozen=True)
class E1Line:
    """One E1 line: the port of a card, counted from 1 through all cards; `timing` 0 = the clock is ours."""

    number: int
    timing: int
    crc4: bool


@dataclass(frozen=True)
class PriParameters:
    """CHINA-ISDN 30B+D. `called_digits` 0 = the exchange sends the whole number at once, else how many one by one."""

    kind: Literal["pri"]
    spans: tuple[E1Line, ...]
    is_network_side: bool
    called_plan: Plan
    calling_plan: Plan
    international_prefix: str
    national_prefix: str
    called_digits: int
    in_band_tones: bool
    reset_interval_seconds: int | None
    t200_milliseconds: int


@dataclass(frozen=True)
class MfcR2Parameters:
    """中国一号信令. Digits of the called and of the caller's number are the most that come; -1 = openr2's own time."""

    kind: Literal["mfcr2"]
    spans: tuple[E1Line, ...]
    called_digits: int
    caller_digits: int
    caller_first: bool
    category: R2Category
    mf_back_timeout_milliseconds: int
    metering_pulse_timeout_milliseconds: int
    accepts_on_offer: bool


@dataclass(frozen=True)
class Ss7Line:
    """An E1 line of a linkset: the circuit code (CIC) of its first timeslot, and whether timeslot 16 is a link."""

    number: int
    timing: int
    crc4: bool
    first_circuit: int
    has_signalling: bool


@dataclass(frozen=True)
class Ss7Parameters:
    """七号信令 ISUP with ITU's 14-bit point codes: own (OPC), of the neighbour, and of the destination (DPC)."""

    kind: Literal["ss7_isup"]
    spans: tuple[Ss7Line, ...]
    linkset: int
    point_code: int
    adjacent_point_code: int
    destination_point_code: int
    network: Ss7Network
    called_nature: Ss7Nature
    calling_nature: Ss7Nature


E1Parameters = PriParameters | MfcR2Parameters | Ss7Parameters
Parameters = Annotated[SipParameters | E1Parameters, Field(discriminator="kind")]


@dataclass(frozen=True)
class ChannelLimit:
    """Calls that may come in at once (0 = no limit of ours); `full_number` is the called number whose flow answers."""

    channels: int
    when_full: WhenFull
    full_number: str


@dataclass(frozen=True)
class OutboundRule:
    """Numbers that begin so and have one of `lengths` (none = any) are dialled with `prefix`, less `strip_digits`."""

    begins_with: str
    lengths: tuple[int, ...]
    strip_digits: int
    prefix: str


@dataclass(frozen=True)
class TrunkContent:
    """What an administrator sets. `name` is a short word that stands in call records; `title` is for people."""

    name: str
    title: str
    area_code: str
    country_code: str
    caller_id: str
    outbound: tuple[OutboundRule, ...]
    limit: ChannelLimit
    parameters: Parameters


@dataclass(frozen=True)
class Trunk:
    """A stored trunk; `version` grows with each change. The password itself is given to nobody but the line."""

    trunk_id: str
    organisation_id: str
    version: int
    content: TrunkContent
    has_password: bool
    retired_at: datetime | None
