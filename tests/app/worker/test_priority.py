"""The worker gives way to calls, and to nobody's disadvantage but its own."""

import json
import os
import subprocess
import sys

import pytest

from rexian.app.worker.priority import BACKGROUND_NICENESS

pytestmark = pytest.mark.parts

TELL = """
import json, os
from pathlib import Path
from rexian.app.worker.priority import step_back
session = Path("/proc/self/autogroup")
def tell():
    return session.read_text().strip() if session.exists() else ""
before = tell()
step_back()
step_back()
print(json.dumps([os.nice(0), before, tell()]))
"""


def told(*, own_session: bool) -> tuple[int, str, str]:
    """The niceness of a process that stepped back, and what its session said before and after: nothing where the
    kernel keeps no niceness for that session (not built in, switched off, or the machine's first session)."""
    command = [sys.executable, "-c", TELL]
    answer = subprocess.run(command, stdout=subprocess.PIPE, check=True, start_new_session=own_session).stdout
    niceness, before, after = json.loads(answer)
    return niceness, before, after


def test_it_steps_back_with_the_session_that_it_leads() -> None:
    niceness, before, after = told(own_session=True)
    assert niceness == max(BACKGROUND_NICENESS, os.nice(0))
    assert after == before.replace(" nice 0", f" nice {BACKGROUND_NICENESS}")


def test_it_leaves_a_session_alone_that_it_shares() -> None:
    niceness, before, after = told(own_session=False)
    assert niceness == max(BACKGROUND_NICENESS, os.nice(0))
    assert after == before
