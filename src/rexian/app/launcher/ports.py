"""Which ports this instance uses: what the settings name, else those of the last start, else free ones."""

import random
import socket
from collections.abc import Iterator
from dataclasses import dataclass

from rexian.app.launcher.errors import CannotStart, PortTaken
from rexian.app.launcher.instance import remembered_ports
from rexian.app.parts.ports import free_port, is_free
from rexian.app.settings import Settings

FIRST_HTTP_PORT = 8329
HTTP_PORTS_TRIED = 100
RTP_PORTS = 1000
RTP_FIRST = 10_000
RTP_LAST = 30_000


@dataclass(frozen=True)
class InstancePorts:
    """The ports of one instance. `rtp_first` … `rtp_last` are UDP, as is `sip`; the others are TCP."""

    http: int
    postgres: int
    nats: int
    nats_monitor: int
    ari: int
    sip: int
    rtp_first: int
    rtp_last: int


def choose_ports(settings: Settings) -> InstancePorts:
    """Raises PortTaken when a port that the settings name is in use."""
    last = remembered_ports(settings)
    rtp_first, rtp_last = _rtp_range(settings, last)
    return InstancePorts(
        http=_http_port(settings, last),
        postgres=_keep_or_choose(last, "postgres"),
        nats=_keep_or_choose(last, "nats"),
        nats_monitor=_keep_or_choose(last, "nats_monitor"),
        ari=_keep_or_choose(last, "ari"),
        sip=_sip_port(settings, last),
        rtp_first=rtp_first,
        rtp_last=rtp_last,
    )


def _keep_or_choose(last: dict[str, int], name: str) -> int:
    port = last.get(name)
    return port if port is not None and is_free(port) else free_port()


def _http_port(settings: Settings, last: dict[str, int]) -> int:
    host = settings.http_host
    wanted: int | None = settings.http_port
    if wanted is not None:
        if not is_free(wanted, host=host):
            raise PortTaken(f"Port {wanted} is in use by another program: set REXIAN_HTTP_PORT to another.")
        return wanted
    candidates = list(range(FIRST_HTTP_PORT, FIRST_HTTP_PORT + HTTP_PORTS_TRIED))
    if "http" in last:
        candidates.insert(0, last["http"])
    for port in candidates:
        if is_free(port, host=host):
            return port
    raise PortTaken(f"No port from {FIRST_HTTP_PORT} on is free: set REXIAN_HTTP_PORT to one that is.")


def _sip_port(settings: Settings, last: dict[str, int]) -> int:
    host = settings.sip_host
    wanted: int | None = settings.sip_port
    if wanted is not None:
        if not is_free(wanted, host=host, kind=socket.SOCK_DGRAM):
            raise PortTaken(f"SIP port {wanted} is in use by another program: set REXIAN_SIP_PORT to another.")
        return wanted
    port = last.get("sip")
    if port is not None and is_free(port, host=host, kind=socket.SOCK_DGRAM):
        return port
    return free_port(kind=socket.SOCK_DGRAM)


def _rtp_range(settings: Settings, last: dict[str, int]) -> tuple[int, int]:
    if settings.rtp_ports is not None:
        first, _, final = settings.rtp_ports.partition("-")
        if not (first.isdigit() and final.isdigit() and 1024 <= int(first) < int(final) <= 65535):
            raise CannotStart(
                f"REXIAN_RTP_PORTS is {settings.rtp_ports!r}: write it as first-last, such as 10000-10999."
            )
        return int(first), int(final)
    for port in _rtp_candidates(last):
        if all(is_free(each, kind=socket.SOCK_DGRAM) for each in range(port, port + RTP_PORTS)):
            return port, port + RTP_PORTS - 1
    raise PortTaken("No range of free UDP ports was found for the voice streams: set REXIAN_RTP_PORTS.")


def _rtp_candidates(last: dict[str, int]) -> Iterator[int]:
    if "rtp_first" in last:
        yield last["rtp_first"]
    starts = list(range(RTP_FIRST, RTP_LAST, RTP_PORTS))
    random.shuffle(starts)  # instances that start at once shall not all try the same range
    yield from starts
