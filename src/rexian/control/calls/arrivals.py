"""What is known of a caller in the moment the call arrives: the number's kept form, the lists it stands on.

The hash needs the key ring, so it is made here, at the edge; decisions see what came of it. Called by the call service.
"""

from collections.abc import Callable
from dataclasses import replace

from rexian.control.contacts.entry_tables import EntryTables
from rexian.control.contacts.inputs import CitizenArrived
from rexian.kit.clock import Clock

NumberHash = Callable[[str], str]
"""The keyed hash of a number in its kept form."""


class Arrivals:
    """Looks every caller up."""

    def __init__(self, number_hash: NumberHash, clock: Clock) -> None:
        self._number_hash = number_hash
        self._clock = clock

    def known(self, event: CitizenArrived, entry: EntryTables) -> CitizenArrived:
        """The call with all that is known of it. Who withholds the number is met as nobody special."""
        event = entry.arriving(event)
        if not event.caller_number:
            return event
        number_hash = self._number_hash(event.caller_number)
        return replace(event, treatment=entry.treatment(number_hash, self._clock.now()))
