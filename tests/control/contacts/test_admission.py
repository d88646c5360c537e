"""Who may come to a person, and what everybody else is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rexian.control.acd.forecast import Admission as Lines
from rexian.control.contacts import effects, inputs
from rexian.control.contacts.state import Phase, Wish
from rexian.control.contracts.configuration import AgentConfiguration, CentreConfiguration
from rexian.control.contracts.entry import Admission, CallerWarning, KeptPlace, OpeningHours, Treatment
from rexian.control.contracts.events import EventType
from rexian.control.ivr.document import FlowDocument

pytestmark = pytest.mark.pure

CITIZEN = "citizen-channel"
BLACK = CallerWarning("black", "多次辱骂坐席")
NOW = datetime(2024, 7, 5, 9, 0, tzinfo=UTC)
"""When scenes begin: 17:00 in Shanghai."""
TOMORROW = NOW + timedelta(hours=16)
OPENING = ((TOMORROW, TOMORROW + timedelta(hours=8)),)


def arrives(scene: Any, treatment: Treatment) -> list[effects.Effect]:
    event = inputs.CitizenArrived(CITIZEN, "trunk", "13800001234", "12329", treatment)
    return list(scene.happen(event))


def closed(centre: CentreConfiguration, *, number: bool = False, openings: Any = OPENING) -> CentreConfiguration:
    queues, numbers = ((), ("12329",)) if number else (("people",), ())
    return replace(centre, opening_hours=(OpeningHours("days", queues, numbers, TOMORROW, openings),))


def flow_with(flow: FlowDocument, **human: Any) -> FlowDocument:
    document = flow.model_dump()
    document["nodes"]["human"] |= human
    return FlowDocument.model_validate(document)


@pytest.fixture
def flow(scene: Any) -> FlowDocument:
    found = scene.around.flows["flow"]
    assert isinstance(found, FlowDocument)
    return found


def test_a_caller_to_be_refused_is_not_answered(scene: Any) -> None:
    done = arrives(scene, Treatment(Admission.REFUSE, 0, (BLACK,)))
    assert done == [effects.HangUpChannel(CITIZEN, "rejected")]
    assert scene.contact.phase is Phase.CLOSED
    assert scene.events(EventType.CALLER_MARKED) == [{"admission": "refuse", "priority": 0}]
    assert BLACK.reason not in repr(scene.events(EventType.CALLER_MARKED))
    scene.check()


def test_a_caller_who_may_use_the_menu_only_is_told_so_and_the_call_ends(scene: Any) -> None:
    arrives(scene, Treatment(Admission.MENU_ONLY))
    scene.keys("0")
    assert scene.saying.text == "抱歉，暂时无法为您转接人工服务。感谢您的来电，再见。"
    assert not scene.of(effects.EnterQueue)
    scene.say()
    assert scene.contact.phase is Phase.CLOSED
    scene.check()


def test_a_caller_who_may_use_the_menu_only_goes_on_where_the_flow_says(
    make_scene: Callable[..., Any], flow: FlowDocument
) -> None:
    scene = make_scene(flow=flow_with(flow, errors={"menu_only": "menu"}))
    arrives(scene, Treatment(Admission.MENU_ONLY))
    scene.keys("0")
    assert scene.saying.text == "抱歉，暂时无法为您转接人工服务。"
    scene.keys("1")
    scene.say()
    assert scene.saying.text == "请选择。"
    scene.happen(inputs.FlowBroken())
    assert scene.contact.phase is Phase.MENU
    assert scene.saying.text == "抱歉。抱歉，暂时无法为您转接人工服务。感谢您的来电，再见。"
    scene.say()
    assert scene.contact.phase is Phase.CLOSED
    scene.check()


def test_marks_give_priority_and_survive_a_crash(scene: Any) -> None:
    vip = Treatment(Admission.ADMIT, 5, (CallerWarning("vip", "政协委员"),))
    arrives(scene, vip)
    scene.keys("0")
    assert scene.last(effects.EnterQueue).priority == 5
    scene.crash()
    scene.come_back(CITIZEN)
    assert scene.contact.treatment == vip
    assert scene.last(effects.EnterQueue).priority == 5
    scene.check()


def test_the_entry_point_gives_priority_and_agents(
    make_scene: Callable[..., Any], flow: FlowDocument, centre: Any
) -> None:
    ann = AgentConfiguration("ann", "centre", "8001", "Ann", "ann", "s", "sip", ("people",))
    human = flow_with(flow, priority=2, named_agent="caller_number", usual_agent="sum")
    scene = make_scene(replace(centre, agents=(replace(ann, staff_number="13800001234"),)), human)
    scene.dial()
    scene.keys("0")
    entered = effects.EnterQueue("people", scene.clock.now(), 2, "ann", None)
    assert scene.last(effects.EnterQueue) == entered
    channel = scene.offer()
    scene.crash()
    assert scene.contact.wish == Wish(2, "ann", None)
    scene.come_back(CITIZEN)
    assert scene.last(effects.EnterQueue) == entered
    assert channel not in scene.world.joined()
    scene.check()


def test_a_kept_place_is_for_its_queue_and_survives_a_crash(scene: Any) -> None:
    since = NOW - timedelta(minutes=7)
    kept = KeptPlace("people", since, "c0")
    scene.happen(inputs.CitizenArrived(CITIZEN, "trunk", "13800001234", "12329", kept=kept))
    scene.crash()
    scene.come_back(CITIZEN)
    assert scene.contact.kept == kept
    scene.keys("00")
    assert scene.last(effects.EnterQueue) == effects.EnterQueue("people", since)
    assert scene.last(effects.EndPromise) == effects.EndPromise("c0")
    scene.talk()
    assert scene.contact.kept is None
    scene.check()


def test_a_kept_place_of_another_queue_is_none(scene: Any) -> None:
    kept = KeptPlace("loans", NOW - timedelta(minutes=7))
    scene.happen(inputs.CitizenArrived(CITIZEN, "trunk", "13800001234", "12329", kept=kept))
    scene.keys("0")
    assert scene.contact.queued_at == scene.clock.now()
    scene.check()


def test_a_closed_queue_says_when_it_opens(make_scene: Callable[..., Any], centre: CentreConfiguration) -> None:
    scene = make_scene(closed(centre))
    scene.wait()
    assert scene.saying.text == "您好，现在是非人工服务时间，人工服务将于明天上午九点整开始。感谢您的来电，再见。"
    assert scene.events(EventType.TURNED_AWAY)[0]["answer"] == "closed"
    scene.say()
    assert scene.events(EventType.CONTACT_ENDED)[0]["reason"] == "flow_ended"
    scene.check()


@pytest.mark.parametrize(
    ("text", "openings", "said"),
    [
        ("已下班，{next_opening}上班。", OPENING, "已下班，明天上午九点整上班。"),
        ("已下班，{next_opening}上班。", (), "您好，现在是非人工服务时间，请您在工作时间再次来电。"),
        ("已下班，{nothing}。", OPENING, "您好，现在是非人工服务时间，人工服务将于明天上午九点整开始。"),
    ],
)
def test_the_queues_own_sentence_is_said_if_it_can_be(
    make_scene: Callable[..., Any], centre: CentreConfiguration, text: str, openings: Any, said: str
) -> None:
    queue = replace(centre.queues[0], closed_text=text)
    scene = make_scene(closed(replace(centre, queues=(queue,)), openings=openings))
    scene.wait()
    assert scene.saying.text == said + "感谢您的来电，再见。"


@pytest.mark.parametrize(
    ("lines", "answer", "said"),
    [
        (Lines.FULL, "full", "抱歉，目前人工线路全忙，请您稍后再拨。"),
        (Lines.NO_AGENT, "no_agent", "抱歉，目前没有坐席在线，暂时无法为您转接人工服务。"),
    ],
)
def test_full_lines_and_an_empty_floor_have_their_answers(
    make_scene: Callable[..., Any],
    flow: FlowDocument,
    centre: CentreConfiguration,
    lines: Lines,
    answer: str,
    said: str,
) -> None:
    queue = replace(centre.queues[0], waits_unstaffed=False)
    scene = make_scene(replace(centre, queues=(queue,)), flow_with(flow, errors={answer: "menu"}))
    scene.told_admission = lines
    scene.wait()
    assert scene.saying.text == said
    scene.say()
    assert scene.saying.text == "请选择。"
    scene.told_admission = Lines.BUSY
    scene.keys("0")
    assert scene.contact.phase is Phase.QUEUED
    scene.check()


def test_who_waits_where_nobody_is_signed_in_is_told_so(scene: Any) -> None:
    scene.told_admission = Lines.NO_AGENT
    scene.wait()
    assert scene.contact.phase is Phase.QUEUED
    scene.announce()
    assert scene.saying.text == "目前没有坐席在线，请您耐心等待，或稍后再拨。"


def test_a_closed_number_says_so_and_hangs_up(make_scene: Callable[..., Any], centre: CentreConfiguration) -> None:
    scene = make_scene(closed(centre, number=True))
    scene.dial()
    assert scene.saying.text == "您好，现在是非服务时间，本热线将于明天上午九点整开始服务。感谢您的来电，再见。"
    scene.keys("0")
    assert scene.contact.phase is Phase.MENU
    scene.say()
    assert scene.contact.phase is Phase.CLOSED
    scene.check()


def test_a_closed_number_offers_what_the_flow_has_for_closed_hours(
    make_scene: Callable[..., Any], flow: FlowDocument, centre: CentreConfiguration
) -> None:
    night = FlowDocument.model_validate({**flow.model_dump(), "closed_text": "已下班。", "closed_start": "password"})
    scene = make_scene(closed(centre, number=True), night)
    scene.dial()
    assert scene.saying.text == "已下班。"
    scene.say()
    assert scene.saying.text == "请输入密码。"
    scene.check()
