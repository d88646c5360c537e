"""Somebody of a group, or of a queue, is sought: the next is rung until one comes, and in vain it comes back."""

from typing import Any

import pytest

from rexian.control.contacts import effects, inputs
from rexian.control.contacts.inputs import Target
from rexian.control.contacts.parties import Place
from rexian.control.contacts.state import Phase
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.events import EventType

pytestmark = pytest.mark.pure

GROUP = Target(agent_id="bea", group_id="loans")
QUEUE = Target(agent_id="bea", queue_id="people")


def rung(scene: Any) -> list[str]:
    return [effect.agent_id for effect in scene.of(effects.CallAgent)]


def asked(scene: Any, target: Target = GROUP, verb: CommandName = CommandName.CONSULT) -> None:
    scene.told_idle = ["ann", "bea", "cat", "dan"]
    scene.talk("ann")
    scene.told_idle = ["bea", "cat", "dan"]
    scene.act(verb, target=target)


def not_come(scene: Any, cause: str = "declined") -> None:
    scene.happen(inputs.ChannelGone(scene.contact.called.channel_id, cause))


@pytest.mark.parametrize("verb", [CommandName.CONSULT, CommandName.TRANSFER])
def test_the_next_is_rung_when_one_declines_or_does_not_answer(scene: Any, verb: CommandName) -> None:
    asked(scene, verb=verb)
    not_come(scene)
    assert rung(scene) == ["bea", "cat"]
    scene.happen(inputs.TimerFired(f"called.{scene.contact.called.party_id}"))
    assert rung(scene) == ["bea", "cat", "dan"]
    scene.crash()
    scene.come_back("citizen-channel", scene.contact.parties[0].channel_id, ringing=[scene.contact.called.channel_id])
    scene.happen(inputs.LegAnswered(scene.contact.called.channel_id))
    there = scene.contact.consulted if verb is CommandName.CONSULT else scene.contact.talk
    assert there.agent_id == "dan"
    assert scene.contact.unanswered == ""
    scene.check()


def test_of_a_queue_the_order_is_the_queues(scene: Any) -> None:
    asked(scene, QUEUE)
    not_come(scene)
    assert rung(scene) == ["bea", "dan"]
    assert scene.contact.phase is Phase.TALKING
    scene.check()


def test_a_question_in_vain_leaves_the_asker_alone_with_the_reason(scene: Any) -> None:
    asked(scene)
    for _ in range(3):
        not_come(scene, "no_answer")
    assert rung(scene) == ["bea", "cat", "dan"]
    assert scene.talking.place is Place.CONSULT
    assert scene.contact.unanswered == "timed_out"
    scene.act(CommandName.RETRIEVE)
    assert scene.contact.unanswered == ""
    scene.check()


def test_nobody_is_rung_beyond_the_deadline(scene: Any) -> None:
    asked(scene)
    scene.clock.advance(50)
    not_come(scene)
    assert scene.last(effects.CallAgent).timeout_seconds == 10.0
    scene.clock.advance(10)
    not_come(scene)
    assert rung(scene) == ["bea", "cat"]
    scene.check()


def test_a_contact_given_away_in_vain_comes_back_and_says_why(scene: Any) -> None:
    asked(scene, verb=CommandName.TRANSFER)
    for _ in range(3):
        not_come(scene)
    assert rung(scene) == ["bea", "cat", "dan", "ann"]
    assert scene.events(EventType.PARTY_CALLED)[-1]["returns"] is True
    assert scene.contact.unanswered == "declined"
    scene.happen(inputs.LegAnswered(scene.contact.called.channel_id))
    assert scene.talking.agent_id == "ann"
    assert scene.contact.unanswered == ""
    scene.check()


def test_who_gave_it_away_and_is_not_free_any_more_is_replaced_by_the_queue(scene: Any) -> None:
    asked(scene, verb=CommandName.TRANSFER)
    since = scene.contact.queued_at
    scene.told_idle = []
    not_come(scene)
    scene.happen(inputs.LegRefused(scene.contact.called.channel_id, "agent_busy"))
    assert scene.contact.phase is Phase.QUEUED
    assert scene.contact.queued_at == since
    scene.check()


def test_a_question_taken_back_seeks_nobody_else(scene: Any) -> None:
    asked(scene)
    scene.act(CommandName.TAKE_BACK)
    assert rung(scene) == ["bea"]
    assert scene.contact.called is None
    scene.check()
