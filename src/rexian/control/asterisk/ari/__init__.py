"""ARI, Asterisk's REST and event interface: the client and what is done through it alone."""

from rexian.control.asterisk.ari.client import AriClient, AriListener, AriTiming
from rexian.control.asterisk.ari.errors import (
    AriConflict,
    AriDisconnected,
    AriError,
    AriNotFound,
    AriRefused,
    AriTimeout,
)
from rexian.control.asterisk.ari.requests import AriAddress

__all__ = [
    "AriAddress",
    "AriClient",
    "AriConflict",
    "AriDisconnected",
    "AriError",
    "AriListener",
    "AriNotFound",
    "AriRefused",
    "AriTimeout",
    "AriTiming",
]
