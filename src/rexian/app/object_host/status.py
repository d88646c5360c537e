"""How each object stands, as the operations page shows it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from rexian.app.object_host.breaker import BreakerState
from rexian.app.object_host.host import ObjectHost
from rexian.app.object_host.hosted_object import HostedObject
from rexian.business.business_objects.contracts import ObjectState, ObjectStatus
from rexian.object_api.registry import FoundObject
from rexian.object_api.settings import settings_schema
from rexian.object_api.words import read_texts

_STATUSES = TypeAdapter(tuple[ObjectStatus, ...])
_SHOWN = ("name", "settings.", "rules.")


def statuses(host: ObjectHost) -> tuple[ObjectStatus, ...]:
    """By name."""
    on_disk = host.on_disk()
    return tuple(status_of(host, each, on_disk.get(name)) for name, each in sorted(host.objects.items()))


def document_of(host: ObjectHost) -> dict[str, Any]:
    """The statuses as JSON values."""
    return {"objects": _STATUSES.dump_python(statuses(host), mode="json")}


def status_of(host: ObjectHost, hosted: HostedObject, on_disk: FoundObject | None) -> ObjectStatus:
    manifest, measured = hosted.manifest, hosted.measures.measured()
    state = _state(hosted)
    return ObjectStatus(
        name=manifest.name,
        labels=_labels(hosted.found),
        version=manifest.version,
        version_on_disk=on_disk.manifest.version if on_disk else None,
        origin=host.origin_of(hosted.found),
        state=state,
        taken_out_at=_moment(hosted.taken_out_at) if state is ObjectState.TAKEN_OUT else None,
        calls=measured.calls,
        errors=measured.errors,
        outcomes=measured.outcomes,
        median_ms=measured.median_ms,
        p95_ms=measured.p95_ms,
        in_flight=hosted.in_flight,
        shared=hosted.absorber.shared,
        stood_in=hosted.absorber.stood_in,
        starts=hosted.starts,
        permissions=manifest.permissions,
        rules=tuple(manifest.rules),
        time_seconds=manifest.limits.time_seconds,
        memory_mb=manifest.limits.memory_mb,
        concurrency=manifest.limits.concurrency,
        settings_schema=settings_schema(manifest.settings),
        settings=_shown_settings(hosted),
    )


def _state(hosted: HostedObject) -> ObjectState:
    if not hosted.is_on:
        return ObjectState.SWITCHED_OFF
    if hosted.breaker.state is not BreakerState.CLOSED:
        return ObjectState.TAKEN_OUT
    return ObjectState.RUNNING if hosted.child_pid else ObjectState.STARTING


def _shown_settings(hosted: HostedObject) -> dict[str, Any]:
    declared = hosted.manifest.settings
    return {
        name: value for name, value in hosted.own_settings.items() if name in declared and not declared[name].secret
    }


def _labels(found: FoundObject) -> dict[str, Mapping[str, str]]:
    return {
        language: {key: text for key, text in texts.items() if key.startswith(_SHOWN)}
        for language, texts in read_texts(found.folder).items()
    }


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
