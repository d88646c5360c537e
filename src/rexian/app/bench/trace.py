"""Makes calls out of the SIP messages seen on the wire: pure, and the only judge of what happened to a call.

A citizen's call and the agent's leg of it are joined by the citizen's number, which every call has for itself and
which both systems put into the From header of the agent's INVITE.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rexian.app.bench.capture import Packet

_FROM_USER = re.compile(rb"^(?:From|f)\s*:[^\r\n]*?sips?:([^@;>\r\n]+)@", re.IGNORECASE | re.MULTILINE)
_TARGET_USER = re.compile(rb"^INVITE sips?:([^@;>\s]+)@")
_CALL_ID = re.compile(rb"^(?:Call-ID|i)\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_SEQUENCE_METHOD = re.compile(rb"^CSeq\s*:\s*\d+\s+(\w+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Ports:
    """Who is who on the wire."""

    server: int
    callers: int
    agents: int


@dataclass(slots=True)
class TracedCall:
    """What became of one citizen's call; times in seconds since 1970, None for what never happened.

    `offered_at` is the first INVITE to any agent, `connected_at` the first acknowledged answer of one (`agent`),
    `ended_at` the first good-bye on either leg.
    """

    number: str
    invited_at: float
    answered_at: float | None = None
    offered_at: float | None = None
    agent: str | None = None
    connected_at: float | None = None
    ended_at: float | None = None

    @property
    def delay_seconds(self) -> float | None:
        """From the citizen's INVITE to the agent's."""
        return None if self.offered_at is None else self.offered_at - self.invited_at

    @property
    def talk_seconds(self) -> float | None:
        """From the agent's answer to the first good-bye."""
        if self.connected_at is None or self.ended_at is None:
            return None
        return self.ended_at - self.connected_at


@dataclass(slots=True)
class Trace:
    """All calls of a stretch of wire by the citizen's number; `repeated` counts INVITEs that were sent again."""

    calls: dict[str, TracedCall] = field(default_factory=dict)
    repeated: int = 0


@dataclass(slots=True)
class _AgentLeg:
    number: str
    agent: str
    answered_at: float | None = None


def trace_calls(packets: Iterable[Packet], ports: Ports) -> Trace:
    """Follow every call from its first INVITE on; messages of calls that began before are passed over."""
    follower = _Follower(ports)
    for packet in packets:
        follower.see(packet)
    return follower.trace


class _Follower:
    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._callers: dict[bytes, TracedCall] = {}
        self._legs: dict[bytes, _AgentLeg] = {}
        self.trace = Trace()

    def see(self, packet: Packet) -> None:
        call_id = _first(_CALL_ID, packet.content)
        if not call_id:
            return
        route = (packet.source_port, packet.target_port)
        if packet.content.startswith(b"INVITE "):
            self._invite(packet, route, call_id)
        elif packet.content.startswith(b"ACK ") and route == (self._ports.server, self._ports.agents):
            self._connected(packet.at, call_id)
        elif packet.content.startswith(b"BYE "):
            self._ended(packet.at, call_id)
        elif packet.content.startswith(b"SIP/2.0 200 ") and _first(_SEQUENCE_METHOD, packet.content) == b"INVITE":
            self._answered(packet.at, route, call_id)

    def _invite(self, packet: Packet, route: tuple[int, int], call_id: bytes) -> None:
        if call_id in self._callers or call_id in self._legs:
            self.trace.repeated += 1
            return
        number = _first(_FROM_USER, packet.content).decode(errors="replace")
        if route == (self._ports.callers, self._ports.server):
            call = TracedCall(number, packet.at)
            self._callers[call_id] = self.trace.calls[number] = call
        elif route == (self._ports.server, self._ports.agents) and number in self.trace.calls:
            agent = _first(_TARGET_USER, packet.content).decode(errors="replace")
            self._legs[call_id] = _AgentLeg(number, agent)
            call = self.trace.calls[number]
            call.offered_at = call.offered_at or packet.at

    def _answered(self, at: float, route: tuple[int, int], call_id: bytes) -> None:
        if route == (self._ports.server, self._ports.callers) and call_id in self._callers:
            call = self._callers[call_id]
            call.answered_at = call.answered_at or at
        elif route == (self._ports.agents, self._ports.server) and call_id in self._legs:
            leg = self._legs[call_id]
            leg.answered_at = leg.answered_at or at

    def _connected(self, at: float, call_id: bytes) -> None:
        leg = self._legs.get(call_id)
        if leg is None or leg.answered_at is None:
            return
        call = self.trace.calls[leg.number]
        if call.connected_at is None:
            call.connected_at, call.agent = leg.answered_at, leg.agent

    def _ended(self, at: float, call_id: bytes) -> None:
        call = self._callers.get(call_id) or self._call_of_leg(call_id)
        if call is not None:
            call.ended_at = call.ended_at or at

    def _call_of_leg(self, call_id: bytes) -> TracedCall | None:
        leg = self._legs.get(call_id)
        return None if leg is None else self.trace.calls[leg.number]


def _first(pattern: re.Pattern[bytes], content: bytes) -> bytes:
    found = pattern.search(content)
    return b"" if found is None else found[1]


def by_agent(calls: Mapping[str, TracedCall]) -> dict[str, list[TracedCall]]:
    """The connected calls of each agent, in the order of connecting."""
    found: dict[str, list[TracedCall]] = {}
    for call in sorted((call for call in calls.values() if call.connected_at), key=lambda call: call.connected_at or 0):
        found.setdefault(call.agent or "", []).append(call)
    return found
