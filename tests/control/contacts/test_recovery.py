"""Control comes back: what the journal says and what the media server holds are brought together."""

from datetime import timedelta
from typing import Any

import pytest

from rexian.control.contacts import effects, inputs
from rexian.control.contacts.state import Phase
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.events import EventType
from rexian.control.ports import Observation, ObservedChannel

pytestmark = pytest.mark.pure

CITIZEN, BRIDGE = "citizen-channel", "m1.bridge.c1"


# -- menu -------------------------------------------------------------------------------------------------------------


def test_a_menu_caller_hears_an_apology_and_goes_on_at_the_node(scene: Any) -> None:
    scene.dial()
    scene.say()
    scene.crash()
    scene.come_back(CITIZEN)
    assert scene.saying.text == "抱歉。"
    scene.say()
    assert scene.saying.text == "请选择。"
    scene.check()


def test_what_was_being_said_is_cut_off_first(scene: Any) -> None:
    scene.dial()
    scene.clip()
    playing = scene.saying.playback_id
    scene.crash()
    assert effects.StopPlayback(playing) in scene.come_back(CITIZEN)
    assert scene.events(EventType.PROMPT_ENDED)[-1]["outcome"] == "interrupted"
    scene.check()


def test_secrets_are_gone_so_the_caller_keys_them_again(scene: Any) -> None:
    scene.dial()
    scene.keys("1246810")
    scene.crash()
    scene.come_back(CITIZEN)
    scene.say()
    assert scene.saying.text == "请输入密码。"
    scene.keys("246810")
    scene.answer()
    assert scene.contact.attached.auth_level == "password"
    scene.check()


def test_after_the_check_nothing_is_asked_twice(scene: Any) -> None:
    scene.dial()
    scene.keys("1246810")
    scene.answer()
    scene.crash()
    scene.come_back(CITIZEN)
    scene.say()
    assert scene.saying.text == "余额十二元五角。"
    assert scene.contact.attached.auth_level == "password"


@pytest.mark.parametrize("keys", ["0", "5", "*", "#"])
def test_a_key_during_the_apology_begins_the_node(scene: Any, keys: str) -> None:
    scene.dial()
    scene.keys("1")
    scene.crash()
    scene.come_back(CITIZEN)
    scene.keys(keys)
    assert scene.saying.text == "请输入密码。"


def test_an_answer_asked_for_before_does_not_reach_the_node_begun_anew(scene: Any) -> None:
    scene.dial()
    scene.keys("1246810")
    scene.come_back(CITIZEN)  # only the connection was lost: control itself lives on
    scene.answer()
    assert scene.saying.text == "抱歉。"
    assert scene.events(EventType.OBJECT_ANSWERED) == []


def test_a_node_that_is_no_more_gives_a_person_with_an_apology(scene: Any, make_scene: Any) -> None:
    scene.dial()
    flow = scene.around.flows["flow"]
    flow = flow.model_copy(update={"start": "other", "nodes": {"other": flow.nodes["human"]}})
    successor = make_scene(flow=flow)
    successor.log, successor.contact = scene.log, scene.folded()
    successor.come_back(CITIZEN)
    assert successor.contact.phase is Phase.QUEUED
    assert successor.saying.text == "抱歉。请稍候。"


def test_a_call_that_was_journalled_but_not_yet_taken_is_taken(scene: Any) -> None:
    scene.dial()
    scene.crash()
    held = {CITIZEN: ObservedChannel(CITIZEN, "Ring", None)}
    did = scene.happen(inputs.ControlReturned(Observation(held, {}, frozenset()), {}))
    assert did[0] == effects.Answer(CITIZEN)


# -- queue ------------------------------------------------------------------------------------------------------------


def test_a_waiting_caller_keeps_music_and_place(scene: Any) -> None:
    scene.wait()
    queued_at = scene.contact.queued_at
    scene.crash()
    scene.clock.advance(5)
    did = scene.come_back(CITIZEN)
    assert did == [
        effects.StartMusic(CITIZEN),
        effects.EnterQueue("people", queued_at),
        effects.StartTimer("announcement", 30.0),
    ]
    scene.check()


