"""Contacts and the real ACD together, their messages crossing on the way: both always agree again."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rexian.control.acd.engine import AcdEngine
from rexian.control.acd.model import OfferExpired, OfferMade, Outcome, Overflowed
from rexian.control.contacts import effects, inputs, supervising
from rexian.control.contacts.parties import Role
from rexian.control.contacts.state import Phase
from rexian.control.contacts.verbs import VERBS, possible
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.configuration import (
    AgentConfiguration,
    CentreConfiguration,
    OverflowCause,
    OverflowRule,
    OverflowTargetKind,
)
from rexian.control.contracts.desk import AgentState
from rexian.kit.clock import ManualClock
from rexian.kit.errors import RexianError
from rexian.kit.ids import counted_ids

pytestmark = pytest.mark.pure

SERVED = {"ann": ("people", "loans"), "bea": ("people",), "cat": ("loans", "people")}
AGENTS = tuple(SERVED)
QUEUES = ("people", "loans")
OVERFLOW = {
    "people": (
        OverflowRule(OverflowCause.LENGTH, 1, OverflowTargetKind.QUEUE, "loans"),
        OverflowRule(OverflowCause.WAITED, 30, OverflowTargetKind.QUEUE, "loans"),
        OverflowRule(OverflowCause.WAITED, 50, OverflowTargetKind.DIRECTORY, "bank"),
    ),
    "loans": (
        OverflowRule(OverflowCause.STAFFING, 1, OverflowTargetKind.QUEUE, "people"),
        OverflowRule(OverflowCause.WAITED, 20, OverflowTargetKind.FLOW, "flow"),
    ),
}
CONTACTS = ("c1", "c2")
WRAP_UP_SECONDS = 15.0
CAUSES = ("declined", "no_answer", "cause_38")
TIMERS = ("reconnect", "tracks", "parked", "callback")
MOVES = (
    *("work", "work", "dial", "dial", "deliver", "deliver", "deliver", "leg_up", "leg_up", "leg_gone", "ringing"),
    *("verb", "verb", "verb", "verb", "verb", "verb", "call_back", "call_back", "turns", "turns", "turns"),
    *("supervise", "supervise", "snoops", "unanswered", "picks_up", "picks_up"),
    *("time", "time", "break", "phone_gone", "timer", "hang_up", "agent_hangs_up", "declines", "resumes", "reconnect"),
    *("calls_out", "calls_colleague", "calls_colleague"),
    *("resets", "extend", "end_wrap_up", "leaves"),
)
steps = st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 1000)), min_size=30, max_size=80)


class House:
    """What the call service does, without its waiting: effects to the ACD at once, offers by way of the lanes."""

    def __init__(self, make_scene: Callable[..., Any], centre: CentreConfiguration) -> None:
        self.clock = ManualClock(datetime(2024, 7, 5, 9, 0, tzinfo=UTC))
        self.engine = AcdEngine(counted_ids("offer"))
        self.scenes = {contact_id: make_scene(centre, contact_id=contact_id) for contact_id in CONTACTS}
        for scene in self.scenes.values():
            scene.clock = self.clock
            scene.around = replace(scene.around, lines=self.engine)
        seats = [AgentConfiguration(name, "o", name, name, name, "s", "sip", queues) for name, queues in SERVED.items()]
        self.engine.configure(seats, centre.queues)
        self.lanes: deque[tuple[str, inputs.Input]] = deque()

    def happen(self, contact_id: str, event: inputs.Input) -> None:
        for effect in self.scenes[contact_id].happen(event):
            self.take(self.route(contact_id, effect))
        self.scenes[contact_id].check()

    def route(self, contact_id: str, effect: effects.Effect) -> list[Outcome]:
        engine, now = self.engine, self.clock.now()
        match effect:
            case effects.EnterQueue(queue_id, queued_at, priority, absent=absent):
                return engine.enqueue(contact_id, queue_id, queued_at, now, priority=priority, absent=absent)
            case effects.LeaveQueue():
                return engine.leave(contact_id, now)
            case effects.OfferRings(offer_id):
                return engine.offer_ringing(offer_id, now)
            case effects.OfferAccepted(offer) if engine.is_elsewhere(offer.agent_id, contact_id):
                self.lanes.append((contact_id, inputs.AgentElsewhere(offer.agent_id)))
                return engine.leave(contact_id, now)
            case effects.OfferAccepted(offer):
                return engine.offer_accepted(offer, now)
            case effects.OfferRefused(offer_id, outcome):
                return engine.offer_ended(offer_id, outcome, now)
            case effects.TalkOver(agent_id, _):
                return engine.talk_ended(agent_id, contact_id, now, WRAP_UP_SECONDS)
            case effects.CallAgent(agent_id, channel_id):
                if engine.is_free(agent_id):
                    return engine.call_agent(agent_id, contact_id, now)
                self.lanes.append((contact_id, inputs.LegRefused(channel_id, "agent_busy")))
            case effects.AgentRings(agent_id):
                return engine.call_rings(agent_id, contact_id, now)
            case effects.AgentAnswers(agent_id, counts):
                return engine.call_answered(agent_id, contact_id, "people", now, counts=counts)
            case effects.AgentReleased(agent_id):
                return engine.call_released(agent_id, contact_id, now)
            case effects.KeepCall(agent_id, since):
                engine.restore_call(agent_id, contact_id, since)
            case effects.KeepOffer(offer):
                engine.restore_offer(offer)
            case effects.KeepTalk(agent_id, since):
                engine.restore_talk(agent_id, contact_id, since)
        return []

    def take(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            if isinstance(outcome, OfferMade):
                self.lanes.append((outcome.offer.contact_id, inputs.OfferArrived(outcome.offer)))
            elif isinstance(outcome, OfferExpired):
                self.lanes.append((outcome.offer.contact_id, inputs.OfferLapsed(outcome.offer)))
            elif isinstance(outcome, Overflowed):
                self.lanes.append((outcome.contact_id, inputs.Overflows(outcome.queue_id, outcome.rule)))

    def deliver(self) -> None:
        while self.lanes:
            self.happen(*self.lanes.popleft())

    def play(self, move: str, number: int) -> None:
        contact_id, agent_id, now = CONTACTS[number % 2], AGENTS[number // 2 % 3], self.clock.now()
        match move:
            case "work":
                self.engine.sign_in(agent_id, now)
                self.take(self.engine.phone(agent_id, True, now))
                self.take(self.engine.ready(agent_id, now))
            case "break":
                self.command(self.engine.not_ready, agent_id, "break", now)
            case "resets":
                self.reset(agent_id)
            case "leaves":
                self.command(self.engine.sign_out, agent_id, now, "system")
            case "extend":
                self.command(self.engine.extend_wrap_up, agent_id, now)
            case "end_wrap_up":
                self.command(self.engine.end_wrap_up, agent_id, now)
            case "phone_gone":
                self.take(self.engine.phone(agent_id, False, now))
            case "time":
                self.clock.advance((1, 16, 21)[number % 3])
                self.take(self.engine.due(self.clock.now()))
            case "deliver":
                self.deliver()
            case "calls_out" | "calls_colleague":
                self.call_out(contact_id, agent_id, move == "calls_colleague")
            case "dial":
                self.dial(contact_id)
            case "verb":
                self.verb(number, contact_id)
            case "supervise":
                self.supervise(number, contact_id)
            case "snoops":
                self.scenes[contact_id].snoops_start()
            case "picks_up":
                if self.engine.is_free(agent_id):
                    self.happen(contact_id, inputs.AgentPicksUp(agent_id))
            case "unanswered":
                for party in self.scenes[contact_id].contact.parties:
                    self.happen(contact_id, inputs.TimerFired(f"called.{party.party_id}"))
            case "call_back":
                for digit in ("3", "1"):
                    self.happen(contact_id, inputs.KeyPressed("citizen-channel", digit))
            case "turns":
                self.call_back()
            case _:
                self.call(move, number, contact_id, agent_id)

    def reset(self, agent_id: str) -> None:
        """As the command does, when nothing is on its way to the desk's contact."""
        agent = self.engine.agent(agent_id)
        if agent.state is AgentState.SIGNED_OUT or self.lanes:
            return
        self.command(self.engine.not_ready, agent_id, "other", self.clock.now())
        if agent.contact_id in self.scenes:
            self.happen(agent.contact_id, inputs.AgentResets(agent_id))
        if agent.state is not AgentState.NOT_READY:
            assert agent.state is AgentState.WRAP_UP
            self.take(self.engine.reset(agent_id, self.clock.now()))

    def call_back(self) -> None:
        """Those whose turn is near are called."""
        for contact_id in CONTACTS:
            if self.engine.is_turn_near(contact_id, self.clock.now()):
                self.happen(contact_id, inputs.TurnIsNear())

    def command(self, action: Callable[..., list[Outcome]], *arguments: object) -> None:
        try:
            self.take(action(*arguments))
        except RexianError:
            return

    def dial(self, contact_id: str) -> None:
        if self.scenes[contact_id].contact.phase is Phase.NEW:
            self.happen(contact_id, inputs.CitizenArrived("citizen-channel", "trunk", "13800001234", "12329"))
            self.happen(contact_id, inputs.KeyPressed("citizen-channel", "0"))

    def call_out(self, contact_id: str, agent_id: str, to_colleague: bool) -> None:
        """From a desk that is free, to a citizen or to a colleague who is free too."""
        colleague = AGENTS[AGENTS.index(agent_id) - 1]
        may = self.engine.is_free(agent_id) and (self.engine.is_free(colleague) or not to_colleague)
        if may and self.scenes[contact_id].contact.phase is Phase.NEW:
            event = inputs.AgentDials(agent_id, "13800001234", colleague if to_colleague else "")
            self.happen(contact_id, event)

    def verb(self, number: int, contact_id: str) -> None:
        """What one of the contact's agents may do now, to any agent or number that the desk would let through."""
        contact = self.scenes[contact_id].contact
        agents = [party.agent_id for party in contact.parties if party.agent_id] or ["ann"]
        agent_id = agents[number // 3 % len(agents)]
        verbs = [verb for verb in possible(contact, agent_id) if verb in VERBS]
        targets = [inputs.Target(agent_id=name) for name in AGENTS if self.engine.is_free(name)]
        targets.append(inputs.Target(number="12345"))
        if verbs:
            verb = verbs[number // 7 % len(verbs)]
            targets += [inputs.Target(queue_id="people")] if verb is CommandName.TRANSFER else []
            target = targets[number // 5 % len(targets)]
            target = inputs.Target(flow_id="flow") if verb is CommandName.SEND_TO_MENU else target
            self.happen(contact_id, inputs.AgentActs(agent_id, verb, target=target, digits="1"))

    def supervise(self, number: int, contact_id: str) -> None:
        """Whoever is free, or supervises already, does so, as the desk would let through."""
        contact = self.scenes[contact_id].contact
        watched = [party.agent_id for party in contact.parties if party.agent_id and party.up]
        free = [name for name in AGENTS if self.engine.is_free(name)]
        free += [party.agent_id for party in contact.parties if party.role is Role.SUPERVISOR and party.up]
        verbs = [*supervising.PLACES, CommandName.TAKE_OVER]
        if watched and free:
            verb, who = verbs[number % 4], free[number // 4 % len(free)]
            event = inputs.SupervisorActs(who, verb, watched[number // 5 % len(watched)], number % 3 == 0)
            self.happen(contact_id, event)

    def call(self, move: str, number: int, contact_id: str, agent_id: str) -> None:
        scene = self.scenes[contact_id]
        rings = (effects.RingLeg, effects.CallAgent, effects.CallNumber)
        legs = [effect.channel_id for effect in scene.done if isinstance(effect, rings)] or ["none"]
        leg = legs[-1 - number % min(len(legs), 3)]
        events: dict[str, inputs.Input] = {
            "leg_up": inputs.LegAnswered(leg),
            "ringing": inputs.LegRinging(leg),
            "leg_gone": inputs.ChannelGone(leg, CAUSES[number % 3]),
            "timer": inputs.TimerFired(TIMERS[number % 4]),
            "hang_up": inputs.ChannelGone(scene.contact.channel_id or "citizen-channel", "normal"),
            "agent_hangs_up": inputs.AgentHangsUp(agent_id),
            "declines": inputs.AgentDeclines(agent_id),
            "resumes": inputs.AgentResumes(agent_id),
        }
        if move != "reconnect":
            self.happen(contact_id, events[move])
        elif scene.contact.phase is not Phase.NEW:
            ringing = scene.contact.ringing
            citizen = [scene.contact.channel_id] * bool(scene.contact.channel_id and number % 7)
            legs = [party.channel_id for party in scene.contact.parties if party.channel_id]
            up = [*citizen, *(leg for position, leg in enumerate(legs) if (number >> position) % 5)]
            self.reconnect(scene, up, [ringing.channel_id] if ringing and number % 3 else [])

    def reconnect(self, scene: Any, up: list[str], ringing: list[str]) -> None:
        """The media server was away for a moment, control was not."""
        done = len(scene.done)
        scene.come_back(*up, ringing=ringing)
        for effect in scene.done[done:]:
            self.take(self.route(scene.contact.contact_id, effect))

    def check(self) -> None:
        """With nothing on the way, contacts and agents tell the same story."""
        parts = [
            (party.agent_id, key)
            for key, scene in self.scenes.items()
            for party in scene.contact.parties
            if party.agent_id
        ]
        desks = dict(parts)
        assert len(desks) == len(parts), "an agent has two contacts"
        rings = {scene.contact.ringing.offer.offer_id for scene in self.scenes.values() if scene.contact.ringing}
        for key, contact in ((key, scene.contact) for key, scene in self.scenes.items()):
            if contact.alive and contact.colleague_id and self.engine.agent(contact.colleague_id).contact_id == key:
                assert contact.colleague_id not in desks, "an agent has two contacts"
                desks[contact.colleague_id] = key
        up = {
            scene.contact.colleague_id
            for scene in self.scenes.values()
            if scene.contact.colleague_id and scene.contact.alive and scene.contact.up
        }
        up |= {party.agent_id for scene in self.scenes.values() for party in scene.contact.parties if party.up}
        for agent in self.engine.agents:
            at_offer = agent.state in (AgentState.RESERVED, AgentState.RINGING)
            at_work = at_offer or agent.state is AgentState.TALKING
            assert (agent.state is AgentState.TALKING) == (agent.agent_id in up)
            assert at_offer == (agent.offer_id in rings or agent.agent_id in desks.keys() - up)
            assert not at_work or agent.offer_id in rings or desks[agent.agent_id] == agent.contact_id
        for queue_id in QUEUES:
            here = [scene.contact for scene in self.scenes.values() if scene.contact.queue_id == queue_id]
            promised = [contact for contact in here if contact.phase is Phase.CALLBACK and not contact.callback.resting]
            waiting = [contact for contact in here if contact.phase is Phase.QUEUED]
            assert self.engine.queue_length(queue_id)[0] == len(waiting) + len(promised)
            for contact in promised:
                place = self.engine.waiting(contact.contact_id)
                assert place is not None
                assert (place.offer_id, place.queued_at) == (None, contact.queued_at)


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=steps)
def test_contacts_and_agents_agree_whenever_all_is_delivered(
    make_scene: Callable[..., Any], wide_centre: CentreConfiguration, moves: list[tuple[str, int]]
) -> None:
    queues = [replace(queue, overflow=OVERFLOW[queue.queue_id], waits_unstaffed=True) for queue in wide_centre.queues]
    house = House(make_scene, replace(wide_centre, queues=tuple(queues)))
    for move, number in moves:
        house.play(move, number)
        if not house.lanes:
            house.check()
    house.deliver()
    house.check()
    for contact_id in CONTACTS * 10:
        if not house.scenes[contact_id].contact.alive:
            continue
        house.happen(contact_id, inputs.TurnIsNear())
        house.happen(contact_id, inputs.ChannelGone(house.scenes[contact_id].contact.channel_id, "normal"))
        house.happen(contact_id, inputs.TimerFired("callback"))
        house.deliver()
    assert not [
        scene for scene in house.scenes.values() if scene.contact.alive and scene.contact.phase is not Phase.NEW
    ]
    assert [house.engine.queue_length(queue_id)[0] for queue_id in QUEUES] == [0, 0]
    at_work = (AgentState.RESERVED, AgentState.RINGING, AgentState.TALKING)
    assert not [agent for agent in house.engine.agents if agent.state in at_work]
