"""The web application on one screen: routes, rules that hold for all of them, and how errors look."""

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from rexian.access.errors import InternalFault, MethodNotAllowed, PathNotFound, RequestInvalid
from rexian.access.figures import CountRequests
from rexian.access.headers import SecurityHeaders
from rexian.access.http import (
    agent_groups,
    business_objects,
    calendars,
    call_records,
    caller_marks,
    changes,
    desk,
    desk_recording,
    directory,
    flow_routes,
    flow_trials,
    flows,
    health,
    legal_holds,
    number_rules,
    pages,
    promises,
    queues,
    recordings,
    reveal,
    routing,
    session,
    softphone,
    staff,
    status,
    supervision,
    targets,
    trunks,
)
from rexian.access.live import floor_socket
from rexian.access.live import socket as live_socket
from rexian.access.origin import OriginRules
from rexian.access.parts import WebParts
from rexian.access.problems import problem_response
from rexian.access.sip import proxy as sip_proxy
from rexian.kit.errors import ErrorKind, RexianError

log = structlog.get_logger(__name__)

ROUTERS = (
    session.router,
    desk.router,
    desk_recording.router,
    targets.router,
    supervision.router,
    promises.router,
    softphone.router,
    reveal.router,
    call_records.router,
    routing.router,
    recordings.router,
    legal_holds.router,
    queues.router,
    agent_groups.router,
    staff.router,
    changes.router,
    calendars.router,
    caller_marks.router,
    directory.router,
    number_rules.router,
    flows.router,
    flow_trials.router,
    flow_routes.router,
    trunks.router,
    business_objects.router,
    status.router,
    health.router,
    live_socket.router,
    floor_socket.router,
    sip_proxy.router,
    pages.router,  # last: it answers every path that no other does
)


def create_application(parts: WebParts | None = None) -> FastAPI:
    """The application; without parts it only describes itself (the OpenAPI document)."""
    application = FastAPI(
        title="Rexian",
        version="1",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    application.state.parts = parts
    for router in ROUTERS:
        application.include_router(router)
    application.add_middleware(OriginRules)
    application.add_middleware(SecurityHeaders)
    application.add_middleware(CountRequests)
    application.add_exception_handler(RexianError, _known_error)
    application.add_exception_handler(RequestValidationError, _invalid_request)
    application.add_exception_handler(HTTPException, _http_error)
    application.add_exception_handler(Exception, _unknown_error)
    return application


async def _known_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RexianError)
    if error.kind is ErrorKind.INTERNAL:
        log.error("request failed", code=error.code, exc_info=error)
    return problem_response(request, error)


async def _invalid_request(request: Request, error: Exception) -> Response:
    """Says which fields are wrong and how, never what was sent in them."""
    assert isinstance(error, RequestValidationError)
    fields = [{"field": ".".join(map(str, fault["loc"])), "fault": fault["type"]} for fault in error.errors()]
    return problem_response(request, RequestInvalid(fields=fields))


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    known = {404: PathNotFound, 405: MethodNotAllowed}
    return problem_response(request, known.get(error.status_code, RequestInvalid)())


async def _unknown_error(request: Request, error: Exception) -> Response:
    """The server's outermost loop has logged the exception; the client learns only that it was recorded."""
    return problem_response(request, InternalFault())