def test_an_announcement_whose_end_may_have_been_missed_gives_way_to_the_music(scene: Any) -> None:
    scene.wait()
    scene.announce()
    scene.clip()
    scene.crash()
    did = scene.come_back(CITIZEN)
    assert [type(effect) for effect in did[:2]] == [effects.StopPlayback, effects.StartMusic]
    scene.check()


def test_an_offer_whose_leg_rings_goes_on(scene: Any) -> None:
    scene.wait()
    leg = scene.offer("ann")
    offer = scene.contact.ringing.offer
    scene.crash()
    did = scene.come_back(CITIZEN, ringing=[leg])
    assert effects.KeepOffer(offer) in did
    assert not [effect for effect in did if isinstance(effect, effects.EnterQueue)]
    scene.happen(inputs.LegAnswered(leg))
    assert scene.contact.phase is Phase.TALKING
    scene.check()


def test_an_offer_that_was_answered_meanwhile_becomes_the_talk(scene: Any) -> None:
    scene.wait()
    leg = scene.offer("ann")
    scene.crash()
    did = scene.come_back(CITIZEN, leg)
    assert scene.contact.phase is Phase.TALKING
    assert [type(effect) for effect in did if isinstance(effect, effects.KeepOffer | effects.OfferAccepted)] == [
        effects.KeepOffer,
        effects.OfferAccepted,
    ]
    scene.check()


def test_an_offer_whose_leg_is_gone_ends_and_the_caller_waits_on(scene: Any) -> None:
    scene.wait()
    queued_at = scene.contact.queued_at
    scene.offer("ann")
    scene.crash()
    did = scene.come_back(CITIZEN)
    refused = did.index(effects.OfferRefused("offer-1", "agent_unreachable"))
    assert refused < did.index(effects.EnterQueue("people", queued_at))
    assert scene.events(EventType.OFFER_ENDED)[0]["outcome"] == "agent_unreachable"
    scene.check()


# -- talk -------------------------------------------------------------------------------------------------------------


def test_a_talk_goes_on_untouched(scene: Any) -> None:
    leg = scene.talk("ann")
    tracks = scene.talking.block.tracks.values()
    started_at = scene.talking.started_at
    scene.crash()
    assert scene.come_back(CITIZEN, leg, *tracks) == [effects.KeepTalk("ann", started_at)]
    assert scene.contact.phase is Phase.TALKING
    scene.check()


@pytest.mark.parametrize("carried_out", range(7))
def test_who_was_not_joined_yet_is_joined_and_recorded(scene: Any, carried_out: int) -> None:
    """Control dies after so many of the steps: stop the music, make the bridge, join both, start both tracks."""
    scene.wait()
    leg = scene.offer("ann")
    scene.carried_out = carried_out
    scene.happen(inputs.LegAnswered(leg))
    scene.crash()
    scene.come_back(CITIZEN, leg)
    assert scene.joined() == {CITIZEN: BRIDGE, leg: BRIDGE}
    assert [data["block"] for data in scene.events(EventType.RECORDING_BLOCK_STARTED)] == [1, 2]
    scene.check()


@pytest.mark.parametrize("voice", ["citizen", "agent"])
def test_a_tap_that_nobody_writes_down_is_made_anew(scene: Any, voice: str) -> None:
    """Control died after it had ordered both taps, and before it had one of them written."""
    leg = scene.talk("ann")
    tracks = dict(scene.talking.block.tracks)
    scene.crash()
    scene.clock.advance(2)
    did = scene.come_back(CITIZEN, leg, *tracks.values(), unwritten=[tracks[voice]])
    assert {effect.track for effect in did if isinstance(effect, effects.StopTrack)} == set(tracks.values())
    assert [effect.channel_id for effect in did if isinstance(effect, effects.StartTrack)] == [CITIZEN, leg]
    assert scene.events(EventType.RECORDING_BLOCK_ENDED)[-1]["expected_seconds"] == 2.0
    assert scene.talking.block.started_at == scene.clock.now()
    scene.check()


