"""What each event makes of a contact: the one way in which its state changes, now and for a successor."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from rexian.control.acd.model import Offer
from rexian.control.contacts.callback_folds import CALLBACK_FOLDS
from rexian.control.contacts.parties import Party, Place, Role
from rexian.control.contacts.party_folds import PARTY_FOLDS, with_party
from rexian.control.contacts.state import Contact, Draft, Phase, Ringing, Saying, Wish
from rexian.control.contracts.desk import AttachedValue
from rexian.control.contracts.entry import Admission, CallerWarning, KeptPlace, Treatment
from rexian.control.contracts.events import EventType
from rexian.control.ivr.run import FlowState
from rexian.kit.copies import changed


def evolve(contact: Contact, draft: Draft, time: datetime) -> Contact:
    """The contact after an event. Unknown types only count the sequence."""
    contact = changed(contact, sequence=contact.sequence + 1)
    fold = _FOLDS.get(draft.type)
    return fold(contact, draft, time) if fold else contact


def _started(contact: Contact, draft: Draft, time: datetime) -> Contact:
    inbound = draft.data["kind"] == "inbound"
    return changed(
        contact,
        phase=Phase.MENU if inbound else Phase.CALLING,
        place=Place.ALONE if inbound else Place.CONTACT,
        up=inbound,
        kind=draft.data["kind"],
        colleague_id=draft.data.get("colleague_id") or "",
        started_at=time,
        channel_id=draft.data["channel_id"],
        queue_id=draft.data.get("queue_id", ""),
        trunk=draft.data["trunk"],
        called_number=draft.data["called_number"],
        caller_number=draft.personal["caller_number"],
    )


def _marked(contact: Contact, draft: Draft, time: datetime) -> Contact:
    warnings = tuple(CallerWarning(each["kind"], each["reason"]) for each in draft.personal["warnings"])
    treatment = Treatment(Admission(draft.data["admission"]), draft.data["priority"], warnings)
    return changed(contact, treatment=treatment)


def _place_kept(contact: Contact, draft: Draft, time: datetime) -> Contact:
    queued_at = datetime.fromisoformat(draft.data["queued_at"])
    return changed(contact, kept=KeptPlace(draft.data["queue_id"], queued_at, draft.data["promised_contact_id"]))


def _overflowed(contact: Contact, draft: Draft, time: datetime) -> Contact:
    data = draft.data
    been_at = {f"queue:{data['queue_id']}", f"{data['target_kind']}:{data['target_id']}"}
    return changed(contact, been_at=contact.been_at | been_at)


def _answered(contact: Contact, draft: Draft, time: datetime) -> Contact:
    return changed(contact, up=True)


def _segment_started(contact: Contact, draft: Draft, time: datetime) -> Contact:
    data = draft.data
    if data["kind"] in ("consult", "supervision"):
        return _beside_started(contact, draft, time)
    contact = changed(contact, segment_id=data["segment_id"], unanswered="")
    match data["kind"]:
        case "queue":
            queued_at = datetime.fromisoformat(data["queued_at"])
            return changed(
                contact,
                phase=Phase.QUEUED,
                place=Place.MUSIC,
                errand=False,
                queue_id=data["queue_id"],
                queued_at=queued_at,
                wish=Wish(data.get("priority", 0), data.get("named_agent_id"), data.get("usual_agent_id")),
                flow=None,
            )
        case "agent" | "external":
            parties = (*_others(contact, data), _agent(contact, data, time))
            contact = changed(contact, parties=parties, ringing=None, flow=None, errand=False)
            return changed(contact, phase=Phase.TALKING, place=Place.CONTACT, been_at=frozenset(), kept=None)
        case "parked":
            return changed(contact, phase=Phase.PARKED, place=Place.MUSIC, parked_at=time)
        case "callback":
            return changed(contact, phase=Phase.CALLBACK, place=Place.ALONE)
        case "transfer":
            return changed(contact, phase=Phase.CALLING, place=Place.MUSIC)
        case _:
            flow = {"flow_id": data.get("flow_id", ""), "flow_version": data.get("flow_version", 0)}
            contact = changed(contact, **flow, errand=data.get("errand", False))
            return changed(contact, phase=Phase.MENU, place=Place.ALONE)


def _others(contact: Contact, data: Mapping[str, Any]) -> tuple[Party, ...]:
    return tuple(party for party in contact.parties if party.party_id != data.get("party_id"))


def _agent(contact: Contact, data: Mapping[str, Any], time: datetime) -> Party:
    """Who answers for the contact from now on; what was known of the same party before goes on."""
    before = next((party for party in contact.parties if party.party_id == data.get("party_id")), None)
    return Party(
        party_id=data.get("party_id") or data["segment_id"],
        role=Role.AGENT,
        agent_id=data["agent_id"] or "",
        queue_id=data["queue_id"],
        segment_id=data["segment_id"],
        started_at=time,
        recording_id=data["recording_id"],
        channel_id=data["channel_id"],
        place=Place.CONTACT,
        number=before.number if before else "",
        entry_id=before.entry_id if before else "",
        muted=before.muted if before else None,
    )


def _beside_started(contact: Contact, draft: Draft, time: datetime) -> Contact:
    data = draft.data
    known = {
        "segment_id": data["segment_id"],
        "recording_id": data["recording_id"] or "",
        "started_at": time,
        "up": True,
    }
    return with_party(contact, data["party_id"], **known)


def _segment_ended(contact: Contact, draft: Draft, time: datetime) -> Contact:
    """Who had the segment has left, or stays (`stays`) for another segment that begins with it."""
    segment_id = draft.data["segment_id"]
    if contact.segment_id == segment_id:
        contact = changed(contact, segment_id=None)
    over = tuple(party for party in contact.parties if party.segment_id == segment_id)
    parties = tuple(party for party in contact.parties if party not in over)
    if draft.data.get("stays"):
        parties += tuple(
            changed(party, segment_id="", recording_id="", block=None, blocks=0, tracks=frozenset(), pauses=0, marks=0)
            for party in over
        )
    recorded = tuple(party for party in over if party.recording_id)
    return changed(contact, parties=parties, unfinished=(*contact.unfinished, *recorded))


def _node_entered(contact: Contact, draft: Draft, time: datetime) -> Contact:
    stored = draft.personal.get("state")
    return changed(contact, resume_flow=FlowState.resumed(stored)) if stored else contact


def _choice_made(contact: Contact, draft: Draft, time: datetime) -> Contact:
    attached = contact.attached
    path = (*attached.menu_path, draft.data["label"])
    return changed(contact, attached=replace(attached, menu_path=path))


def _identified(contact: Contact, draft: Draft, time: datetime) -> Contact:
    return changed(contact, attached=replace(contact.attached, auth_level=draft.data["auth_level"]))


def _attached(contact: Contact, draft: Draft, time: datetime) -> Contact:
    kept = tuple(value for value in contact.attached.values if value.key != draft.data["key"])
    added = AttachedValue(draft.data["key"], draft.personal["value"], draft.data["format"])
    return changed(contact, attached=replace(contact.attached, values=(*kept, added)))


def _handover_attached(contact: Contact, draft: Draft, time: datetime) -> Contact:
    return changed(contact, handover=draft.personal["handover"])


def _prompt_started(contact: Contact, draft: Draft, time: datetime) -> Contact:
    saying = Saying(draft.data["playback_id"], draft.data["prompt_id"], draft.personal["text"], started=True)
    return changed(contact, saying=saying)


def _prompt_ended(contact: Contact, draft: Draft, time: datetime) -> Contact:
    saying = contact.saying
    over = saying is not None and saying.playback_id == draft.data["playback_id"]
    return changed(contact, saying=None) if over else contact


def _offer_made(contact: Contact, draft: Draft, time: datetime) -> Contact:
    data = draft.data
    offer = Offer(
        offer_id=data["offer_id"],
        contact_id=contact.contact_id,
        queue_id=data["queue_id"],
        queued_at=contact.queued_at or time,
        agent_id=data["agent_id"],
        made_at=time,
        deadline=datetime.fromisoformat(data["deadline"]),
        reason=data["reason"],
    )
    return changed(contact, ringing=Ringing(offer, data["channel_id"]))


def _offer_ringing(contact: Contact, draft: Draft, time: datetime) -> Contact:
    return changed(contact, ringing=replace(contact.ringing, alerting=True)) if contact.ringing else contact


def _offer_ended(contact: Contact, draft: Draft, time: datetime) -> Contact:
    return changed(contact, ringing=None)


def _ended(contact: Contact, draft: Draft, time: datetime) -> Contact:
    return changed(contact, phase=Phase.ENDED, ended_at=time, flow=None, errand=False, saying=None)


_FOLDS = {
    **PARTY_FOLDS,
    **CALLBACK_FOLDS,
    EventType.CONTACT_STARTED: _started,
    EventType.CALLER_MARKED: _marked,
    EventType.PLACE_KEPT: _place_kept,
    EventType.OVERFLOWED: _overflowed,
    EventType.CONTACT_ANSWERED: _answered,
    EventType.SEGMENT_STARTED: _segment_started,
    EventType.SEGMENT_ENDED: _segment_ended,
    EventType.FLOW_NODE_ENTERED: _node_entered,
    EventType.FLOW_CHOICE_MADE: _choice_made,
    EventType.CONTACT_IDENTIFIED: _identified,
    EventType.VALUE_ATTACHED: _attached,
    EventType.HANDOVER_ATTACHED: _handover_attached,
    EventType.PROMPT_STARTED: _prompt_started,
    EventType.PROMPT_ENDED: _prompt_ended,
    EventType.OFFER_MADE: _offer_made,
    EventType.OFFER_RINGING: _offer_ringing,
    EventType.OFFER_ENDED: _offer_ended,
    EventType.CONTACT_ENDED: _ended,
}
