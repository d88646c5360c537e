"""The commands that the floors above send to control, by request and reply on the bus.

Subject `control.command`; request {"command", "agent_id", "actor", "key", "arguments"}; reply {"result": …} or
{"error": {"code", "kind", "message", "details"}}. `key` is the idempotency key: the same key gives the same answer and
acts once. Every command answers with the desk as it stands afterwards (`DeskView`), so a page needs no second question.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

COMMAND_SUBJECT = "control.command"
CONFIGURATION_CHANGED_SUBJECT = "configuration.changed"


class CommandName(StrEnum):
    """What may be asked of control; arguments behind each."""

    DESK = "desk"
    """Nothing changes: the desk as it stands."""
    SIGN_IN = "sign_in"
    """The agent takes a seat: signed_out > not_ready. Idempotent."""
    SIGN_OUT = "sign_out"
    """Refused with `agent_busy` while a contact is on the desk; with the argument after_work (true) it is remembered as
    the next state."""
    READY = "ready"
    """Also ends wrap-up; during a talk it is remembered as the next state."""
    NOT_READY = "not_ready"
    """arguments: reason (one of NOT_READY_REASONS). During a talk it is remembered as the next state."""
    EXTEND_WRAP_UP = "extend_wrap_up"
    """More time for wrap-up, by as much and as often as the queue allows."""
    END_WRAP_UP = "end_wrap_up"
    """Wrap-up is done: on to the next state that was chosen, else to ready."""
    RESET = "reset"
    """Clears the desk, whatever is on it: an offer or a ring is declined, a citizen in talk waits in the queue again
    with the old place, wrap-up ends. The seat is not ready then."""
    SIGN_OF_LIFE = "sign_of_life"
    """The agent's page is open. A page that has shown itself and falls silent is taken for gone after a while."""
    ACKNOWLEDGE = "acknowledge"
    """arguments: message_id. The agent has read a supervisor's message."""
    ANSWER = "answer"
    """arguments: message_id, text (1 to 200 characters). The same, with a short answer for the supervisor."""
    HANG_UP = "hang_up"
    """Ends the talk on the desk; the citizen's contact ends with it."""
    DECLINE = "decline"
    """Refuses the offer on the desk; the contact keeps its place and goes to the next agent."""
    RESUME_MEDIA = "resume_media"
    """The page has lost its voice (reload): drop the agent's dead leg and ring the page again for the same contact."""
    HOLD = "hold"
    """The citizen hears music; nobody hears the agent."""
    RETRIEVE = "retrieve"
    """Back to the citizen who is on hold, or who waits since a consultation came to nothing."""
    MUTE = "mute"
    """The agent's voice reaches nobody."""
    UNMUTE = "unmute"
    SEND_KEYS = "send_keys"
    """arguments: digits (0-9*#). Sent to those the agent talks with."""
    CONSULT = "consult"
    """arguments: target_agent_id, group_id (who of it is idle longest, then the next), queue_id (the same by the
    queue's rule), entry_id (of the directory) or number; handover (optional: any JSON object, which the other desk
    shows with the ring). Asks while the citizen hears music."""
    TAKE_BACK = "take_back"
    """Ends the consultation, answered or not: agent and citizen talk again."""
    COMPLETE = "complete"
    """Leaves the contact to who was consulted or has joined."""
    JOIN = "join"
    """Who was consulted joins the citizen's talk; by and by more may."""
    TRANSFER = "transfer"
    """arguments: as consult, or queue_id or flow_id; handover (optional). Leaves the contact to somebody
    else, unasked; who does not come is replaced by the queue, with the place of before."""
    SEND_TO_MENU = "send_to_menu"
    """arguments: flow_id. Sends the citizen through a flow for one thing (to key a password, say), unheard and
    unrecorded; at its end, or by retrieve, both talk again."""
    PAUSE_RECORDING = "pause_recording"
    """arguments: reason (one of PAUSE_REASONS). Nothing of the contact is recorded until resumed, the segment's
    end, or the time that the desk shows."""
    RESUME_RECORDING = "resume_recording"
    MARK_RECORDING = "mark_recording"
    """arguments: kind (one of MARK_KINDS). Marks this moment of the recording."""
    PARK = "park"
    """Leaves the citizen with music until somebody picks the contact up; after three minutes the queue has it again."""
    PICK_UP = "pick_up"
    """arguments: contact_id. From a desk without a contact: rings the agent's own phone for a parked contact."""
    DIAL = "dial"
    """arguments: number, entry_id (of the directory), target_agent_id (a colleague, who stands in the citizen's
    place), or missed_contact_id (of the desk's missed calls: calls back, for the same queue).
    From a desk without a contact, ready or not: rings the agent's own phone, then the other's."""
    LISTEN = "listen"
    """A supervisor's, as all below. arguments: watched_agent_id, follow (contact or seat). Rings the supervisor, who
    hears both sides and is heard by nobody: the media server has no way for that voice. With `contact` it goes on when
    the contact is transferred, with `seat` it ends with that agent's part. Each of the three can change to another."""
    WHISPER = "whisper"
    """As listen; only the agent hears the supervisor."""
    BARGE = "barge"
    """As listen; everybody hears the supervisor."""
    TAKE_OVER = "take_over"
    """The supervisor, who is up, answers for the contact; the agent's part ends."""
    RELEASE = "release"
    """arguments: watched_agent_id. Ends the contact on that desk."""
    FORCE_READY = "force_ready"
    """arguments: watched_agent_id, as in the next two."""
    FORCE_NOT_READY = "force_not_ready"
    """arguments: also reason. During a talk it is remembered as the next state."""
    FORCE_SIGN_OUT = "force_sign_out"
    """Refused with `agent_busy` while a contact is on the desk."""
    MESSAGE = "message"
    """arguments: watched_agent_id, text (1 to 500 characters). Shows a text on that desk until it is acknowledged."""
    ANSWER_READ = "answer_read"
    """arguments: watched_agent_id, message_id. The supervisor has read that seat's answer."""
    PROMISES = "promises"
    """Nothing changes; needs no agent, and answers with every promised call-back (`Promise`) instead of a desk."""
    CANCEL_PROMISE = "cancel_promise"
    """arguments: contact_id, reason (one of CANCEL_REASONS), organisation_ids (whose queues the asking user may see). A
    supervisor's, who needs no seat; answers as promises."""
    DESKS = "desks"
    """arguments: agent_ids. Those desks as they stand, without seats that control does not know; needs no agent."""
    STATUS = "status"
    """Counts for operations; needs no agent."""
    LINES = "lines"
    """The SIP trunks as the media server sees them, by name: reachable (answers when asked), calls; needs no agent."""


