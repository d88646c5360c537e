"""Reads SIP from the loopback wire into a file; a program of its own, so that a busy measuring process delays nothing.

`python -m rexian.app.bench.capture FILE PORT…` until SIGTERM; needs the right to open packet sockets (root, or
CAP_NET_RAW). Only UDP from or to the ports is taken, by a filter in the kernel, with the kernel's own time. It says
`ready` when it listens, and at the end how many packets the kernel had to drop.
"""

import ctypes
import signal
import socket
import struct
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

RECORD = struct.Struct("<QHHH")
"""Time (ns since 1970), source port, destination port, length of what follows."""

KEPT_BYTES = 900
"""Of each message: its first lines, which is all that `trace.py` reads."""

_ETHERTYPE_IP = 0x0800
_BUFFER_BYTES = 64 * 1024 * 1024
_SO_ATTACH_FILTER, _SO_RCVBUFFORCE, _SO_TIMESTAMPNS = 26, 33, 35
_SOL_PACKET, _PACKET_STATISTICS = 263, 6
_INSTRUCTION = struct.Struct("HBBI")
_TIME = struct.Struct("qq")
_LOAD_BYTE, _LOAD_HALF_INDEXED, _LOAD_HEADER_LENGTH = 0x30, 0x48, 0xB1
_JUMP_EQUAL, _RETURN = 0x15, 0x06
_ALL, _NONE = 0x40000, 0
_UDP_HEADER_BYTES = 8
_PATIENCE_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Packet:
    """One UDP packet: time in seconds since 1970, ports, the first bytes of what it carries."""

    at: float
    source_port: int
    target_port: int
    content: bytes


def filter_program(ports: Sequence[int]) -> bytes:
    """The kernel's classic packet filter for UDP from or to one of the ports; packets begin at their IP header."""
    tests: list[tuple[int, int]] = [(offset, port) for offset in (0, 2) for port in ports]
    take = 3 + 2 * len(tests) + 1  # place of the instruction that takes the packet
    program = [(_LOAD_BYTE, 0, 0, 9), (_JUMP_EQUAL, 0, take - 3, socket.IPPROTO_UDP), (_LOAD_HEADER_LENGTH, 0, 0, 0)]
    for offset, port in tests:
        program.append((_LOAD_HALF_INDEXED, 0, 0, offset))
        program.append((_JUMP_EQUAL, take - len(program) - 1, 0, port))
    program += [(_RETURN, 0, 0, _NONE), (_RETURN, 0, 0, _ALL)]
    return b"".join(_INSTRUCTION.pack(*instruction) for instruction in program)


def read_packets(file: Path) -> Iterator[Packet]:
    """The packets of a file that `capture` has written; a last one that is not whole is left out."""
    with file.open("rb") as stream:
        while len(head := stream.read(RECORD.size)) == RECORD.size:
            nanoseconds, source, target, length = RECORD.unpack(head)
            content = stream.read(length)
            if len(content) < length:
                return
            yield Packet(nanoseconds / 1e9, source, target, content)


def capture(file: Path, ports: Sequence[int]) -> int:
    """Write packets until SIGTERM; gives how many the kernel dropped. Raises PermissionError."""
    told_to_stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told_to_stop.set())
    with socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, 0) as wire:
        _attach_filter(wire, filter_program(ports))
        wire.setsockopt(socket.SOL_SOCKET, _SO_RCVBUFFORCE, _BUFFER_BYTES)
        wire.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        wire.settimeout(_PATIENCE_SECONDS)
        wire.bind(("lo", _ETHERTYPE_IP))
        _say("ready")
        with file.open("wb") as output:
            while _copy_packet(wire, output) or not told_to_stop.is_set():
                continue
        _, dropped = struct.unpack("II", wire.getsockopt(_SOL_PACKET, _PACKET_STATISTICS, 8))
        return int(dropped)


def _attach_filter(wire: socket.socket, program: bytes) -> None:
    buffer = ctypes.create_string_buffer(program, len(program))
    length = len(program) // _INSTRUCTION.size
    wire.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, struct.pack("HL", length, ctypes.addressof(buffer)))


def _copy_packet(wire: socket.socket, output: BinaryIO) -> bool:
    """Write the next packet; False when none has come for a while."""
    try:
        content, ancillary, _, _ = wire.recvmsg(65536, 64)
    except TimeoutError:
        return False
    seconds, nanoseconds = _TIME.unpack(ancillary[0][2])
    header_bytes = (content[0] & 0x0F) * 4
    source, target = struct.unpack_from("!HH", content, header_bytes)
    message = content[header_bytes + _UDP_HEADER_BYTES :][:KEPT_BYTES]
    output.write(RECORD.pack(seconds * 1_000_000_000 + nanoseconds, source, target, len(message)) + message)
    return True


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str]) -> int:
    """See the module's docstring."""
    try:
        dropped = capture(Path(arguments[0]), [int(port) for port in arguments[1:]])
    except PermissionError:
        _say("not permitted")
        return 1
    _say(f"dropped {dropped}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
