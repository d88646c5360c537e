"""Hypothesis plays the floor: callers, agents, phones, supervisors, configurations and the clock, in any order."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tests.control.acd.naive import Naive

from rexian.control.acd.engine import AcdEngine
from rexian.control.acd.model import Offer, OfferExpired, OfferMade, Outcome, Overflowed
from rexian.control.contracts.configuration import (
    AgentConfiguration,
    AssignmentRule,
    OverflowCause,
    OverflowRule,
    OverflowTargetKind,
    QueueConfiguration,
    ServingGroup,
    SkillDemand,
    SkillLevel,
)
from rexian.control.contracts.desk import AgentState
from rexian.kit.errors import RexianError
from rexian.kit.ids import counted_ids

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 3, 2, 15, 40, tzinfo=UTC)
"""20 minutes before midnight in Shanghai."""

SEATS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, int], ...]]] = {
    "ann": (("q",), (), (("loan", 5),)),
    "bea": (("q", "vip"), ("seniors",), (("loan", 3),)),
    "cho": (("vip",), ("juniors",), (("loan", 3), ("english", 2))),
    "dan": ((), ("juniors", "seniors"), (("loan", 1),)),
    "eve": (("q", "vip", "slow"), (), ()),
}
OVERFLOW = (
    OverflowRule(OverflowCause.WAITED, 25.0, OverflowTargetKind.QUEUE, "vip"),
    OverflowRule(OverflowCause.LENGTH, 2.0, OverflowTargetKind.FLOW, "message"),
    OverflowRule(OverflowCause.STAFFING, 1.0, OverflowTargetKind.DIRECTORY, "duty"),
)
DEMANDS = (SkillDemand(0.0, "loan", 5), SkillDemand(10.0, "loan", 3), SkillDemand(30.0, "loan", 0))
GROUPS = (ServingGroup("seniors"), ServingGroup("juniors", 20.0))

agents = st.sampled_from(sorted(SEATS))
contacts = st.sampled_from([f"c-{number}" for number in range(1, 7)])
queues = st.sampled_from(["q", "vip", "slow"])
rules = st.sampled_from(list(AssignmentRule))
ENDS = ("declined", "timed_out", "agent_unreachable", "caller_gone")
AT_OFFER = (AgentState.RESERVED, AgentState.RINGING)
AT_ONCE = 10
"""How often the clock may be asked at one moment: a contact may overflow by each of its rules, one after the other."""


def seat(agent_id: str) -> AgentConfiguration:
    queue_ids, groups, skills = SEATS[agent_id]
    levels = tuple(SkillLevel(skill, level) for skill, level in skills)
    return AgentConfiguration(agent_id, "c", agent_id, agent_id, agent_id, "s", "sip", queue_ids, groups, levels)


def make_queues(rules_of: dict[str, AssignmentRule]) -> list[QueueConfiguration]:
    def queue(queue_id: str, **more: Any) -> QueueConfiguration:
        more |= {"rule": rules_of[queue_id], "skill": "loan", "wait_for_agent_seconds": 12.0}
        return QueueConfiguration(queue_id, "centre", queue_id, 20.0, 15.0, "", 0.0, **more)

    return [
        queue("q", groups=GROUPS, overflow=OVERFLOW),
        queue("vip", priority=2, seconds_per_priority=20.0),
        queue("slow", groups=(ServingGroup("juniors"),), demands=DEMANDS),
    ]


class Floor(RuleBasedStateMachine):
    """Plays, keeps what the engine has said, and lets the naive engine check every offer."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.engine = AcdEngine(counted_ids("offer"), ZONE)
        self.naive = Naive(ZONE)
        self.rules = dict.fromkeys(["q", "vip", "slow"], AssignmentRule.LONGEST_IDLE)
        self.seated = set(SEATS)
        self.set_up()
        self.made: dict[str, Offer] = {}
        self.chosen: dict[str, tuple[AgentState, str | None]] = {}

    def set_up(self) -> None:
        seats, queues_now = [seat(agent_id) for agent_id in sorted(self.seated)], make_queues(self.rules)
        self.engine.configure(seats, queues_now)
        self.naive.configure(seats, queues_now, {agent.agent_id for agent in self.engine.agents})
        self.take(self.engine.due(self.now))

    def take(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            match outcome:
                case OfferMade(offer):
                    assert offer.offer_id not in self.made
                    assert self.now < offer.deadline <= self.now + timedelta(seconds=20)
                    self.made[offer.offer_id] = offer
                case OfferExpired(offer):
                    assert offer.offer_id in self.made
                case Overflowed():
                    assert self.engine.waiting(outcome.contact_id) is not None
        self.naive.told(outcomes, self.now, self.held_for, {agent.agent_id for agent in self.engine.agents})

    def held_for(self, contact_id: str) -> str | None:
        contact = self.engine.waiting(contact_id)
        return contact.held_for if contact else None

    def agent(self, agent_id: str) -> Any:
        return next((agent for agent in self.engine.agents if agent.agent_id == agent_id), None)

    def act(self, name: str, *arguments: object, **keywords: object) -> None:
        """A command of the desk; a refusal changes nothing."""
        before = [(agent.agent_id, agent.state, agent.next_state) for agent in self.engine.agents]
        try:
            outcomes = getattr(self.engine, name)(*arguments, self.now, **keywords)
        except RexianError:
            assert before == [(agent.agent_id, agent.state, agent.next_state) for agent in self.engine.agents]
        else:
            self.take(outcomes)

    # -- agents -------------------------------------------------------------------------------------------------

    @rule(agent_id=agents, name=st.sampled_from(["sign_in", "sign_out", "ready", "extend_wrap_up", "end_wrap_up"]))
    def desk(self, agent_id: str, name: str) -> None:
        self.act(name, agent_id)

    @rule(agent_id=agents)
    def come_to_work(self, agent_id: str) -> None:
        self.act("sign_in", agent_id)
        self.set_phone(agent_id, there=True)
        self.act("ready", agent_id)

    @rule(agent_id=agents, by=st.sampled_from(["agent", "supervisor"]))
    def take_a_break(self, agent_id: str, by: str) -> None:
        self.act("not_ready", agent_id, "break", changed_by=by)

    @rule(agent_id=agents)
    def go_home_after_work(self, agent_id: str) -> None:
        self.act("sign_out", agent_id, after_work=True)

    @rule(agent_id=agents, there=st.booleans())
    def set_phone(self, agent_id: str, there: bool) -> None:
        if agent_id in self.naive.agents:
            self.naive.agents[agent_id].phone = there
        self.act("phone", agent_id, there)

    @rule(agent_ids=st.sets(agents), queue_id=queues, assignment_rule=rules)
    def configure(self, agent_ids: set[str], queue_id: str, assignment_rule: AssignmentRule) -> None:
        self.seated, self.rules[queue_id] = agent_ids, assignment_rule
        self.set_up()

    @rule(queue_id=queues, assignment_rule=rules)
    def change_rule(self, queue_id: str, assignment_rule: AssignmentRule) -> None:
        self.rules[queue_id] = assignment_rule
        self.set_up()

    # -- contacts -----------------------------------------------------------------------------------------------

    @rule(contact_id=contacts, queue_id=queues, priority=st.integers(0, 3), earlier=st.sampled_from([0.0, 0.0, 40.0]))
    def enqueue(self, contact_id: str, queue_id: str, priority: int, earlier: float) -> None:
        self.enter(contact_id, queue_id, priority, earlier, None, None)

    @rule(contact_id=contacts, queue_id=queues, named=st.none() | agents, usual=st.none() | agents)
    def ask_for_an_agent(self, contact_id: str, queue_id: str, named: str | None, usual: str | None) -> None:
        self.enter(contact_id, queue_id, 0, 0.0, named, usual)

    def enter(
        self, contact_id: str, queue_id: str, priority: int, earlier: float, named: str | None, usual: str | None
    ) -> None:
        talking = [agent for agent in self.engine.agents if agent.state is AgentState.TALKING]
        if any(agent.contact_id == contact_id for agent in talking):
            return
        queued_at = self.now - timedelta(seconds=earlier)
        known = self.naive.contacts.get(contact_id)
        if known is None or known.offer is None:
            self.naive.add(contact_id, queue_id, queued_at, priority, named, usual)
        self.take(
            self.engine.enqueue(
                contact_id,
                queue_id,
                queued_at,
                self.now,
                priority=priority,
                named_agent_id=named,
                usual_agent_id=usual,
            )
        )

    @rule(contact_id=contacts, priority=st.integers(0, 3))
    def change_priority(self, contact_id: str, priority: int) -> None:
        if contact_id in self.naive.contacts:
            self.naive.contacts[contact_id].priority = priority
        self.act("change_priority", contact_id, priority)

    @rule(contact_id=contacts)
    def hang_up_in_the_queue(self, contact_id: str) -> None:
        self.naive.leave(contact_id)
        self.act("leave", contact_id)

    @rule(data=st.data(), end=st.sampled_from(["ring", "accept", "accept", *ENDS]))
    def go_on_with_an_offer(self, data: st.DataObject, end: str) -> None:
        """Any offer ever made, over or not: late answers and repeated ends come in real life."""
        if not self.made:
            return
        offer = self.made[data.draw(st.sampled_from(sorted(self.made)[-6:]))]
        live = self.engine.offer(offer.offer_id) is not None
        if end == "ring":
            self.act("offer_ringing", offer.offer_id)
        elif end != "accept":
            if live:
                self.naive.offer_over(offer, gone=end == "caller_gone")
            self.act("offer_ended", offer.offer_id, end)
        elif live or self.answers_late(offer):
            if not live:
                self.naive.taken_by_another(offer)
            self.act("offer_accepted", offer)
            self.naive.contacts.pop(offer.contact_id)

    def answers_late(self, offer: Offer) -> bool:
        """An answer crosses the lease's end only while the contact waits on and the agent talks with nobody."""
        agent = self.agent(offer.agent_id)
        return (
            offer.contact_id in self.naive.contacts
            and agent is not None
            and agent.state not in (AgentState.TALKING, AgentState.WRAP_UP, AgentState.SIGNED_OUT)
        )

    @rule(agent_id=agents, wrap_up_seconds=st.sampled_from([0.0, 15.0]))
    def end_talk(self, agent_id: str, wrap_up_seconds: float) -> None:
        agent = self.agent(agent_id)
        if agent is not None and agent.contact_id is not None:
            self.take(self.engine.talk_ended(agent_id, agent.contact_id, self.now, wrap_up_seconds))

    @rule(seconds=st.sampled_from([1.0, 5.0, 10.0, 16.0, 21.0, 600.0]))
    def pass_time(self, seconds: float) -> None:
        """The clock stops at every deadline, as it does in life."""
        end = self.now + timedelta(seconds=seconds)
        while (deadline := self.engine.next_deadline()) is not None and deadline <= end:
            self.now = max(deadline, self.now)
            self.let_due()
        self.now = end
        self.let_due()

    def let_due(self) -> None:
        """All that is due gets done: a deadline that stays would keep the clock at one moment for ever."""
        for _ in range(AT_ONCE):
            self.take(self.engine.due(self.now))
            deadline = self.engine.next_deadline()
            if deadline is None or deadline > self.now:
                return
        raise AssertionError(f"still due at {self.now}: {deadline}")

    # -- what must hold at every moment ---------------------------------------------------------------------------

    def live(self) -> list[Offer]:
        return [offer for offer in self.made.values() if self.engine.offer(offer.offer_id)]

    @invariant()
    def reserved_agents_have_a_live_offer_and_only_they(self) -> None:
        offered = {offer.agent_id: offer for offer in self.live()}
        assert len(offered) == len(self.live())
        for agent in self.engine.agents:
            at_offer = agent.state in AT_OFFER
            assert at_offer == (agent.agent_id in offered)
            assert agent.offer_id == (offered[agent.agent_id].offer_id if at_offer else None)
            if at_offer:
                assert agent.contact_id == offered[agent.agent_id].contact_id

    @invariant()
    def every_offer_has_an_end(self) -> None:
        if self.live():
            deadline = self.engine.next_deadline()
            assert deadline is not None
            assert deadline <= min(offer.deadline for offer in self.live())

    @invariant()
    def a_contact_is_at_one_place(self) -> None:
        offered = [offer.contact_id for offer in self.live()]
        talking = [agent.contact_id for agent in self.engine.agents if agent.state is AgentState.TALKING]
        assert len(set(offered)) == len(offered)
        assert len(set(talking)) == len(talking)
        assert not set(talking) & set(self.naive.contacts)
        lengths = {queue_id: self.engine.queue_length(queue_id) for queue_id in self.rules}
        for queue_id, (length, since) in lengths.items():
            inside = [contact.queued_at for contact in self.naive.contacts.values() if contact.queue_id == queue_id]
            assert (length, since) == (len(inside), min(inside, default=None))
        assert {contact.contact_id for contact in self.naive.contacts.values() if contact.offer} == set(offered)

    @invariant()
    def nobody_idle_is_kept_from_a_waiting_contact(self) -> None:
        for contact in self.naive.contacts.values():
            waits_for = self.held_for(contact.contact_id)
            for agent_id, agent in self.naive.agents.items():
                if contact.offer is None and agent.state == "ready" and agent.phone:
                    serves = self.naive.may_serve(agent, contact, self.now)
                    assert not (serves and waits_for is None)
                    assert waits_for != agent_id

    @invariant()
    def one_waits_for_a_certain_agent_only_while_there_is_hope(self) -> None:
        for contact_id in self.naive.contacts:
            contact = self.engine.waiting(contact_id)
            assert contact is not None
            if contact.held_for is not None:
                agent = self.agent(contact.held_for)
                assert agent is not None
                assert agent.state is not AgentState.SIGNED_OUT
                assert contact.held_until is not None
                assert self.now < contact.held_until <= self.now + timedelta(seconds=12)

    @invariant()
    def the_figures_are_right(self) -> None:
        for queue_id in self.rules:
            figures, members = self.engine.figures(queue_id), []
            for agent in self.engine.agents:
                if queue_id in agent.queue_ids:
                    members.append(agent)
            idle = [agent for agent in members if agent.state is AgentState.READY and agent.phone_registered]
            assert figures.staffed == len([agent for agent in members if agent.state is not AgentState.SIGNED_OUT])
            assert figures.idle == len(idle)
            inside = [contact for contact in self.naive.contacts.values() if contact.queue_id == queue_id]
            assert figures.offered == len([contact for contact in inside if contact.offer])
            in_line = sorted(self.naive.entry(contact) for contact in inside if not contact.offer)
            for place, (_, contact_id) in enumerate(in_line, start=1):
                forecast = self.engine.forecast(contact_id, self.now)
                assert forecast is not None
                assert forecast.place == place

    @invariant()
    def only_those_at_work_hold_a_contact(self) -> None:
        for agent in self.engine.agents:
            busy = agent.state in (*AT_OFFER, AgentState.TALKING, AgentState.WRAP_UP)
            assert (agent.contact_id is not None) == busy
            assert (agent.wrap_up_until is not None) == (agent.state is AgentState.WRAP_UP)
            assert busy or agent.next_state is None

    def teardown(self) -> None:
        """Every lease ends, if by nothing else then by the clock."""
        for _ in range(30):
            self.pass_time(21.0)
            if not self.live():
                return
        assert not [agent.agent_id for agent in self.engine.agents if agent.state is AgentState.RESERVED]
