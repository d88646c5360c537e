"""How the system stands, for supervisors and administrators."""

import asyncio
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter

from rexian.access.guard import StatusReader
from rexian.access.parts import Parts
from rexian.access.readiness import ask_all
from rexian.kit.errors import RexianError

router = APIRouter(prefix="/api", tags=["status"])


@dataclass(frozen=True)
class PartStatus:
    """One part of the system as the web process sees it."""

    name: str
    ok: bool
    detail: str


@dataclass(frozen=True)
class SystemStatus:
    """`control` are its own counts; empty while it is away."""

    ok: bool
    parts: tuple[PartStatus, ...]
    control: dict[str, Any]


@router.get("/status")
async def read_status(actor: StatusReader, parts: Parts) -> SystemStatus:
    """Every part's state; answers while parts are away."""
    checks, control = await asyncio.gather(ask_all(parts.checks), _control_counts(parts))
    statuses = tuple(PartStatus(name, check.ok, check.detail) for name, check in checks.items())
    return SystemStatus(all(status.ok for status in statuses), statuses, control)


async def _control_counts(parts: Parts) -> dict[str, Any]:
    try:
        return dict(await parts.control.status())
    except RexianError:
        return {}
