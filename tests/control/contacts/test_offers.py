"""Waiting: music, announcements, and offers that come to one end each while the place is kept."""

from datetime import timedelta
from typing import Any

import pytest

from rexian.control.contacts import effects, inputs
from rexian.control.contacts.state import Phase
from rexian.control.contracts.events import EventType

pytestmark = pytest.mark.pure


def outcomes(scene: Any) -> list[str]:
    return [data["outcome"] for data in scene.events(EventType.OFFER_ENDED)]


def test_waiting_begins_with_music_and_a_place(scene: Any) -> None:
    scene.wait()
    assert effects.StartMusic("citizen-channel") in scene.done
    assert scene.last(effects.EnterQueue) == effects.EnterQueue("people", scene.clock.now())


def test_who_waits_is_told_so_after_a_moment_and_again(scene: Any) -> None:
    scene.wait()
    assert scene.contact.saying is None  # a free agent may answer at once
    assert scene.last(effects.StartTimer).name == "announcement"
    scene.announce()
    assert scene.saying.text == "请稍候。"
    assert scene.last(effects.StartTimer) == effects.StartTimer("announcement", 30.0)
    scene.say()
    assert scene.done[-1] == effects.StartMusic("citizen-channel")
    scene.announce()
    assert scene.saying.text == "请稍候。"


def test_no_announcement_begins_while_a_phone_rings(scene: Any) -> None:
    scene.wait()
    scene.offer()
    (later,) = scene.happen(inputs.TimerFired("announcement"))
    assert isinstance(later, effects.StartTimer)
    assert scene.contact.saying is None


def test_an_offer_rings_the_agent_until_its_deadline(scene: Any) -> None:
    scene.wait()
    channel_id = scene.offer("ann")
    assert scene.last(effects.RingLeg) == effects.RingLeg("ann", channel_id, "13800001234", 20.0)
    scene.happen(inputs.LegRinging(channel_id))
    scene.happen(inputs.LegRinging(channel_id))
    assert scene.of(effects.OfferRings) == [effects.OfferRings("offer-1")]


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [
        ("declined", "declined"),
        ("busy", "declined"),
        ("no_answer", "timed_out"),
        ("normal", "timed_out"),
        ("cause_38", "agent_unreachable"),
    ],
)
def test_a_phone_that_ends_unanswered_ends_the_offer(scene: Any, cause: str, outcome: str) -> None:
    scene.wait()
    channel_id = scene.offer()
    scene.happen(inputs.ChannelGone(channel_id, cause))
    assert outcomes(scene) == [outcome]
    assert scene.last(effects.OfferRefused) == effects.OfferRefused("offer-1", outcome)
    assert scene.contact.phase is Phase.QUEUED
    scene.check()


def test_a_phone_that_cannot_be_rung_ends_the_offer(scene: Any) -> None:
    scene.wait()
    scene.happen(inputs.LegRefused(scene.offer(), "agent_unreachable"))
    assert outcomes(scene) == ["agent_unreachable"]
    scene.check()


def test_declining_at_the_desk_stops_the_phone(scene: Any) -> None:
    scene.wait()
    channel_id = scene.offer("ann")
    assert scene.happen(inputs.AgentDeclines("bea")) == []
    scene.happen(inputs.AgentDeclines("ann"))
    assert effects.HangUpChannel(channel_id) in scene.done
    assert outcomes(scene) == ["declined"]
    scene.happen(inputs.ChannelGone(channel_id, "normal"))
    assert outcomes(scene) == ["declined"]
    scene.check()


def test_a_lease_that_ran_out_stops_the_phone_and_the_next_agent_is_rung(scene: Any) -> None:
    scene.wait()
    queued_at = scene.contact.queued_at
    first = scene.offer("ann")
    scene.clock.advance(20)
    scene.happen(inputs.OfferLapsed(scene.contact.ringing.offer))
    assert effects.HangUpChannel(first) in scene.done
    assert scene.of(effects.OfferRefused) == []  # the ACD has ended it itself
    second = scene.offer("bea")
    assert scene.contact.queued_at == queued_at
    scene.happen(inputs.LegAnswered(first))
    assert scene.done[-1] == effects.HangUpChannel(first)
    scene.happen(inputs.LegAnswered(second))
    assert scene.talking.agent_id == "bea"
    assert outcomes(scene) == ["timed_out", "accepted"]
    scene.check()


def test_a_lapse_that_crosses_the_answer_changes_nothing(scene: Any) -> None:
    scene.wait()
    channel_id = scene.offer()
    offer = scene.contact.ringing.offer
    scene.happen(inputs.LegAnswered(channel_id))
    assert scene.last(effects.OfferAccepted).offer == offer
    assert scene.happen(inputs.OfferLapsed(offer)) == []
    assert scene.contact.phase is Phase.TALKING
    scene.check()


@pytest.mark.parametrize("ended", [True, False])
def test_an_offer_for_a_contact_that_waits_no_more_is_given_back(scene: Any, ended: bool) -> None:
    if ended:
        scene.wait()
        scene.hang_up()
    else:
        scene.dial()
    scene.offer()
    assert scene.done[-1] == effects.OfferRefused("offer-1", "caller_gone")
    assert scene.events(EventType.OFFER_MADE) == []


def test_a_caller_who_hangs_up_while_it_rings_frees_the_agent(scene: Any) -> None:
    scene.wait()
    channel_id = scene.offer()
    scene.hang_up()
    assert effects.HangUpChannel(channel_id) in scene.done
    assert effects.LeaveQueue() in scene.done
    assert outcomes(scene) == ["caller_gone"]
    assert scene.contact.phase is Phase.CLOSED
    scene.check()


def test_answering_silences_the_music_and_then_joins_both(scene: Any) -> None:
    scene.wait()
    scene.announce()
    scene.clip()
    channel_id = scene.offer("ann")
    did = scene.happen(inputs.LegAnswered(channel_id))
    silenced = did.index(effects.StopMusic("citizen-channel"))
    assert did[silenced + 1 : silenced + 4] == [
        effects.CreateBridge("m1.bridge.c1"),
        effects.Join("m1.bridge.c1", "citizen-channel"),
        effects.Join("m1.bridge.c1", channel_id),
    ]
    assert effects.CancelTimer("announcement") in did
    assert [effect for effect in did if isinstance(effect, effects.StopPlayback)]
    joined = did.index(effects.Join("m1.bridge.c1", channel_id))
    assert [type(effect) for effect in did[joined + 1 :]] == [
        effects.StartTrack,
        effects.StartTrack,
        effects.CancelTimer,
        effects.OfferAccepted,
    ]
    scene.check()


def test_the_place_of_the_offer_is_the_contacts(scene: Any) -> None:
    scene.wait()
    scene.clock.advance(5)
    scene.offer()
    assert scene.contact.ringing.offer.queued_at == scene.clock.now() - timedelta(seconds=5)


def test_a_newer_lease_tells_that_the_one_before_has_ended(scene: Any) -> None:
    scene.wait()
    first = scene.offer("ann")
    second = scene.offer("bea")
    assert effects.HangUpChannel(first) in scene.done
    assert scene.of(effects.OfferRefused) == []
    scene.happen(inputs.LegAnswered(second))
    assert scene.talking.agent_id == "bea"
    scene.check()
