"""From the call's arrival through the menu: the flow engine decides, this translates."""

import structlog

from rexian.control.contacts import admission, ending, flow_facts, leaving, recording, speaking, words
from rexian.control.contacts.effects import (
    Answer,
    AskObject,
    CancelTimer,
    FetchUrl,
    HangUpChannel,
    StartTimer,
)
from rexian.control.contacts.inputs import CitizenArrived, ObjectAnswered
from rexian.control.contacts.leaving import FLOW_TIMER
from rexian.control.contacts.parties import CITIZEN, Place
from rexian.control.contacts.state import Wish
from rexian.control.contacts.turn import Turn
from rexian.control.contracts.entry import NOBODY_SPECIAL, Admission, KeeperKind, Treatment
from rexian.control.contracts.events import EventType
from rexian.control.ivr import engine, run
from rexian.control.ivr.document import FlowDocument
from rexian.control.ivr.nodes.http_request import HttpRequest
from rexian.control.ivr.nodes.identify import Identify
from rexian.control.ivr.nodes.query import Query
from rexian.control.ivr.nodes.queue import Queue

log = structlog.get_logger(__name__)

RESUME_PROMPT = "resume"
CLOSED_PROMPT = "closed"


def arrive(turn: Turn, event: CitizenArrived) -> None:
    """Take the call, or refuse a number that is not ours."""
    turn.happen(
        EventType.CONTACT_STARTED,
        kind="inbound",
        trunk=event.trunk,
        called_number=event.called_number,
        channel_id=event.channel_id,
        personal={"caller_number": event.caller_number},
    )
    if event.turned_away:
        _refuse(turn, "congestion", reason="overload")
        return
    _mark(turn, event.treatment)
    if event.kept is not None:
        turn.happen(
            EventType.PLACE_KEPT,
            queue_id=event.kept.queue_id,
            queued_at=event.kept.queued_at.isoformat(),
            promised_contact_id=event.kept.promised_contact_id,
        )
    if not turn.around.is_ours(event.called_number):
        _refuse(turn, "unallocated")
        return
    if event.treatment.admission is Admission.REFUSE:
        _refuse(turn, "rejected")
        return
    turn.do(Answer(event.channel_id))
    flow = turn.around.flow_of(turn.contact)
    if not turn.around.entry.is_open(KeeperKind.NUMBER, event.called_number, turn.now):
        _tell_closed(turn, flow)
    elif flow is None:
        give_up(turn)
    else:
        begin(turn, flow)


def _mark(turn: Turn, treatment: Treatment) -> None:
    """Keep how the caller is treated; of most there is nothing to keep."""
    if treatment != NOBODY_SPECIAL:
        warnings = [{"kind": warning.kind, "reason": warning.reason} for warning in treatment.warnings]
        turn.happen(
            EventType.CALLER_MARKED,
            admission=str(treatment.admission),
            priority=treatment.priority,
            personal={"warnings": warnings},
        )


def _refuse(turn: Turn, cause: str, reason: str = "refused") -> None:
    """End the call without an answer."""
    channel_id = turn.contact.channel_id
    turn.happen(EventType.CONTACT_ENDED, reason=reason, ended_by="system")
    turn.do(HangUpChannel(channel_id, cause))
    recording.close_if_complete(turn)


def _tell_closed(turn: Turn, flow: FlowDocument | None) -> None:
    """The called number has its hours: say when it opens, then what the flow has for closed hours."""
    called_number, around = turn.contact.called_number, turn.around
    opening = around.entry.next_opening(KeeperKind.NUMBER, called_number, turn.now)
    text = words.number_closed(flow.closed_text if flow else "", opening, turn.now, around.centre.time_zone)
    if flow is not None and flow.closed_start is not None:
        _start_segment(turn, flow)
        turn.change(flow=engine.start(flow, _given(turn), flow.closed_start))
        speaking.speak(turn, CLOSED_PROMPT, text)
    else:
        speaking.speak(turn, CLOSED_PROMPT, text + words.FAREWELL)


def begin(turn: Turn, flow: FlowDocument, *, errand: bool = False) -> None:
    """Run a flow from its start; an `errand` leads back to the agent who waits for the citizen."""
    _start_segment(turn, flow, errand=errand)
    turn.change(flow=engine.start(flow, _given(turn)))
    advance(turn, run.Entered())


