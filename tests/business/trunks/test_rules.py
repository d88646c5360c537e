"""What is wrong with a trunk: each fault named by its field, and nothing where it can be used."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.business.trunks.examples import ACCOUNT, EXAMPLES, GATEWAY, IMS, NO1, PRI, SS7, trunk

from rexian.business.trunks.contracts import ChannelLimit, E1Line, OutboundRule, Parameters, Ss7Line, TrunkContent
from rexian.business.trunks.rules import faults_of
from rexian.business.trunks.sip_rules import peer_of

pytestmark = pytest.mark.pure

PASSWORD = "line-secret"


@pytest.mark.parametrize("content", EXAMPLES, ids=lambda content: content.name)
def test_a_right_trunk_beside_all_the_others_has_no_fault(content: TrunkContent) -> None:
    assert faults_of(content, PASSWORD, [other for other in EXAMPLES if other is not content]) == ()


def changed(parameters: Parameters, **changes: Any) -> TrunkContent:
    return trunk(replace(parameters, **changes))


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (replace(trunk(GATEWAY), name="Bad Name"), ("name", "no_short_name")),
        (replace(trunk(GATEWAY), name="udp"), ("name", "no_short_name")),
        (replace(trunk(GATEWAY), title=" "), ("title", "no_title")),
        (replace(trunk(GATEWAY), title="a\0"), ("title", "no_title")),
        (replace(trunk(GATEWAY), area_code="371"), ("area_code", "no_area_code")),
        (replace(trunk(GATEWAY), country_code="0"), ("country_code", "no_country_code")),
        (replace(trunk(GATEWAY), caller_id="a"), ("caller_id", "no_number")),
        (replace(trunk(GATEWAY), limit=ChannelLimit(-1, "busy", "")), ("limit.channels", "out_of_range")),
        (replace(trunk(GATEWAY), limit=ChannelLimit(1, "number", "")), ("limit.full_number", "no_number")),
        (replace(trunk(GATEWAY), outbound=(OutboundRule("0", (), 5, ""),)), ("outbound.0", "no_rule")),
        (replace(trunk(GATEWAY), outbound=(OutboundRule("x", (), 0, ""),)), ("outbound.0", "no_rule")),
        (changed(GATEWAY, peers=()), ("parameters.peers", "empty")),
        (changed(GATEWAY, peers=("gateway",)), ("parameters.peers.0", "no_address")),
        (changed(GATEWAY, peers=("10.0.0.1\nmatch = 0.0.0.0/0",)), ("parameters.peers.0", "no_address")),
        (changed(GATEWAY, peers=("fe80::1%;x",)), ("parameters.peers.0", "no_address")),
        (changed(GATEWAY, peers=("0.0.0.0/0",)), ("parameters.peers.0", "whole_internet")),
        (changed(GATEWAY, codecs=()), ("parameters.codecs", "empty_or_twice")),
        (changed(GATEWAY, encrypts_media=True), ("parameters.encrypts_media", "needs_tls")),
        (changed(GATEWAY, server="a b"), ("parameters.server", "no_host")),
        (changed(GATEWAY, outbound_proxy="a;b"), ("parameters.outbound_proxy", "no_host")),
        (changed(GATEWAY, from_domain="a]"), ("parameters.from_domain", "no_host")),
        (changed(GATEWAY, from_user="a b"), ("parameters.from_user", "no_user")),
        (changed(GATEWAY, account=ACCOUNT), ("parameters.account", "not_for_a_gateway")),
        (changed(IMS, account=replace(ACCOUNT, user="")), ("parameters.account.user", "no_user")),
        (changed(IMS, account=replace(ACCOUNT, domain="")), ("parameters.account.domain", "no_host")),
        (
            changed(IMS, account=replace(ACCOUNT, expires_seconds=5)),
            ("parameters.account.expires_seconds", "out_of_range"),
        ),
        (changed(PRI, spans=()), ("parameters.spans", "empty")),
        (changed(PRI, spans=(E1Line(0, 0, False),)), ("parameters.spans.0.number", "out_of_range")),
        (changed(PRI, spans=(E1Line(1, 0, False), E1Line(1, 0, False))), ("parameters.spans.1.number", "taken")),
        (changed(PRI, spans=(E1Line(1, 1, False), E1Line(2, 1, False))), ("parameters.spans.1.timing", "taken")),
        (changed(PRI, called_digits=99), ("parameters.called_digits", "out_of_range")),
        (changed(PRI, national_prefix="x"), ("parameters.national_prefix", "no_number")),
        (changed(PRI, reset_interval_seconds=1), ("parameters.reset_interval_seconds", "out_of_range")),
        (changed(PRI, t200_milliseconds=1), ("parameters.t200_milliseconds", "out_of_range")),
        (changed(NO1, called_digits=0), ("parameters.called_digits", "out_of_range")),
        (changed(NO1, caller_digits=25), ("parameters.caller_digits", "out_of_range")),
        (
            changed(NO1, mf_back_timeout_milliseconds=-2),
            ("parameters.mf_back_timeout_milliseconds", "out_of_range"),
        ),
        (changed(SS7, linkset=0), ("parameters.linkset", "out_of_range")),
        (changed(SS7, point_code=0), ("parameters.point_code", "out_of_range")),
        (changed(SS7, point_code=1 << 14), ("parameters.point_code", "needs_a_gateway")),
        (changed(SS7, destination_point_code=22 << 16), ("parameters.destination_point_code", "needs_a_gateway")),
        (changed(SS7, point_code=1002), ("parameters.point_code", "same_as_the_other_side")),
        (changed(SS7, spans=(Ss7Line(4, 4, False, 1, False),)), ("parameters.spans", "no_signalling_link")),
        (changed(SS7, spans=(Ss7Line(4, 4, False, 4090, True),)), ("parameters.spans.0.first_circuit", "out_of_range")),
        (
            changed(SS7, spans=(Ss7Line(4, 4, False, 1, True), Ss7Line(5, 0, False, 17, False))),
            ("parameters.spans.1.first_circuit", "taken"),
        ),
    ],
)
def test_a_fault_is_named_by_its_field(content: TrunkContent, fault: tuple[str, str]) -> None:
    assert faults_of(content, PASSWORD, []) == (fault,)


@pytest.mark.parametrize(
    ("password", "faults"),
    [(None, (("password", "missing"),)), ("a;b", (("password", "cannot_be_written"),)), (PASSWORD, ())],
)
def test_signing_on_needs_a_password_that_can_be_written(
    password: str | None, faults: tuple[tuple[str, str], ...]
) -> None:
    assert faults_of(trunk(IMS), password, []) == faults


@pytest.mark.parametrize(
    ("mine", "others", "is_shared"),
    [
        ("10.0.0.5", "10.0.0.5", True),
        ("10.0.0.0/24", "10.0.0.5", True),
        ("10.0.0.5:5060", "10.0.0.5", True),
        ("10.0.0.5:5060", "10.0.0.5:5062", False),
        ("10.0.0.5", "10.0.1.0/24", False),
        ("2001:db8::1", "10.0.0.5", False),
    ],
)
def test_an_address_belongs_to_one_trunk(mine: str, others: str, is_shared: bool) -> None:
    other = trunk(replace(GATEWAY, peers=(others,)), "other")
    faults = faults_of(changed(GATEWAY, peers=(mine,)), None, [other])
    assert faults == ((("parameters.peers.0", "taken"),) if is_shared else ())


def test_names_spans_clocks_and_linksets_belong_to_one_trunk() -> None:
    twin = trunk(PRI)
    assert ("name", "taken") in faults_of(twin, None, [twin])
    assert ("parameters.spans.0.number", "taken") in faults_of(changed(NO1, spans=(E1Line(2, 0, False),)), None, [twin])
    assert ("parameters.spans.0.timing", "taken") in faults_of(changed(NO1, spans=(E1Line(3, 2, False),)), None, [twin])
    other = changed(SS7, spans=(Ss7Line(9, 0, False, 1, True),))
    assert faults_of(replace(other, name="other"), None, [trunk(SS7)]) == (("parameters.linkset", "taken"),)


@given(st.text(max_size=30))
def test_what_is_taken_for_an_address_stays_on_its_line(text: str) -> None:
    if peer_of(text) is not None:
        assert not set(text) & set("\n\r;[]")
