"""The events we want. Unfiltered, a two-legged call makes about fifty; these are a handful.

Each costs Asterisk and control a wake-up: one stands here only when the adapter reads it. Hold and transfer are the
phones' own and rare.

The filter also governs the answers to our own requests, so RESTResponse must be in it. It belongs to the application
inside Asterisk and is lost with a restart: it is set on each connect.
"""

WANTED_EVENTS = (
    "ApplicationReplaced",
    "RESTResponse",
    "StasisStart",
    "ChannelDestroyed",
    "ChannelStateChange",
    "ChannelDtmfReceived",
    "ChannelHold",
    "ChannelUnhold",
    "BridgeBlindTransfer",
    "PlaybackFinished",
    "RecordingFinished",
    "RecordingFailed",
    "EndpointStateChange",
    "ContactStatusChange",
    "PeerStatusChange",
)
