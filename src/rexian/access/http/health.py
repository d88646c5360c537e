"""For operators' tools: alive, ready, metrics. Public: they tell no personal data and no secret."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Depends, Response
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from rexian.access.guard import Public
from rexian.access.parts import Parts
from rexian.access.readiness import ask_all

router = APIRouter(tags=["health"], dependencies=[Depends(Public("operators' tools have no sign-in"))])


@router.get("/healthz")
async def alive() -> dict[str, Any]:
    """The process answers."""
    return {"process": "web", "ok": True}


@router.get("/readyz")
async def ready(parts: Parts, response: Response) -> dict[str, Any]:
    """200 when database, bus and control are reached, else 503 with the part that is not."""
    checks = await ask_all(parts.checks)
    ok = all(check.ok for check in checks.values())
    response.status_code = 200 if ok else 503
    return {"process": "web", "ok": ok, "checks": {name: asdict(check) for name, check in checks.items()}}


@router.get("/metrics", response_class=Response)
async def metrics(parts: Parts) -> Response:
    """Prometheus text format."""
    return Response(generate_latest(parts.figures.registry), media_type=CONTENT_TYPE_PLAIN_0_0_4)
