"""Completes the settings of an instance with what the launcher decides: ports, passwords, addresses of the parts."""

from typing import Any

from pydantic import SecretStr

from rexian.app.launcher.account import service_account
from rexian.app.launcher.instance import secret
from rexian.app.launcher.ports import InstancePorts
from rexian.app.parts.nats import NatsPart
from rexian.app.parts.postgres import PostgresPart
from rexian.app.settings import Settings

PLATFORM_DATABASE = "rexian"


def postgres_part(settings: Settings, ports: InstancePorts) -> PostgresPart:
    """The embedded PostgreSQL of this instance."""
    password = secret(settings, "postgres.password")
    return PostgresPart(settings.home / "postgres", ports.postgres, password, service_account(settings.run_as))


def nats_part(settings: Settings, ports: InstancePorts) -> NatsPart:
    """The embedded NATS of this instance."""
    return NatsPart(settings.home / "nats", ports.nats, ports.nats_monitor, secret(settings, "nats.password"))


def has_own_asterisk(settings: Settings) -> bool:
    """Whether the launcher is to run Asterisk: not when the settings name an ARI address."""
    return "ari_url" not in settings.model_fields_set


def completed(settings: Settings, ports: InstancePorts) -> Settings:
    """The settings with nothing left open; what was given is kept."""
    changes: dict[str, Any] = {
        "cache": settings.cache_folder,
        "asterisk_home": settings.asterisk_folder,
        "http_port": ports.http,
        "sip_port": ports.sip,
        "rtp_ports": f"{ports.rtp_first}-{ports.rtp_last}",
    }
    postgres = postgres_part(settings, ports)
    if settings.database_url is None:
        changes["database_url"] = postgres.url(PLATFORM_DATABASE)
    if settings.nats_url is None:
        changes["nats_url"] = nats_part(settings, ports).url
    if has_own_asterisk(settings):
        changes["ari_url"] = f"http://127.0.0.1:{ports.ari}"
        changes["ari_password"] = SecretStr(secret(settings, "ari.password"))
    return settings.model_copy(update=changes)


def public_url(settings: Settings) -> str:
    """Where a browser finds the application."""
    scheme = "https" if settings.tls_cert else "http"
    host = "127.0.0.1" if settings.http_host in ("0.0.0.0", "::") else settings.http_host
    return f"{scheme}://{host}:{settings.http_port}"
