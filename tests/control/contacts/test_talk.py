"""The talk: a leg that is lost and comes back, and recordings that are complete and kept apart."""

from typing import Any

import pytest

from rexian.control.contacts import effects, inputs
from rexian.control.contacts.state import Phase
from rexian.control.contracts.events import EventType

pytestmark = pytest.mark.pure


def stopped(scene: Any) -> list[str]:
    return [data["agent_id"] for data in scene.events(EventType.RECORDING_STOPPED)]


@pytest.mark.parametrize("at_the_desk", [True, False])
def test_the_agent_hangs_up(scene: Any, at_the_desk: bool) -> None:
    leg = scene.talk("ann")
    if at_the_desk:
        assert scene.happen(inputs.AgentHangsUp("bea")) == []
        scene.happen(inputs.AgentHangsUp("ann"))
    else:
        scene.happen(inputs.ChannelGone(leg, "normal"))
    assert scene.events(EventType.CONTACT_ENDED) == [{"reason": "agent_hung_up", "ended_by": "agent"}]
    assert effects.HangUpChannel("citizen-channel") in scene.done
    assert scene.of(effects.TalkOver) == [effects.TalkOver("ann", "people")]
    scene.write_tracks()
    assert scene.contact.phase is Phase.CLOSED
    scene.check()


@pytest.mark.parametrize("how", ["broken", "silent", "reloaded"])
def test_a_lost_leg_gives_the_citizen_music_and_the_page_time(scene: Any, how: str) -> None:
    leg = scene.talk("ann")
    scene.clock.advance(10)
    match how:
        case "broken":
            scene.lose(leg)
        case "silent":
            scene.happen(inputs.MediaSilent(leg))
        case _:
            scene.happen(inputs.AgentResumes("ann"))
    assert scene.contact.phase is Phase.RECONNECTING
    assert effects.StartMusic("citizen-channel") in scene.done
    assert effects.StartTimer("reconnect", 45.0) in scene.done
    assert scene.events(EventType.RECORDING_BLOCK_ENDED)[0]["expected_seconds"] == 10.0
    assert effects.HangUpChannel("citizen-channel") not in scene.done
    scene.check()


def test_the_page_comes_back_and_the_recording_goes_on_in_a_new_block(scene: Any) -> None:
    leg = scene.talk("ann")
    scene.lose(leg)
    scene.write_tracks()
    assert stopped(scene) == []
    scene.happen(inputs.AgentResumes("ann"))
    ring = scene.last(effects.RingLeg)
    assert ring.resume
    assert ring.agent_id == "ann"
    scene.happen(inputs.LegAnswered(ring.channel_id))
    assert scene.contact.phase is Phase.TALKING
    assert scene.talking.channel_id == ring.channel_id
    assert effects.CancelTimer("reconnect") in scene.done
    assert [data["block"] for data in scene.events(EventType.RECORDING_BLOCK_STARTED)] == [1, 2]
    scene.happen(inputs.TimerFired("reconnect"))
    assert scene.contact.phase is Phase.TALKING
    scene.hang_up()
    scene.write_tracks()
    assert scene.events(EventType.RECORDING_STOPPED)[0]["blocks"] == 2
    scene.check()


def test_a_page_may_ask_again_when_it_could_not_be_rung(scene: Any) -> None:
    scene.lose(scene.talk("ann"))
    scene.happen(inputs.AgentResumes("ann"))
    first = scene.last(effects.RingLeg).channel_id
    scene.happen(inputs.LegRefused(first, "agent_unreachable"))
    scene.happen(inputs.AgentResumes("ann"))
    second = scene.last(effects.RingLeg).channel_id
    scene.happen(inputs.AgentResumes("ann"))
    third = scene.last(effects.RingLeg).channel_id
    assert effects.HangUpChannel(second) in scene.done
    assert len({first, second, third}) == 3
    scene.happen(inputs.LegAnswered(second))
    assert scene.done[-1] == effects.HangUpChannel(second)
    scene.happen(inputs.LegAnswered(third))
    assert scene.contact.phase is Phase.TALKING
    scene.check()


def test_another_agents_page_gets_nothing(scene: Any) -> None:
    scene.talk("ann")
    assert scene.happen(inputs.AgentResumes("bea")) == []


