"""No order of events leaves the ACD in a state that should not be: Hypothesis plays the floor."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from rexian.control.acd.engine import AcdEngine
from rexian.control.acd.model import AgentChanged, Offer, OfferExpired, OfferMade, Outcome
from rexian.control.contracts.configuration import AgentConfiguration, QueueConfiguration
from rexian.control.contracts.desk import AgentState
from rexian.kit.clock import ManualClock
from rexian.kit.errors import RexianError
from rexian.kit.ids import counted_ids

pytestmark = pytest.mark.pure

AGENTS = {"ann": ("q",), "bea": ("q", "vip"), "cho": ("vip",)}
QUEUES = [QueueConfiguration(queue_id, "centre", queue_id, 20.0, 15.0, "", 0.0) for queue_id in ("q", "vip")]

agents = st.sampled_from(sorted(AGENTS))
contacts = st.sampled_from(["c-1", "c-2", "c-3", "c-4"])
ENDS = ("declined", "timed_out", "agent_unreachable", "caller_gone")


def seats(agent_ids: set[str]) -> list[AgentConfiguration]:
    return [
        AgentConfiguration(agent_id, "centre", agent_id, agent_id, agent_id, "s", "sip", AGENTS[agent_id])
        for agent_id in sorted(agent_ids)
    ]


class Floor(RuleBasedStateMachine):
    """Plays callers, agents, phones and the clock; keeps what the engine has said."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = ManualClock(datetime(2024, 7, 5, 9, 0, tzinfo=UTC))
        self.engine = AcdEngine(counted_ids("offer"))
        self.engine.configure(seats(set(AGENTS)), QUEUES)
        self.made: dict[str, Offer] = {}
        self.ended: list[str] = []
        self.inside: set[str] = set()

    def take(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            match outcome:
                case OfferMade(offer):
                    assert offer.offer_id not in self.made
                    self.made[offer.offer_id] = offer
                case OfferExpired(offer):
                    assert offer.offer_id in self.made
                case AgentChanged():
                    assert outcome.previous is not None

    def agent(self, agent_id: str) -> Any:
        try:
            return self.engine.agent(agent_id)
        except RexianError:
            return None

    def act(self, name: str, *arguments: object) -> None:
        """A command of the desk; a refusal changes nothing."""
        before = [(agent.agent_id, agent.state) for agent in self.engine.agents]
        try:
            self.take(getattr(self.engine, name)(*arguments, self.clock.now()))
        except RexianError:
            assert before == [(agent.agent_id, agent.state) for agent in self.engine.agents]

    @rule(agent_id=agents, name=st.sampled_from(["sign_in", "sign_out", "ready"]))
    def desk(self, agent_id: str, name: str) -> None:
        self.act(name, agent_id)

    @rule(agent_id=agents)
    def come_to_work(self, agent_id: str) -> None:
        self.act("sign_in", agent_id)
        self.act("phone", agent_id, True)
        self.act("ready", agent_id)

    @rule(agent_id=agents)
    def take_a_break(self, agent_id: str) -> None:
        self.act("not_ready", agent_id, "break")

    @rule(agent_id=agents, there=st.booleans())
    def phone(self, agent_id: str, there: bool) -> None:
        self.act("phone", agent_id, there)

    @rule(contact_id=contacts, queue_id=st.sampled_from(["q", "vip"]))
    def enqueue(self, contact_id: str, queue_id: str) -> None:
        if any(agent.state is AgentState.TALKING and agent.contact_id == contact_id for agent in self.engine.agents):
            return
        self.inside.add(contact_id)
        self.take(self.engine.enqueue(contact_id, queue_id, self.clock.now(), self.clock.now()))

    @rule(contact_id=contacts)
    def hang_up_in_the_queue(self, contact_id: str) -> None:
        self.inside.discard(contact_id)
        self.take(self.engine.leave(contact_id, self.clock.now()))

    @rule(data=st.data(), end=st.sampled_from(["ring", "accept", *ENDS]))
    def go_on_with_an_offer(self, data: st.DataObject, end: str) -> None:
        """Any offer ever made, over or not: late answers and repeated ends come in real life."""
        if not self.made:
            return
        offer = self.made[data.draw(st.sampled_from(sorted(self.made)))]
        now = self.clock.now()
        if end == "ring":
            self.take(self.engine.offer_ringing(offer.offer_id, now))
        elif end != "accept":
            if end == "caller_gone" and self.engine.offer(offer.offer_id):
                self.inside.discard(offer.contact_id)
            self.take(self.engine.offer_ended(offer.offer_id, end, now))
        elif self.engine.offer(offer.offer_id) or self.answers_late(offer):
            self.inside.discard(offer.contact_id)
            self.take(self.engine.offer_accepted(offer, now))

    def answers_late(self, offer: Offer) -> bool:
        """An answer crosses the lease's end only while the contact waits on and the agent talks with nobody."""
        agent = self.agent(offer.agent_id)
        return (
            offer.contact_id in self.inside
            and agent is not None
            and agent.state not in (AgentState.TALKING, AgentState.WRAP_UP)
        )

    @rule(agent_id=agents, wrap_up_seconds=st.sampled_from([0.0, 15.0]))
    def end_talk(self, agent_id: str, wrap_up_seconds: float) -> None:
        agent = self.agent(agent_id)
        if agent is not None and agent.contact_id is not None:
            self.take(self.engine.talk_ended(agent_id, agent.contact_id, self.clock.now(), wrap_up_seconds))

    @rule(seconds=st.sampled_from([1.0, 10.0, 16.0, 21.0]))
    def pass_time(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.take(self.engine.due(self.clock.now()))
        deadline = self.engine.next_deadline()
        assert deadline is None or deadline > self.clock.now()

    @rule(agent_ids=st.sets(agents))
    def configure(self, agent_ids: set[str]) -> None:
        self.engine.configure(seats(agent_ids), QUEUES)
        self.take(self.engine.due(self.clock.now()))

    # -- what must hold at every moment ---------------------------------------------------------------------------

    def live(self) -> list[Offer]:
        return [offer for offer in self.made.values() if self.engine.offer(offer.offer_id)]

    @invariant()
    def reserved_agents_have_a_live_offer_and_only_they(self) -> None:
        offered = {offer.agent_id: offer for offer in self.live()}
        assert len(offered) == len(self.live())
        for agent in self.engine.agents:
            at_offer = agent.state in (AgentState.RESERVED, AgentState.RINGING)
            assert at_offer == (agent.agent_id in offered)
            assert agent.offer_id == (offered[agent.agent_id].offer_id if at_offer else None)
            if at_offer:
                assert agent.contact_id == offered[agent.agent_id].contact_id

    @invariant()
    def a_contact_is_at_one_place(self) -> None:
        offered = [offer.contact_id for offer in self.live()]
        talking = [agent.contact_id for agent in self.engine.agents if agent.state is AgentState.TALKING]
        assert len(set(offered)) == len(offered)
        assert len(set(talking)) == len(talking)
        assert not set(offered) & set(talking)
        waiting = sum(self.engine.queue_length(queue.queue_id)[0] for queue in QUEUES) - len(offered)
        assert waiting == len(self.inside) - len(set(offered))
        assert set(offered) <= self.inside

    @invariant()
    def nobody_idle_is_kept_from_a_waiting_contact(self) -> None:
        for queue in QUEUES:
            waiting = self.engine.queue_length(queue.queue_id)[0]
            waiting -= len([offer for offer in self.live() if offer.queue_id == queue.queue_id])
            free = [
                agent
                for agent in self.engine.agents
                if agent.state is AgentState.READY and agent.phone_registered and queue.queue_id in agent.queue_ids
            ]
            assert not (waiting and free)

    @invariant()
    def only_those_at_work_hold_a_contact(self) -> None:
        for agent in self.engine.agents:
            busy = agent.state in (AgentState.RESERVED, AgentState.RINGING, AgentState.TALKING, AgentState.WRAP_UP)
            assert (agent.contact_id is not None) == busy
            assert (agent.wrap_up_until is not None) == (agent.state is AgentState.WRAP_UP)

    def teardown(self) -> None:
        """Every lease ends, if by nothing else then by the clock."""
        for _ in range(30):
            self.pass_time(21.0)
            if not self.live():
                return
        agents_left = [agent.agent_id for agent in self.engine.agents if agent.state is AgentState.RESERVED]
        assert not agents_left


TestFloor = Floor.TestCase
TestFloor.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)
TestFloor.pytestmark = [pytest.mark.pure]  # type: ignore[attr-defined]
