"""ARI frames into control's typed inputs. Pure: which contact an input belongs to is in the ids we give."""

from collections.abc import Mapping
from typing import Any

from rexian.control.asterisk.server.call_log import CallLogRecord
from rexian.control.contacts import inputs
from rexian.control.contacts.inputs import Input
from rexian.control.ports import Observation

CAUSES = {
    0: "normal",
    16: "normal",
    17: "busy",
    18: "no_answer",
    19: "no_answer",
    21: "declined",
    26: "no_answer",
    31: "normal",
    44: "media_timeout",
}
"""Q.850 causes with a meaning of their own here; all others mean that something broke.

As Asterisk 22 reports them of a SIP phone: a refusal by 486 or 600 is 17, by 603 it is 21, by 480 it is 19, by 408 it
is 18, a good-bye (BYE) is 16, and voice that stays away for the RTP timeout is 44. A phone that cannot take the call at
all gives others (404: 1, 500: 38, 503: 34, 488: 58).
"""

TRACK = "track"
LEG = "leg"
SPY = "spy"


def cause_name(code: int) -> str:
    return CAUSES.get(code, f"cause_{code}")


def returned(observation: Observation, ended: Mapping[str, CallLogRecord]) -> inputs.ControlReturned:
    """What is there now, and what Asterisk's log tells of the channels that are gone."""
    return inputs.ControlReturned(
        observation,
        ended_at={channel_id: record.at for channel_id, record in ended.items()},
        causes={channel_id: cause_name(found.cause) for channel_id, found in ended.items() if found.cause is not None},
    )


def owner(media_id: str) -> tuple[str, str] | None:
    """The kind and the contact of a media id we have given (`<node>.<kind>.<contact>[.<tail>]`), else None."""
    parts = media_id.split(".")
    known = len(parts) >= 3 and parts[1] in ("bridge", "play", LEG, TRACK, SPY)
    return (parts[1], parts[2]) if known else None


def arrival(channel: Mapping[str, Any], arguments: list[str]) -> inputs.CitizenArrived | None:
    """A citizen's channel that has come to us; arguments are `trunk, dialled number, fresh|waited, trunk's name`."""
    if len(arguments) < 2 or arguments[0] != "trunk":
        return None
    return inputs.CitizenArrived(
        channel_id=str(channel["id"]),
        trunk=next(iter(arguments[3:]), "") or arguments[0],
        caller_number=str(channel["caller"]["number"] or ""),
        called_number=arguments[1],
        waited=arguments[2:3] == ["waited"],
    )


def of_citizen(event: Mapping[str, Any]) -> Input | None:
    """What an event on a citizen's channel means to the contact."""
    channel_id = str(event["channel"]["id"])
    match event["type"]:
        case "ChannelDestroyed":
            return inputs.ChannelGone(channel_id, cause_name(int(event.get("cause", 0))))
        case "ChannelDtmfReceived":
            return inputs.KeyPressed(channel_id, str(event["digit"]))
        case _:
            return None


def of_leg(event: Mapping[str, Any]) -> Input | None:
    """What an event on an agent's leg means to the contact it was made for."""
    channel = event["channel"]
    channel_id = str(channel["id"])
    match event["type"]:
        case "StasisStart":
            return inputs.LegAnswered(channel_id)
        case "ChannelDtmfReceived":
            return inputs.KeyPressed(channel_id, str(event["digit"]))
        case "ChannelHold" | "ChannelUnhold":
            return inputs.PhoneHolds(channel_id, event["type"] == "ChannelHold")
        case "BridgeBlindTransfer":
            return inputs.PhoneTransfers(channel_id, str(event["exten"]), event["result"] == "Success")
        case "ChannelStateChange" if channel["state"] == "Ringing":
            return inputs.LegRinging(channel_id)
        case "ChannelDestroyed":
            return inputs.ChannelGone(channel_id, cause_name(int(event.get("cause", 0))))
        case _:
            return None


def of_snoop(event: Mapping[str, Any]) -> Input | None:
    """What an event on a supervisor's snoop means to the contact."""
    snoop = str(event["channel"]["id"])
    match event["type"]:
        case "StasisStart":
            return inputs.SnoopStarted(snoop)
        case "ChannelDestroyed":
            return inputs.SnoopEnded(snoop)
        case _:
            return None


def of_playback(event: Mapping[str, Any]) -> inputs.PlaybackEnded | None:
    if event["type"] != "PlaybackFinished":
        return None
    playback = event["playback"]
    return inputs.PlaybackEnded(str(playback["id"]), failed=playback.get("state") == "failed")


def of_recording(event: Mapping[str, Any]) -> inputs.TrackEnded | None:
    if event["type"] not in ("RecordingFinished", "RecordingFailed"):
        return None
    return inputs.TrackEnded(str(event["recording"]["name"]))
