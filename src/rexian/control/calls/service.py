"""Call control: input > lane > decision > journal > effects. The one owner of the live truth.

The adapter posts inputs, the floors above send commands; nothing else changes a contact or an agent. How it is wired
stands in rexian.app.processes.control.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

import structlog

from rexian.control.acd.engine import AcdEngine
from rexian.control.acd.model import Outcome
from rexian.control.acd.watch import SeatWatch, WatchLimits
from rexian.control.calls.alarms import AlarmLimits, Alarms
from rexian.control.calls.arrivals import Arrivals, NumberHash
from rexian.control.calls.callbacks import Callbacks
from rexian.control.calls.desk_views import SeatNews
from rexian.control.calls.desks import Desks
from rexian.control.calls.execution import Execution, Ports
from rexian.control.calls.lanes import Lanes
from rexian.control.calls.ledger import Ledger
from rexian.control.calls.missed import MissedCalls
from rexian.control.calls.pressure import Pressure
from rexian.control.calls.queue_loads import QueueLoads
from rexian.control.calls.routing import Routing
from rexian.control.calls.seat_messages import SeatMessages, kept
from rexian.control.calls.timers import Timers
from rexian.control.calls.watching import Watching
from rexian.control.contacts import inputs
from rexian.control.contacts.decide import decide
from rexian.control.contacts.entry_tables import EntryTables
from rexian.control.contacts.flow_tables import FlowTables
from rexian.control.contacts.state import Contact, Phase
from rexian.control.contacts.turn import Surroundings, Turn
from rexian.control.contracts.configuration import CentreConfiguration
from rexian.control.contracts.desk import AgentState, SeatMessage
from rexian.control.contracts.events import EventType
from rexian.control.ivr.document import FlowDocument
from rexian.control.ivr.engine import FlowLoops
from rexian.control.ports import LiveOutlet
from rexian.kit.clock import Clock
from rexian.kit.ids import IdSource
from rexian.kit.tasks import TaskKeeper

log = structlog.get_logger(__name__)

BEGINS = (inputs.CitizenArrived, inputs.AgentDials, inputs.OfferArrived)
"""Inputs that may be the first of a contact (an offer to one that is gone is given back)."""

BY_CITIZEN = (inputs.CitizenArrived, inputs.KeyPressed)
BY_AGENT = (
    inputs.AgentHangsUp,
    inputs.AgentDeclines,
    inputs.AgentResets,
    inputs.AgentResumes,
    inputs.AgentActs,
    inputs.AgentDials,
    inputs.AgentPicksUp,
)


@dataclass(frozen=True)
class Foundations:
    """What call control stands on."""

    ports: Ports
    ledger: Ledger
    live: LiveOutlet
    clock: Clock
    new_id: IdSource
    media_node: str
    number_hash: NumberHash
    """Makes the keyed hash by which callers are known."""
    watch_limits: WatchLimits = field(default_factory=WatchLimits)
    alarm_limits: AlarmLimits = field(default_factory=AlarmLimits)
    pressure: Pressure | None = None
    """How Asterisk keeps up; None = nobody measures it, and no call is turned away for it."""


class CallControl:
    """All contacts, agents and queues of one centre."""

    def __init__(
        self, foundations: Foundations, centre: CentreConfiguration, flows: Mapping[str, FlowDocument]
    ) -> None:
        self._clock, self._ledger = foundations.clock, foundations.ledger
        self._new_id, self._media_node = foundations.new_id, foundations.media_node
        self._flows = FlowTables.of(flows)
        self._media = foundations.ports.media
        self._arrivals = Arrivals(foundations.number_hash, self._clock)
        self.tasks = TaskKeeper()
        self.contacts: dict[str, Contact] = {}
        self._by_channel: dict[str, str] = {}
        self._lanes = Lanes(self._process, self.tasks)
        self._timers = Timers(self.post)
        self.engine = AcdEngine(foundations.new_id, ZoneInfo(centre.time_zone))
        self.messages = SeatMessages(self._clock, self._new_id)
        self.missed = MissedCalls(self._clock)
        watch = SeatWatch(foundations.watch_limits)
        self.desks = Desks(
            self.engine,
            self.contacts,
            lambda: self.centre,
            foundations.live,
            clock=self._clock,
            seat_news=lambda agent_id: SeatNews(
                watch.trouble(agent_id),
                self.messages.of(agent_id),
                self.missed.of(agent_id),
                self.messages.answers_of(agent_id),
            ),
        )
        self._queue_loads = QueueLoads(self.engine, foundations.live, self.desks.changed)
        self.routing = Routing(
            self.engine,
            foundations.ledger,
            clock=self._clock,
            post=self.post,
            desk_changed=self.desks.changed,
            queues_changed=self._queue_loads.changed,
        )
        self.watching = Watching(watch, self.routing, self.desks, clock=self._clock)
        self._execution = Execution(
            foundations.ports,
            self.routing,
            self._timers,
            self.tasks,
            clock=self._clock,
            post=self.post,
            around=lambda: self.around,
        )
        self.turned_away = 0
        self._pressure = foundations.pressure or Pressure(self._clock)
        self.alarms = Alarms(
            self.engine,
            self.contacts,
            lambda: self.centre,
            self._pressure,
            foundations.live,
            clock=self._clock,
            limits=foundations.alarm_limits,
        )
        self._callbacks = Callbacks(self.engine, self.contacts, lambda: self.around, clock=self._clock, post=self.post)
        self.configure(centre)

    def configure(self, centre: CentreConfiguration) -> None:
        """Take a new configuration; contacts under way see it from their next input on."""
        self.centre = centre
        self._ledger.organisation_id, self._ledger.media_node = centre.organisation_id, self._media_node
        in_progress = {(each.flow_id, each.flow_version) for each in self.contacts.values() if each.flow_id}
        self._flows = self._flows.configured(centre, in_progress)
        entry = EntryTables(centre)
        self.around = Surroundings(centre, entry, self._flows, self._media_node, self._new_id, self.engine)
        self.engine.configure(centre.agents, centre.queues)
        self.routing.follow_hours(entry)
        self.routing.look_again()
        self.desks.all_changed()

    def start(self) -> None:
        """Let the clocks and the desks run."""
        self.tasks.start(self.routing.keep_time(), "the clock of the ACD")
        self.tasks.start(self.watching.run(), "the watch over seats")
        self.tasks.start(self._callbacks.run(), "call-backs")
        self.tasks.start(self.alarms.run(), "alarms")
        self.tasks.start(self.desks.send(), "desks")
        self.tasks.start(self._queue_loads.tell(), "queue loads")

    async def close(self) -> None:
        await self.tasks.close()

    # -- after a start ------------------------------------------------------------------------------------------

    async def rebuild(self) -> None:
        """Take up what the journal says was going on."""
        for change, since in await self._ledger.agent_states():
            self.engine.restore_agent(change, since)
        for text in await self._ledger.unread():
            self.messages.restore(text)
        self.contacts.update(await self._ledger.open_contacts())
        for contact in self.contacts.values():
            if contact.channel_id:
                self._by_channel[contact.channel_id] = contact.contact_id
            self.desks.parked_changed(contact)
        log.info("rebuilt from the journal", contacts=len(self.contacts))

    async def compare(self, look: Callable[[], Awaitable[inputs.ControlReturned]]) -> None:
        """The media server is there (again): bring every contact in line with what it holds. Returns when done.

        No contact moves on while `look` looks, so that nothing it made afterwards is taken for lost; then the
        comparison comes before all that waits. A contact that cannot be compared (its lane tells why) hinders no
        other. Phones come last: until then nobody is offered anything, for who is talking is not known before.
        """
        async with self._lanes.standing_still():
            seen = await look()
            compared = [self._lanes.put_first(contact_id, seen) for contact_id in self.contacts]
        await asyncio.gather(*compared, return_exceptions=True)
        self._pressure.begin_anew()
        for agent in self.centre.agents:
            await self.phone(agent.agent_id, agent.sip_username in seen.observation.endpoints_online)
        self.desks.all_changed()

    # -- inputs -------------------------------------------------------------------------------------------------

    def arrived(self, event: inputs.CitizenArrived) -> None:
        """A call on a trunk begins a contact; one that waited in the dialplan for us is no different, but that it is
        not turned away where Asterisk cannot keep up."""
        if event.channel_id in self._by_channel:
            return
        if self._pressure.is_high and not event.waited:
            event = replace(event, turned_away=True)
            self.turned_away += 1
        contact_id = self._new_id()
        self._by_channel[event.channel_id] = contact_id
        self.post(contact_id, self._arrivals.known(event, self.around, self.contacts))

    async def dial(self, event: inputs.AgentDials) -> None:
        """An agent begins a contact; returns when it has begun."""
        await self.carry(self._new_id(), event)
        if event.follows:
            self._desks_changed(self.missed.forget(event.follows))

    def contact_of(self, channel_id: str) -> str | None:
        """The contact a citizen's channel belongs to."""
        return self._by_channel.get(channel_id)

    def post(self, contact_id: str, event: inputs.Input) -> None:
        """Something has happened to a contact."""
        self._lanes.post(contact_id, event)

    async def carry(self, contact_id: str, event: inputs.Input) -> None:
        """The same, and wait until it has been dealt with."""
        await self._lanes.carry(contact_id, event)

    async def bring_about(self, outcomes: Iterable[Outcome]) -> None:
        """What a command has done at the engine."""
        await self.routing.bring_about(list(outcomes))

    async def note_sent(self, agent_id: str, message: SeatMessage) -> None:
        """Journal that a message was sent to a seat; a successor shows it too."""
        await self._ledger.write_seat(
            EventType.SEAT_MESSAGE_SENT,
            agent_id,
            message.message_id,
            actor=f"user:{message.sender_id}",
            text=kept(agent_id, message),
        )

    async def note_read(self, agent_id: str, message_id: str, actor: str, *, answered: bool) -> None:
        """Journal that a message was read, or read and answered."""
        event_type = EventType.SEAT_MESSAGE_ANSWERED if answered else EventType.SEAT_MESSAGE_READ
        await self._ledger.write_seat(event_type, agent_id, message_id, actor=f"user:{actor}", text=None)

    async def phone(self, agent_id: str, registered: bool) -> None:
        """An agent's phone has come or gone."""
        agent = self.engine.agent(agent_id)
        if agent.phone_registered == registered:
            return
        await self.bring_about(self.engine.phone(agent_id, registered, self._clock.now()))
        self.desks.changed(agent_id)

    def talking_leg(self, agent_id: str) -> tuple[str, str] | None:
        """The contact and the channel an agent talks on, while the agent's phone is away; else None."""
        agent = next((agent for agent in self.engine.agents if agent.agent_id == agent_id), None)
        if agent is None:
            return None
        contact = self.contacts.get(agent.contact_id or "")
        if agent.phone_registered or agent.state is not AgentState.TALKING or contact is None:
            return None
        party = contact.party_of(agent_id)
        return (contact.contact_id, party.channel_id) if party and party.up and party.channel_id else None

    # -- the pipeline -------------------------------------------------------------------------------------------

    async def _process(self, contact_id: str, event: inputs.Input) -> None:
        if isinstance(event, inputs.TimerFired) and not self._timers.is_current(contact_id, event):
            return
        before = self.contacts.get(contact_id)
        if before is None and not isinstance(event, BEGINS):
            return
        before = before or Contact(contact_id)
        try:
            await self._settle(before, self._decide(before, event), event)
        finally:
            if isinstance(event, inputs.CitizenArrived) and contact_id not in self.contacts:
                self._by_channel.pop(event.channel_id, None)

    def _decide(self, before: Contact, event: inputs.Input) -> Turn:
        try:
            return decide(before, event, self.around, self._clock)
        except FlowLoops as error:
            log.error("a flow cannot go on", contact_id=before.contact_id, details=error.details)
            return decide(before, inputs.FlowBroken(), self.around, self._clock)

    async def _settle(self, before: Contact, turn: Turn, event: inputs.Input) -> None:
        """Journal, take over, carry out: in this order."""
        contact = turn.contact
        closes = contact.phase is Phase.CLOSED and before.phase is not Phase.CLOSED
        if turn.drafts or closes:
            actor, cause = _actor(event), type(event).__name__
            await self._ledger.write(before, turn.drafts, actor=actor, cause=cause, closes=closes)
        if contact.phase is Phase.NEW:
            self.contacts.pop(contact.contact_id, None)
        else:
            self.contacts[contact.contact_id] = contact
        self._arrivals.left(before, contact, self.around)
        self._desks_changed(self.missed.follow(before, contact, turn.drafts, event))
        if contact.channel_id != before.channel_id:
            self._by_channel.pop(before.channel_id, None)
        if turn.drafts:
            self.desks.contact_changed(contact)
            if Phase.PARKED in (before.phase, contact.phase):
                self.desks.parked_changed(contact)
        try:
            await self._execution.carry_out_all(contact, turn.effects)
        finally:
            if closes:
                self._forget(contact)

    def _desks_changed(self, agent_ids: Iterable[str]) -> None:
        for agent_id in agent_ids:
            self.desks.changed(agent_id)

    def _forget(self, contact: Contact) -> None:
        self._timers.forget(contact.contact_id)
        self._by_channel.pop(contact.channel_id, None)
        self.contacts.pop(contact.contact_id, None)


def _actor(event: inputs.Input) -> str:
    if isinstance(event, inputs.SupervisorActs):
        return f"supervisor:{event.agent_id}"
    if isinstance(event, BY_AGENT):
        return f"agent:{event.agent_id}"
    if isinstance(event, inputs.PromiseCancelled):
        return f"user:{event.user_id}"
    return "citizen" if isinstance(event, BY_CITIZEN) else "system"
