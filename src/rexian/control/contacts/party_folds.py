"""What events about parties make of a contact: who was called or has left, who belongs where, legs and recordings."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rexian.control.contacts.parties import CITIZEN, Block, Party, Pause, Place, Role, Search
from rexian.control.contacts.state import Contact, Draft, Phase
from rexian.control.contracts.events import EventType
from rexian.kit.copies import changed


def _party_called(contact: Contact, draft: Draft, time: datetime) -> Contact:
    data = draft.data
    party = Party(
        party_id=data["party_id"],
        role=Role(data["role"]),
        agent_id=data["agent_id"] or "",
        queue_id="",
        segment_id="",
        started_at=time,
        recording_id="",
        channel_id=data["channel_id"],
        place=Place(data["place"]),
        voice=data["voice"],
        number=draft.personal.get("number", ""),
        up=False,
        watched=data.get("watched", ""),
        entry_id=data.get("entry_id") or "",
        search=_search(data.get("search")),
    )
    unanswered = contact.unanswered if data.get("returns") else ""
    return changed(contact, parties=(*contact.parties, party), unanswered=unanswered)


def _search(data: Mapping[str, Any] | None) -> Search | None:
    if data is None:
        return None
    until = datetime.fromisoformat(data["until"])
    return Search(data["group_id"], data["queue_id"], tuple(data["tried"]), until, data["asker_id"])


def _party_left(contact: Contact, draft: Draft, time: datetime) -> Contact:
    parties = tuple(party for party in contact.parties if party.party_id != draft.data["party_id"])
    left = next((party for party in contact.parties if party not in parties), None)
    told = contact.unanswered if left is None or left.role is Role.SUPERVISOR else draft.data["outcome"]
    return changed(contact, parties=parties, unanswered=told)


def _parties_placed(contact: Contact, draft: Draft, time: datetime) -> Contact:
    places = {key: Place(place) for key, place in draft.data["places"].items()}
    parties = tuple(
        changed(party, place=places[party.party_id], moves=party.moves + 1) if party.party_id in places else party
        for party in contact.parties
    )
    contact = changed(contact, parties=parties, place=places.get(CITIZEN, contact.place), unanswered="")
    return _back_in_talk(contact) if contact.errand and contact.place is Place.CONTACT else contact


def _back_in_talk(contact: Contact) -> Contact:
    """The errand is over; the agent may have lost the voice meanwhile."""
    there = contact.talk is not None and contact.talk.channel_id is not None
    return changed(contact, phase=Phase.TALKING if there else Phase.RECONNECTING, errand=False, flow=None)


def _party_muted(contact: Contact, draft: Draft, time: datetime) -> Contact:
    return with_party(contact, draft.data["party_id"], muted=draft.data["muted"])


def _leg_lost(contact: Contact, draft: Draft, time: datetime) -> Contact:
    contact = with_segment(contact, draft.data["segment_id"], channel_id=None)
    return contact if contact.errand else changed(contact, phase=Phase.RECONNECTING)


def _leg_restored(contact: Contact, draft: Draft, time: datetime) -> Contact:
    channel_id = draft.data["channel_id"]
    contact = with_segment(contact, draft.data["segment_id"], channel_id=channel_id, resume_channel_id=None)
    return contact if contact.errand else changed(contact, phase=Phase.TALKING)


def _block_started(contact: Contact, draft: Draft, time: datetime) -> Contact:
    data = draft.data
    block = Block(data["block"], time, data["tracks"], data.get("channels", {}))
    written = frozenset(block.tracks.values())
    tracks = frozenset(
        track for party in contact.parties if party.segment_id == data["segment_id"] for track in party.tracks
    )
    contact = with_segment(contact, data["segment_id"], block=block, blocks=block.number, tracks=tracks | written)
    return changed(contact, open_tracks=contact.open_tracks | written)


def _block_ended(contact: Contact, draft: Draft, time: datetime) -> Contact:
    return with_recording(contact, draft.data["recording_id"], block=None)


def _paused(contact: Contact, draft: Draft, time: datetime) -> Contact:
    data = draft.data
    pause = Pause(data["pause"], time, data["paused_by"], data["reason"])
    return with_recording(contact, data["recording_id"], pause=pause, pauses=pause.number, pause_expired=False)


def _resumed(contact: Contact, draft: Draft, time: datetime) -> Contact:
    expired = draft.data["reason"] == "timed_out"
    return with_recording(contact, draft.data["recording_id"], pause=None, pause_expired=expired)


def _marked(contact: Contact, draft: Draft, time: datetime) -> Contact:
    return with_recording(contact, draft.data["recording_id"], marks=draft.data["mark"])


def _recording_stopped(contact: Contact, draft: Draft, time: datetime) -> Contact:
    recording_id = draft.data["recording_id"]
    written = [party for party in contact.unfinished if party.recording_id == recording_id]
    tracks = frozenset(track for party in written for track in party.tracks)
    left = tuple(party for party in contact.unfinished if party not in written)
    return changed(contact, unfinished=left, open_tracks=contact.open_tracks - tracks)


def with_segment(contact: Contact, segment_id: str, **values: Any) -> Contact:
    """The contact with the party of that segment changed."""
    parties = (changed(party, **values) if party.segment_id == segment_id else party for party in contact.parties)
    return changed(contact, parties=tuple(parties))


def with_recording(contact: Contact, recording_id: str, **values: Any) -> Contact:
    """The contact with the party of that recording changed."""
    parties = (changed(party, **values) if party.recording_id == recording_id else party for party in contact.parties)
    return changed(contact, parties=tuple(parties))


def with_party(contact: Contact, party_id: str, **values: Any) -> Contact:
    parties = (changed(party, **values) if party.party_id == party_id else party for party in contact.parties)
    return changed(contact, parties=tuple(parties))


PARTY_FOLDS = {
    EventType.PARTY_CALLED: _party_called,
    EventType.PARTY_LEFT: _party_left,
    EventType.PARTIES_PLACED: _parties_placed,
    EventType.PARTY_MUTED: _party_muted,
    EventType.LEG_LOST: _leg_lost,
    EventType.LEG_RESTORED: _leg_restored,
    EventType.RECORDING_BLOCK_STARTED: _block_started,
    EventType.RECORDING_BLOCK_ENDED: _block_ended,
    EventType.RECORDING_PAUSED: _paused,
    EventType.RECORDING_RESUMED: _resumed,
    EventType.RECORDING_MARKED: _marked,
    EventType.RECORDING_STOPPED: _recording_stopped,
}
