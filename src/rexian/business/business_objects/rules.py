"""Whether settings fit an object's form (the JSON Schema that its manifest gives). Called by the service; the object's
own process checks them again when it opens."""

from collections.abc import Mapping
from typing import Any

from rexian.business.business_objects.errors import ObjectSettingsInvalid

_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}


def checked_against_form(
    schema: Mapping[str, Any], settings: Mapping[str, Any], stored: Mapping[str, Any]
) -> dict[str, Any]:
    """The settings to store; a secret one that is left out stays as it is. Raises ObjectSettingsInvalid, which names
    fields and never values."""
    fields: Mapping[str, Mapping[str, Any]] = schema.get("properties", {})
    kept = {
        name: stored[name]
        for name, field in fields.items()
        if field.get("writeOnly") and name in stored and name not in settings
    }
    whole = {**kept, **settings}
    faults = [{"field": name, "fault": "unknown"} for name in whole if name not in fields]
    faults += [{"field": name, "fault": "missing"} for name in schema.get("required", ()) if name not in whole]
    faults += [
        {"field": name, "fault": fault}
        for name, field in fields.items()
        if name in whole and (fault := _fault(field, whole[name]))
    ]
    if faults:
        raise ObjectSettingsInvalid(fields=faults)
    return whole


def _fault(field: Mapping[str, Any], value: Any) -> str | None:
    wanted = _TYPES.get(str(field.get("type")), (str,))
    if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
        return "type"
    if "enum" in field and value not in field["enum"]:
        return "choice"
    if "const" in field and value != field["const"]:
        return "choice"
    is_number = isinstance(value, int | float)
    in_range = not is_number or field.get("minimum", value) <= value <= field.get("maximum", value)
    return None if in_range else "range"
