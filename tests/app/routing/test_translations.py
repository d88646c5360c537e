"""Records of the trades as control takes them: lines, openings, marked callers."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest
from tests.business.trunks.examples import EXAMPLES, IMS, trunk

from rexian.app.entry_tables import marked_callers
from rexian.app.trunk_lines import line_of, trunk_configurations
from rexian.business.caller_marks.contracts import BlackLevel, HashedMark, MarkContent, MarkKind
from rexian.business.trunks.contracts import Trunk, TrunkContent
from rexian.control.contracts.entry import Admission
from rexian.control.contracts.trunks import (
    ChannelLimit,
    E1Span,
    MfcR2Trunk,
    PriTrunk,
    SipTransport,
    SipTrunk,
    Ss7Trunk,
    WhenFull,
)

pytestmark = pytest.mark.pure

NOW = datetime(2026, 11, 23, tzinfo=UTC)
DAY = timedelta(days=1)


def stored(content: TrunkContent) -> Trunk:
    return Trunk("t1", "c", 1, content, True, None)


def test_each_kind_becomes_its_line() -> None:
    lines = [line_of(stored(content), "line-secret") for content in EXAMPLES]
    assert [type(line) for line in lines] == [SipTrunk, SipTrunk, PriTrunk, MfcR2Trunk, Ss7Trunk]
    assert [line.name for line in lines] == [content.name for content in EXAMPLES]
    assert {line.limit for line in lines} == {ChannelLimit(30, WhenFull.NUMBER, "12329000")}


def test_nothing_of_a_record_is_lost_on_the_way() -> None:
    """Every parameter that is set otherwise makes another line."""
    ims, gateway, pri, no1, ss7 = (line_of(stored(content), "line-secret") for content in EXAMPLES)
    assert isinstance(ims, SipTrunk)
    assert ims.registration is not None
    assert (ims.registration.user, ims.registration.auth_user) == ("+8637112329", "12329@ha.ims.example")
    assert (ims.registration.domain, ims.registration.password) == ("ha.ims.example", "line-secret")
    assert (ims.peers, ims.contact, ims.outbound_proxy) == (("10.20.0.0/28",), "sbc.ims.example:5060", "10.20.0.1")
    assert (ims.codecs, ims.trusts_identity, ims.sends_identity) == (("alaw",), True, True)
    assert isinstance(gateway, SipTrunk)
    assert (gateway.transport, gateway.fax_t38, gateway.session_timers) == (SipTransport.TCP, True, False)
    assert isinstance(pri, PriTrunk)
    assert (pri.spans, pri.calling_plan) == ((E1Span(1, 1, True), E1Span(2, 2, True)), "national")
    assert isinstance(no1, MfcR2Trunk)
    assert (no1.called_digits, no1.caller_digits) == (5, 12)
    assert isinstance(ss7, Ss7Trunk)
    assert ss7.spans == (E1Span(4, 4, False, 1, True), E1Span(5, 0, False, 33, False))
    assert (ss7.point_code, ss7.adjacent_point_code, ss7.destination_point_code) == (1001, 1002, 1003)


def test_a_line_knows_nothing_that_no_record_sets() -> None:
    """The forms of control and of the trade may differ in words, not in number."""
    for content in EXAMPLES:
        line = line_of(stored(content), None)
        assert len(fields(line)) - 2 == len(fields(content.parameters)) - 1


def test_a_call_knows_its_trunks_plan_and_way_out() -> None:
    (configuration,) = trunk_configurations((stored(trunk(IMS)),))
    assert (configuration.name, configuration.area_code, configuration.caller_id) == ("sip-ims", "0371", "12329")
    assert [(rule.begins_with, rule.strip_digits, rule.prefix) for rule in configuration.outbound] == [
        ("0371", 4, ""),
        ("1", 0, "0"),
        ("+", 1, "00"),
    ]


def black(level: BlackLevel, days: int | None) -> HashedMark:
    until = None if days is None else NOW + days * DAY
    return HashedMark("hash", MarkContent(MarkKind.BLACK, "辱骂", None, level, until))


def test_marks_that_end_one_after_another_become_periods() -> None:
    vip = HashedMark("hash", MarkContent(MarkKind.VIP, "代表", 7, None, None))
    marks = (black(BlackLevel.REFUSE, 1), vip, HashedMark("other", vip.content))
    first, second = marked_callers(marks, NOW)
    assert [(period.until, period.treatment.admission, period.treatment.priority) for period in first.periods] == [
        (NOW + DAY, Admission.REFUSE, 7),
        (None, Admission.ADMIT, 7),
    ]
    assert [period.until for period in second.periods] == [None]


def test_after_the_last_mark_a_caller_is_like_others() -> None:
    (caller,) = marked_callers((black(BlackLevel.WARN, 2),), NOW)
    assert [period.until for period in caller.periods] == [NOW + 2 * DAY]
