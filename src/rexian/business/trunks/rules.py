"""What is wrong with a trunk's record: pure, one fault for each field that cannot work.

Decides for each kind and between trunks (addresses, spans, clocks). Called by the service before a record is stored, so
that what is written for Asterisk from stored records is always something it takes. What the carrier must be asked is in
the guide; whether he answered right only a call can tell.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network

from rexian.business.trunks.contracts import (
    ChannelLimit,
    E1Line,
    MfcR2Parameters,
    OutboundRule,
    PriParameters,
    SipParameters,
    Ss7Line,
    Ss7Parameters,
    TrunkContent,
)

NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
RESERVED_NAMES = frozenset({"udp", "tcp", "tls", "ws", "wss", "global", "system", "agents"})
AREA_CODE = re.compile(r"(0\d{2,3})?")
COUNTRY_CODE = re.compile(r"[1-9]\d{0,2}")
DIGITS = re.compile(r"[0-9*#+]*")
HOST_AND_PORT = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?")
DOMAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
SIP_USER = re.compile(r"[A-Za-z0-9+._@-]{1,64}")
UNWRITABLE = re.compile(r"[\x00-\x1f;\[\]]")
LONGEST_NUMBER = 32
LONGEST_TITLE = 60
MOST_CHANNELS = 2000
MOST_SPANS = 63
"""Asterisk dials a trunk by a group of channels, and has 64 of them."""
MOST_R2_DIGITS = 24
POINT_CODES = range(1, 1 << 14)
NATIONAL_POINT_CODES = range(1, 1 << 24)
CIRCUITS = range(1, 1 << 12)
CIRCUITS_OF_A_SPAN = 31
LINKSETS = range(1, 33)
EXPIRES_SECONDS = range(60, 86_401)

Fault = tuple[str, str]
Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Peer:
    """An address or network that calls may come from, at any port or at one."""

    network: Network
    port: int | None


def faults_of(content: TrunkContent, password: str | None, others: Sequence[TrunkContent]) -> tuple[Fault, ...]:
    """Pairs of field and fault, none where the trunk can be used beside the others.

    `password` is the one that will be stored with it.
    """
    return (*_common_faults(content, others), *_kind_faults(content, password, others))


def peer_of(text: str) -> Peer | None:
    """A peer as it is written: `10.0.0.1`, `10.0.0.0/24`, `10.0.0.1:5060`; None where it is none of these.

    An IPv6 zone (`%eth0`) is none: Python lets any sign stand in it, and a carrier is not link-local.
    """
    if "%" in text:
        return None
    address, colon, port = text.partition(":")
    is_plain = text.count(":") != 1
    try:
        network = ip_network(text if is_plain else address)
    except ValueError:
        return None
    if is_plain:
        return Peer(network, None)
    return Peer(network, int(port)) if colon and port.isdecimal() and 0 < int(port) < 65536 else None


def _common_faults(content: TrunkContent, others: Sequence[TrunkContent]) -> Iterator[Fault]:
    if not NAME.fullmatch(content.name) or content.name in RESERVED_NAMES:
        yield "name", "no_short_name"
    if any(other.name == content.name for other in others):
        yield "name", "taken"
    if not content.title.strip() or not content.title.isprintable() or len(content.title) > LONGEST_TITLE:
        yield "title", "no_title"
    if not AREA_CODE.fullmatch(content.area_code):
        yield "area_code", "no_area_code"
    if not COUNTRY_CODE.fullmatch(content.country_code):
        yield "country_code", "no_country_code"
    if not _is_number(content.caller_id):
        yield "caller_id", "no_number"
    yield from _limit_faults(content.limit)
    for number, rule in enumerate(content.outbound):
        if not _is_possible(rule):
            yield f"outbound.{number}", "no_rule"


def _limit_faults(limit: ChannelLimit) -> Iterator[Fault]:
    if not 0 <= limit.channels <= MOST_CHANNELS:
        yield "limit.channels", "out_of_range"
    if not _is_number(limit.full_number) or (limit.when_full == "number" and not limit.full_number):
        yield "limit.full_number", "no_number"


def _is_possible(rule: OutboundRule) -> bool:
    is_written_well = _is_number(rule.begins_with) and _is_number(rule.prefix)
    shortest = min(rule.lengths, default=max(len(rule.begins_with), 1))
    return is_written_well and 0 <= rule.strip_digits <= shortest <= LONGEST_NUMBER


def _kind_faults(content: TrunkContent, password: str | None, others: Sequence[TrunkContent]) -> Iterator[Fault]:
    match content.parameters:
        case SipParameters() as sip:
            yield from _sip_faults(sip)
            yield from _account_faults(sip, password)
            yield from _shared_peers(sip, others)
        case PriParameters() as pri:
            yield from _span_faults(pri.spans, others)
            yield from _pri_faults(pri)
        case MfcR2Parameters() as r2:
            yield from _span_faults(r2.spans, others)
            yield from _r2_faults(r2)
        case Ss7Parameters() as ss7:
            yield from _span_faults(ss7.spans, others)
            yield from _ss7_faults(ss7, others)


def _sip_faults(sip: SipParameters) -> Iterator[Fault]:
    peers = [peer_of(text) for text in sip.peers]
    for number, peer in enumerate(peers):
        if peer is None:
            yield f"parameters.peers.{number}", "no_address"
        elif peer.network.prefixlen == 0:
            yield f"parameters.peers.{number}", "whole_internet"
    if not peers:
        yield "parameters.peers", "empty"
    if not sip.codecs or len(set(sip.codecs)) < len(sip.codecs):
        yield "parameters.codecs", "empty_or_twice"
    if sip.encrypts_media and sip.transport != "tls":
        yield "parameters.encrypts_media", "needs_tls"
    for name, value in (("server", sip.server), ("outbound_proxy", sip.outbound_proxy)):
        if value is not None and not HOST_AND_PORT.fullmatch(value):
            yield f"parameters.{name}", "no_host"
    if sip.from_domain is not None and not DOMAIN.fullmatch(sip.from_domain):
        yield "parameters.from_domain", "no_host"
    if sip.from_user is not None and not SIP_USER.fullmatch(sip.from_user):
        yield "parameters.from_user", "no_user"


def _account_faults(sip: SipParameters, password: str | None) -> Iterator[Fault]:
    account = sip.account
    if account is None:
        return
    if sip.kind == "sip_gateway":
        yield "parameters.account", "not_for_a_gateway"
    if not SIP_USER.fullmatch(account.user):
        yield "parameters.account.user", "no_user"
    if account.auth_user is not None and not SIP_USER.fullmatch(account.auth_user):
        yield "parameters.account.auth_user", "no_user"
    if not HOST_AND_PORT.fullmatch(account.domain):
        yield "parameters.account.domain", "no_host"
    if account.expires_seconds not in EXPIRES_SECONDS:
        yield "parameters.account.expires_seconds", "out_of_range"
    if not password:
        yield "password", "missing"
    elif UNWRITABLE.search(password):
        yield "password", "cannot_be_written"


def _shared_peers(sip: SipParameters, others: Iterable[TrunkContent]) -> Iterator[Fault]:
    """A call is known by its address: one that is two trunks' is nobody's."""
    taken = [
        peer for other in others if isinstance(other.parameters, SipParameters) for peer in _peers(other.parameters)
    ]
    for number, text in enumerate(sip.peers):
        peer = peer_of(text)
        if peer is not None and any(_is_shared(peer, other) for other in taken):
            yield f"parameters.peers.{number}", "taken"


def _peers(sip: SipParameters) -> list[Peer]:
    return [peer for peer in map(peer_of, sip.peers) if peer is not None]


def _is_shared(one: Peer, other: Peer) -> bool:
    apart = one.port is not None and other.port is not None and one.port != other.port
    return not apart and one.network.version == other.network.version and one.network.overlaps(other.network)


def _span_faults(spans: Sequence[E1Line | Ss7Line], others: Iterable[TrunkContent]) -> Iterator[Fault]:
    taken = [span for other in others if not isinstance(other.parameters, SipParameters) for span in _spans(other)]
    if not spans:
        yield "parameters.spans", "empty"
    for place, span in enumerate(spans):
        before = [*taken, *spans[:place]]
        if not 1 <= span.number <= MOST_SPANS:
            yield f"parameters.spans.{place}.number", "out_of_range"
        if any(other.number == span.number for other in before):
            yield f"parameters.spans.{place}.number", "taken"
        if not 0 <= span.timing <= MOST_SPANS:
            yield f"parameters.spans.{place}.timing", "out_of_range"
        if span.timing and any(other.timing == span.timing for other in before):
            yield f"parameters.spans.{place}.timing", "taken"


def _spans(content: TrunkContent) -> Sequence[E1Line | Ss7Line]:
    return () if isinstance(content.parameters, SipParameters) else content.parameters.spans


def _pri_faults(pri: PriParameters) -> Iterator[Fault]:
    if not 0 <= pri.called_digits <= LONGEST_NUMBER:
        yield "parameters.called_digits", "out_of_range"
    for name in ("international_prefix", "national_prefix"):
        if not str(getattr(pri, name) or "0").isdecimal():
            yield f"parameters.{name}", "no_number"
    if pri.reset_interval_seconds is not None and pri.reset_interval_seconds < 60:
        yield "parameters.reset_interval_seconds", "out_of_range"
    if not 100 <= pri.t200_milliseconds <= 10_000:
        yield "parameters.t200_milliseconds", "out_of_range"


def _r2_faults(r2: MfcR2Parameters) -> Iterator[Fault]:
    if not 1 <= r2.called_digits <= MOST_R2_DIGITS:
        yield "parameters.called_digits", "out_of_range"
    if not 0 <= r2.caller_digits <= MOST_R2_DIGITS:
        yield "parameters.caller_digits", "out_of_range"
    for name in ("mf_back_timeout_milliseconds", "metering_pulse_timeout_milliseconds"):
        if not -1 <= getattr(r2, name) <= 60_000:
            yield f"parameters.{name}", "out_of_range"


def _ss7_faults(ss7: Ss7Parameters, others: Iterable[TrunkContent]) -> Iterator[Fault]:
    for name in ("point_code", "adjacent_point_code", "destination_point_code"):
        code = getattr(ss7, name)
        if code not in POINT_CODES:
            yield f"parameters.{name}", "needs_a_gateway" if code in NATIONAL_POINT_CODES else "out_of_range"
    if ss7.point_code in (ss7.adjacent_point_code, ss7.destination_point_code):
        yield "parameters.point_code", "same_as_the_other_side"
    if ss7.linkset not in LINKSETS:
        yield "parameters.linkset", "out_of_range"
    if any(isinstance(other.parameters, Ss7Parameters) and other.parameters.linkset == ss7.linkset for other in others):
        yield "parameters.linkset", "taken"
    if ss7.spans and not any(span.has_signalling for span in ss7.spans):
        yield "parameters.spans", "no_signalling_link"
    yield from _circuit_faults(ss7.spans)


def _circuit_faults(spans: Sequence[Ss7Line]) -> Iterator[Fault]:
    for place, span in enumerate(spans):
        circuits = range(span.first_circuit, span.first_circuit + CIRCUITS_OF_A_SPAN)
        if circuits[0] not in CIRCUITS or circuits[-1] not in CIRCUITS:
            yield f"parameters.spans.{place}.first_circuit", "out_of_range"
        if any(abs(other.first_circuit - span.first_circuit) < CIRCUITS_OF_A_SPAN for other in spans[:place]):
            yield f"parameters.spans.{place}.first_circuit", "taken"


def _is_number(text: str) -> bool:
    return len(text) <= LONGEST_NUMBER and DIGITS.fullmatch(text) is not None
