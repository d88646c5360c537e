"""The first trunk of an instance without a carrier: SIP from the addresses of REXIAN_TRUNK_PEERS."""

from rexian.app.settings import Settings
from rexian.app.trades import routing_trades
from rexian.business.trunks.contracts import ChannelLimit, SipParameters, TrunkContent
from rexian.business.trunks.errors import TrunkInvalid
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database
from rexian.kit.errors import ErrorKind, RexianError

TRUNK_ID = "first-trunk"
NAME = "trunk"


class TrunkPeersInvalid(RexianError):
    """REXIAN_TRUNK_PEERS is no list of addresses, networks, or addresses with a port, each once."""

    code = "trunk_peers_invalid"
    kind = ErrorKind.INVALID


def first_trunk(settings: Settings) -> TrunkContent:
    """A gateway at the addresses of the settings, with G.711 and no limit; it calls nobody."""
    return TrunkContent(
        name=NAME,
        title="演示中继",
        area_code="0371",
        country_code="86",
        caller_id="",
        outbound=(),
        limit=ChannelLimit(channels=0, when_full="busy", full_number=""),
        parameters=SipParameters(
            kind="sip_gateway",
            peers=tuple(peer.strip() for peer in settings.trunk_peers.split(",") if peer.strip()),
            server=None,
            transport="udp",
            codecs=("alaw", "ulaw"),
            account=None,
            outbound_proxy=None,
            from_user=None,
            from_domain=None,
            trusts_identity=False,
            sends_identity=False,
            encrypts_media=False,
            fax_t38=False,
            session_timers=True,
        ),
    )


async def set_up_first_trunk(settings: Settings, database: Database, organisation_id: str) -> bool:
    """Make it where it was never made. A setting that is given counts at each start, else the record stays as it is.

    Tells whether anything changed. Raises TrunkPeersInvalid, DatabaseUnavailable.
    """
    trunks = routing_trades(settings, database, KeyRing.load(settings.master_key_file)).trunks
    is_given = "trunk_peers" in settings.model_fields_set
    try:
        return await trunks.set_up(TRUNK_ID, organisation_id, first_trunk(settings), replace=is_given)
    except TrunkInvalid as error:
        raise TrunkPeersInvalid(fields=error.details["fields"]) from error
