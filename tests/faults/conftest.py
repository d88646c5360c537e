"""Makes the rig's fixtures known to this folder."""

from tests.rig.fixtures import (
    browser_agent,
    chromium,
    citizens,
    instance,
    journal,
    pytest_runtest_makereport,
    records,
    seats,
)

__all__ = [
    "browser_agent",
    "chromium",
    "citizens",
    "instance",
    "journal",
    "pytest_runtest_makereport",
    "records",
    "seats",
]
