"""Reads Asterisk's own record of channel events (CEL): how control learns what happened while it was away.

The file is written by cel_custom, one line per event, with the columns of `CallLogRecord` in that order. Asterisk
opens it anew for every event, so it may be moved away or emptied while calls go on.
"""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import orjson


class CallLogEvent(StrEnum):
    """The events we have written."""

    CHANNEL_STARTED = "CHAN_START"
    ANSWERED = "ANSWER"
    HUNG_UP = "HANGUP"
    CHANNEL_ENDED = "CHAN_END"
    BRIDGE_ENTERED = "BRIDGE_ENTER"
    BRIDGE_LEFT = "BRIDGE_EXIT"


@dataclass(frozen=True, slots=True)
class CallLogRecord:
    """One event of one channel.

    `channel_id` is the id ARI uses, `linked_id` that of the oldest channel of the same call. `bridge_id` is set for the
    two bridge events; `cause` (Q.850) and `hung_up_by` (a channel's name, empty for Asterisk itself) for a hang-up.
    """

    event: CallLogEvent
    at: datetime
    channel_name: str
    channel_id: str
    linked_id: str
    bridge_id: str | None
    cause: int | None
    hung_up_by: str | None


@dataclass(frozen=True, slots=True)
class CallLogPage:
    """Records and the byte offset from which to read on. `skipped` counts lines that could not be understood."""

    records: tuple[CallLogRecord, ...]
    next_offset: int
    skipped: int


def read_call_log(file: Path, offset: int = 0) -> CallLogPage:
    """All whole lines after `offset` bytes. A file shorter than that was begun anew and is read from its start.

    A last line that is not finished is left for the next reading. A file that is not there is empty.
    """
    try:
        with file.open("rb") as stream:
            begin = offset if offset <= stream.seek(0, 2) else 0
            stream.seek(begin)
            data = stream.read()
    except FileNotFoundError:
        return CallLogPage((), 0, 0)
    whole = data[: data.rfind(b"\n") + 1]
    rows = [_record(row) for row in csv.reader(whole.decode("utf-8", "replace").splitlines())]
    records = tuple(record for record in rows if record is not None)
    return CallLogPage(records, begin + len(whole), len(rows) - len(records))


def _record(row: list[str]) -> CallLogRecord | None:
    try:
        event, at, channel_name, channel_id, linked_id, extra_text = row
        extra = _extra(extra_text)
        return CallLogRecord(
            event=CallLogEvent(event),
            at=datetime.fromtimestamp(float(at), UTC),
            channel_name=channel_name,
            channel_id=channel_id,
            linked_id=linked_id,
            bridge_id=extra.get("bridge_id"),
            cause=extra.get("hangupcause"),
            hung_up_by=extra.get("hangupsource"),
        )
    except ValueError:
        return None


def _extra(text: str) -> dict[str, Any]:
    found = orjson.loads(text) if text else {}
    return found if isinstance(found, dict) else {}
