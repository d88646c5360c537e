"""The ledger: stamps drafts into events, seals what is personal, and writes them to the journal before anyone acts.

Each contact has a data key of its own, wrapped by the installation's key ring; erasing it erases the personal values.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
import structlog

from rexian.control.acd.events import change_data, change_of
from rexian.control.acd.model import AgentChanged
from rexian.control.contacts.folds import evolve
from rexian.control.contacts.state import Contact, Draft
from rexian.control.contracts.events import Event, EventType
from rexian.control.journal.publisher import Publisher
from rexian.control.journal.store import Entry, JournalStore
from rexian.kit.clock import Clock
from rexian.kit.crypto import DataKey, KeyRing, SealBroken
from rexian.kit.ids import IdSource

log = structlog.get_logger(__name__)

VERSION = 1

NOTE = "seat_message"
"""What a message's text is sealed for."""

DOCUMENTS = ("state", "handover", "warnings")
"""Personal values that are JSON; the others are plain text."""


class Ledger:
    """The only way to the journal."""

    def __init__(
        self, store: JournalStore, publisher: Publisher, key_ring: KeyRing, *, clock: Clock, new_id: IdSource
    ) -> None:
        self._store = store
        self._publisher = publisher
        self._key_ring = key_ring
        self._clock = clock
        self._new_id = new_id
        self._keys: dict[str, DataKey] = {}
        self.organisation_id = ""
        self.media_node = ""

    async def write(self, contact: Contact, drafts: Sequence[Draft], *, actor: str, cause: str, closes: bool) -> None:
        """Journal what has happened to `contact` (as it was before). Returns when it is committed."""
        contact_id = contact.contact_id
        first_key = self._first_key(contact_id)
        now = self._clock.now()
        events = [
            self._event(contact_id, contact.sequence + number, draft, now, actor=actor, cause=cause)
            for number, draft in enumerate(drafts, start=1)
        ]
        entry = Entry(events, first_key, contact_id if closes else None)
        committed = False
        try:
            await asyncio.wrap_future(self._store.append(entry))
            committed = True
        finally:
            if closes if committed else first_key is not None:
                self._keys.pop(contact_id, None)
        self._publisher.wake()

    async def write_agents(self, changes: Sequence[AgentChanged]) -> None:
        """Journal agents' changes of state."""
        if not changes:
            return
        now = self._clock.now()
        await asyncio.wrap_future(self._store.append(Entry([self._agent_event(change, now) for change in changes])))
        self._publisher.wake()

    async def write_seat(
        self, event_type: EventType, agent_id: str, message_id: str, *, actor: str, text: Mapping[str, Any] | None
    ) -> None:
        """Journal that a message to a seat was sent or read. Its `text` is in no event: it is kept sealed beside them
        until the message is read."""
        event = Event(
            id=self._new_id(),
            type=event_type,
            version=VERSION,
            time=self._clock.now(),
            actor=actor,
            organisation_id=self.organisation_id,
            media_node=self.media_node,
            data={"agent_id": agent_id, "message_id": message_id},
        )
        note = None
        if text is not None:
            note = (message_id, self._key_ring.seal_text(orjson.dumps(text).decode(), context=NOTE))
        read = None if text is not None else message_id
        await asyncio.wrap_future(self._store.append(Entry([event], note=note, drops_note=read)))
        self._publisher.wake()

    async def unread(self) -> list[Mapping[str, Any]]:
        """The texts of `write_seat` that were not read, the oldest first; one that cannot be opened is left out."""
        texts: list[Mapping[str, Any]] = []
        for sealed in await asyncio.wrap_future(self._store.notes()):
            try:
                texts.append(orjson.loads(self._key_ring.open_text(sealed, context=NOTE)))
            except SealBroken:
                log.error("a seat's message cannot be opened")
        return texts

    async def open_contacts(self) -> dict[str, Contact]:
        """The contacts that were not closed, folded from the journal; one that cannot be read is left out.

        Its caller's channel is found at the media server without a contact then, and is taken in as a new call.
        """
        wrapped = await asyncio.wrap_future(self._store.contact_keys())
        events_of: dict[str, list[Event]] = {}
        for event in await asyncio.wrap_future(self._store.open_contacts()):
            events_of.setdefault(event.contact_id or "", []).append(event)
        contacts: dict[str, Contact] = {}
        for contact_id, events in events_of.items():
            try:
                self._keys[contact_id] = self._key_ring.unwrap(wrapped[contact_id])
                contacts[contact_id] = self._folded(contact_id, events)
            except Exception:  # the outermost loop of a start: one damaged contact must not keep all others waiting
                self._keys.pop(contact_id, None)
                log.exception("a contact cannot be read from the journal", contact_id=contact_id)
        return contacts

    def _folded(self, contact_id: str, events: Sequence[Event]) -> Contact:
        contact = Contact(contact_id)
        for event in events:
            contact = evolve(contact, Draft(EventType(event.type), event.data, self._opened(event)), event.time)
        return contact

    async def agent_states(self) -> list[tuple[AgentChanged, datetime]]:
        """The newest change of each agent, and when."""
        events = await asyncio.wrap_future(self._store.agent_states())
        return [(change_of(event.data), event.time) for event in events]

    def _first_key(self, contact_id: str) -> tuple[str, str] | None:
        """Make the contact's key when it is new; the wrapped key goes into the same commit."""
        if contact_id in self._keys:
            return None
        key = self._key_ring.new_data_key()
        self._keys[contact_id] = key
        return contact_id, self._key_ring.wrap(key)

    def _event(self, contact_id: str, sequence: int, draft: Draft, now: datetime, *, actor: str, cause: str) -> Event:
        return Event(
            id=self._new_id(),
            type=draft.type,
            version=VERSION,
            time=draft.at or now,
            actor=actor,
            organisation_id=self.organisation_id,
            media_node=self.media_node,
            contact_id=contact_id,
            sequence=sequence,
            cause=cause,
            recovered=draft.at is not None,
            data=dict(draft.data),
            sealed={name: self._sealed(contact_id, name, value) for name, value in draft.personal.items()},
        )

    def _agent_event(self, change: AgentChanged, now: datetime) -> Event:
        return Event(
            id=self._new_id(),
            type=EventType.AGENT_STATE_CHANGED,
            version=VERSION,
            time=now,
            actor=change.changed_by,
            organisation_id=self.organisation_id,
            media_node=self.media_node,
            data=change_data(change),
        )

    def _sealed(self, contact_id: str, name: str, value: Any) -> str:
        text = value if isinstance(value, str) else orjson.dumps(value).decode()
        return self._keys[contact_id].seal_text(text, context=f"event.{name}")

    def _opened(self, event: Event) -> Mapping[str, Any]:
        key = self._keys[event.contact_id or ""]
        opened = {name: key.open_text(token, context=f"event.{name}") for name, token in event.sealed.items()}
        return {name: orjson.loads(text) if name in DOCUMENTS else text for name, text in opened.items()}
