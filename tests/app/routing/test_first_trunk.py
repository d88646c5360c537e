"""The demo's trunk is a record like any other, and the records become files."""

from pathlib import Path

import pytest
import pytest_asyncio

from rexian.app.demo.centre import fill_centre
from rexian.app.demo.trunk import TrunkPeersInvalid, exchange_address, first_trunk
from rexian.app.migrations import migrate
from rexian.app.settings import Settings
from rexian.app.trunk_files import lines_of_records, write_trunk_files
from rexian.control.contracts.trunks import OutboundRule, SipTrunk
from rexian.control.numbering.dialling import dialled_as

pytestmark = pytest.mark.parts


@pytest_asyncio.fixture
async def settings(empty_database_url: str, tmp_path: Path) -> Settings:
    """A new instance before anything is filled in."""
    await migrate(empty_database_url)
    return Settings(home=tmp_path / "home", database_url=empty_database_url)


def with_peers(settings: Settings, peers: str) -> Settings:
    given = settings.model_copy(update={"trunk_peers": peers})
    assert "trunk_peers" in given.model_fields_set
    return given


async def peers_of(settings: Settings) -> tuple[str, ...]:
    (line,) = await lines_of_records(settings)
    assert isinstance(line, SipTrunk)
    return line.peers


async def test_the_demo_has_the_citizens_trunk(settings: Settings) -> None:
    await fill_centre(settings)
    assert await lines_of_records(settings) == (SipTrunk(name="trunk", peers=("127.0.0.9",)),)


async def test_the_demo_calls_fixed_lines_at_its_exchange_and_nobody_else(settings: Settings) -> None:
    given = settings.model_copy(update={"sip_port": 5070})
    await fill_centre(given)
    (line,) = await lines_of_records(settings)
    assert isinstance(line, SipTrunk)
    assert line.contact == "127.0.0.9:5071"
    rules = [OutboundRule(**vars(rule)) for rule in first_trunk(given).outbound]
    dialled = [dialled_as(number, rules) for number in ("037166668888", "13800001111", "12345")]
    assert dialled == ["037166668888", None, None]


async def test_a_trunk_of_ones_own_calls_nobody_by_itself(settings: Settings) -> None:
    own = settings.model_copy(update={"sip_port": 5070, "trunk_peers": "10.0.0.1"})
    assert (exchange_address(own), first_trunk(own).outbound) == (None, ())


async def test_a_setting_that_is_given_counts_at_each_start_and_else_the_record_stays(settings: Settings) -> None:
    await fill_centre(with_peers(settings, "10.0.0.1, 10.0.1.0/24"))
    first = await peers_of(settings)
    await fill_centre(settings)
    second = await peers_of(settings)
    await fill_centre(with_peers(settings, "10.0.0.2:5060"))
    assert (first, second) == (("10.0.0.1", "10.0.1.0/24"), ("10.0.0.1", "10.0.1.0/24"))
    assert await peers_of(settings) == ("10.0.0.2:5060",)


@pytest.mark.parametrize("peers", ["", "gateway", "0.0.0.0/0"])
async def test_a_setting_that_is_no_address_is_told_by_its_name(settings: Settings, peers: str) -> None:
    with pytest.raises(TrunkPeersInvalid, match="REXIAN_TRUNK_PEERS"):
        await fill_centre(with_peers(settings, peers))


async def test_the_files_are_written_for_their_owner_only(settings: Settings, tmp_path: Path) -> None:
    await fill_centre(settings)
    for _ in range(2):
        files = await write_trunk_files(settings, tmp_path / "files")
    assert sorted(file.name for file in files) == ["extensions-trunks.conf", "pjsip-trunks.conf"]
    assert "match = 127.0.0.9" in (tmp_path / "files" / "pjsip-trunks.conf").read_text()
    assert [file for file in files if file.stat().st_mode & 0o077] == []
