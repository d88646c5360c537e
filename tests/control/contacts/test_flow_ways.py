"""What a flow asks of the call besides speaking: facts, an office, a call-back, a rating, another computer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.control.contacts.conftest import BANK, BEGIN, CENTRE, CITIZEN, QUEUE

from rexian.control.contacts import effects, inputs
from rexian.control.contacts.state import Phase
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.entry import Admission, CallerWarning, OpeningHours, Treatment
from rexian.control.contracts.events import EventType
from rexian.control.ivr.document import FlowDocument

pytestmark = pytest.mark.pure

CLOSED_NOW = OpeningHours(
    "days", (), (), BEGIN + timedelta(days=9), ((BEGIN + timedelta(hours=15), BEGIN + timedelta(hours=20)),)
)
TRANSFER = {"kind": "transfer", "entry_id": "bank", "on_failure": "sorry"}
CALL_BACK = {"kind": "call_back", "queue_id": "people", "errors": {"not_offered": "sorry"}, "on_failure": "human"}
RATE = {"kind": "rate", "text": "请评价。", "invalid_text": "有误。", "next": "sorry", "on_failure": "sorry"}
FETCH = {
    "kind": "http",
    "url": "http://core.local/x",
    "keep": {"state": "state"},
    "next": "sorry",
    "on_failure": "human",
}
CALLING_BACK = replace(QUEUE, callback_attempts=2)
CENTRE_WITH_ALL = replace(
    CENTRE,
    queues=(CALLING_BACK,),
    directory=(BANK, replace(BANK, entry_id="shut", calendar_id="days")),
    opening_hours=(CLOSED_NOW,),
)

Dial = Callable[..., Any]


def flow_of(first: dict[str, Any]) -> FlowDocument:
    nodes = {
        "first": first,
        "sorry": {"kind": "play", "text": "抱歉，未能办理。", "next": "human"},
        "human": {"kind": "queue", "queue_id": "people"},
    }
    start = {"format": 2, "flow_id": "flow", "version": 1, "title": "flow", "language": "zh-CN", "start": "first"}
    rest = {"operator": "human", "resume_text": "抱歉。", "fallback_queue_id": "people", "nodes": nodes}
    return FlowDocument.model_validate({**start, **rest})


@pytest.fixture
def at_node(make_scene: Any) -> Dial:
    """A caller whose flow begins with this node."""

    def dial(node: dict[str, Any], *, centre: Any = CENTRE_WITH_ALL, treatment: Treatment | None = None) -> Any:
        scene = make_scene(centre, flow_of(node))
        event = inputs.CitizenArrived(CITIZEN, "trunk", "13800001234", "12329")
        scene.happen(replace(event, treatment=treatment) if treatment else event)
        return scene

    return dial


# -- an office of the directory ---------------------------------------------------------------------------------------


def test_an_office_is_rung_and_talks_with_the_caller(at_node: Dial) -> None:
    scene = at_node(TRANSFER)
    assert scene.contact.phase is Phase.CALLING
    assert scene.last(effects.CallNumber).number == BANK.number
    assert CITIZEN in scene.world.music
    scene.happen(inputs.LegAnswered(scene.contact.called.channel_id))
    assert scene.contact.phase is Phase.TALKING
    assert scene.contact.flow is None
    assert [data["kind"] for data in scene.events(EventType.SEGMENT_STARTED)] == ["ivr", "transfer", "external"]
    scene.check()


@pytest.mark.parametrize("how", ["busy", "timed out"])
def test_an_office_that_does_not_answer_leads_back_into_the_flow(at_node: Dial, how: str) -> None:
    scene = at_node(TRANSFER)
    called = scene.contact.called
    if how == "busy":
        scene.happen(inputs.ChannelGone(called.channel_id, "busy"))
    else:
        scene.happen(inputs.TimerFired(f"called.{called.party_id}"))
    assert scene.contact.phase is Phase.MENU
    assert scene.saying.text == "抱歉，未能办理。"
    scene.say()
    assert scene.contact.phase is Phase.QUEUED
    scene.check()


@pytest.mark.parametrize("entry_id", ["shut", "gone"])
def test_a_closed_or_unknown_office_is_not_rung(at_node: Dial, entry_id: str) -> None:
    scene = at_node({**TRANSFER, "entry_id": entry_id})
    assert scene.of(effects.CallNumber) == []
    assert scene.saying.text == "抱歉，未能办理。"


def test_a_caller_whom_control_lost_while_the_office_rang_waits_for_a_person(at_node: Dial) -> None:
    scene = at_node(TRANSFER)
    scene.crash()
    scene.come_back(CITIZEN)
    assert scene.contact.phase is Phase.QUEUED
    scene.check()


# -- the call-back ----------------------------------------------------------------------------------------------------


def test_a_call_back_is_booked_from_the_menu_and_comes(at_node: Dial) -> None:
    scene = at_node(CALL_BACK)
    scene.keys("1")
    assert scene.contact.phase is Phase.CALLBACK
    scene.say()
    scene.hang_up()
    line = scene.last(effects.EnterQueue)
    assert (line.queue_id, line.queued_at, line.absent) == ("people", BEGIN, True)
    scene.happen(inputs.TurnIsNear())
    assert scene.last(effects.CallNumber).number == "13800001234"
    scene.happen(inputs.LegAnswered(scene.contact.channel_id))
    assert scene.contact.phase is Phase.QUEUED
    scene.check()


def test_a_landline_keyed_without_its_area_code_is_called_with_it(at_node: Dial) -> None:
    scene = at_node(CALL_BACK)
    scene.keys("2" + "65881234#" + "1")
    assert scene.contact.callback.number == "037165881234"
    scene.crash()
    assert (scene.contact.queue_id, scene.contact.callback.number) == ("people", "037165881234")


def test_a_number_that_cannot_be_called_is_asked_for_again(at_node: Dial) -> None:
    scene = at_node(CALL_BACK)
    scene.keys("2" + "9999999#" + "1")
    assert scene.saying.text.startswith("抱歉，无法回拨您输入的号码。")


def test_a_queue_that_calls_nobody_back_leads_on(at_node: Dial) -> None:
    scene = at_node(CALL_BACK, centre=replace(CENTRE_WITH_ALL, queues=(QUEUE,)))
    scene.keys("1")
    assert scene.saying.text == "抱歉，未能办理。"


MENU_ONLY = Treatment(admission=Admission.MENU_ONLY)


@pytest.mark.parametrize(("node", "keys"), [(TRANSFER, ""), (CALL_BACK, "1")])
def test_who_may_use_the_menu_only_gets_to_people_in_no_other_way(
    at_node: Dial, node: dict[str, Any], keys: str
) -> None:
    scene = at_node(node, treatment=MENU_ONLY)
    scene.keys(keys)
    assert scene.saying.text == "抱歉，未能办理。"
    assert scene.of(effects.CallNumber) == []
    assert scene.events(EventType.CALLBACK_BOOKED) == []


# -- the others -------------------------------------------------------------------------------------------------------


def test_a_rating_is_an_event_and_after_an_errand_the_agent_is_there_again(at_node: Dial) -> None:
    scene = at_node({**RATE, "next": "human"})
    scene.keys("2")
    (rated,) = scene.events(EventType.SERVICE_RATED)
    assert (rated["node_id"], rated["grade"]) == ("first", 2)
    scene.talk()
    scene.act(CommandName.SEND_TO_MENU, target=inputs.Target(flow_id="flow"))
    scene.keys("1")
    assert [each["grade"] for each in scene.events(EventType.SERVICE_RATED)] == [2, 1]
    assert scene.contact.phase is Phase.TALKING
    scene.check()


def test_another_computer_is_asked_beside_the_call(at_node: Dial) -> None:
    scene = at_node(FETCH)
    asked = scene.last(effects.FetchUrl)
    assert (asked.method, asked.url) == ("GET", "http://core.local/x")
    scene.happen(inputs.ObjectAnswered(asked.question, "ok", {"state": "完成"}, 5))
    assert scene.contact.flow.variables["state"] == "完成"
    assert [data["object"] for data in scene.events(EventType.OBJECT_ANSWERED)] == ["http"]


VIP = Treatment(priority=5, warnings=(CallerWarning("vip", "人大代表"),))


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("queue.people.waiting", 3),
        ("queue.people.agents_ready", 1),
        ("queue.people.agents_signed_in", 2),
        ("queue.people.expected_wait_seconds", 90.0),
        ("queue.people.open", True),
        ("queue.people.admission", "busy"),
        ("queue.gone.waiting", None),
        ("calendar.days.open", False),
        ("calendar.days.opens_today", False),
        ("calendar.gone.open", None),
        ("number.open", True),
        ("caller.priority", 5),
        ("caller.mark", "vip"),
        ("caller.admission", "admit"),
        ("caller.is_mobile", True),
        ("clock.date", "2024-07-05"),
        ("clock.hour", 17),
        ("clock.weekday", 5),
    ],
)
def test_facts_are_those_of_the_centre_now(at_node: Dial, name: str, known: object) -> None:
    scene = at_node({"kind": "set", "copies": {"fact": name}, "next": "sorry"}, treatment=VIP)
    assert scene.contact.flow.variables["fact"] == known
