"""Notes of every answer on their way to the common table of results, off the path of the question.

Kept in memory until the stream has them. While the bus is away they wait, the oldest giving way beyond `MOST_NOTES`;
control's own journal has the outcome of a call's question in any case.
"""

import asyncio
from collections import deque
from collections.abc import Mapping
from typing import Any

import orjson
import structlog

from rexian.business.business_objects.contracts import RESULT_SUBJECT
from rexian.business.business_objects.results import sealing_context
from rexian.kit.bus import Bus
from rexian.kit.clock import Clock
from rexian.kit.crypto import KeyRing
from rexian.kit.errors import RexianError
from rexian.object_api.contract import Outcome, Request, Result
from rexian.object_api.fields import Declarations
from rexian.object_api.manifest import Manifest

MOST_NOTES = 10_000
RETRY_SECONDS = 1.0

log = structlog.get_logger(__name__)


class AnswerNotes:
    """`note` is called for each answer and only keeps it; `publish` runs beside."""

    def __init__(self, key_ring: KeyRing, clock: Clock) -> None:
        self._key_ring = key_ring
        self._clock = clock
        self._waiting: deque[dict[str, Any]] = deque(maxlen=MOST_NOTES)
        self._news = asyncio.Event()

    def note(self, request: Request, manifest: Manifest, result: Result, seconds: float) -> None:
        self._waiting.append(
            {
                "id": request.id,
                "at": self._clock.now().isoformat(),
                "object": request.object,
                "version": manifest.version,
                "rule": request.rule if request.rule in manifest.rules else "unknown",
                "outcome": result.outcome.value,
                "reason": str(result.values["reason"]) if "reason" in result.values else None,
                "elapsed_ms": round(seconds * 1000),
                "as_of": result.as_of,
                "known_at": result.known_at,
                "contact_id": request.contact_id,
                **self._parts(request, manifest, result),
            }
        )
        self._news.set()

    async def publish(self, bus: Bus) -> None:
        """Bring the notes to the stream; runs until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            while self._waiting:
                note = self._waiting[0]
                try:
                    await bus.publish(f"{RESULT_SUBJECT}.{note['object']}", note, message_id=note["id"])
                except RexianError as error:
                    log.info("answers wait for the stream", reason=error.code, waiting=len(self._waiting))
                    await asyncio.sleep(RETRY_SECONDS)
                    continue
                except Exception:  # outermost loop: one note that cannot be sent does not hold up the others
                    log.exception("an answer's note is dropped", object=note["object"], rule=note["rule"])
                if self._waiting and self._waiting[0] is note:
                    self._waiting.popleft()

    def _parts(self, request: Request, manifest: Manifest, result: Result) -> dict[str, Any]:
        rule = manifest.rules.get(request.rule)
        if rule is None:
            return {"request": {}, "values": {}, "sealed": None}
        asked, personal_asked = _divided(rule.request, request.arguments)
        is_ok = result.outcome is Outcome.OK
        told, personal_told = _divided(rule.result, result.values) if is_ok else ({}, {})
        personal = {"request": personal_asked, "values": personal_told}
        sealed = None
        if personal_asked or personal_told:
            text = orjson.dumps(personal, default=str).decode()
            sealed = self._key_ring.seal_text(text, context=sealing_context(request.id))
        return {"request": asked, "values": told, "sealed": sealed}


def _divided(declared: Declarations, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What may be kept clear and what must be sealed; secrets and what was never declared are in neither."""
    clear: dict[str, Any] = {}
    personal: dict[str, Any] = {}
    for name, declaration in declared.items():
        if name not in values or values[name] is None or declaration.secret:
            continue
        is_personal = declaration.personal or any(field.personal for field in declaration.fields.values())
        (personal if is_personal else clear)[name] = values[name]
    return clear, personal
