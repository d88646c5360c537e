"""What is known of a caller in the moment the call arrives: the number's kept form, its lists, a place kept for it.

The hash needs the key ring, so it is made here, at the edge; decisions see what came of it. Called by the call service.
Places are in memory only: they are for minutes.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from rexian.control.contacts.inputs import CitizenArrived
from rexian.control.contacts.state import Contact, KeptPlace, Phase
from rexian.control.contacts.turn import Surroundings
from rexian.kit.clock import Clock

NumberHash = Callable[[str], str]
"""The keyed hash of a number in its kept form."""

MOST_PLACES = 10_000


class Arrivals:
    """Looks every caller up."""

    def __init__(self, number_hash: NumberHash, clock: Clock) -> None:
        self._number_hash = number_hash
        self._clock = clock
        self._places: OrderedDict[str, tuple[datetime, KeptPlace]] = OrderedDict()

    def known(self, event: CitizenArrived, around: Surroundings, contacts: Mapping[str, Contact]) -> CitizenArrived:
        """The call with all that is known of it. Who withholds the number is met as nobody special."""
        event = around.entry.arriving(event)
        if not event.caller_number:
            return event
        number_hash, now = self._number_hash(event.caller_number), self._clock.now()
        until, place = self._places.pop(number_hash, (now, None))
        kept = _promised(event.caller_number, contacts) or (place if now < until else None)
        return replace(event, treatment=around.entry.treatment(number_hash, now), kept=kept)

    def left(self, before: Contact, after: Contact, around: Surroundings) -> None:
        """A contact has changed: who has dropped out of a queue keeps the place for as long as the queue says."""
        queue = around.queue(before.queue_id)
        dropped = before.phase is Phase.QUEUED and not after.alive and before.queued_at is not None
        if not dropped or queue is None or queue.keep_place_seconds <= 0 or not before.caller_number:
            return
        assert before.queued_at is not None
        until = self._clock.now() + timedelta(seconds=queue.keep_place_seconds)
        place = KeptPlace(before.queue_id, before.queued_at)
        self._places[self._number_hash(before.caller_number)] = (until, place)
        while len(self._places) > MOST_PLACES:
            self._places.popitem(last=False)


def _promised(number: str, contacts: Mapping[str, Contact]) -> KeptPlace | None:
    """The place of who is to be called back at this number."""
    for contact in contacts.values():
        callback = contact.callback if contact.phase is Phase.CALLBACK else None
        if callback is not None and callback.number == number and contact.queued_at is not None:
            return KeptPlace(contact.queue_id, contact.queued_at, contact.contact_id)
    return None
