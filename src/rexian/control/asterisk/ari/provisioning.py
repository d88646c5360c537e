"""Agents' SIP accounts inside Asterisk: pushed, taken away and listed over ARI while it runs.

Asterisk keeps them in its own small database, but a kill loses the last second: the adapter compares on each connect.
They speak G.711 at 8 kHz unless told otherwise, so that no leg needs transcoding. Ids must not look
like a citizen's number: the name in a call's From header is matched against them before the trunk's address.
"""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from rexian.control.asterisk.ari.client import AriClient
from rexian.control.asterisk.ari.errors import AriNotFound

_REALM = "rexian"
_TECHNOLOGY = "PJSIP"
_CONTEXT = "agents"
_KINDS = ("endpoint", "aor", "auth")
"""In the order of taking away: what refers to others goes first, and comes last when pushed."""

G711 = ("alaw", "ulaw")

Fields = Mapping[str, str]


class PhoneKind(StrEnum):
    """What the agent speaks with."""

    BROWSER = "browser"
    SIP_PHONE = "sip_phone"


@dataclass(frozen=True, slots=True)
class PhoneAccount:
    """One agent's SIP account. `endpoint_id` is also the user name for signing in.

    Every `qualify_seconds` the phone is asked (OPTIONS) whether it is there; one that does not answer is called no
    more. 0 for phones that cannot answer that, such as simulated ones. `codecs` as Asterisk names them, the best first.
    """

    endpoint_id: str
    password: str
    kind: PhoneKind = PhoneKind.BROWSER
    qualify_seconds: int = 10
    codecs: tuple[str, ...] = G711


@dataclass(frozen=True, slots=True)
class EndpointState:
    """What Asterisk says of one endpoint: whether a phone is there, and its channels."""

    endpoint_id: str
    is_online: bool
    channel_ids: tuple[str, ...]


def account_fields(account: PhoneAccount) -> dict[str, Fields]:
    """The objects to push for an account: kind of object to its fields."""
    is_browser = account.kind is PhoneKind.BROWSER
    endpoint = {
        "auth": account.endpoint_id,
        "aors": account.endpoint_id,
        "context": _CONTEXT,
        "disallow": "all",
        "allow": ",".join(account.codecs),
        "dtmf_mode": "rfc4733",
        "direct_media": "no",
        "allow_subscribe": "no",
        "callerid": f"<{account.endpoint_id}>",
        "language": "zh",
        "rtp_timeout": "15" if is_browser else "30",
        "rtp_timeout_hold": "300",
    }
    if is_browser:
        own = {"webrtc": "yes", "allow_transfer": "no"}
    else:
        own = {"allow_transfer": "yes", "rtp_symmetric": "yes", "force_rport": "yes", "rewrite_contact": "yes"}
    return {
        "auth": {
            "auth_type": "digest",
            "realm": _REALM,
            "username": account.endpoint_id,
            "password_digest": f"MD5:{_password_digest(account)}",
        },
        "aor": {
            "max_contacts": "1",
            "remove_existing": "yes",
            "qualify_frequency": str(account.qualify_seconds),
            "qualify_timeout": "3.0",
            "default_expiration": "120",
            "minimum_expiration": "30",
            "maximum_expiration": "600",
        },
        "endpoint": endpoint | own,
    }


def _password_digest(account: PhoneAccount) -> str:
    """What SIP's digest sign-in is checked against (RFC 2617), so that no clear password lies in Asterisk's files."""
    text = f"{account.endpoint_id}:{_REALM}:{account.password}"
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


async def push_endpoint(client: AriClient, account: PhoneAccount) -> None:
    """Create the account's objects or bring them up to date; a registered phone stays registered. Raises AriError."""
    fields = account_fields(account)
    for kind in reversed(_KINDS):
        body = {"fields": [{"attribute": name, "value": value} for name, value in fields[kind].items()]}
        await client.request("PUT", _object_uri(kind, account.endpoint_id), body=body)


async def push_endpoints(client: AriClient, accounts: list[PhoneAccount], *, parallel: int = 8) -> None:
    """Push many accounts, `parallel` at a time (about a second per thousand). Raises the first AriError."""
    gate = asyncio.Semaphore(parallel)

    async def push(account: PhoneAccount) -> None:
        async with gate:
            await push_endpoint(client, account)

    await asyncio.gather(*(push(account) for account in accounts))


async def delete_endpoint(client: AriClient, endpoint_id: str) -> None:
    """Take an account away; what is not there is as good as taken away. Raises AriError."""
    for kind in _KINDS:
        try:
            await client.request("DELETE", _object_uri(kind, endpoint_id))
        except AriNotFound:
            continue


async def read_endpoint(client: AriClient, endpoint_id: str) -> Fields | None:
    """The endpoint's fields as Asterisk has them, or None when it has none of that id. Raises AriError."""
    try:
        found = await client.request("GET", _object_uri("endpoint", endpoint_id))
    except AriNotFound:
        return None
    return {str(field["attribute"]): str(field["value"]) for field in found}


async def is_account(client: AriClient, endpoint_id: str) -> bool:
    """Whether the endpoint is one that was pushed for an agent, and not a trunk of the files. Raises AriError."""
    fields = await read_endpoint(client, endpoint_id)
    return fields is not None and fields["context"] == _CONTEXT


async def list_endpoints(client: AriClient) -> dict[str, EndpointState]:
    """All SIP endpoints by id, the trunks among them. Raises AriError.

    After a restart of Asterisk an account is listed only once it was pushed again: push all of them then.
    """
    found = await client.request("GET", f"endpoints/{_TECHNOLOGY}")
    states = (
        EndpointState(str(entry["resource"]), entry["state"] == "online", tuple(map(str, entry["channel_ids"])))
        for entry in found
    )
    return {state.endpoint_id: state for state in states}


def _object_uri(kind: str, endpoint_id: str) -> str:
    return f"asterisk/config/dynamic/res_pjsip/{kind}/{quote(endpoint_id, safe='')}"
