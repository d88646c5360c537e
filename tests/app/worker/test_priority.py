"""The worker gives way to calls, and to nobody's disadvantage but its own."""

import os
import subprocess
import sys

import pytest

from rexian.app.worker.priority import BACKGROUND_NICENESS

pytestmark = pytest.mark.parts

TELL = """
import os
from pathlib import Path
from rexian.app.worker.priority import step_back
session = Path("/proc/self/autogroup")
before = session.read_text().split()[-1] if session.exists() else "0"
step_back()
step_back()
after = session.read_text().split()[-1] if session.exists() else before
print(os.nice(0), after, before, session.exists())
"""


def told(*, own_session: bool) -> list[str]:
    command = [sys.executable, "-c", TELL]
    return subprocess.run(
        command, capture_output=True, text=True, check=True, start_new_session=own_session
    ).stdout.split()


def test_it_steps_back_with_the_session_that_it_leads() -> None:
    niceness, after, before, has_sessions = told(own_session=True)
    assert int(niceness) == max(BACKGROUND_NICENESS, os.nice(0))
    assert after == (str(BACKGROUND_NICENESS) if has_sessions == "True" else before)


def test_it_leaves_a_session_alone_that_it_shares() -> None:
    niceness, after, before, _ = told(own_session=False)
    assert int(niceness) == max(BACKGROUND_NICENESS, os.nice(0))
    assert after == before
