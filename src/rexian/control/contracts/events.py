"""The event envelope and the event types of a contact's life (design.md section 6, docs/GLOSSARY.md).

An event says what has happened, never what is to be done. It is appended to control's journal before control acts on
it, copied to the stream `EVENTS` (message id = event id) and stored once as a fact. Clear personal data never stands
in `data`; personal values are in `sealed`, encrypted under the contact's key (rexian.kit.crypto).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from rexian.kit.clock import utc_text

EVENT_STREAM = "EVENTS"
EVENT_SUBJECT = "events"
"""An event of type `offer.made` is published on `events.offer.made`."""

KEY_STREAM = "CONTACT_KEYS"
KEY_SUBJECT = "contact_keys"
"""Wrapped contact keys travel apart from the events ({"contact_id", "wrapped_key"}), so that one can be erased."""


class EventType(StrEnum):
    """Every event type; the payload fields of version 1 stand behind each (sealed ones in brackets)."""

    CONTACT_STARTED = "contact.started"
    """kind (inbound, outbound, internal), trunk, called_number (ours), channel_id, [caller_number] (the
    citizen's, also of an outbound contact, which an agent, agent_id, begins; of an internal one the staff number of
    colleague_id, the agent who stands in the citizen's place); of an agent's call-back queue_id and follows, the
    contact that was missed"""
    CALLER_MARKED = "caller.marked"
    """admission (admit, menu_only, refuse), priority, [warnings]: the caller is on a list (VIP, red, black)"""
    TURNED_AWAY = "contact.turned_away"
    """segment_id, queue_id, answer (closed, no_agent, full, menu_only): the way to a person was not open"""
    PLACE_KEPT = "contact.place_kept"
    """queue_id, queued_at, promised_contact_id: the caller dropped out of that queue a moment ago, or was to be called
    back by that contact, and has the place of before in it"""
    OVERFLOWED = "contact.overflowed"
    """queue_id, cause (waited, length, staffing), target_kind (queue, flow, directory), target_id: the contact leaves
    its queue for somewhere else"""
    CONTACT_ANSWERED = "contact.answered"
    """The citizen who was called, or called back, or the colleague of an internal contact has answered."""
    CALLBACK_BOOKED = "callback.booked"
    """queue_id, reason (asked, lost), [number]: the citizen is called back when the turn comes; the place is kept"""
    CALLBACK_AWAITED = "callback.awaited"
    """The citizen has hung up, or was cut off, and waits for the call."""
    CALLBACK_DIALLED = "callback.dialled"
    """attempt (1…), channel_id"""
    CALLBACK_FAILED = "callback.failed"
    """attempt, outcome (declined, timed_out, unreachable, lost): out of the line until the next attempt, or for good"""
    CALLBACK_RESUMED = "callback.resumed"
    """Back in the line, with the place of before, for the next attempt."""
    CALLBACK_CANCELLED = "callback.cancelled"
    """reason (one of CANCEL_REASONS): a supervisor, the actor, has taken the promise back"""
    CONTACT_IDENTIFIED = "contact.identified"
    """auth_level (none, password), object, [subject]: who the caller proved to be, e.g. a person account"""
    VALUE_ATTACHED = "contact.value_attached"
    """key, format, [value]: something the menu learned that travels to the desk"""
    HANDOVER_ATTACHED = "contact.handover_attached"
    """agent_id, [handover]: what a desk gives along to the next one (form, open pages); the newest counts"""
    CONTACT_ENDED = "contact.ended"
    """reason (citizen_hung_up, agent_hung_up, flow_ended, lost, refused, overload, released, not_reached, called_again,
    callback_cancelled, callback_expired), ended_by (citizen, agent, system, supervisor)"""
    SEGMENT_STARTED = "segment.started"
    """segment_id, kind, and by kind: ivr flow_id+flow_version, with errand (true) where an agent waits for
    the citizen to come back from it; queue queue_id+queued_at, with priority, named_agent_id and
    usual_agent_id where the entry point asks for them; agent
    agent_id+queue_id+offer_id+recording_id+channel_id, with party_id where the agent was called or consulted before;
    external the same without an agent, for a number outside that answers for the contact; consult
    party_id+role+agent_id+recording_id+channel_id; transfer agent_id, while who is to answer next is rung;
    callback queue_id, while the citizen is away and will be called back; parked agent_id, while the citizen waits to be
    picked up;
    supervision party_id+agent_id+channel_id+watched (citizen, or the party_id of the seat), not recorded"""
    SEGMENT_ENDED = "segment.ended"
    """segment_id, reason, and of a party's segment: stays (true = the party goes on with another segment)"""
    FLOW_NODE_ENTERED = "flow.node_entered"
    """segment_id, node_id, state_version, [state]: enough to go on at this node after a restart, without secrets"""
    FLOW_CHOICE_MADE = "flow.choice_made"
    """segment_id, node_id, key, label: a menu key (digits of a collect node never stand in an event)"""
    PROMPT_STARTED = "prompt.started"
    """segment_id, node_id, playback_id, prompt_id, clip_id, clip_seconds, [text]"""
    PROMPT_ENDED = "prompt.ended"
    """playback_id, outcome (played, interrupted, failed)"""
    OBJECT_ANSWERED = "object.answered"
    """segment_id, node_id, object, rule, outcome, elapsed_ms"""
    SERVICE_RATED = "service.rated"
    """segment_id, node_id, grade (1 best to 5): the caller has judged the service"""
    OFFER_MADE = "offer.made"
    """offer_id, segment_id (the queue stay), agent_id, queue_id, channel_id, deadline,
    reason {rule, chosen_by, candidates, first_five [{agent_id, idle_seconds, level, average_idle_seconds, answered}],
    contact {waited_seconds, priority, stage, waiting}}"""
    OFFER_RINGING = "offer.ringing"
    """offer_id"""
    OFFER_ENDED = "offer.ended"
    """offer_id, agent_id, outcome (accepted, declined, timed_out, caller_gone, agent_unreachable)"""
    PARTY_CALLED = "party.called"
    """party_id, role (agent, consultant, external, supervisor), voice (its name in recordings), place, agent_id,
    channel_id, watched (of a supervisor), entry_id (of the directory), search (null, or {group_id, queue_id, tried
    [agent_id], until, asker_id}: as which of several), returns (true = to who gave the contact away), [number]:
    somebody is rung for this contact, by no queue's offer"""
    PARTY_LEFT = "party.left"
    """party_id, outcome (declined, timed_out, agent_unreachable, agent_busy, cancelled): who was called did not come"""
    PARTIES_PLACED = "parties.placed"
    """places {party_id or citizen: alone, music, contact, consult, listening, whispering}, reason (held, retrieved,
    consulting, taken_back, joined, supervising): who belongs where from now on"""
    PARTY_MUTED = "party.muted"
    """party_id, muted"""
    KEYS_SENT = "keys.sent"
    """party_id, count: an agent has sent keys to the others; the keys themselves stand nowhere"""
    LEG_LOST = "leg.lost"
    """segment_id, agent_id, channel_id, cause: the agent's voice is gone, the citizen hears music"""
    LEG_RESTORED = "leg.restored"
    """segment_id, agent_id, channel_id"""
    RECORDING_BLOCK_STARTED = "recording.block_started"
    """recording_id, segment_id, block (1…), tracks {citizen: name, agent: name} of the raw spool files, channels {the
    same: channel_id}, kind (talk, consult)"""
    RECORDING_BLOCK_ENDED = "recording.block_ended"
    """recording_id, block, expected_seconds"""
    RECORDING_PAUSED = "recording.paused"
    """recording_id, segment_id, pause (1…), paused_by (an agent_id, or system), reason (one of PAUSE_REASONS; menu by
    the system): nothing is recorded until it is resumed"""
    RECORDING_RESUMED = "recording.resumed"
    """recording_id, segment_id, pause, reason (resumed; menu_over; timed_out: nobody had thought of it; segment_ended;
    followed: the pause of the one who answers for the contact is over)"""
    RECORDING_MARKED = "recording.marked"
    """recording_id, segment_id, mark (1…), kind (one of MARK_KINDS), agent_id: the moment is worth finding again"""
    RECORDING_STOPPED = "recording.stopped"
    """recording_id, segment_id, agent_id, blocks: nothing more is written to the spool; the worker stores it now"""
    AGENT_STATE_CHANGED = "agent.state_changed"
    """agent_id, state, previous (the same when only the next state or the end of wrap-up changed), reason, changed_by
    (agent, system, supervisor), not_ready_reason, wrap_up_until, served_contact_id, queue_id, next_state, next_reason,
    idle_since, answered_today, idle_periods_today, idle_seconds_today; the envelope's contact_id is empty"""
    SEAT_MESSAGE_SENT = "seat.message_sent"
    """agent_id, message_id: a supervisor (the actor) has sent a message to the seat; its text stands nowhere"""
    SEAT_MESSAGE_READ = "seat.message_read"
    """agent_id, message_id"""
    SEAT_MESSAGE_ANSWERED = "seat.message_answered"
    """agent_id, message_id: read and answered by a few words, which stand nowhere"""


@dataclass(slots=True)
class Event:
    """One thing that has happened. Times are UTC; `sequence` counts from 1 within the contact (0 without a contact).

    Nobody changes one. It is not frozen because a freezing constructor takes several times as long, and every contact
    makes dozens.
    """

    id: str
    type: str
    version: int
    time: datetime
    actor: str
    organisation_id: str
    media_node: str
    contact_id: str | None = None
    sequence: int = 0
    cause: str | None = None
    recovered: bool = False
    data: Mapping[str, Any] = field(default_factory=dict)
    sealed: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The wire form; `from_json` reads it back."""
        return {
            "id": self.id,
            "type": self.type,
            "version": self.version,
            "time": utc_text(self.time),
            "actor": self.actor,
            "organisation_id": self.organisation_id,
            "media_node": self.media_node,
            "contact_id": self.contact_id,
            "sequence": self.sequence,
            "cause": self.cause,
            "recovered": self.recovered,
            "data": dict(self.data),
            "sealed": dict(self.sealed),
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "Event":
        """Read the wire form; unknown fields are refused by the dataclass."""
        fields = dict(document)
        fields["time"] = datetime.fromisoformat(fields["time"])
        return cls(**fields)
