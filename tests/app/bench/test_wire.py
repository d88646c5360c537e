"""The capture on the real loopback wire."""

import socket
import time
from contextlib import closing
from pathlib import Path

import pytest

from rexian.app.bench.capture import Packet, read_packets
from rexian.app.bench.wire import captured
from rexian.app.parts.ports import LOOPBACK, free_port
from rexian.kit.waiting import until

pytestmark = [pytest.mark.parts, pytest.mark.usefixtures("wire_readable")]


def udp_socket() -> socket.socket:
    opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    opened.bind((LOOPBACK, 0))
    return opened


async def test_every_packet_of_the_port_is_taken_once_and_no_other(tmp_path: Path) -> None:
    file = tmp_path / "wire"
    with closing(udp_socket()) as watched, closing(udp_socket()) as other, closing(udp_socket()) as third:
        watched_port, other_port = watched.getsockname()[1], other.getsockname()[1]
        before = time.time()
        async with captured(file, [free_port(), watched_port]) as capture:
            other.sendto(b"to the port", (LOOPBACK, watched_port))
            watched.sendto(b"from the port", (LOOPBACK, other_port))
            third.sendto(b"somewhere else", (LOOPBACK, other_port))
            other.sendto(b"long " * 500, (LOOPBACK, watched_port))
        after = time.time()
    packets = list(read_packets(file))
    assert [(packet.source_port, packet.target_port) for packet in packets] == [
        (other_port, watched_port),
        (watched_port, other_port),
        (other_port, watched_port),
    ]
    assert [packet.content[:13] for packet in packets] == [b"to the port", b"from the port", b"long long lon"]
    assert len(packets[2].content) == 900
    assert all(before <= packet.at <= after for packet in packets)
    assert capture.dropped_packets == 0


async def test_a_burst_is_taken_whole_and_in_order(tmp_path: Path) -> None:
    file = tmp_path / "wire"
    with closing(udp_socket()) as sender, closing(udp_socket()) as target:
        async with captured(file, [target.getsockname()[1]]) as capture:
            for number in range(3000):
                sender.sendto(str(number).encode(), target.getsockname())
            await_all = until(lambda: file.stat().st_size > 0, deadline_seconds=5)
            assert await await_all
    packets: list[Packet] = list(read_packets(file))
    assert [int(packet.content) for packet in packets] == list(range(3000))
    assert capture.dropped_packets == 0


def test_a_file_that_breaks_off_gives_what_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "wire"
    from rexian.app.bench.capture import RECORD

    file.write_bytes(RECORD.pack(1_500_000_000, 1, 2, 3) + b"abc" + RECORD.pack(2_000_000_000, 1, 2, 30) + b"abc")
    assert list(read_packets(file)) == [Packet(1.5, 1, 2, b"abc")]
