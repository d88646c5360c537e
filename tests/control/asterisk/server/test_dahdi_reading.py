"""chan_dahdi.conf as Asterisk's own driver reads it, with libpri, openr2 and libss7: no card is needed for that.

Debian's package with the driver is unpacked once a session. What the driver says of a missing card is expected; any
other complaint is a value that it does not take.
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import get_args

import pytest
from tests.control.asterisk.conftest import free_port, make_settings
from tests.control.asterisk.server.lines import E1_LINES, SS7

from rexian.business.trunks import contracts
from rexian.control.asterisk.server.account import current_or_unprivileged
from rexian.control.asterisk.server.configuration import write_configuration
from rexian.control.asterisk.server.dahdi import channels_text
from rexian.control.asterisk.server.installation import (
    TESTED_MAJOR,
    WITHOUT_PACKAGES,
    Installation,
    unpacked_installation,
)
from rexian.control.asterisk.server.process import ServerProcess, server_command
from rexian.control.contracts.trunks import DahdiTrunk, E1Span, LineConfiguration, MfcR2Trunk, PriTrunk
from rexian.kit.clock import SystemClock
from rexian.kit.debian import PackageRequest, fetch_packages

pytestmark = pytest.mark.parts

NO_CARD = re.compile(
    r"/dev/dahdi/channel|Unable to open (channel|SS7 sigchan) \d+|Unable to register channel|failure ignored|"
    r"here = 0, tmp|declined to load|non-required modules failed"
)


@pytest.fixture(scope="session")
def dahdi_installation(open_folder: Path, package_cache: Path) -> Installation:
    """Asterisk with its driver for E1 cards."""
    request = PackageRequest("asterisk-dahdi", TESTED_MAJOR, leave_out=WITHOUT_PACKAGES | {"dahdi"})

    async def unpack() -> Installation:
        root = open_folder / "dahdi"
        await fetch_packages(request, root, cache=package_cache, clock=SystemClock())
        installed = await unpacked_installation(root)
        argv = tuple(f"{part}:{root / 'usr' / 'lib'}" if ":" in part else part for part in installed.argv)
        return replace(installed, argv=argv)

    return asyncio.run(unpack())


def every_value() -> tuple[DahdiTrunk, ...]:
    """A trunk for each value that a record may hold."""
    spans = ((E1Span(number),) for number in count(1))
    trunks: list[DahdiTrunk] = []
    for plan in get_args(contracts.Plan):
        trunks.append(PriTrunk(name="pri", spans=next(spans), called_plan=plan, calling_plan=plan))
    trunks.append(PriTrunk(name="pri", spans=next(spans), reset_interval_seconds=3600, in_band_tones=True))
    for category in get_args(contracts.R2Category):
        trunks.append(MfcR2Trunk(name="r2", spans=next(spans), called_digits=5, caller_digits=0, category=category))
    for number, network in enumerate(get_args(contracts.Ss7Network), 1):
        trunks.append(replace(SS7, spans=next(spans), linkset=number, network=network))
    for number, nature in enumerate(get_args(contracts.Ss7Nature), 5):
        trunks.append(replace(SS7, spans=next(spans), linkset=number, called_nature=nature, calling_nature=nature))
    return tuple(replace(trunk, name=f"t{number}") for number, trunk in enumerate(trunks))


async def complaints(
    folder: Path,
    installation: Installation,
    changes: Mapping[str, str] = MappingProxyType({}),
    trunks: Sequence[LineConfiguration] = E1_LINES,
) -> list[str]:
    """What the driver says of the file, besides that there is no card."""
    settings = replace(make_settings(folder, free_port()), trunks=tuple(trunks))
    account = current_or_unprivileged()
    text = channels_text(settings.dahdi_trunks)
    for right, wrong in changes.items():
        assert right in text
        text = text.replace(right, wrong)
    write_configuration(replace(settings, extra_files=(("chan_dahdi.conf", text),)), installation, account)
    process = ServerProcess(server_command(settings, installation, account), settings)
    await process.start()
    await process.stop()
    lines = (settings.folders.log / "messages.log").read_text().splitlines()[1:]
    assert any("/dev/dahdi/channel" in line for line in lines), "the driver has read the file"
    return [line for line in lines if not NO_CARD.search(line)]


async def test_asterisks_own_driver_takes_every_line(instance_folder: Path, dahdi_installation: Installation) -> None:
    assert await complaints(instance_folder, dahdi_installation) == []


async def test_it_takes_every_value_that_a_record_may_hold(
    instance_folder: Path, dahdi_installation: Installation
) -> None:
    assert await complaints(instance_folder, dahdi_installation, trunks=every_value()) == []


async def test_it_would_have_said_so(instance_folder: Path, dahdi_installation: Installation) -> None:
    changes = {
        "pridialplan = unknown": "pridialplan = odd1",
        "mfcr2_category = national_subscriber": "mfcr2_category = odd2",
        "networkindicator = national": "networkindicator = odd3",
        "signalling = mfcr2": "signalling = odd4",
    }
    said = "\n".join(await complaints(instance_folder, dahdi_installation, changes))
    assert [name for name in ("odd1", "odd2", "networkindicator", "odd4") if name not in said] == []


def test_every_option_is_one_the_driver_knows(dahdi_installation: Installation) -> None:
    """The driver passes over names it does not know, so they are looked for in it."""
    driver = (dahdi_installation.modules_folder / "chan_dahdi.so").read_bytes()
    text = channels_text(tuple(line for line in E1_LINES if not hasattr(line, "peers")))  # type: ignore[arg-type]
    names = set(re.findall(r"^(\w+) = ", text, re.MULTILINE))
    assert len(names) > 30
    assert {name for name in names if name.encode() + b"\0" not in driver} == set()
