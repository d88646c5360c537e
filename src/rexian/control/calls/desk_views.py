"""What each agent's page is to show, made from the engine and the contacts.

Called by `desks`, which knows when a page is out of date and sends it. Of a contact that has ended the page shows what
was last on it, so the views remember their work; and they hold the parked contacts, which wait to be picked up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rexian.control.acd.engine import AcdEngine
from rexian.control.acd.model import Agent
from rexian.control.calls import seats
from rexian.control.contacts.parties import CITIZEN, SYSTEM, Party, Place, Role
from rexian.control.contacts.pausing import PAUSE_SECONDS
from rexian.control.contacts.stage import voices
from rexian.control.contacts.state import Contact, Phase
from rexian.control.contacts.verbs import possible
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.configuration import CentreConfiguration
from rexian.control.contracts.desk import (
    AgentState,
    DeskParty,
    DeskRecording,
    DeskView,
    DeskWarning,
    DeskWork,
    MissedCall,
    ParkedContact,
    QueueLoad,
    SeatAnswer,
    SeatMessage,
    SeatTrouble,
    WorkPhase,
)
from rexian.kit.clock import Clock

PHASES = {
    AgentState.RESERVED: WorkPhase.OFFERED,
    AgentState.RINGING: WorkPhase.RINGING,
    AgentState.TALKING: WorkPhase.TALKING,
    AgentState.WRAP_UP: WorkPhase.WRAP_UP,
}


@dataclass(frozen=True)
class SeatNews:
    """What a desk shows besides its contact: what is wrong with the seat, unread messages, missed calls."""

    trouble: SeatTrouble | None = None
    messages: tuple[SeatMessage, ...] = ()
    missed: tuple[MissedCall, ...] = ()
    answers: tuple[SeatAnswer, ...] = ()


HIDDEN = (Place.LISTENING,)


def queue_load(engine: AcdEngine, queue_id: str) -> QueueLoad:
    """A queue's figures as they are now."""
    queue = engine.queue(queue_id)
    waiting, longest_since = engine.queue_length(queue_id)
    return QueueLoad(queue_id, queue.name if queue else queue_id, waiting, longest_since)


