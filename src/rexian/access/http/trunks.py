"""Trunks: the lines to the telephone network, listed, made, changed and retired by an administrator.

A password is taken and never given back. Control takes a changed SIP trunk within seconds, E1 lines wait for a start.
"""

from dataclasses import dataclass

from fastapi import APIRouter
from pydantic import BaseModel, Field

from rexian.access.authorship import ChangeRequest, author_of, visible_to
from rexian.access.guard import TrunkManager
from rexian.access.parts import Parts
from rexian.business.trunks.contracts import SipParameters, Trunk, TrunkContent

router = APIRouter(prefix="/api/trunks", tags=["trunks"])


class NewTrunk(BaseModel):
    """All of a trunk; `password` is the one that the carrier's registration asks for."""

    content: TrunkContent
    password: str | None = Field(max_length=128)


class ChangedTrunk(NewTrunk):
    """`version` is the one that was read; `password` null keeps the stored one."""

    version: int


@dataclass(frozen=True)
class TrunkFile:
    """A file as it is written from the records."""

    name: str
    text: str


@dataclass(frozen=True)
class TrunkState:
    """`reachable`: the other side answers when asked, four times a minute; null where nobody asks: E1 lines, and trunks
    without a server of the other side. `calls` are those that go on now.
    """

    trunk_id: str
    reachable: bool | None
    calls: int


@router.get("")
async def list_trunks(actor: TrunkManager, parts: Parts) -> tuple[Trunk, ...]:
    """The trunks in use, oldest first."""
    return await parts.trunks.all_trunks(await visible_to(parts, actor))


@router.get("/files")
async def show_trunk_files(actor: TrunkManager, parts: Parts) -> tuple[TrunkFile, ...]:
    """The files that Asterisk and DAHDI read, written from the records; passwords are hidden."""
    files = parts.trunk_files(await parts.trunks.all_trunks())
    return tuple(TrunkFile(name, content) for name, content in sorted(files.items()))


@router.get("/states")
async def list_trunk_states(actor: TrunkManager, parts: Parts) -> tuple[TrunkState, ...]:
    """How the SIP trunks stand at this moment. Raises ControlUnavailable, ControlNoAnswer."""
    lines = await parts.control.lines()
    states = []
    for trunk in await parts.trunks.all_trunks(await visible_to(parts, actor)):
        line, parameters = lines.get(trunk.content.name), trunk.content.parameters
        is_asked = line is not None and isinstance(parameters, SipParameters) and parameters.server is not None
        reachable = bool(line["reachable"]) if line is not None and is_asked else None
        states.append(TrunkState(trunk.trunk_id, reachable, 0 if line is None else int(line["calls"])))
    return tuple(states)


@router.post("", status_code=201)
async def create_trunk(body: NewTrunk, actor: TrunkManager, parts: Parts, asking: ChangeRequest) -> Trunk:
    """Make a trunk."""
    return await parts.trunks.create(body.content, body.password, await author_of(parts, actor, asking))


@router.put("/{trunk_id}")
async def change_trunk(
    trunk_id: str, body: ChangedTrunk, actor: TrunkManager, parts: Parts, asking: ChangeRequest
) -> Trunk:
    """Set all of a trunk anew."""
    author = await author_of(parts, actor, asking)
    return await parts.trunks.change(trunk_id, body.version, body.content, body.password, author)


@router.delete("/{trunk_id}", status_code=204)
async def retire_trunk(trunk_id: str, actor: TrunkManager, parts: Parts, asking: ChangeRequest) -> None:
    """Take a trunk out of use; its record stays."""
    await parts.trunks.retire(trunk_id, await author_of(parts, actor, asking))
