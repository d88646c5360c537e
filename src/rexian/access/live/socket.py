"""GET /api/live: the socket of one agent's page. What is said on it: `rexian.access.live.session`."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, WebSocket

from rexian.access.cookie import session_token
from rexian.access.guard import DeskUser
from rexian.access.live.session import LiveSession, SocketOver
from rexian.access.parts import Parts

router = APIRouter()


@router.websocket("/api/live")
async def live(
    socket: WebSocket, actor: DeskUser, parts: Parts, after: Annotated[int | None, Query(ge=0)] = None
) -> None:
    """The agent's desk, live. Messages: web/contracts/live.schema.json."""
    await socket.accept()
    session = LiveSession(socket, actor, parts)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(session.listen())
            group.create_task(session.read_feed(after))
            group.create_task(session.show_desks(after))
            group.create_task(session.keep_alive(session_token(socket) or ""))
    except* SocketOver as over:
        await session.close(over)
