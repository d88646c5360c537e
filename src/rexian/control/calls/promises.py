"""The list of promised call-backs, made from the contacts whenever it is asked for, and who may be taken off it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from rexian.control.acd.engine import AcdEngine
from rexian.control.contacts.inputs import PromiseCancelled
from rexian.control.contacts.promises import expires_at
from rexian.control.contacts.state import Callback, Contact, Phase
from rexian.control.contacts.turn import Surroundings
from rexian.control.contracts.commands import CANCEL_REASONS, Command
from rexian.control.contracts.configuration import QueueConfiguration
from rexian.control.contracts.promises import Promise, PromiseState
from rexian.kit.errors import ErrorKind, RexianError


class PromiseGone(RexianError):
    """Nobody is to be called back for this contact any more."""

    code: ClassVar[str] = "promise_gone"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT


class CancelReasonUnknown(RexianError):
    """This reason is not in the list."""

    code: ClassVar[str] = "cancel_reason_unknown"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID


def promises(
    contacts: Iterable[Contact], engine: AcdEngine, around: Surroundings, now: datetime
) -> tuple[Promise, ...]:
    """All that stand, the oldest place first."""
    found = (
        _promise(contact, contact.callback, engine, around, now)
        for contact in contacts
        if contact.phase is Phase.CALLBACK and contact.callback is not None
    )
    return tuple(sorted(found, key=lambda promise: (promise.waiting_since, promise.contact_id)))


def cancelled(command: Command, contacts: Mapping[str, Contact], around: Surroundings) -> tuple[str, PromiseCancelled]:
    """The contact of the promise, and what is to happen to it. Raises PromiseGone and CancelReasonUnknown."""
    reason = str(command.arguments.get("reason") or "")
    if reason not in CANCEL_REASONS:
        raise CancelReasonUnknown
    contact = contacts.get(str(command.arguments.get("contact_id") or ""))
    if contact is None or contact.phase is not Phase.CALLBACK:
        raise PromiseGone
    if _organisation_id(contact, around) not in command.arguments.get("organisation_ids", ()):
        raise PromiseGone
    return contact.contact_id, PromiseCancelled(command.actor, reason)


def _promise(contact: Contact, callback: Callback, engine: AcdEngine, around: Surroundings, now: datetime) -> Promise:
    queue = around.queue(contact.queue_id)
    forecast = engine.forecast(contact.contact_id, now)
    return Promise(
        contact_id=contact.contact_id,
        organisation_id=_organisation_id(contact, around),
        number=callback.number,
        queue_id=contact.queue_id,
        queue_name=queue.name if queue else contact.queue_id,
        state=_state(contact, callback),
        reason=callback.reason,
        booked_at=callback.booked_at,
        waiting_since=contact.queued_at or callback.booked_at,
        place=forecast.place if forecast else None,
        attempts=callback.attempts,
        attempts_allowed=queue.callback_attempts if queue else 0,
        next_attempt_at=_next_attempt_at(callback, queue),
        expires_at=expires_at(contact, queue),
    )


def _organisation_id(contact: Contact, around: Surroundings) -> str:
    queue = around.queue(contact.queue_id)
    return queue.organisation_id if queue else around.centre.organisation_id


def _state(contact: Contact, callback: Callback) -> PromiseState:
    if callback.resting:
        return PromiseState.RESTING
    return PromiseState.RINGING if contact.channel_id and not contact.up else PromiseState.WAITING


def _next_attempt_at(callback: Callback, queue: QueueConfiguration | None) -> datetime | None:
    if callback.rests_since is None or queue is None:
        return None
    return callback.rests_since + timedelta(seconds=queue.callback_retry_seconds)