def _given(turn: Turn) -> dict[str, str]:
    """The variables of naming.GIVEN_NAMES."""
    return {"caller_number": turn.contact.caller_number, "called_number": turn.contact.called_number}


def _start_segment(turn: Turn, flow: FlowDocument, *, errand: bool = False) -> None:
    turn.happen(
        EventType.SEGMENT_STARTED,
        segment_id=turn.new_id(),
        kind="ivr",
        flow_id=flow.flow_id,
        flow_version=flow.version,
        errand=errand,
    )


def resume(turn: Turn) -> None:
    """After a restart: apologise, then go on at the last node that needs no secret, else wait for a person."""
    flow = _flow(turn)
    state = turn.contact.resume_flow
    if flow is None or state is None or state.flow_id != flow.flow_id or flow.node(state.node_id) is None:
        give_up(turn)
        return
    turn.do(CancelTimer(FLOW_TIMER))
    turn.change(flow=state, question=turn.contact.question + 1)
    speaking.speak(turn, RESUME_PROMPT, flow.resume_text)


def come_back(turn: Turn) -> None:
    """The errand is over, or called off: back to the agent."""
    speaking.be_silent(turn)
    turn.do(CancelTimer(FLOW_TIMER))
    turn.happen(EventType.SEGMENT_ENDED, segment_id=turn.contact.segment_id, reason="came_back")
    turn.happen(EventType.PARTIES_PLACED, places={CITIZEN: str(Place.CONTACT)}, reason="retrieved")


def give_up(turn: Turn) -> None:
    """The flow cannot go on: with an apology to a person, the answer to every fault of ours."""
    if turn.contact.errand:
        come_back(turn)
        return
    flow = _flow(turn)
    queue_id = flow.fallback_queue_id if flow else ""
    turn.do(CancelTimer(FLOW_TIMER))
    turn.change(flow=None)
    admission.enter(turn, queue_id, apology=flow.resume_text if flow else "")


def key_pressed(turn: Turn, digit: str) -> None:
    """A key goes to the node; one that cuts the apology after a restart short, or the word that it is closed, begins
    the node."""
    saying = turn.contact.saying
    begins = saying is not None and saying.prompt_id in (RESUME_PROMPT, CLOSED_PROMPT)
    if begins and turn.contact.flow is not None:
        speaking.be_silent(turn)
        advance(turn, run.Entered())
    else:
        advance(turn, run.Key(digit))


def advance(turn: Turn, event: run.FlowEvent) -> None:
    """Let the flow see an event and do what it asks."""
    contact = turn.contact
    flow = _flow(turn)
    if contact.flow is None:
        return
    if flow is None or flow.node(contact.flow.node_id) is None:
        give_up(turn)
        return
    state, commands, entered = engine.step(flow, contact.flow, event)
    if entered or any(isinstance(command, run.Say) for command in commands):
        turn.do(CancelTimer(FLOW_TIMER))
    turn.change(flow=state)
    for node_id in entered:
        stored = state.resume_state() if node_id == state.node_id else None
        turn.happen(
            EventType.FLOW_NODE_ENTERED,
            segment_id=contact.segment_id,
            node_id=node_id,
            state_version=run.STATE_VERSION,
            personal={"state": stored} if stored else {},
        )
    for command in commands:
        _carry_out(turn, command)


def prompt_over(turn: Turn, prompt_id: str, failed: bool) -> None:
    """The flow goes on after a prompt; after the apology the node begins anew, and a caller who is turned away goes on
    as the flow says."""
    turned_away = prompt_id.startswith(admission.TURNED_AWAY_PROMPT)
    if turn.contact.flow is None and (turned_away or prompt_id == CLOSED_PROMPT):
        ending.end(turn, "flow_ended", "system")
    elif turned_away:
        advance(turn, run.NotAdmitted(prompt_id.removeprefix(admission.TURNED_AWAY_PROMPT)))
    else:
        begins = prompt_id in (RESUME_PROMPT, CLOSED_PROMPT)
        advance(turn, run.Entered() if begins else run.PromptEnded(failed))


