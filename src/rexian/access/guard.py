"""Who may call an endpoint: each route declares one permission, or that it is public.

`Requires` finds the signed-in user from the cookie and checks the permission; `Public` only says that nobody need be
signed in. A test walks all routes and fails on any that declares neither.
"""

from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from rexian.access.cookie import session_token
from rexian.access.parts import parts_of
from rexian.business.access_control.contracts import Actor, Permission
from rexian.business.access_control.errors import PermissionMissing, SignInRequired
from rexian.business.access_control.service import permissions_of


class Requires:
    """Lets a signed-in user with this permission in; gives the acting user to the endpoint."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    async def __call__(self, connection: HTTPConnection) -> Actor:
        token = session_token(connection)
        if token is None:
            raise SignInRequired
        actor = await parts_of(connection).sign_ins.resume(token)
        if self.permission not in permissions_of(actor.roles):
            raise PermissionMissing(permission=str(self.permission))
        return actor


class Public:
    """Says that an endpoint is open to everybody, on purpose and for this reason."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    async def __call__(self) -> None:
        return None


ProfileUser = Annotated[Actor, Depends(Requires(Permission.USE_PROFILE))]
DeskUser = Annotated[Actor, Depends(Requires(Permission.USE_DESK))]
DeskSupervisor = Annotated[Actor, Depends(Requires(Permission.SUPERVISE_DESKS))]
CallRecordReader = Annotated[Actor, Depends(Requires(Permission.READ_CALL_RECORDS))]
RoutingReader = Annotated[Actor, Depends(Requires(Permission.EXPLAIN_ROUTING))]
RecordingListener = Annotated[Actor, Depends(Requires(Permission.PLAY_RECORDINGS))]
LegalHoldManager = Annotated[Actor, Depends(Requires(Permission.MANAGE_LEGAL_HOLDS))]
Revealer = Annotated[Actor, Depends(Requires(Permission.REVEAL_PERSONAL_DATA))]
DirectoryReader = Annotated[Actor, Depends(Requires(Permission.READ_DIRECTORY))]
DirectoryManager = Annotated[Actor, Depends(Requires(Permission.MANAGE_DIRECTORY))]
CalendarManager = Annotated[Actor, Depends(Requires(Permission.MANAGE_CALENDARS))]
CallerMarkManager = Annotated[Actor, Depends(Requires(Permission.MANAGE_CALLER_MARKS))]
TrunkManager = Annotated[Actor, Depends(Requires(Permission.MANAGE_TRUNKS))]
FlowEditor = Annotated[Actor, Depends(Requires(Permission.EDIT_FLOWS))]
FlowPublisher = Annotated[Actor, Depends(Requires(Permission.PUBLISH_FLOWS))]
QueueManager = Annotated[Actor, Depends(Requires(Permission.MANAGE_QUEUES))]
StaffManager = Annotated[Actor, Depends(Requires(Permission.MANAGE_STAFF))]
ChangeReader = Annotated[Actor, Depends(Requires(Permission.READ_CHANGES))]
ObjectManager = Annotated[Actor, Depends(Requires(Permission.MANAGE_OBJECTS))]
StatusReader = Annotated[Actor, Depends(Requires(Permission.READ_STATUS))]
