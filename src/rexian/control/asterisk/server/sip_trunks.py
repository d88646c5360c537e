"""The part of pjsip.conf that belongs to trunks: transports beyond UDP, and the objects of each SIP trunk.

Calls are taken for a trunk's by their address only (`identify_by = ip`): a From header that names the trunk proves
nothing. There is no anonymous endpoint, so every other call is refused.
"""

from collections.abc import Iterable, Iterator

from rexian.control.asterisk.server.entries import context_of
from rexian.control.asterisk.server.settings import ServerSettings
from rexian.control.asterisk.server.text import Option, SipUri, section, yes_no
from rexian.control.contracts.trunks import SipRegistration, SipTransport, SipTrunk

QUALIFY_SECONDS = 15
RETRY_SECONDS = 30
ENDLESS_RETRIES = 1_000_000
"""A carrier that was away for a day must be signed on at again without us."""
_WILDCARDS = ("0.0.0.0", "::")


def sip_trunks_text(settings: ServerSettings) -> str:
    """All sections, in the order of the trunks."""
    trunks = settings.sip_trunks
    sections = list(_transports(settings, {trunk.transport for trunk in trunks}))
    for trunk in trunks:
        sections += _objects(trunk, settings.sip_address)
    return "\n".join(sections)


def _transports(settings: ServerSettings, used: Iterable[SipTransport]) -> Iterator[str]:
    """TCP on the same port as UDP and TLS on the next one, each only where a trunk needs it."""
    if SipTransport.TCP in used:
        yield _transport(SipTransport.TCP, settings.sip_address, settings.sip_port, [])
    if SipTransport.TLS in used:
        own = (("cert_file", settings.tls_certificate), ("priv_key_file", settings.tls_key))
        options: list[Option] = [(name, str(path)) for name, path in own if path is not None]
        options += [("method", "tlsv1_2"), ("verify_server", "yes"), ("ca_list_file", str(settings.tls_authorities))]
        yield _transport(SipTransport.TLS, settings.sip_address, settings.sip_port + 1, options)


def _transport(kind: SipTransport, address: str, port: int, options: list[Option]) -> str:
    return section(kind, [("type", "transport"), ("protocol", kind), ("bind", f"{address}:{port}"), *options])


def _objects(trunk: SipTrunk, sip_address: str) -> Iterator[str]:
    yield section(trunk.name, [*_endpoint(trunk), *_media_address(sip_address), *_outbound_proxy(trunk)])
    yield section(trunk.name, _address(trunk))
    if trunk.peers:
        matches: list[Option] = [("match", peer) for peer in trunk.peers]
        yield section(trunk.name, [("type", "identify"), ("endpoint", trunk.name), *matches])
    if trunk.registration is not None:
        yield section(trunk.name, _account(trunk.registration))
        yield section(trunk.name, [*_registration(trunk, trunk.registration), *_outbound_proxy(trunk)])


def _endpoint(trunk: SipTrunk) -> Iterator[Option]:
    yield ("type", "endpoint")
    yield ("transport", trunk.transport)
    yield ("context", context_of(trunk.name))
    yield ("identify_by", "ip")
    yield ("aors", trunk.name)
    yield ("disallow", "all")
    yield ("allow", ",".join(trunk.codecs))
    yield ("dtmf_mode", "rfc4733")
    yield ("direct_media", "no")
    yield ("rtp_symmetric", "yes")
    yield ("rewrite_contact", "no")
    yield ("allow_subscribe", "no")
    yield ("allow_transfer", "no")
    yield ("trust_id_inbound", yes_no(trunk.trusts_identity))
    yield ("send_pai", yes_no(trunk.sends_identity))
    yield ("timers", yes_no(trunk.session_timers))
    yield ("t38_udptl", yes_no(trunk.fax_t38))
    yield ("media_encryption", "sdes" if trunk.encrypts_media else "no")
    yield ("language", "zh")
    if trunk.from_user:
        yield ("from_user", trunk.from_user)
    if trunk.from_domain:
        yield ("from_domain", trunk.from_domain)
    if trunk.registration is not None:
        yield ("outbound_auth", trunk.name)


def _media_address(sip_address: str) -> list[Option]:
    if sip_address in _WILDCARDS:
        return []
    return [("media_address", sip_address), ("bind_rtp_to_media_address", "yes")]


def _address(trunk: SipTrunk) -> Iterator[Option]:
    yield ("type", "aor")
    if trunk.contact is not None:
        yield ("contact", SipUri(trunk.contact, _transport_parameter(trunk)))
        yield ("qualify_frequency", QUALIFY_SECONDS)


def _account(registration: SipRegistration) -> Iterator[Option]:
    yield ("type", "auth")
    yield ("auth_type", "userpass")
    yield ("username", registration.auth_user or registration.user)
    yield ("password", registration.password)


def _registration(trunk: SipTrunk, registration: SipRegistration) -> Iterator[Option]:
    yield ("type", "registration")
    yield ("transport", trunk.transport)
    yield ("server_uri", SipUri(registration.domain, _transport_parameter(trunk)))
    yield ("client_uri", SipUri(f"{registration.user}@{registration.domain}", _transport_parameter(trunk)))
    yield ("contact_user", registration.user)
    yield ("outbound_auth", trunk.name)
    yield ("expiration", registration.expires_seconds)
    yield ("retry_interval", RETRY_SECONDS)
    yield ("forbidden_retry_interval", RETRY_SECONDS)
    yield ("fatal_retry_interval", RETRY_SECONDS)
    yield ("auth_rejection_permanent", "no")
    yield ("max_retries", ENDLESS_RETRIES)


def _outbound_proxy(trunk: SipTrunk) -> list[Option]:
    if trunk.outbound_proxy is None:
        return []
    return [("outbound_proxy", SipUri(trunk.outbound_proxy, (*_transport_parameter(trunk), "lr")))]


def _transport_parameter(trunk: SipTrunk) -> tuple[str, ...]:
    return () if trunk.transport is SipTransport.UDP else (f"transport={trunk.transport}",)
