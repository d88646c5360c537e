"""What is wrong with a SIP trunk: its addresses, names and account. Pure; called by `rules` only."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network

from rexian.business.trunks.contracts import SipParameters, TrunkContent

HOST_AND_PORT = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?")
DOMAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
SIP_USER = re.compile(r"[A-Za-z0-9+._@-]{1,64}")
UNWRITABLE = re.compile(r"[\x00-\x1f;\[\]]")
EXPIRES_SECONDS = range(60, 86_401)

Fault = tuple[str, str]
Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Peer:
    """An address or network that calls may come from, at any port or at one."""

    network: Network
    port: int | None


def faults_of_sip(sip: SipParameters, password: str | None, others: Iterable[TrunkContent]) -> Iterator[Fault]:
    """The faults of a SIP trunk's parameters beside the other trunks."""
    yield from _sip_faults(sip)
    yield from _account_faults(sip, password)
    yield from _shared_peers(sip, others)


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
