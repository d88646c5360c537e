"""Calls made out of SIP messages: what counts as offered, connected and ended."""

import pytest

from rexian.app.bench.capture import Packet
from rexian.app.bench.trace import Ports, Trace, trace_calls

pytestmark = pytest.mark.pure

SERVER, CALLERS, AGENTS, ELSEWHERE = 5060, 6000, 7000, 8000
TO_SERVER, TO_CALLER = (CALLERS, SERVER), (SERVER, CALLERS)
TO_AGENT, FROM_AGENT = (SERVER, AGENTS), (AGENTS, SERVER)


def message(at: float, route: tuple[int, int], first: str, call_id: str, *, number: str = "80001") -> Packet:
    method = "INVITE" if first.startswith(("INVITE", "SIP/2.0")) else first.split()[0]
    lines = [
        first,
        "Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK",
        f'From: "x" <sip:{number}@127.0.0.1>;tag=1',
        "To: <sip:12329@127.0.0.1>",
        f"Call-ID: {call_id}",
        f"CSeq: 1 {method}",
    ]
    return Packet(at, *route, "\r\n".join([*lines, "", ""]).encode())


def talk() -> list[Packet]:
    return [
        message(10.0, TO_SERVER, "INVITE sip:12329@127.0.0.1 SIP/2.0", "a"),
        message(10.01, TO_CALLER, "SIP/2.0 200 OK", "a"),
        message(10.1, TO_AGENT, "INVITE sip:bench0007@127.0.0.1:7000 SIP/2.0", "b"),
        message(10.2, FROM_AGENT, "SIP/2.0 200 OK", "b"),
        message(10.21, TO_AGENT, "ACK sip:bench0007@127.0.0.1:7000 SIP/2.0", "b"),
        message(14.0, TO_SERVER, "BYE sip:12329@127.0.0.1 SIP/2.0", "a"),
        message(14.01, TO_AGENT, "BYE sip:bench0007@127.0.0.1:7000 SIP/2.0", "b"),
    ]


def traced(packets: list[Packet]) -> Trace:
    return trace_calls(packets, Ports(SERVER, CALLERS, AGENTS))


def test_a_call_from_its_first_invite_to_its_first_good_bye() -> None:
    call = traced(talk()).calls["80001"]
    assert (call.answered_at, call.offered_at, call.connected_at, call.ended_at) == (10.01, 10.1, 10.2, 14.0)
    assert call.agent == "bench0007"
    assert call.delay_seconds == pytest.approx(0.1)
    assert call.talk_seconds == pytest.approx(3.8)


def test_an_invite_that_is_sent_again_does_not_move_the_first_one() -> None:
    packets = talk()
    packets.insert(1, message(10.5, TO_SERVER, "INVITE sip:12329@127.0.0.1 SIP/2.0", "a"))
    packets.insert(4, message(10.6, TO_AGENT, "INVITE sip:bench0007@127.0.0.1:7000 SIP/2.0", "b"))
    trace = traced(packets)
    assert trace.repeated == 2
    assert trace.calls["80001"].delay_seconds == pytest.approx(0.1)


def test_a_second_agent_counts_for_the_talk_but_not_for_the_delay() -> None:
    packets = talk()[:3]
    packets += [
        message(12.0, TO_AGENT, "INVITE sip:bench0009@127.0.0.1:7000 SIP/2.0", "c"),
        message(12.1, FROM_AGENT, "SIP/2.0 200 OK", "c"),
        message(12.11, TO_AGENT, "ACK sip:bench0009@127.0.0.1:7000 SIP/2.0", "c"),
    ]
    call = traced(packets).calls["80001"]
    assert (call.offered_at, call.connected_at, call.agent) == (10.1, 12.1, "bench0009")


def test_an_answer_without_acknowledgement_is_no_talk() -> None:
    packets = [packet for packet in talk() if not packet.content.startswith(b"ACK")]
    assert traced(packets).calls["80001"].talk_seconds is None


def test_calls_of_others_and_of_before_are_passed_over() -> None:
    packets = [
        message(9.0, TO_AGENT, "INVITE sip:bench0001@127.0.0.1:7000 SIP/2.0", "z", number="80000"),
        message(9.1, (ELSEWHERE, SERVER), "INVITE sip:12329@127.0.0.1 SIP/2.0", "y", number="80009"),
        message(9.2, TO_SERVER, "BYE sip:12329@127.0.0.1 SIP/2.0", "x"),
        Packet(9.3, *TO_SERVER, b"\r\n\r\n"),
    ]
    assert list(traced(packets + talk()).calls) == ["80001"]