@pytest.mark.parametrize(
    ("citizen_after", "agent_after", "reason"),
    [(30, None, "citizen_hung_up"), (30, 40, "citizen_hung_up"), (30, 20, "agent_hung_up")],
)
def test_a_talk_that_ended_meanwhile_ended_when_the_first_left(
    scene: Any, citizen_after: int, agent_after: int | None, reason: str
) -> None:
    leg = scene.talk("ann")
    answered_at = scene.clock.now()
    ended_at = {CITIZEN: answered_at + timedelta(seconds=citizen_after)}
    if agent_after is not None:
        ended_at[leg] = answered_at + timedelta(seconds=agent_after)
    scene.crash()
    scene.clock.advance(100)
    did = scene.come_back(ended_at=ended_at)
    assert scene.events(EventType.CONTACT_ENDED)[0]["reason"] == reason
    first = min(citizen_after, agent_after or citizen_after)
    assert scene.events(EventType.RECORDING_BLOCK_ENDED)[0]["expected_seconds"] == first
    assert scene.contact.ended_at == answered_at + timedelta(seconds=first)
    kept, over = effects.KeepTalk("ann", answered_at), effects.TalkOver("ann", "people")
    assert did.index(kept) < did.index(over)  # the agent gets the wrap-up
    scene.happen(inputs.TimerFired("tracks"))
    assert scene.contact.phase is Phase.CLOSED
    scene.check()


def test_an_agent_who_hung_up_meanwhile_has_ended_the_call(scene: Any) -> None:
    leg = scene.talk("ann")
    at = scene.clock.now() + timedelta(seconds=3)
    scene.crash()
    scene.clock.advance(10)
    scene.come_back(CITIZEN, ended_at={leg: at})
    assert scene.contact.ended_at == at
    assert effects.HangUpChannel(CITIZEN) in scene.done
    scene.check()


def test_a_page_that_was_reloaded_meanwhile_may_come_back(scene: Any) -> None:
    leg = scene.talk("ann")
    at = scene.clock.now() + timedelta(seconds=3)
    scene.crash()
    scene.clock.advance(10)
    scene.come_back(CITIZEN, ended_at={leg: at}, causes={leg: "cause_38"})
    assert scene.contact.phase is Phase.RECONNECTING
    assert effects.StartTimer("reconnect", 45.0) in scene.done
    assert scene.events(EventType.RECORDING_BLOCK_ENDED)[-1]["expected_seconds"] == 3.0
    scene.check()
    scene.resume("ann")
    assert scene.contact.phase is Phase.TALKING
    scene.check()


def test_a_citizen_who_hung_up_after_a_reload_has_ended_the_call(scene: Any) -> None:
    leg = scene.talk("ann")
    lost_at = scene.clock.now() + timedelta(seconds=2)
    scene.crash()
    scene.clock.advance(10)
    scene.come_back(ended_at={leg: lost_at, CITIZEN: lost_at + timedelta(seconds=3)}, causes={leg: "cause_38"})
    assert scene.events(EventType.CONTACT_ENDED) == [{"reason": "citizen_hung_up", "ended_by": "citizen"}]
    assert scene.events(EventType.RECORDING_BLOCK_ENDED)[-1]["expected_seconds"] == 2.0


