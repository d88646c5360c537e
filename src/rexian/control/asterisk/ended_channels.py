"""When and why channels ended, by Asterisk's own call log, and keeping that log short.

What Asterisk logs is needed only for the time in which nobody listened. So the log is put aside after each comparison
and from time to time while events are told; the part put aside before that is dropped. Asterisk opens the file anew
for every event and never notices.
"""

from pathlib import Path

import structlog

from rexian.control.asterisk.server.call_log import CallLogEvent, CallLogRecord, read_call_log

log = structlog.get_logger(__name__)


class EndedChannels:
    """The call log and the part of it that was put aside last."""

    def __init__(self, call_log: Path) -> None:
        self._call_log = call_log
        self._put_aside = call_log.with_suffix(".old.csv")

    def read(self) -> dict[str, CallLogRecord]:
        """The hang-up of each channel in the log."""
        records = [record for file in (self._put_aside, self._call_log) for record in read_call_log(file).records]
        return {record.channel_id: record for record in records if record.event is CallLogEvent.HUNG_UP}

    def put_aside(self) -> None:
        """Begin a new log; only this part and the new one are read from now on."""
        try:
            self._call_log.replace(self._put_aside)
        except FileNotFoundError:
            return
        except OSError as error:
            log.warning("the call log cannot be put aside", reason=type(error).__name__)
