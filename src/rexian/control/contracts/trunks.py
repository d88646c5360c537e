"""Trunks as control and its Asterisk adapter take them: one frozen form for each kind of line.

Made from the trade's records by `app`, never by control. Values are checked there (`business.trunks.rules`); what
Asterisk's files cannot carry is refused once more where they are written.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class WhenFull(StrEnum):
    """What a caller gets who finds all channels of the trunk taken."""

    BUSY = "busy"
    """The busy signal of the exchange (486, cause 17)."""
    CONGESTION = "congestion"
    """The congestion signal, on which many exchanges try another route (503, cause 34)."""
    NUMBER = "number"
    """The flow of another called number, which says that all lines are busy."""


class SipTransport(StrEnum):
    UDP = "udp"
    TCP = "tcp"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class ChannelLimit:
    """How many calls come in by the trunk at once (0 = no limit of ours), and what the next caller gets."""

    channels: int = 0
    when_full: WhenFull = WhenFull.BUSY
    full_number: str = ""


@dataclass(frozen=True, slots=True)
class OutboundRule:
    """Numbers that begin so and have one of `lengths` (none = any) are dialled with `prefix`, less `strip_digits`."""

    begins_with: str
    lengths: tuple[int, ...] = ()
    strip_digits: int = 0
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class TrunkConfiguration:
    """What a call needs to know of its trunk. `e1_group` is the group of E1 channels it is dialled by; None = SIP."""

    name: str
    area_code: str
    country_code: str
    caller_id: str
    outbound: tuple[OutboundRule, ...]
    e1_group: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SipRegistration:
    """Signing on at the carrier: `sip:<user>@<domain>` is registered every `expires_seconds`."""

    user: str
    domain: str
    password: str = field(repr=False)
    auth_user: str = ""
    expires_seconds: int = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class SipTrunk:
    """One SIP trunk. Calls come only from `peers`; calls go out to `contact` (`host:port`) when it is given.

    A peer is an address, a network (`10.0.0.0/24`) or an address with a port.
    """

    name: str = "trunk"
    peers: tuple[str, ...] = ("127.0.0.1",)
    contact: str | None = None
    codecs: tuple[str, ...] = ("alaw", "ulaw")
    transport: SipTransport = SipTransport.UDP
    registration: SipRegistration | None = None
    outbound_proxy: str | None = None
    from_user: str = ""
    from_domain: str = ""
    trusts_identity: bool = False
    sends_identity: bool = False
    encrypts_media: bool = False
    fax_t38: bool = False
    session_timers: bool = True
    limit: ChannelLimit = ChannelLimit()


@dataclass(frozen=True, slots=True)
class E1Span:
    """One E1 line. `number` counts the ports of all cards from 1; each takes 31 DAHDI channels.

    `timing` 0 = we give the clock, 1 = first source of it, 2 = second, and so on. `first_circuit` is SS7's.
    """

    number: int
    timing: int = 1
    crc4: bool = False
    first_circuit: int = 1
    has_signalling: bool = True

    @property
    def first_channel(self) -> int:
        return (self.number - 1) * 31 + 1

    @property
    def signalling_channel(self) -> int:
        """The DAHDI channel of timeslot 16."""
        return self.first_channel + 15


@dataclass(frozen=True, slots=True, kw_only=True)
class PriTrunk:
    """CHINA-ISDN 30B+D by libpri as EuroISDN. Plans are `unknown`, `local`, `national` and so on, as Asterisk has them.

    `called_digits` is 0 where the exchange sends the whole called number at once, else how many it sends one by one.
    """

    name: str
    spans: tuple[E1Span, ...]
    is_network_side: bool = False
    called_plan: str = "unknown"
    calling_plan: str = "unknown"
    international_prefix: str = "00"
    national_prefix: str = "0"
    called_digits: int = 0
    in_band_tones: bool = False
    reset_interval_seconds: int | None = None
    t200_milliseconds: int = 1000
    limit: ChannelLimit = ChannelLimit()


@dataclass(frozen=True, slots=True, kw_only=True)
class MfcR2Trunk:
    """China No.1: digital line signalling and MFC between registers, openr2's variant `cn`; -1 ms = its own time."""

    name: str
    spans: tuple[E1Span, ...]
    called_digits: int
    caller_digits: int
    caller_first: bool = False
    category: str = "national_subscriber"
    mf_back_timeout_ms: int = -1
    metering_pulse_timeout_ms: int = -1
    accepts_on_offer: bool = True
    limit: ChannelLimit = ChannelLimit()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ss7Trunk:
    """ISUP by libss7, ITU with 14-bit point codes. A Chinese national link (24 bits, TUP) needs a gateway."""

    name: str
    spans: tuple[E1Span, ...]
    linkset: int
    point_code: int
    adjacent_point_code: int
    destination_point_code: int
    network: str = "national"
    called_nature: str = "dynamic"
    calling_nature: str = "dynamic"
    limit: ChannelLimit = ChannelLimit()


def e1_group(spans: Iterable[int]) -> int:
    """The group of channels that a trunk on these spans is dialled by: the number of its first span."""
    return min(spans)


DahdiTrunk = PriTrunk | MfcR2Trunk | Ss7Trunk
LineConfiguration = SipTrunk | DahdiTrunk
"""One trunk as Asterisk's files are written from it."""
