"""A contact that waits too long goes where the queue's rule says: once, and never in a circle."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from rexian.control.acd.forecast import Admission
from rexian.control.contacts import effects, inputs
from rexian.control.contacts.state import Phase
from rexian.control.contracts.configuration import CentreConfiguration, OverflowCause, OverflowRule, OverflowTargetKind
from rexian.control.contracts.entry import DirectoryEntry, OpeningHours
from rexian.control.contracts.events import EventType

pytestmark = pytest.mark.pure

CITIZEN = "citizen-channel"
BANK = DirectoryEntry("bank", "centre", "受托银行", "bank", "037112345678", None)


def rule(kind: OverflowTargetKind, target_id: str) -> inputs.Overflows:
    return inputs.Overflows("people", OverflowRule(OverflowCause.WAITED, 60, kind, target_id))


TO_LOANS = rule(OverflowTargetKind.QUEUE, "loans")
TO_FLOW = rule(OverflowTargetKind.FLOW, "flow")
TO_BANK = rule(OverflowTargetKind.DIRECTORY, "bank")


@pytest.fixture
def waiting(make_scene: Callable[..., Any], centre: CentreConfiguration) -> Any:
    loans = replace(centre.queues[0], queue_id="loans", announcement="贷款。")
    scene = make_scene(replace(centre, queues=(*centre.queues, loans), directory=(BANK,)))
    scene.wait()
    scene.clock.advance(60)
    return scene


def test_to_another_queue_with_the_wait_of_before(waiting: Any) -> None:
    since = waiting.contact.queued_at
    waiting.happen(TO_LOANS)
    assert waiting.last(effects.EnterQueue) == effects.EnterQueue("loans", since)
    assert waiting.events(EventType.OVERFLOWED) == [
        {"queue_id": "people", "cause": "waited", "target_kind": "queue", "target_id": "loans"}
    ]
    assert not waiting.of(effects.LeaveQueue)
    waiting.check()


def test_nobody_is_sent_back_to_where_overflow_came_from(waiting: Any) -> None:
    waiting.happen(TO_LOANS)
    back = inputs.Overflows("loans", replace(TO_LOANS.rule, target_id="people"))
    waiting.happen(back)
    assert waiting.contact.queue_id == "loans"
    waiting.crash()
    waiting.come_back(CITIZEN)
    waiting.happen(back)
    assert waiting.contact.queue_id == "loans"
    waiting.check()


@pytest.mark.parametrize("lines", [Admission.NO_AGENT, Admission.FULL])
def test_a_queue_that_could_not_serve_is_no_target(waiting: Any, lines: Admission) -> None:
    waiting.told_admission = lines
    waiting.happen(TO_LOANS)
    assert waiting.contact.queue_id == "people"
    assert not waiting.events(EventType.OVERFLOWED)


def test_a_rule_of_a_queue_left_meanwhile_or_of_a_ringing_contact_does_nothing(waiting: Any) -> None:
    waiting.happen(replace(TO_LOANS, queue_id="loans"))
    waiting.offer()
    waiting.happen(TO_LOANS)
    assert waiting.contact.queue_id == "people"


def test_an_offer_of_the_queue_left_behind_is_given_back(waiting: Any) -> None:
    waiting.happen(TO_LOANS)
    since = waiting.contact.queued_at
    assert not waiting.of(effects.RingLeg)
    waiting.offer()
    assert not waiting.of(effects.RingLeg)
    assert waiting.done[-2:] == [effects.OfferRefused("offer-1", "caller_gone"), effects.EnterQueue("loans", since)]
    waiting.check()


def test_to_a_flow_once(waiting: Any) -> None:
    waiting.happen(TO_FLOW)
    assert waiting.contact.phase is Phase.MENU
    assert waiting.of(effects.LeaveQueue)
    assert CITIZEN not in waiting.world.music
    waiting.keys("0")
    waiting.happen(TO_FLOW)
    assert waiting.contact.phase is Phase.QUEUED
    waiting.check()


def test_to_an_entry_of_the_directory_who_answers_for_the_contact(waiting: Any) -> None:
    waiting.happen(TO_BANK)
    call = waiting.last(effects.CallNumber)
    assert call.number == BANK.number
    assert CITIZEN in waiting.world.music
    waiting.happen(inputs.LegAnswered(call.channel_id))
    assert waiting.contact.phase is Phase.TALKING
    assert BANK.number not in repr([draft.data for draft, _ in waiting.log])
    waiting.check()


def test_an_entry_that_does_not_answer_gives_the_contact_back_with_its_place(waiting: Any) -> None:
    since = waiting.contact.queued_at
    waiting.happen(TO_BANK)
    waiting.happen(inputs.ChannelGone(waiting.last(effects.CallNumber).channel_id, "busy"))
    assert waiting.last(effects.EnterQueue) == effects.EnterQueue("people", since)
    waiting.happen(TO_BANK)
    assert waiting.contact.phase is Phase.QUEUED
    waiting.check()


def test_a_closed_entry_is_not_called(waiting: Any) -> None:
    around = waiting.around
    centre = replace(
        around.centre,
        directory=(replace(BANK, calendar_id="days"),),
        opening_hours=(OpeningHours("days", (), (), waiting.clock.now() + timedelta(days=1), ()),),
    )
    waiting.around = replace(around, centre=centre, entry=type(around.entry)(centre))
    waiting.happen(TO_BANK)
    assert waiting.contact.phase is Phase.QUEUED
    assert not waiting.of(effects.CallNumber)


def test_after_a_talk_the_rules_count_anew(waiting: Any) -> None:
    waiting.happen(TO_FLOW)
    waiting.keys("0")
    waiting.talk()
    assert not waiting.contact.been_at
