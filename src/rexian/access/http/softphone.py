"""What the page's telephone needs to register."""

from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter, Response

from rexian.access.guard import DeskUser
from rexian.access.parts import Parts

SIP_REALM = "rexian"
SIP_DOMAIN = "rexian.invalid"
WEBSOCKET_PATH = "/ws"

router = APIRouter(prefix="/api", tags=["desk"])


@dataclass(frozen=True)
class Softphone:
    """The SIP account of the agent's own seat. `phone_kind` sip = a telephone outside the page takes the calls.

    `sip_server` (host:port, UDP) is where such a telephone registers; null for the page's own.
    """

    phone_kind: Literal["webrtc", "sip"]
    sip_username: str
    sip_domain: str
    password: str
    realm: str
    websocket_path: str
    sip_server: str | None


@router.get("/softphone")
async def read_softphone(actor: DeskUser, parts: Parts, response: Response) -> Softphone:
    """The agent's own SIP account; never stored by a browser or a proxy."""
    response.headers["Cache-Control"] = "no-store"
    seat = await parts.seats.seat_of(actor.agent_id)
    return Softphone(
        phone_kind=seat.phone_kind,
        sip_username=seat.sip_username,
        sip_domain=SIP_DOMAIN,
        password=seat.sip_secret,
        realm=SIP_REALM,
        websocket_path=WEBSOCKET_PATH,
        sip_server=parts.sip_server if seat.phone_kind == "sip" else None,
    )
