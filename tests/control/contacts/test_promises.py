"""How the promise of a call-back ends when nobody has answered it: by the clock of its queue, or by a supervisor."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from rexian.control.contacts import effects, inputs
from rexian.control.contacts.state import Phase
from rexian.control.contracts.configuration import CentreConfiguration
from rexian.control.contracts.events import EventType

pytestmark = pytest.mark.pure

EXPIRES_SECONDS = 3600.0


@pytest.fixture
def away(make_scene: Callable[..., Any], wide_centre: CentreConfiguration) -> Any:
    """Booked, and gone."""
    queues = tuple(replace(queue, callback_expires_seconds=EXPIRES_SECONDS) for queue in wide_centre.queues)
    scene = make_scene(replace(wide_centre, queues=queues))
    scene.wait()
    scene.keys("31")
    scene.say()
    return scene


def end_of(scene: Any) -> tuple[str, str]:
    (ended,) = scene.events(EventType.CONTACT_ENDED)
    return ended["reason"], ended["ended_by"]


def test_a_promise_is_given_up_when_its_time_is_over(away: Any) -> None:
    assert effects.StartTimer("promise", EXPIRES_SECONDS) in away.done
    away.clock.advance(EXPIRES_SECONDS)
    away.happen(inputs.TimerFired("promise"))
    assert end_of(away) == ("callback_expired", "system")
    assert away.last(effects.LeaveQueue)
    away.check()


def test_where_the_queue_sets_no_time_a_promise_never_expires(make_scene: Callable[..., Any], wide_centre: Any) -> None:
    queues = tuple(replace(queue, callback_expires_seconds=0.0) for queue in wide_centre.queues)
    scene = make_scene(replace(wide_centre, queues=queues))
    scene.wait()
    scene.keys("31")
    assert not [timer for timer in scene.of(effects.StartTimer) if timer.name == "promise"]


def test_who_is_being_rung_may_still_answer(away: Any) -> None:
    away.clock.advance(EXPIRES_SECONDS - 1)
    away.happen(inputs.TurnIsNear())
    leg = away.last(effects.CallNumber).channel_id
    away.clock.advance(2)
    away.happen(inputs.TimerFired("promise"))
    away.happen(inputs.LegAnswered(leg))
    assert away.contact.phase is Phase.QUEUED
    away.check()


def test_after_its_time_there_is_no_further_attempt(away: Any) -> None:
    away.happen(inputs.TurnIsNear())
    leg = away.last(effects.CallNumber).channel_id
    away.clock.advance(EXPIRES_SECONDS)
    away.happen(inputs.TimerFired("promise"))
    away.happen(inputs.ChannelGone(leg, "no_answer"))
    assert end_of(away) == ("callback_expired", "system")
    away.check()


def test_a_successor_gives_it_up_at_the_same_moment(away: Any) -> None:
    away.clock.advance(600)
    away.crash()
    away.come_back()
    assert away.last(effects.StartTimer) == effects.StartTimer("promise", EXPIRES_SECONDS - 600)
    away.check()


@pytest.mark.parametrize("moment", ["waiting", "ringing", "resting"])
def test_a_supervisor_takes_it_back_at_any_moment(away: Any, moment: str) -> None:
    if moment != "waiting":
        away.happen(inputs.TurnIsNear())
    if moment == "resting":
        away.happen(inputs.ChannelGone(away.contact.channel_id, "no_answer"))
    away.happen(inputs.PromiseCancelled("lead", "citizen_asked"))
    assert away.events(EventType.CALLBACK_CANCELLED) == [{"reason": "citizen_asked"}]
    assert end_of(away) == ("callback_cancelled", "supervisor")
    assert (moment == "ringing") == (len(away.of(effects.HangUpChannel)) == 2)
    away.check()


def test_who_has_been_reached_is_no_promise_any_more(away: Any) -> None:
    away.happen(inputs.TurnIsNear())
    away.happen(inputs.LegAnswered(away.last(effects.CallNumber).channel_id))
    away.happen(inputs.PromiseCancelled("lead", "other"))
    away.clock.advance(EXPIRES_SECONDS)
    away.happen(inputs.TimerFired("promise"))
    assert away.contact.phase is Phase.QUEUED
    away.check()
