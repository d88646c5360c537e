"""Calls come first: a process whose work can wait steps back where processors are short.

Linux shares processors between sessions before it looks at the niceness of a process (autogroup), and each of our
processes leads a session of its own under the launcher. A session that we share with others is left as it is.
"""

import os
from contextlib import suppress
from pathlib import Path

BACKGROUND_NICENESS = 5
"""A third of what an ordinary process gets where both want all of it. Much less, and on a machine that stays busy the
recordings would wait in the spool for minutes."""

_SESSION_NICENESS = Path("/proc/self/autogroup")


def step_back() -> None:
    """Give way to all ordinary processes from now on; does nothing more when called again."""
    os.nice(max(0, BACKGROUND_NICENESS - os.nice(0)))
    if os.getsid(0) == os.getpid():
        with suppress(OSError):  # a kernel without autogroups; the process's own niceness counts there
            _SESSION_NICENESS.write_text(str(BACKGROUND_NICENESS))
