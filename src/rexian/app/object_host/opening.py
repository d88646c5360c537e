"""What the host knows of its site, and what of it a child process is given: only what its manifest asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rexian.app.object_host.breaker import BreakerSettings
from rexian.app.object_host.frames import FundAccess, Opening
from rexian.object_api.registry import FoundObject

FUND_BOOKS, FUND_CREDENTIALS = "fund:books", "fund:credentials"


@dataclass(frozen=True)
class HostSettings:
    """`databases` holds the URL of each database that a permission may name, `fund` what `fund:…` grants."""

    zone: str
    databases: Mapping[str, str] = field(default_factory=dict)
    fund: FundAccess = field(default_factory=FundAccess)
    log_level: str = "INFO"
    open_seconds: float = 20.0
    breaker: BreakerSettings = field(default_factory=BreakerSettings)


def opening_for(found: FoundObject, settings: HostSettings, own_settings: Mapping[str, Any]) -> Opening:
    """What a child of this version is given: only what its manifest asks for."""
    names, rights = found.manifest.databases, found.manifest.permissions
    fund = settings.fund if FUND_BOOKS in rights else FundAccess()
    return Opening(
        folder=str(found.folder.resolve()),
        memory_mb=found.manifest.limits.memory_mb,
        zone=settings.zone,
        log_level=settings.log_level,
        databases={name: settings.databases[name] for name in names if name in settings.databases},
        settings=dict(own_settings),
        fund=replace(fund, credentials_url=settings.fund.credentials_url if FUND_CREDENTIALS in rights else None),
    )
