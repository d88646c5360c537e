"""The events we want. Unfiltered, a two-legged call makes about fifty; these are a handful.

The filter also governs the answers to our own requests, so RESTResponse must be in it. It belongs to the application
inside Asterisk and is lost with a restart: it is set on each connect.
"""

WANTED_EVENTS = (
    "ApplicationReplaced",
    "RESTResponse",
    "StasisStart",
    "StasisEnd",
    "ChannelDestroyed",
    "ChannelHangupRequest",
    "ChannelStateChange",
    "ChannelDtmfReceived",
    "ChannelHold",
    "ChannelUnhold",
    "ChannelTransfer",
    "ChannelEnteredBridge",
    "ChannelLeftBridge",
    "ChannelTalkingStarted",
    "ChannelTalkingFinished",
    "Dial",
    "PlaybackStarted",
    "PlaybackContinuing",
    "PlaybackFinished",
    "RecordingStarted",
    "RecordingFinished",
    "RecordingFailed",
    "EndpointStateChange",
    "ContactStatusChange",
    "PeerStatusChange",
)
