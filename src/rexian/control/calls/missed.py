"""Calls that an agent has missed and nobody else has taken: for the desk, which can call back.

Missed is an offer or a transfer that rang until its time was over, or until the citizen hung up, and a colleague's call
that was not answered. Who declines has not missed it. A citizen whom somebody else has served meanwhile, or whom the
system calls back, is on no list. Fed by the call service after each turn; memory of this process.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from rexian.control.contacts.inputs import AgentDeclines, AgentResets, ChannelGone, Input
from rexian.control.contacts.parties import Role
from rexian.control.contacts.state import Contact, Draft
from rexian.control.contracts.desk import MissedCall
from rexian.control.contracts.events import EventType
from rexian.kit.clock import Clock

MOST = 20
KEPT = timedelta(hours=24)
SERVED = ("agent", "external", "callback")
"""Kinds of segment after which nobody need call back."""


class MissedCalls:
    """By agent, the newest first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lists: dict[str, tuple[MissedCall, ...]] = {}
        self._rang: dict[str, set[str]] = {}
        """Who has been rung in vain for a contact that still waits."""

    def of(self, agent_id: str) -> tuple[MissedCall, ...]:
        """The agent's missed calls of the last day."""
        since = self._clock.now() - KEPT
        return tuple(call for call in self._lists.get(agent_id, ()) if call.missed_at > since)

    def forget(self, contact_id: str) -> set[str]:
        """Somebody calls back; gives the agents whose lists have changed."""
        changed = {name for name, calls in self._lists.items() if contact_id in {call.contact_id for call in calls}}
        for agent_id in changed:
            self._lists[agent_id] = tuple(call for call in self._lists[agent_id] if call.contact_id != contact_id)
        return changed

    def follow(self, before: Contact, after: Contact, drafts: Iterable[Draft], event: Input) -> set[str]:
        """A contact has gone on by `event`; gives the agents whose lists have changed."""
        rang = self._rang.pop(after.contact_id, set())
        drafts = list(drafts)
        for draft in drafts:
            if draft.type is EventType.SEGMENT_STARTED and draft.data["kind"] in SERVED:
                rang.clear()
            elif draft.data.get("outcome") == "timed_out":
                rang |= _agent_of(before, draft)
        if after.alive:
            if rang:
                self._rang[after.contact_id] = rang
            return set()
        return self._ended(before, rang, drafts, event) if before.alive else set()

    def _ended(self, before: Contact, rang: set[str], drafts: Sequence[Draft], event: Input) -> set[str]:
        reason = next(draft.data["reason"] for draft in drafts if draft.type is EventType.CONTACT_ENDED)
        if before.colleague_id:
            missed = {before.colleague_id} if _colleague_missed(before, event) else set()
        else:
            missed = rang | _ringing(before) if reason == "citizen_hung_up" and before.reached_at else set()
        now = self._clock.now()
        for agent_id in missed:
            self._lists[agent_id] = (_missed(before, now), *self.of(agent_id))[:MOST]
        return missed


def _agent_of(before: Contact, draft: Draft) -> set[str]:
    """Who was rung to answer for the citizen."""
    if draft.type is EventType.OFFER_ENDED:
        return {str(draft.data["agent_id"])}
    party = next((party for party in before.parties if party.party_id == draft.data.get("party_id")), None)
    return {party.agent_id} if party and party.role is Role.AGENT and party.agent_id and before.up else set()


def _ringing(before: Contact) -> set[str]:
    offered = {before.ringing.offer.agent_id} if before.ringing else set()
    called = before.called
    return offered | ({called.agent_id} if called and called.role is Role.AGENT and called.agent_id else set())


def _colleague_missed(before: Contact, event: Input) -> bool:
    """The colleague's phone rang, and it was not the colleague who ended that."""
    declined = isinstance(event, ChannelGone) and event.channel_id == before.channel_id and event.cause != "no_answer"
    by_colleague = isinstance(event, AgentDeclines | AgentResets) and event.agent_id == before.colleague_id
    return before.talk is not None and not before.up and not declined and not by_colleague


def _missed(contact: Contact, now: datetime) -> MissedCall:
    caller_id = contact.talk.agent_id if contact.colleague_id and contact.talk else ""
    return MissedCall(
        contact_id=contact.contact_id,
        number="" if caller_id else contact.reached_at,
        colleague_id=caller_id or None,
        queue_id=contact.queue_id,
        missed_at=now,
    )
