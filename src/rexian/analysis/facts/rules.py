"""Which messages of the event stream are events. Pure; called for each message before it is stored."""

from collections.abc import Mapping
from typing import Any

from rexian.analysis.facts.errors import NotAnEvent
from rexian.control.contracts.events import Event

SHAPES: Mapping[tuple[str, ...], type] = {
    ("id", "type", "actor", "organisation_id", "media_node"): str,
    ("version", "sequence"): int,
    ("recovered",): bool,
    ("data", "sealed"): dict,
}


def read_event(document: Mapping[str, Any]) -> Event:
    """The event in a message's payload. Raises NotAnEvent, whose message names the field and no value."""
    try:
        event = Event.from_json(document)
    except (TypeError, ValueError, KeyError) as error:
        raise NotAnEvent(f"envelope: {type(error).__name__}") from error
    for names, type_ in SHAPES.items():
        for name in names:
            if type(document.get(name, getattr(event, name))) is not type_:
                raise NotAnEvent(f"{name} is no {type_.__name__}")
    if not event.id or not event.type or event.time.tzinfo is None:
        raise NotAnEvent("id, type or zone is empty")
    return event
