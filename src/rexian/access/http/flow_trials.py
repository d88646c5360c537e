"""Trying a flow in the studio: a check of what is on the canvas, and a run of it. Nothing is stored or called.

These are questions, asked by POST because a document does not fit into an address.
"""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from rexian.access.guard import FlowEditor
from rexian.access.parts import Parts
from rexian.business.flows.contracts import FlowProblem
from rexian.business.flows.simulation import SimulatedEvent, Simulation

router = APIRouter(prefix="/api/flow-trials", tags=["flows"])

MOST_EVENTS = 500


class CanvasDocument(BaseModel):
    """The document as it is on the canvas."""

    document: dict[str, Any]


class TrialRun(CanvasDocument):
    """What happens to the caller, from the first moment on; `caller_number` is the number the call comes from."""

    events: Annotated[list[SimulatedEvent], Field(max_length=MOST_EVENTS)]
    caller_number: str = Field(max_length=32)


@router.post("/check")
async def check_canvas(body: CanvasDocument, actor: FlowEditor, parts: Parts) -> tuple[FlowProblem, ...]:
    """What would keep this document from being published."""
    return await parts.flows.problems(body.document)


@router.post("/run")
async def run_canvas(body: TrialRun, actor: FlowEditor, parts: Parts) -> Simulation:
    """What the engine does with these events; keyed secrets are hidden."""
    whole = await parts.flows.whole(body.document)
    return parts.simulate_flow(whole, body.events, {"caller_number": body.caller_number, "called_number": ""})
