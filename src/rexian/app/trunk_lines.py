"""Trunk records as control takes them: the lines that Asterisk's files are written from, and what a call must know."""

from collections.abc import Iterable

from rexian.business.trunks.contracts import (
    ChannelLimit,
    E1Line,
    MfcR2Parameters,
    PriParameters,
    SipAccount,
    SipParameters,
    Ss7Parameters,
    Trunk,
)
from rexian.business.trunks.service import Trunks
from rexian.control.contracts import trunks as lines


async def read_lines(trunks: Trunks) -> tuple[lines.LineConfiguration, ...]:
    """Every trunk in use as a line, with its password. Raises DatabaseUnavailable."""
    return tuple(line_of(trunk, password) for trunk, password in await trunks.with_passwords())


def trunk_configurations(trunks: Iterable[Trunk]) -> tuple[lines.TrunkConfiguration, ...]:
    """What calls must know of their trunks."""
    return tuple(
        lines.TrunkConfiguration(
            name=trunk.content.name,
            area_code=trunk.content.area_code,
            country_code=trunk.content.country_code,
            caller_id=trunk.content.caller_id,
            outbound=tuple(lines.OutboundRule(**vars(rule)) for rule in trunk.content.outbound),
            e1_group=_e1_group(trunk),
        )
        for trunk in trunks
    )


def line_of(trunk: Trunk, password: str | None) -> lines.LineConfiguration:
    """One trunk as a line."""
    name, limit = trunk.content.name, _limit(trunk.content.limit)
    match trunk.content.parameters:
        case SipParameters() as sip:
            return _sip(name, limit, sip, password or "")
        case PriParameters() as pri:
            return _pri(name, limit, pri)
        case MfcR2Parameters() as r2:
            return _mfcr2(name, limit, r2)
        case Ss7Parameters() as ss7:
            return _ss7(name, limit, ss7)


def _e1_group(trunk: Trunk) -> int | None:
    parameters = trunk.content.parameters
    return None if isinstance(parameters, SipParameters) else lines.e1_group(span.number for span in parameters.spans)


def _limit(limit: ChannelLimit) -> lines.ChannelLimit:
    return lines.ChannelLimit(limit.channels, lines.WhenFull(limit.when_full), limit.full_number)


def _sip(name: str, limit: lines.ChannelLimit, sip: SipParameters, password: str) -> lines.SipTrunk:
    return lines.SipTrunk(
        name=name,
        peers=sip.peers,
        contact=sip.server,
        codecs=tuple(sip.codecs),
        transport=lines.SipTransport(sip.transport),
        registration=None if sip.account is None else _registration(sip.account, password),
        outbound_proxy=sip.outbound_proxy,
        from_user=sip.from_user or "",
        from_domain=sip.from_domain or "",
        trusts_identity=sip.trusts_identity,
        sends_identity=sip.sends_identity,
        encrypts_media=sip.encrypts_media,
        fax_t38=sip.fax_t38,
        session_timers=sip.session_timers,
        limit=limit,
    )


def _registration(account: SipAccount, password: str) -> lines.SipRegistration:
    return lines.SipRegistration(
        user=account.user,
        domain=account.domain,
        password=password,
        auth_user=account.auth_user or "",
        expires_seconds=account.expires_seconds,
    )


def _pri(name: str, limit: lines.ChannelLimit, pri: PriParameters) -> lines.PriTrunk:
    return lines.PriTrunk(
        name=name,
        spans=_spans(pri.spans),
        is_network_side=pri.is_network_side,
        called_plan=pri.called_plan,
        calling_plan=pri.calling_plan,
        international_prefix=pri.international_prefix,
        national_prefix=pri.national_prefix,
        called_digits=pri.called_digits,
        in_band_tones=pri.in_band_tones,
        reset_interval_seconds=pri.reset_interval_seconds,
        t200_milliseconds=pri.t200_milliseconds,
        limit=limit,
    )


def _mfcr2(name: str, limit: lines.ChannelLimit, r2: MfcR2Parameters) -> lines.MfcR2Trunk:
    return lines.MfcR2Trunk(
        name=name,
        spans=_spans(r2.spans),
        called_digits=r2.called_digits,
        caller_digits=r2.caller_digits,
        caller_first=r2.caller_first,
        category=r2.category,
        mf_back_timeout_ms=r2.mf_back_timeout_milliseconds,
        metering_pulse_timeout_ms=r2.metering_pulse_timeout_milliseconds,
        accepts_on_offer=r2.accepts_on_offer,
        limit=limit,
    )


def _ss7(name: str, limit: lines.ChannelLimit, ss7: Ss7Parameters) -> lines.Ss7Trunk:
    return lines.Ss7Trunk(
        name=name,
        spans=tuple(lines.E1Span(**vars(span)) for span in ss7.spans),
        linkset=ss7.linkset,
        point_code=ss7.point_code,
        adjacent_point_code=ss7.adjacent_point_code,
        destination_point_code=ss7.destination_point_code,
        network=ss7.network,
        called_nature=ss7.called_nature,
        calling_nature=ss7.calling_nature,
        limit=limit,
    )


def _spans(spans: Iterable[E1Line]) -> tuple[lines.E1Span, ...]:
    return tuple(lines.E1Span(span.number, span.timing, span.crc4) for span in spans)
