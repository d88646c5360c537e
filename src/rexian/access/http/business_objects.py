"""Business objects in operation: how they stand, switching, settings, reloading, putting back; and what was asked."""

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field

from rexian.access.authorship import ChangeRequest, author_of
from rexian.access.guard import ObjectManager, StatusReader
from rexian.access.parts import Parts, WebParts
from rexian.business.business_objects.contracts import ObjectCommand, ObjectResult, ObjectStatus, Wish
from rexian.business.business_objects.errors import ObjectUnknown
from rexian.business.changes.contracts import Author

router = APIRouter(prefix="/api/objects", tags=["business objects"])


class SwitchBody(BaseModel):
    """Whether the object shall answer."""

    is_on: bool


class SettingsBody(BaseModel):
    """`wish_version` is the one that was read (0 = nothing was set yet); a secret setting that is left out stays."""

    wish_version: int = Field(ge=0)
    settings: dict[str, str | int | float | bool]


@dataclass(frozen=True)
class ObjectView:
    """An object with the version of what the site wants of it."""

    status: ObjectStatus
    wish_version: int
    shall_be_on: bool


@router.get("")
async def list_objects(actor: StatusReader, parts: Parts) -> tuple[ObjectView, ...]:
    """Every object, by name."""
    return await _views(parts, await parts.objects.statuses())


@router.get("/results")
async def list_results(
    actor: StatusReader, parts: Parts, name: str | None = None, before: AwareDatetime | None = None
) -> tuple[ObjectResult, ...]:
    """The newest answers of one object or of all, without personal values."""
    return await parts.object_results.newest(name=name, before=before)


@router.post("/scan")
async def scan_objects(actor: ObjectManager, parts: Parts, asking: ChangeRequest) -> tuple[ObjectView, ...]:
    """Look for objects that were dropped in or removed."""
    await parts.business_objects.note("*", await author_of(parts, actor, asking))
    return await _views(parts, await parts.objects.command(ObjectCommand.SCAN))


@router.post("/{name}/switch")
async def switch_object(
    name: str, body: SwitchBody, actor: ObjectManager, parts: Parts, asking: ChangeRequest
) -> tuple[ObjectView, ...]:
    """Switch an object on or off; what it is answering is finished."""
    _find(await parts.objects.statuses(), name)
    author = await author_of(parts, actor, asking)
    await parts.business_objects.switch(name, body.is_on, author)
    return await _views(parts, await parts.objects.command(ObjectCommand.APPLY))


@router.post("/{name}/reload")
async def reload_object(name: str, actor: ObjectManager, parts: Parts, asking: ChangeRequest) -> tuple[ObjectView, ...]:
    """Let the version on disk answer from now on; the old one finishes what it has."""
    return await _once(parts, name, ObjectCommand.RELOAD, await author_of(parts, actor, asking))


@router.post("/{name}/put-back")
async def put_back_object(
    name: str, actor: ObjectManager, parts: Parts, asking: ChangeRequest
) -> tuple[ObjectView, ...]:
    """Take an object into service again that was taken out because it failed."""
    return await _once(parts, name, ObjectCommand.PUT_BACK, await author_of(parts, actor, asking))


@router.put("/{name}/settings")
async def configure_object(
    name: str, body: SettingsBody, actor: ObjectManager, parts: Parts, asking: ChangeRequest
) -> tuple[ObjectView, ...]:
    """Set an object's settings anew; it starts again with them while the old process finishes."""
    author = await author_of(parts, actor, asking)
    status = _find(await parts.objects.statuses(), name)
    await parts.business_objects.configure(name, body.wish_version, body.settings, status.settings_schema, author)
    return await _views(parts, await parts.objects.command(ObjectCommand.APPLY))


async def _once(parts: WebParts, name: str, command: ObjectCommand, author: Author) -> tuple[ObjectView, ...]:
    """A repeated request does not act again."""
    _find(await parts.objects.statuses(), name)
    is_new = await parts.business_objects.note(name, author)
    return await _views(parts, await parts.objects.command(command if is_new else ObjectCommand.STATUS, name))


def _find(statuses: Iterable[ObjectStatus], name: str) -> ObjectStatus:
    found = next((status for status in statuses if status.name == name), None)
    if found is None:
        raise ObjectUnknown(object=name)
    return found


async def _views(parts: WebParts, statuses: Iterable[ObjectStatus]) -> tuple[ObjectView, ...]:
    wishes = await parts.business_objects.wishes()
    found = ((status, wishes.get(status.name, Wish())) for status in statuses)
    return tuple(ObjectView(status, wish.version, wish.is_on) for status, wish in found)
