"""GET /api/supervision/live: the socket of a supervisor's page. What is said on it: `live.floor_session`."""

import asyncio

from fastapi import APIRouter, WebSocket

from rexian.access.cookie import session_token
from rexian.access.guard import DeskSupervisor
from rexian.access.live.floor_session import FloorSession
from rexian.access.live.session import SocketOver
from rexian.access.parts import Parts

router = APIRouter()


@router.websocket("/api/supervision/live")
async def live_floor(socket: WebSocket, actor: DeskSupervisor, parts: Parts) -> None:
    """The floor, live. Messages: `supervision` in web/contracts/live.schema.json."""
    await socket.accept()
    session = FloorSession(socket, actor, parts)
    await session.begin()
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(session.listen())
            group.create_task(session.follow_floor())
            group.create_task(session.show_floor())
            group.create_task(session.show_queues())
            group.create_task(session.show_alarms())
            group.create_task(session.keep_alive(session_token(socket) or ""))
    except* SocketOver as over:
        await session.close(over)
