"""The bus between the processes: requests, notices, and streams that remember. The only package that imports NATS.

Payloads are JSON objects. A process starts and goes on while the server is away: the connection is made in the
background and renewed for ever, and what was served, listened to or consumed is taken up again on its own.
What is published to a stream is certain once `publish` has returned; a notice may be lost.
"""

from rexian.kit.bus.connection import Bus
from rexian.kit.bus.errors import BusTimeout, BusUnavailable, RemoteError
from rexian.kit.bus.streams import StreamMessage, StreamSettings

__all__ = ["Bus", "BusTimeout", "BusUnavailable", "RemoteError", "StreamMessage", "StreamSettings"]
