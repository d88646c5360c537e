import asyncio
import time
from typing import Any

import pytest

from rexian.control.asterisk.ari.provisioning import (
    PhoneAccount,
    PhoneKind,
    delete_endpoint,
    list_endpoints,
    push_endpoint,
    push_endpoints,
    read_endpoint,
)
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts


async def test_a_browser_account_is_pushed_and_read_back(link: Any) -> None:
    await push_endpoint(link.client, PhoneAccount("agent-1001", "long-secret"))
    fields = await read_endpoint(link.client, "agent-1001")
    assert fields is not None
    assert (fields["webrtc"], fields["media_encryption"], fields["ice_support"]) == ("yes", "dtls", "true")
    assert (fields["allow"], fields["context"], fields["direct_media"]) == ("(alaw|ulaw)", "agents", "false")


async def test_a_sip_phone_account_has_no_browser_traits(link: Any) -> None:
    await push_endpoint(link.client, PhoneAccount("agent-1002", "long-secret", PhoneKind.SIP_PHONE))
    fields = await read_endpoint(link.client, "agent-1002")
    assert fields is not None
    assert (fields["webrtc"], fields["media_encryption"], fields["rewrite_contact"]) == ("no", "no", "true")


async def test_an_account_can_be_pushed_again_and_taken_away_twice(link: Any) -> None:
    account = PhoneAccount("agent-1001", "long-secret")
    for _ in range(2):
        await push_endpoint(link.client, account)
    assert set(await list_endpoints(link.client)) == {"trunk", "agent-1001"}
    for _ in range(2):
        await delete_endpoint(link.client, "agent-1001")
    assert await read_endpoint(link.client, "agent-1001") is None

    async def names() -> bool:
        return set(await list_endpoints(link.client)) == {"trunk"}

    assert await until(names, deadline_seconds=5)


async def test_an_endpoint_without_a_phone_is_listed_as_offline(link: Any) -> None:
    await push_endpoint(link.client, PhoneAccount("agent-1001", "long-secret"))
    state = (await list_endpoints(link.client))["agent-1001"]
    assert (state.is_online, state.channel_ids) == (False, ())


async def test_five_hundred_accounts_are_pushed_in_seconds(link: Any) -> None:
    accounts = [PhoneAccount(f"agent-{number}", "long-secret") for number in range(500)]
    began = time.monotonic()
    async with asyncio.timeout(20):
        await push_endpoints(link.client, accounts)
    assert len(await list_endpoints(link.client)) == 501
    assert time.monotonic() - began < 10
