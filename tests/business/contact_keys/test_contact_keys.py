"""A contact's key is kept once, found, and gone for good once erased."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from rexian.business.contact_keys.errors import ContactErased, ContactKeyMissing
from rexian.business.contact_keys.service import ContactKeys
from rexian.kit.clock import SystemClock
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database

pytestmark = pytest.mark.parts


@pytest.fixture
def key_ring(tmp_path: Path) -> KeyRing:
    return KeyRing.load(tmp_path / "secrets" / "master.key")


@pytest_asyncio.fixture
async def keys(database_url: str, key_ring: KeyRing) -> AsyncIterator[ContactKeys]:
    database = Database.connect(database_url)
    yield ContactKeys(database, key_ring, SystemClock())
    await database.close()


async def test_a_kept_key_opens_what_it_sealed(keys: ContactKeys, key_ring: KeyRing) -> None:
    key = key_ring.new_data_key()
    await keys.keep({"c1": key_ring.wrap(key)})
    assert (await keys.get("c1")).open_text(key.seal_text("张三", context="x"), context="x") == "张三"
    assert set(await keys.find(["c1", "c2"])) == {"c1"}
    with pytest.raises(ContactKeyMissing):
        await keys.get("c2")


async def test_a_second_key_for_a_contact_does_not_replace_the_first(keys: ContactKeys, key_ring: KeyRing) -> None:
    first, second = key_ring.new_data_key(), key_ring.new_data_key()
    await keys.keep({"c1": key_ring.wrap(first)})
    await keys.keep({"c1": key_ring.wrap(second)})
    assert (await keys.get("c1")).key_id == first.key_id


@pytest.mark.parametrize("is_kept_first", [True, False])
async def test_an_erased_key_never_comes_back(keys: ContactKeys, key_ring: KeyRing, is_kept_first: bool) -> None:
    wrapped = key_ring.wrap(key_ring.new_data_key())
    if is_kept_first:
        await keys.keep({"c1": wrapped})
    await keys.erase("c1")
    await keys.erase("c1")
    await keys.keep({"c1": wrapped})
    with pytest.raises(ContactErased):
        await keys.get("c1")
    assert await keys.find(["c1"]) == {}
