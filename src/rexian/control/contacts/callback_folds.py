"""What events about a call-back make of a contact."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from rexian.control.contacts.state import Callback, Contact, Draft
from rexian.control.contracts.events import EventType


def _booked(contact: Contact, draft: Draft, time: datetime) -> Contact:
    """Who books in the menu has no place yet."""
    since = contact.queued_at or time
    callback = Callback(draft.personal["number"], time, draft.data["reason"])
    return replace(contact, callback=callback, queue_id=draft.data["queue_id"], queued_at=since)


def _awaited(contact: Contact, draft: Draft, time: datetime) -> Contact:
    return replace(contact, up=False, channel_id="")


def _dialled(contact: Contact, draft: Draft, time: datetime) -> Contact:
    return replace(_changed(contact, attempts=draft.data["attempt"]), channel_id=draft.data["channel_id"])


def _failed(contact: Contact, draft: Draft, time: datetime) -> Contact:
    return replace(_changed(contact, rests_since=time), channel_id="")


def _resumed(contact: Contact, draft: Draft, time: datetime) -> Contact:
    return _changed(contact, rests_since=None)


def _changed(contact: Contact, **values: Any) -> Contact:
    return replace(contact, callback=replace(contact.callback, **values) if contact.callback else None)


CALLBACK_FOLDS = {
    EventType.CALLBACK_BOOKED: _booked,
    EventType.CALLBACK_AWAITED: _awaited,
    EventType.CALLBACK_DIALLED: _dialled,
    EventType.CALLBACK_FAILED: _failed,
    EventType.CALLBACK_RESUMED: _resumed,
}
