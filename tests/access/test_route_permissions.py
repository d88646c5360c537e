"""Every route declares who may use it: one permission, or that it is public on purpose."""

from collections.abc import Iterator

import pytest
from fastapi import APIRouter
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts

from rexian.access.application import create_application
from rexian.access.guard import Public, Requires
from rexian.business.access_control.contracts import Permission, Role
from rexian.business.access_control.rules import PERMISSIONS_OF_ROLE

pytestmark = pytest.mark.pure

PUBLIC_PATHS = {
    ("POST", "/api/session"),
    ("DELETE", "/api/session"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
    ("GET", "/{path:path}"),
}


def _routes() -> list[RouteContext]:
    return list(iter_route_contexts(create_application().routes))


def _guards(route: RouteContext) -> list[Requires | Public]:
    dependant = getattr(route, "dependant", None)
    calls = () if dependant is None else _calls(dependant)
    return [call for call in calls if isinstance(call, Requires | Public)]


def _calls(dependant: Dependant) -> Iterator[object]:
    for dependency in dependant.dependencies:
        yield dependency.call
        yield from _calls(dependency)


def test_every_route_declares_exactly_one_guard() -> None:
    undeclared = [route.path for route in _routes() if len(_guards(route)) != 1]

    assert undeclared == []


def test_the_walk_sees_every_kind_of_route() -> None:
    paths = {route.path for route in _routes()}

    assert {"/api/desk/ready", "/api/live", "/ws", "/{path:path}", "/metrics"} <= paths


def test_the_walk_finds_a_route_that_declares_nothing() -> None:
    forgetful = APIRouter()
    forgetful.add_api_route("/forgotten", lambda: None)
    application = create_application()
    application.include_router(forgetful)

    undeclared = [route.path for route in iter_route_contexts(application.routes) if not _guards(route)]

    assert undeclared == ["/forgotten"]


def test_only_the_named_paths_are_public() -> None:
    public = {
        (method, route.path)
        for route in _routes()
        if isinstance(_guards(route)[0], Public)
        for method in (route.methods or {"GET"}) - {"HEAD"}
    }

    assert public == PUBLIC_PATHS


def test_every_permission_is_asked_for_by_a_route_and_given_to_a_role() -> None:
    asked = {guard.permission for route in _routes() for guard in _guards(route) if isinstance(guard, Requires)}
    given = frozenset().union(*PERMISSIONS_OF_ROLE.values())

    assert asked == given == set(Permission)


def test_an_administrator_reaches_no_citizens_data() -> None:
    assert PERMISSIONS_OF_ROLE[Role.ADMIN] == {
        Permission.USE_PROFILE,
        Permission.READ_STATUS,
        Permission.MANAGE_CALENDARS,
        Permission.MANAGE_TRUNKS,
        Permission.EDIT_FLOWS,
        Permission.PUBLISH_FLOWS,
        Permission.MANAGE_QUEUES,
        Permission.MANAGE_STAFF,
        Permission.READ_CHANGES,
        Permission.MANAGE_OBJECTS,
    }
