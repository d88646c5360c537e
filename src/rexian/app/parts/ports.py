"""Free ports on loopback."""

import socket

LOOPBACK = "127.0.0.1"


def free_port(*, kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """A port that is free now."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def is_free(port: int, *, host: str = LOOPBACK, kind: socket.SocketKind = socket.SOCK_STREAM) -> bool:
    """Whether a port can be bound now (a connection that is still closing does not count)."""
    with socket.socket(socket.AF_INET, kind) as probe:
        if kind is socket.SOCK_STREAM:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True