def answered(turn: Turn, event: ObjectAnswered) -> None:
    """A business object's answer reaches the node that asked."""
    contact = turn.contact
    if contact.flow is None or event.question != contact.question:
        return
    turn.change(question=contact.question + 1)
    flow = _flow(turn)
    node = flow.node(contact.flow.node_id) if flow else None
    asked = node if isinstance(node, Query | Identify) else None
    turn.happen(
        EventType.OBJECT_ANSWERED,
        segment_id=contact.segment_id,
        node_id=contact.flow.node_id,
        object=asked.object if asked else "http" if isinstance(node, HttpRequest) else None,
        rule=asked.rule if asked else None,
        outcome=event.outcome,
        elapsed_ms=event.elapsed_ms,
    )
    advance(turn, run.Answered(event.outcome, event.values))


def _flow(turn: Turn) -> FlowDocument | None:
    """The flow the contact is in, in the version it began with, or the one of the way it came by."""
    flows, contact = turn.around.flows, turn.contact
    return flows.version(contact.flow_id, contact.flow_version) if contact.flow_id else turn.around.flow_of(contact)


def _want_person(turn: Turn, command: run.Enqueue) -> None:
    """Into the queue with what the node asks for, if the way is open."""
    agent_id_of = turn.around.agent_id_of
    wish = Wish(command.priority, agent_id_of(command.named_agent), agent_id_of(command.usual_agent))
    flow, state = _flow(turn), turn.contact.flow
    node = flow.node(state.node_id) if flow and state else None
    goes_on = node.goes_on_after() if isinstance(node, Queue) else ()
    admission.enter(turn, command.queue_id, wish=wish, goes_on=goes_on)


def not_put_through(turn: Turn) -> bool:
    """The office did not answer: whether a flow goes on for the caller."""
    flow = _flow(turn)
    if turn.contact.flow is None or flow is None:
        return False
    turn.happen(EventType.SEGMENT_ENDED, segment_id=turn.contact.segment_id, reason="not_answered")
    _start_segment(turn, flow)
    advance(turn, run.NotPossible("unreachable"))
    return True


def _go_on_unless(turn: Turn, reason: str) -> None:
    """Without a reason the caller has left the flow."""
    if reason:
        advance(turn, run.NotPossible(reason))


def _carry_out(turn: Turn, command: run.FlowCommand) -> None:
    segment_id = turn.contact.segment_id
    match command:
        case run.Say(prompt_id, text):
            speaking.speak(turn, prompt_id, text)
        case run.StopSaying():
            speaking.be_silent(turn)
        case run.StartTimer(seconds):
            turn.do(StartTimer(FLOW_TIMER, seconds))
        case run.Ask(business_object, rule, arguments, deadline_seconds):
            turn.change(question=turn.contact.question + 1)
            turn.do(AskObject(turn.contact.question, business_object, rule, arguments, deadline_seconds))
        case run.Fetch(method, url, arguments, deadline_seconds):
            turn.change(question=turn.contact.question + 1)
            turn.do(FetchUrl(turn.contact.question, method, url, arguments, deadline_seconds))
        case run.LookUp(names):
            advance(turn, run.Known(flow_facts.looked_up(turn, names)))
        case run.Attach(key, value, shown_as):
            turn.happen(EventType.VALUE_ATTACHED, key=key, format=shown_as, personal={"value": value})
        case run.Identified(auth_level, business_object, subject):
            turn.happen(
                EventType.CONTACT_IDENTIFIED,
                auth_level=auth_level,
                object=business_object,
                personal={"subject": subject},
            )
        case run.Chosen(node_id, key, label):
            turn.happen(EventType.FLOW_CHOICE_MADE, segment_id=segment_id, node_id=node_id, key=key, label=label)
        case run.Rated(node_id, grade):
            turn.happen(EventType.SERVICE_RATED, segment_id=segment_id, node_id=node_id, grade=grade)
        case run.Enqueue() | run.PutThrough() | run.BookCallBack() | run.HangUp() if turn.contact.errand:
            come_back(turn)
        case run.Enqueue():
            _want_person(turn, command)
        case run.PutThrough(entry_id):
            _go_on_unless(turn, leaving.put_through(turn, entry_id))
        case run.BookCallBack(queue_id, number):
            _go_on_unless(turn, leaving.book_call_back(turn, queue_id, number))
        case run.HangUp():
            ending.end(turn, "flow_ended", "system")
        case run.GiveUp(node_id, code):
            log.error("a flow cannot go on", contact_id=turn.contact.contact_id, node=node_id, reason=code)
            give_up(turn)
