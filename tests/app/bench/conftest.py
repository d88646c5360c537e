"""What the tests of the bench need of this machine."""

import os
import shutil
import subprocess

import pytest


def _may_read_the_wire() -> bool:
    if os.geteuid() == 0:
        return True
    return shutil.which("sudo") is not None and subprocess.run(["sudo", "-n", "true"], check=False).returncode == 0


@pytest.fixture(scope="session")
def wire_readable() -> None:
    """Skips where packet sockets may not be opened: neither root nor a user with sudo."""
    if not _may_read_the_wire():
        pytest.skip("reading the wire needs root or sudo without a password")
