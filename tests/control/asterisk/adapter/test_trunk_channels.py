"""Which channel is asked for on which trunk."""

import pytest

from rexian.control.asterisk.trunk_channels import channel_for, variables_for
from rexian.control.contracts.trunks import TrunkConfiguration

pytestmark = pytest.mark.pure

SIP = TrunkConfiguration("carrier", "0371", "86", "", ())
E1 = TrunkConfiguration("isdn", "0371", "86", "", (), 3)


def test_a_sip_trunk_is_dialled_by_its_name_and_an_e1_trunk_by_its_group() -> None:
    assert channel_for(SIP, "013800138000") == "PJSIP/013800138000@carrier"
    assert channel_for(E1, "95588") == "DAHDI/g3/95588"


def test_a_call_out_is_counted_among_the_trunks() -> None:
    assert variables_for(SIP) == {"GROUP(trunk)": "carrier"}
