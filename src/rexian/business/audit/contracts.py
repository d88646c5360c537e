"""One entry of the audit trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AuditAction(StrEnum):
    """What is audited."""

    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGN_IN_LOCKED = "sign_in_locked"
    SIGNED_OUT = "signed_out"
    PERSONAL_DATA_REVEALED = "personal_data_revealed"
    RECORDING_PLAYED = "recording_played"
    RECORDING_DELETED = "recording_deleted"
    CALL_RECORD_READ = "call_record_read"
    CALLBACK_CANCELLED = "callback_cancelled"
    SEAT_MESSAGE_SENT = "seat_message_sent"
    CREATED = "created"
    CHANGED = "changed"
    RETIRED = "retired"
    PUBLISHED = "published"
    ROLLED_BACK = "rolled_back"
    PASSWORD_SET = "password_set"
    UNLOCKED = "unlocked"


@dataclass(frozen=True)
class AuditEntry:
    """Who did what to which object, from where. `details` holds no personal value, only which one it was and why."""

    action: AuditAction
    actor_id: str | None
    organisation_id: str | None
    object_kind: str
    object_id: str
    client_address: str
    details: Mapping[str, str]


@dataclass(frozen=True)
class KeptEntry:
    """An entry of the trail as it is told: by whom, when, what."""

    time: datetime
    action: str
    actor_id: str | None
    object_kind: str
    object_id: str