@pytest.mark.parametrize("gone", ["agent", "consultant"])
def test_who_left_a_conference_meanwhile_is_recorded_no_longer_than_that(scene: Any, gone: str) -> None:
    legs = {"agent": scene.talk("ann"), "consultant": scene.consult()}
    scene.act(CommandName.JOIN)
    joined_at = scene.clock.now()
    scene.crash()
    scene.clock.advance(5)
    left = legs.pop(gone)
    (staying,) = legs.values()
    scene.come_back(CITIZEN, staying, ended_at={left: joined_at + timedelta(seconds=2)})
    assert scene.events(EventType.RECORDING_BLOCK_ENDED)[-1]["expected_seconds"] == 2.0
    (party,) = scene.contact.parties
    assert party.block.started_at == scene.clock.now(), "a new block, from now on"
    scene.check()


def test_a_page_that_was_away_gets_its_time_anew(scene: Any) -> None:
    scene.lose(scene.talk("ann"))
    scene.happen(inputs.AgentResumes("ann"))
    resumed = scene.last(effects.RingLeg).channel_id
    scene.crash()
    did = scene.come_back(CITIZEN, ringing=[resumed])
    assert effects.StartTimer("reconnect", 45.0) in did
    assert effects.HangUpChannel(resumed) in did  # the page asks again
    scene.happen(inputs.AgentResumes("ann"))
    scene.happen(inputs.LegAnswered(scene.last(effects.RingLeg).channel_id))
    assert scene.contact.phase is Phase.TALKING
    scene.check()


def test_a_recording_that_was_being_finished_is_finished(scene: Any) -> None:
    scene.lose(scene.talk("ann"))
    scene.happen(inputs.TimerFired("reconnect"))
    scene.crash()
    assert effects.StartTimer("tracks", 5.0) in scene.come_back(CITIZEN)
    scene.happen(inputs.TimerFired("tracks"))
    assert len(scene.events(EventType.RECORDING_STOPPED)) == 1
    scene.check()


def test_tracks_of_a_block_that_is_over_are_stopped(scene: Any) -> None:
    scene.talk("ann")
    tracks = sorted(scene.contact.open_tracks)
    scene.lose(scene.talking.channel_id)
    scene.crash()
    did = scene.come_back(CITIZEN, *tracks)
    assert {effect.track for effect in did if isinstance(effect, effects.StopTrack)} == set(tracks)


# -- the end ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", ["menu", "queue", "offer"])
def test_a_caller_who_hung_up_meanwhile_is_gone_since_then(scene: Any, phase: str) -> None:
    scene.dial()
    if phase != "menu":
        scene.keys("0")
    if phase == "offer":
        scene.offer()
    scene.crash()
    at = scene.clock.now() + timedelta(seconds=2)
    scene.clock.advance(30)
    scene.come_back(ended_at={CITIZEN: at})
    assert scene.contact.phase is Phase.CLOSED
    assert scene.contact.ended_at == at
    scene.check()


def test_a_caller_of_whom_nothing_is_known_is_lost(scene: Any) -> None:
    scene.dial()
    scene.crash()
    scene.come_back()
    assert scene.events(EventType.CONTACT_ENDED) == [{"reason": "lost", "ended_by": "system"}]
    scene.check()


def test_an_end_that_was_journalled_but_not_carried_out_is_carried_out(scene: Any) -> None:
    leg = scene.talk("ann")
    scene.carried_out = 0
    scene.happen(inputs.AgentHangsUp("ann"))
    scene.crash()
    did = scene.come_back(CITIZEN, leg)
    assert {effects.HangUpChannel(CITIZEN), effects.HangUpChannel(leg), effects.DestroyBridge(BRIDGE)} <= set(did)
    scene.happen(inputs.TimerFired("tracks"))
    assert scene.contact.phase is Phase.CLOSED
    scene.check()


def test_an_ended_contact_without_recording_closes(scene: Any) -> None:
    scene.dial()
    scene.hang_up()
    scene.crash()
    assert scene.contact.phase is Phase.ENDED
    scene.come_back()
    assert scene.contact.phase is Phase.CLOSED


def test_a_contact_nobody_knows_of_stays_unknown(scene: Any) -> None:
    scene.come_back(CITIZEN)
    assert (scene.contact.phase, scene.log) == (Phase.NEW, [])