def test_a_page_that_does_not_come_back_gives_the_citizen_to_another_agent_in_the_old_place(scene: Any) -> None:
    scene.wait()
    queued_at = scene.contact.queued_at
    scene.lose(scene.talk("ann"))
    scene.happen(inputs.AgentResumes("ann"))
    resumed = scene.last(effects.RingLeg).channel_id
    scene.clock.advance(45)
    scene.happen(inputs.TimerFired("reconnect"))
    assert scene.contact.phase is Phase.QUEUED
    assert scene.last(effects.EnterQueue) == effects.EnterQueue("people", queued_at)
    assert effects.HangUpChannel(resumed) in scene.done
    assert scene.of(effects.TalkOver) == [effects.TalkOver("ann", "people")]
    scene.happen(inputs.LegAnswered(resumed))
    assert scene.done[-1] == effects.HangUpChannel(resumed)
    scene.check()


def test_recordings_of_two_agents_are_kept_apart(scene: Any) -> None:
    scene.lose(scene.talk("ann"))
    first = scene.talking.recording_id
    scene.happen(inputs.TimerFired("reconnect"))
    scene.talk("bea")  # before the first recording has been written
    second = scene.talking.recording_id
    assert stopped(scene) == []
    for track in sorted(scene.contact.open_tracks):
        if first in track:
            scene.happen(inputs.TrackEnded(track))
    assert stopped(scene) == ["ann"]
    assert all(second in track for track in scene.contact.open_tracks)
    scene.happen(inputs.TimerFired("tracks"))
    assert len(scene.contact.open_tracks) == 2
    scene.hang_up()
    assert stopped(scene) == ["ann"]
    scene.write_tracks()
    assert stopped(scene) == ["ann", "bea"]
    assert scene.contact.phase is Phase.CLOSED
    scene.check()


def test_two_talks_may_end_before_either_is_written(scene: Any) -> None:
    scene.lose(scene.talk("ann"))
    scene.happen(inputs.TimerFired("reconnect"))
    scene.talk("bea")
    scene.hang_up()
    assert stopped(scene) == []
    scene.happen(inputs.TimerFired("tracks"))
    assert stopped(scene) == ["ann", "bea"]
    assert scene.contact.phase is Phase.CLOSED
    before = len(scene.log)
    scene.happen(inputs.TimerFired("tracks"))
    scene.write_tracks()
    assert len(scene.log) == before
    scene.check()


def test_tracks_that_are_never_told_as_written_count_as_written_after_a_while(scene: Any) -> None:
    scene.talk("ann")
    scene.hang_up()
    assert effects.StartTimer("tracks", 5.0) in scene.done
    assert scene.contact.phase is Phase.ENDED
    scene.happen(inputs.TimerFired("tracks"))
    assert scene.contact.phase is Phase.CLOSED
    scene.check()


def test_an_answer_told_twice_does_not_hang_up_the_leg(scene: Any) -> None:
    leg = scene.talk("ann")
    assert scene.happen(inputs.LegAnswered(leg)) == []


def test_a_desk_that_is_reset_gives_the_citizen_the_old_place(scene: Any) -> None:
    scene.talk("ann")
    queued_at = scene.contact.queued_at
    scene.clock.advance(60)
    scene.happen(inputs.AgentResets("bea"))
    assert scene.contact.phase is Phase.TALKING
    scene.happen(inputs.AgentResets("ann"))
    assert scene.contact.phase is Phase.QUEUED
    assert scene.last(effects.EnterQueue).queued_at == queued_at
    scene.check()


def test_a_consultant_whose_desk_is_reset_leaves_the_others(scene: Any) -> None:
    scene.talk("ann")
    scene.consult()
    scene.happen(inputs.AgentResets("bea"))
    assert scene.contact.consulted is None
    assert scene.talking.agent_id == "ann"
    scene.check()


def test_a_desk_that_rings_is_reset(scene: Any) -> None:
    scene.wait()
    scene.offer("ann")
    scene.happen(inputs.AgentResets("ann"))
    assert scene.contact.ringing is None
    assert scene.contact.phase is Phase.QUEUED
    scene.check()
