"""ARI frames into inputs, as tables."""

from typing import Any

import pytest

from rexian.control.asterisk import translate
from rexian.control.contacts import inputs

pytestmark = pytest.mark.pure

LEG = "n1.leg.c1.o1"


def frame(kind: str, channel_id: str = "n1-17.5", state: str = "Up", **fields: Any) -> dict[str, Any]:
    return {"type": kind, "channel": {"id": channel_id, "state": state, "caller": {"number": "138"}}, **fields}


@pytest.mark.parametrize(
    ("media_id", "owner"),
    [
        ("n1.leg.c1.o1", ("leg", "c1")),
        ("n1.track.c1.r1-1-citizen", ("track", "c1")),
        ("n1.bridge.c1", ("bridge", "c1")),
        ("n1.play.c1.p1", ("play", "c1")),
        ("n1-1795414311.5", None),
        ("n1.other.c1", None),
        ("", None),
    ],
)
def test_whose_an_id_is(media_id: str, owner: tuple[str, str] | None) -> None:
    assert translate.owner(media_id) == owner


def test_the_trunks_name_comes_with_the_call() -> None:
    arrived = translate.arrival(frame("StasisStart")["channel"], ["trunk", "12329", "waited", "city"])
    assert arrived == inputs.CitizenArrived("n1-17.5", "city", "138", "12329", waited=True)


@pytest.mark.parametrize(
    ("arguments", "called"),
    [
        (["trunk", "12329", "fresh"], "12329"),
        (["trunk", "12329", "fresh", ""], "12329"),
        (["trunk", ""], ""),
        (["agents", "8002", "fresh"], None),
        ([], None),
    ],
)
def test_only_trunks_bring_contacts(arguments: list[str], called: str | None) -> None:
    arrived = translate.arrival(frame("StasisStart")["channel"], arguments)
    expected = None if called is None else inputs.CitizenArrived("n1-17.5", "trunk", "138", called)
    assert arrived == expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (frame("ChannelDestroyed", cause=16), inputs.ChannelGone("n1-17.5", "normal")),
        (frame("ChannelDestroyed", cause=38), inputs.ChannelGone("n1-17.5", "cause_38")),
        (frame("ChannelDtmfReceived", digit="#"), inputs.KeyPressed("n1-17.5", "#")),
        (frame("ChannelHangupRequest"), None),
    ],
)
def test_a_citizens_channel(event: dict[str, Any], expected: inputs.Input | None) -> None:
    assert translate.of_citizen(event) == expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (frame("StasisStart", LEG), inputs.LegAnswered(LEG)),
        (frame("ChannelStateChange", LEG, "Ringing"), inputs.LegRinging(LEG)),
        (frame("ChannelStateChange", LEG, "Up"), None),
        (
            frame("BridgeBlindTransfer", LEG, exten="8002", result="Success"),
            inputs.PhoneTransfers(LEG, "8002", has_left=True),
        ),
        (
            frame("BridgeBlindTransfer", LEG, exten="8002", result="Invalid"),
            inputs.PhoneTransfers(LEG, "8002", has_left=False),
        ),
        (frame("ChannelDestroyed", LEG, cause=21), inputs.ChannelGone(LEG, "declined")),
        (frame("ChannelDestroyed", LEG, cause=44), inputs.ChannelGone(LEG, "media_timeout")),
        (frame("ChannelDestroyed", LEG, cause=58), inputs.ChannelGone(LEG, "cause_58")),
        (frame("ChannelDestroyed", LEG), inputs.ChannelGone(LEG, "normal")),
        (frame("StasisEnd", LEG), None),
    ],
)
def test_an_agents_leg(event: dict[str, Any], expected: inputs.Input | None) -> None:
    assert translate.of_leg(event) == expected


@pytest.mark.parametrize(
    ("kind", "state", "expected"),
    [
        ("PlaybackFinished", "done", inputs.PlaybackEnded("p")),
        ("PlaybackFinished", "failed", inputs.PlaybackEnded("p", failed=True)),
        ("PlaybackStarted", "playing", None),
    ],
)
def test_a_playback(kind: str, state: str, expected: inputs.Input | None) -> None:
    assert translate.of_playback({"type": kind, "playback": {"id": "p", "state": state}}) == expected


@pytest.mark.parametrize(
    ("kind", "ended"), [("RecordingFinished", True), ("RecordingFailed", True), ("RecordingStarted", False)]
)
def test_a_recording(kind: str, ended: bool) -> None:
    found = translate.of_recording({"type": kind, "recording": {"name": "t"}})
    assert found == (inputs.TrackEnded("t") if ended else None)
