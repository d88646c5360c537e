"""Agents' accounts come and go; trunks, whatever they are called, stay."""

from typing import Any

import pytest

from rexian.control.asterisk.ari.provisioning import list_endpoints
from rexian.control.asterisk.media import AsteriskMedia
from rexian.control.contracts.configuration import AgentConfiguration
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts


def agent(name: str) -> AgentConfiguration:
    return AgentConfiguration(name, "c", name, name, name, "long-secret", "sip", ("q",))


@pytest.mark.parametrize("server", [("carrier", "gateway")], indirect=True)
async def test_only_accounts_that_are_no_more_are_taken_away(link: Any) -> None:
    media = AsteriskMedia(link.client, "rexian")
    await media.provision_agents([agent("8001"), agent("8002")])
    assert set(await list_endpoints(link.client)) == {"carrier", "gateway", "8001", "8002"}
    await media.provision_agents([agent("8002")])

    async def is_right() -> bool:
        return set(await list_endpoints(link.client)) == {"carrier", "gateway", "8002"}

    assert await until(is_right, deadline_seconds=5)