class DeskViews:
    """Makes a desk's view whenever it is asked for one."""

    def __init__(
        self,
        engine: AcdEngine,
        contacts: Mapping[str, Contact],
        centre: Callable[[], CentreConfiguration],
        *,
        clock: Clock,
        seat_news: Callable[[str], SeatNews],
    ) -> None:
        self._engine, self._contacts, self._centre = engine, contacts, centre
        self._clock, self._seat_news = clock, seat_news
        self._works: dict[str, DeskWork] = {}
        self._parked: dict[str, Contact] = {}

    def parked_changed(self, contact: Contact) -> None:
        """Whether the contact waits to be picked up."""
        self._parked.pop(contact.contact_id, None)
        if contact.phase is Phase.PARKED and contact.called is None:
            self._parked[contact.contact_id] = contact

    def view(self, agent_id: str) -> DeskView:
        """The desk as it stands. Raises UnknownAgent."""
        agent = self._engine.agent(agent_id)
        contact = self._contacts.get(agent.contact_id or "")
        waiting = [parked for parked in self._parked.values() if parked.queue_id in agent.queue_ids]
        parked = tuple(self._shown_parked(contact) for contact in waiting)
        news = self._seat_news(agent_id)
        return DeskView(
            agent_id=agent_id,
            state=agent.state,
            state_since=agent.state_since or self._clock.now(),
            changed_by=agent.changed_by,
            reason=agent.reason,
            not_ready_reason=agent.not_ready_reason,
            next_state=agent.next_state,
            phone_registered=agent.phone_registered,
            work=self._work(agent),
            queues=tuple(queue_load(self._engine, queue_id) for queue_id in agent.queue_ids),
            verbs=(
                *(possible(contact, agent_id) if contact else self._without_contact(agent, parked)),
                *seats.verbs(self._engine, agent_id),
            ),
            next_reason=agent.next_reason,
            trouble=news.trouble,
            messages=news.messages,
            answers=news.answers,
            parked=parked,
            missed=tuple(self._shown_missed(call) for call in news.missed),
        )

    def _without_contact(self, agent: Agent, parked: tuple[ParkedContact, ...]) -> tuple[CommandName, ...]:
        if not self._engine.is_free(agent.agent_id):
            return ()
        return (CommandName.DIAL, CommandName.PICK_UP) if parked else (CommandName.DIAL,)

    def _shown_parked(self, contact: Contact) -> ParkedContact:
        since = contact.parked_at or self._clock.now()
        return ParkedContact(contact.contact_id, contact.caller_number, self._queue_name(contact.queue_id), since)

    def _shown_missed(self, call: MissedCall) -> MissedCall:
        known = (agent.name for agent in self._centre().agents if agent.agent_id == call.colleague_id)
        queue_name = self._queue_name(call.queue_id) if call.queue_id else ""
        return replace(call, name=next(known, ""), queue_name=queue_name)

    def _queue_name(self, queue_id: str) -> str:
        return next((queue.name for queue in self._centre().queues if queue.queue_id == queue_id), queue_id)

    def _work(self, agent: Agent) -> DeskWork | None:
        """The contact on the desk; during wrap-up the one that has just ended."""
        phase = PHASES.get(agent.state)
        if phase is None or agent.contact_id is None:
            self._works.pop(agent.agent_id, None)
            return None
        known = self._works.get(agent.agent_id)
        contact = self._contacts.get(agent.contact_id)
        if phase is WorkPhase.WRAP_UP:
            if known is None or known.contact_id != agent.contact_id:
                return None
            ended_at = known.ended_at or agent.state_since
            return replace(known, phase=phase, ended_at=ended_at, wrap_up_until=agent.wrap_up_until)
        if contact is None:
            return known
        work = self._live_work(agent, contact, phase)
        self._works[agent.agent_id] = work
        return work

    def _live_work(self, agent: Agent, contact: Contact, phase: WorkPhase) -> DeskWork:
        offer = self._engine.offer(agent.offer_id) if agent.offer_id else None
        known = self._works.get(agent.agent_id)
        known = known if known is not None and known.contact_id == contact.contact_id else None
        offered_at = offer.made_at if offer else known.offered_at if known else self._clock.now()
        queue = self._engine.queue(contact.queue_id)
        party = contact.party_of(agent.agent_id)
        is_colleague = agent.agent_id == contact.colleague_id
        return DeskWork(
            contact_id=contact.contact_id,
            phase=_phase(phase, contact, party),
            caller_number=self._staff_number_of(contact.talk) if is_colleague else contact.reached_at,
            called_number=contact.called_number,
            queue_name=queue.name if queue else contact.queue_id,
            queued_at=contact.queued_at or offered_at,
            offered_at=offered_at,
            offer_deadline=offer.deadline if offer else None,
            answered_at=_answered_at(agent, contact, party),
            ended_at=contact.ended_at,
            attached=contact.attached,
            kind=contact.kind,
            role="colleague" if is_colleague else str(party.role) if party else "agent",
            held=contact.talk is not None and CITIZEN not in voices(contact, Place.CONTACT),
            parties=(
                *(self._party(party) for party in contact.parties if _is_shown(party, agent.agent_id)),
                *self._colleague(contact),
            ),
            handover=contact.handover,
            recording=_recording(party),
            unanswered=contact.unanswered,
            is_callback=contact.callback is not None,
            warnings=tuple(DeskWarning(warning.kind, warning.reason) for warning in contact.treatment.warnings),
        )

    def _party(self, party: Party) -> DeskParty:
        return DeskParty(
            role=str(party.role),
            agent_id=party.agent_id or None,
            name=self._name_of(party),
            number=party.number,
            place=str(party.place),
            ringing=not party.up,
            muted=bool(party.muted),
        )

    def _colleague(self, contact: Contact) -> tuple[DeskParty, ...]:
        """Who stands in the citizen's place of an internal contact."""
        if not contact.colleague_id:
            return ()
        known = next((agent for agent in self._centre().agents if agent.agent_id == contact.colleague_id), None)
        if known is None:
            return ()
        place = str(contact.place)
        return (DeskParty("colleague", known.agent_id, known.name, "", place, ringing=not contact.up, muted=False),)

    def _staff_number_of(self, party: Party | None) -> str:
        agents = self._centre().agents
        return next((agent.staff_number for agent in agents if party and agent.agent_id == party.agent_id), "")

    def _name_of(self, party: Party) -> str:
        """Of the colleague, or as the directory has it."""
        centre = self._centre()
        if party.entry_id:
            return next((entry.name for entry in centre.directory if entry.entry_id == party.entry_id), "")
        return next((agent.name for agent in centre.agents if agent.agent_id == party.agent_id), "")


def _is_shown(party: Party, agent_id: str) -> bool:
    """A supervisor who only listens, or is just coming, is on no desk but the supervisor's own."""
    return party.role is not Role.SUPERVISOR or party.agent_id == agent_id or (party.up and party.place not in HIDDEN)


def _answered_at(agent: Agent, contact: Contact, party: Party | None) -> datetime | None:
    if party is None and agent.agent_id == contact.colleague_id and contact.up:
        return agent.state_since
    return party.started_at if party and party.up else None


def _phase(phase: WorkPhase, contact: Contact, party: Party | None) -> WorkPhase:
    """Who answers for the contact may have lost the voice."""
    reconnecting = party is not None and party.role is Role.AGENT and contact.phase is Phase.RECONNECTING
    return WorkPhase.RECONNECTING if reconnecting else phase


def _recording(party: Party | None) -> DeskRecording | None:
    if party is None or not party.recording_id:
        return None
    pause = party.pause
    by_agent = pause is not None and pause.by != SYSTEM
    return DeskRecording(
        running=party.block is not None,
        paused_at=pause.since if pause else None,
        paused_by=pause.by if pause else "",
        pause_reason=pause.reason if pause else "",
        resumes_at=pause.since + timedelta(seconds=PAUSE_SECONDS) if pause and by_agent else None,
        pause_expired=party.pause_expired,
    )
