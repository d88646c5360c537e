"""All objects of the `objects` process: asked over the bus, switched, replaced, added and removed while it serves.

Request on `objects.query.<object>`: id, object, rule, arguments, contact_id, deadline_seconds. Reply: outcome, values,
as_of, known_at. Several `objects` processes share the requests; commands reach each of them.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import structlog
from prometheus_client import CollectorRegistry
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rexian.app.object_host.host_figures import HostFigures
from rexian.app.object_host.hosted_object import HostedObject
from rexian.app.object_host.opening import HostSettings
from rexian.business.business_objects.contracts import Wish
from rexian.business.business_objects.errors import ObjectUnknown
from rexian.kit.bus import Bus
from rexian.kit.clock import Clock
from rexian.kit.errors import RexianError
from rexian.object_api.contract import Outcome, Request, Result
from rexian.object_api.fields import mistakes_of
from rexian.object_api.manifest import MANIFEST_FILE, Manifest
from rexian.object_api.registry import FoundObject, discover

SUBJECT_PREFIX = "objects.query."
GROUP = "objects"
_NO_WISH = Wish()

Noted = Callable[[Request, Manifest, Result, float], None]

log = structlog.get_logger(__name__)


class QueryMessage(BaseModel):
    """A request as it comes over the bus."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    id: str = Field(min_length=1, max_length=64)
    object: str
    rule: str
    arguments: dict[str, Any]
    contact_id: str = ""
    deadline_seconds: float = Field(gt=0, le=60)


def _noted_nowhere(request: Request, manifest: Manifest, result: Result, seconds: float) -> None:
    return None


class ObjectHost:
    """Hosts every object found below `roots`, and those that are `folders`. `noted` hears of every answer."""

    def __init__(
        self,
        roots: Iterable[Path],
        settings: HostSettings,
        *,
        clock: Clock,
        registry: CollectorRegistry,
        folders: Iterable[Path] = (),
        noted: Noted = _noted_nowhere,
    ) -> None:
        self._clock = clock
        self._roots, self._folders = list(roots), list(folders)
        self._settings = settings
        self._noted = noted
        self._wishes: Mapping[str, Wish] = {}
        self._figures = HostFigures(registry, self)
        self._looked_at: dict[Path, float] = {}
        self.objects: dict[str, HostedObject] = {}
        for found in self._discovered().values():
            self._add(found)

    def start(self) -> None:
        """Start a child for each object that is on; does not wait for them."""
        for hosted in self.objects.values():
            hosted.start()

    async def close(self) -> None:
        """Close all objects, at the same time; one that does not give way is ended after 2 s."""
        async with asyncio.TaskGroup() as group:
            for hosted in self.objects.values():
                group.create_task(hosted.close())

    # -- switching ----------------------------------------------------------------------------------------------

    async def follow(self, wishes: Mapping[str, Wish]) -> None:
        """Bring every object to what the site wants of it: on or off, and its settings."""
        self._wishes = wishes
        for name, hosted in self.objects.items():
            wish = wishes.get(name, _NO_WISH)
            if wish.settings != hosted.own_settings:
                await self._configure(hosted, wish)
            if wish.is_on and not hosted.is_on:
                hosted.switch_on()
            elif hosted.is_on and not wish.is_on:
                hosted.switch_off()

    async def reload(self, name: str) -> None:
        """Let the version that lies on disk answer from now on. Raises ObjectUnknown, ObjectDoesNotStart (the old
        one stays), ObjectSwitchedOff (it is for the next switching on)."""
        found = self._discovered().get(name)
        if found is None or name not in self.objects:
            raise ObjectUnknown(object=name)
        await self.objects[name].replace_by(found, self._wishes.get(name, _NO_WISH).settings)

    def put_back(self, name: str) -> None:
        """Raises ObjectUnknown."""
        if name not in self.objects:
            raise ObjectUnknown(object=name)
        self.objects[name].put_back()

    async def scan(self) -> bool:
        """Take up objects that were dropped in, give up those whose folder is gone; whether anything was different.

        A new version of an object that is there waits for `reload`: its folder may be half written still.
        """
        seen = {file: file.stat().st_mtime for root in self._roots for file in root.glob(f"*/{MANIFEST_FILE}")}
        if seen == self._looked_at:
            return False
        discovered = self._discovered()
        for found in discovered.values():
            if found.manifest.name not in self.objects:
                self._add(found).start()
                log.info("business object added", object=found.manifest.name, version=found.manifest.version)
        gone = [hosted for hosted in self.objects.values() if not (hosted.found.folder / MANIFEST_FILE).exists()]
        for hosted in gone:
            del self.objects[hosted.manifest.name]
            log.info("business object removed", object=hosted.manifest.name)
            await hosted.close()
        return True

    def on_disk(self) -> dict[str, FoundObject]:
        """What a reload would take."""
        return self._discovered()

    def origin_of(self, found: FoundObject) -> str:
        """shipped, dropped (into a site's folder) or installed (by a package)."""
        if found.folder.parent == self._roots[0]:
            return "shipped"
        return "installed" if found.folder in self._folders else "dropped"

    def _discovered(self) -> dict[str, FoundObject]:
        self._looked_at = {
            file: file.stat().st_mtime for root in self._roots for file in root.glob(f"*/{MANIFEST_FILE}")
        }
        return discover(self._roots, self._folders)

    def _add(self, found: FoundObject) -> HostedObject:
        name = found.manifest.name
        wish = self._wishes.get(name, _NO_WISH)
        hosted = HostedObject(
            found,
            self._settings,
            self._clock,
            own_settings=wish.settings,
            on_taken_out=lambda reason: self._figures.taken_out(name, reason),
        )
        if not wish.is_on:
            hosted.switch_off()
        self.objects[name] = hosted
        return hosted

    async def _configure(self, hosted: HostedObject, wish: Wish) -> None:
        """Settings an object does not start with leave it as it was; that is told where they were set."""
        try:
            await hosted.replace_by(hosted.found, wish.settings)
        except RexianError as error:
            log.warning("business object's settings do not apply yet", object=hosted.manifest.name, reason=error.code)

    # -- asking -------------------------------------------------------------------------------------------------

    async def serve(self, bus: Bus) -> None:
        """Answer queries from the bus, also for objects that come later."""
        await bus.serve(f"{SUBJECT_PREFIX}*", self.reply, group=GROUP)

    async def reply(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """The reply to one message. A message that is not a query is answered `invalid`."""
        try:
            message = QueryMessage.model_validate(payload)
        except ValidationError as error:
            result = Result(Outcome.INVALID, {"reason": "message_invalid", "mistakes": mistakes_of(error)})
        else:
            result = await self.query(Request(**message.model_dump()))
        return {
            "outcome": result.outcome.value,
            "values": dict(result.values),
            "as_of": result.as_of,
            "known_at": result.known_at,
        }

    async def query(self, request: Request) -> Result:
        """Ask one object. Raises nothing."""
        hosted = self.objects.get(request.object)
        if hosted is None:
            return Result(Outcome.UNAVAILABLE, {"reason": "object_unknown"})
        started = self._clock.monotonic()
        manifest = hosted.manifest
        result = await hosted.query(request)
        seconds = self._clock.monotonic() - started
        self._figures.answered(request, manifest, result, seconds)
        self._noted(request, manifest, result, seconds)
        return result
