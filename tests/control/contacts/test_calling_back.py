"""Waiting, told how far it is; and being called back with the place of before."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from rexian.control.acd.forecast import Forecast
from rexian.control.contacts import effects, inputs
from rexian.control.contacts.state import Phase
from rexian.control.contracts.configuration import CentreConfiguration
from rexian.control.contracts.events import EventType

pytestmark = pytest.mark.pure

CITIZEN = "citizen-channel"
OWN = "13800001234"
RETRY_SECONDS = 300.0


@pytest.fixture
def waiting(make_scene: Callable[..., Any], wide_centre: CentreConfiguration) -> Any:
    scene = make_scene(wide_centre)
    scene.wait()
    return scene


@pytest.fixture
def away(waiting: Any) -> Any:
    """Booked, and gone."""
    waiting.keys("31")
    waiting.say()
    return waiting


def dials(scene: Any) -> str:
    scene.happen(inputs.TurnIsNear())
    return str(scene.last(effects.CallNumber).channel_id)


# -- what is told -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("forecast", "said"),
    [
        (Forecast(4, 100.0), "您前面还有三位，预计等待约两分钟。"),
        (Forecast(3, 60.0), "您前面还有两位，预计等待约一分钟。"),
        (Forecast(1, 3.0), "您是下一位，预计等待约一分钟。"),
        (Forecast(12, None), "您前面还有十一位，请您耐心等待。"),
        (Forecast(40, 4000.0), "您前面还有三十九位，预计等待超过半小时。"),
        (None, ""),
    ],
)
def test_announcements_tell_place_wait_and_choice(waiting: Any, forecast: Forecast | None, said: str) -> None:
    waiting.told_forecast = forecast
    waiting.announce()
    assert waiting.saying.text == f"请稍候。{said}继续等待请按一，预约回拨请按三。"


def test_a_queue_that_tells_nothing_more_says_its_announcement(scene: Any) -> None:
    scene.told_forecast = Forecast(4, 100.0)
    scene.wait()
    scene.announce()
    assert scene.saying.text == "请稍候。"
    scene.keys("3")
    assert scene.saying.text == "请稍候。"
    scene.keys("1")
    assert scene.contact.saying is None
    scene.check()


# -- the dialogue -----------------------------------------------------------------------------------------------------


def test_the_own_number_is_confirmed_and_the_caller_let_go(waiting: Any) -> None:
    since = waiting.contact.queued_at
    waiting.keys("3")
    assert waiting.saying.text.startswith("我们将回拨您来电的号码，尾号幺二三四，确认请按一，")
    waiting.keys("1")
    assert waiting.contact.phase is Phase.CALLBACK
    assert waiting.last(effects.EnterQueue) == effects.EnterQueue("people", since, absent=True)
    assert CITIZEN not in waiting.world.music
    assert not waiting.of(effects.HangUpChannel)
    waiting.say()
    assert waiting.last(effects.HangUpChannel).channel_id == CITIZEN
    assert OWN not in repr([draft.data for draft, _ in waiting.log])
    waiting.check()


def test_another_number_is_keyed_and_confirmed(waiting: Any) -> None:
    waiting.keys("32")
    waiting.keys("65881234#")
    assert waiting.saying.text.startswith("您输入的号码是，零三七幺、六五八八、幺二三四，")
    waiting.keys("1")
    waiting.say()
    dials(waiting)
    assert waiting.last(effects.CallNumber).number == "037165881234"
    waiting.check()


@pytest.mark.parametrize("number", ["110", "95588", "008613800001234999", ""])
def test_a_number_that_is_nobodys_telephone_is_asked_for_again(waiting: Any, number: str) -> None:
    waiting.keys("32" + number + "#")
    assert waiting.saying.text == (
        "抱歉，无法回拨您输入的号码。请输入您的手机号码，或带区号的固定电话号码，以井号键结束。"
    )
    waiting.keys("*")
    assert waiting.contact.dialogue is None
    assert waiting.contact.phase is Phase.QUEUED
    waiting.check()


def test_who_withholds_the_number_is_asked_for_one(make_scene: Callable[..., Any], wide_centre: Any) -> None:
    scene = make_scene(wide_centre)
    scene.happen(inputs.CitizenArrived(CITIZEN, "trunk", "", "12329"))
    scene.keys("03")
    assert scene.saying.text.startswith("请输入您的手机号码")


def test_silence_asks_once_more_and_then_lets_the_caller_wait_on(waiting: Any) -> None:
    waiting.keys("3")
    waiting.say()
    assert waiting.last(effects.StartTimer) == effects.StartTimer("dialogue", 8.0)
    waiting.announce()
    assert waiting.contact.saying is None
    waiting.happen(inputs.TimerFired("dialogue"))
    assert "确认请按一" in waiting.saying.text
    waiting.happen(inputs.TimerFired("dialogue"))
    assert waiting.contact.dialogue is None
    waiting.check()


def test_an_agent_who_comes_free_in_the_dialogue_is_rung_and_answers(waiting: Any) -> None:
    waiting.keys("3")
    leg = waiting.offer()
    waiting.keys("1")
    assert waiting.contact.phase is Phase.QUEUED
    waiting.happen(inputs.LegAnswered(leg))
    assert waiting.contact.phase is Phase.TALKING
    waiting.check()


# -- the call ---------------------------------------------------------------------------------------------------------


def test_who_is_called_back_is_greeted_and_waits_at_the_old_place(away: Any) -> None:
    since = away.contact.queued_at
    away.clock.advance(600)
    leg = dials(away)
    assert away.last(effects.CallNumber).number == OWN
    away.happen(inputs.LegAnswered(leg))
    assert away.contact.phase is Phase.QUEUED
    assert away.last(effects.EnterQueue) == effects.EnterQueue("people", since)
    assert away.saying.text == "您好，这里是幺二三二九热线，您预约的人工服务即将接通，请稍候。"
    assert leg in away.world.music
    agent = away.offer()
    away.happen(inputs.LegAnswered(agent))
    assert {leg, agent} <= set(away.joined())
    away.check()


def test_a_turn_that_is_near_rings_once(away: Any) -> None:
    dials(away)
    away.happen(inputs.TurnIsNear())
    assert len(away.of(effects.CallNumber)) == 1
    away.check()


def test_who_does_not_answer_is_tried_again_and_then_given_up(away: Any) -> None:
    since = away.contact.queued_at
    away.happen(inputs.ChannelGone(dials(away), "no_answer"))
    assert isinstance(away.done[-2], effects.LeaveQueue)
    assert away.last(effects.StartTimer) == effects.StartTimer("callback", RETRY_SECONDS)
    away.happen(inputs.TurnIsNear())
    assert len(away.of(effects.CallNumber)) == 1
    away.happen(inputs.TimerFired("callback"))
    assert away.last(effects.EnterQueue) == effects.EnterQueue("people", since, absent=True)
    dials(away)
    away.happen(inputs.TimerFired("callback"))
    assert away.contact.phase is Phase.CLOSED
    assert away.events(EventType.CONTACT_ENDED)[0]["reason"] == "not_reached"
    failed = [(data["attempt"], data["outcome"]) for data in away.events(EventType.CALLBACK_FAILED)]
    assert failed == [(1, "timed_out"), (2, "timed_out")]
    away.check()


def test_an_agent_is_never_rung_while_nobody_is_there(away: Any) -> None:
    since = away.contact.queued_at
    away.offer()
    assert not away.of(effects.RingLeg)
    assert away.done[-2:] == [
        effects.OfferRefused("offer-1", "caller_gone"),
        effects.EnterQueue("people", since, absent=True),
    ]


def test_who_hangs_up_during_the_good_bye_is_called_back_all_the_same(waiting: Any) -> None:
    waiting.keys("31")
    waiting.hang_up()
    assert waiting.contact.phase is Phase.CALLBACK
    dials(waiting)
    waiting.check()


# -- after a restart --------------------------------------------------------------------------------------------------


def test_a_promise_outlives_control(away: Any) -> None:
    since = away.contact.queued_at
    away.crash()
    away.come_back()
    assert away.last(effects.EnterQueue) == effects.EnterQueue("people", since, absent=True)
    dials(away)
    assert away.last(effects.CallNumber).number == OWN
    away.check()


@pytest.mark.parametrize("found", ["up", "ringing", "gone"])
def test_a_call_that_was_being_made_is_taken_up(away: Any, found: str) -> None:
    leg = dials(away)
    away.crash()
    away.come_back(*([leg] if found == "up" else []), ringing=[leg] if found == "ringing" else [])
    if found == "gone":
        assert away.contact.callback.resting
        away.crash()
        away.come_back()
        assert away.last(effects.StartTimer) == effects.StartTimer("callback", RETRY_SECONDS)
    else:
        away.happen(inputs.LegAnswered(leg))
        assert away.contact.phase is Phase.QUEUED
        assert leg in away.world.music
    away.check()


def test_the_good_bye_that_control_did_not_finish_is_taken_as_said(waiting: Any) -> None:
    waiting.keys("31")
    waiting.crash()
    waiting.come_back(CITIZEN)
    assert waiting.last(effects.HangUpChannel).channel_id == CITIZEN
    dials(waiting)
    waiting.check()


def test_a_waiting_caller_lost_with_the_media_server_is_called_back_unasked(waiting: Any) -> None:
    since = waiting.contact.queued_at
    waiting.come_back()
    assert waiting.events(EventType.CALLBACK_BOOKED) == [{"queue_id": "people", "reason": "lost"}]
    assert waiting.last(effects.EnterQueue) == effects.EnterQueue("people", since, absent=True)
    dials(waiting)
    waiting.check()


def test_where_nobody_is_called_back_a_lost_caller_is_lost(make_scene: Callable[..., Any], centre: Any) -> None:
    scene = make_scene(replace(centre, queues=(replace(centre.queues[0], callback_attempts=0),)))
    scene.wait()
    scene.come_back()
    assert scene.events(EventType.CONTACT_ENDED)[0]["reason"] == "lost"
