"""What consuming and following need of the connection, so that they need not know the bus that owns them."""

from typing import Protocol

from nats.aio.client import Client


class Link(Protocol):
    """A connection that comes and goes."""

    async def wait_connected(self, timeout_seconds: float | None = None) -> None:
        """Return once the connection stands. Raises BusUnavailable after `timeout_seconds`."""

    def client(self) -> Client:
        """The client of a connection that stands. Raises BusUnavailable while there is none."""
