"""The browser's telephone: SIP over a WebSocket of our own origin, passed on to the media server."""
