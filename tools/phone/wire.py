# SPDX-License-Identifier: GPL-2.0-or-later
"""JSON lines out: events and replies on the real standard output, safe from any thread.

PJSIP's own library code writes to file descriptor 1 while it starts, so the program gives descriptor 1 to the log
(standard error) and keeps a private copy for the wire.
"""

import json
import os
import sys
import threading
import time
import traceback


def now_ms() -> float:
    """Milliseconds of the machine's monotonic clock, the same in all processes of one machine."""
    return round(time.monotonic() * 1000, 1)


class Wire:
    """Writes one JSON object a line. A reader that went away is not an error here: stdin ends then as well."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._output = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
        os.dup2(2, 1)

    def emit(self, event: str, **fields: object) -> None:
        """Send an event; `at_ms` is now unless given."""
        line = json.dumps({"event": event, "at_ms": now_ms(), **fields}, ensure_ascii=False)
        with self._lock:
            try:
                self._output.write(line + "\n")
            except (BrokenPipeError, ValueError):
                return


def log(text: str) -> None:
    """One line to the log on standard error."""
    sys.stderr.write(f"phone {now_ms():.0f} {text}\n")
    sys.stderr.flush()


def log_failure(where: str) -> None:
    """The current exception to the log: PJSIP's callbacks must not raise into the library."""
    log(f"{where} failed\n{traceback.format_exc()}")
