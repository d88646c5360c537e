"""Reading facts that older versions of the project wrote.

A fact is stored as it was sent and never rewritten; whoever reads facts sees the current version of its type. Each
entry lifts one type by one version. A version newer than ours (written during a rolling upgrade) is passed on
unchanged: fields may be added to a type, a changed meaning gets a new version and an entry here.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from rexian.control.contracts.events import Event

Upcast = Callable[[Event], Event]
"""Gives the same event with the payload of the next version; `version` itself is raised by `current`."""

UPCASTS: Mapping[tuple[str, int], Upcast] = {}
"""By type and the version it lifts from. Every type is at version 1 today."""


def current(event: Event, upcasts: Mapping[tuple[str, int], Upcast] = UPCASTS) -> Event:
    """The event in the newest version that the table leads to."""
    while (upcast := upcasts.get((event.type, event.version))) is not None:
        event = replace(upcast(event), version=event.version + 1)
    return event