SUPERVISION = frozenset(
    {
        CommandName.LISTEN,
        CommandName.WHISPER,
        CommandName.BARGE,
        CommandName.TAKE_OVER,
        CommandName.RELEASE,
        CommandName.FORCE_READY,
        CommandName.FORCE_NOT_READY,
        CommandName.FORCE_SIGN_OUT,
        CommandName.MESSAGE,
        CommandName.ANSWER_READ,
    }
)
"""Commands that touch another's contact or seat: `access` lets only supervisors send them. All others are for the
sender's own desk."""

NOT_READY_REASONS = (
    "signed_in",
    "break",
    "meal",
    "training",
    "meeting",
    "paperwork",
    "phone_unreachable",
    "missed_offer",
    "other",
)
"""置忙原因. signed_in, phone_unreachable and missed_offer are set by the system; a page offers the others."""


CANCEL_REASONS = ("citizen_asked", "served_elsewhere", "wrong_number", "other")
"""Why a supervisor takes a promised call-back back: 市民不再需要, 已另行办理, 号码有误, 其他."""

PAUSE_REASONS = ("secret_spoken", "secret_keyed", "other")
"""Why an agent pauses the recording."""

MARK_KINDS = ("important", "complaint", "abuse", "promise", "other")
"""What a mark says of its moment: 重要, 投诉, 辱骂, 承诺. A recording marked as a complaint is kept longer."""


@dataclass(frozen=True)
class Command:
    """One request to control. `actor` is who asks (a user id, or `system`)."""

    name: CommandName
    agent_id: str
    actor: str
    key: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
