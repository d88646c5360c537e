"""The OpenAPI document as the page's types are generated from it: every error is a Problem."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from rexian.access.problems import PROBLEM_MEDIA_TYPE, Problem

_PROBLEM = {
    "description": "Any error",
    "content": {PROBLEM_MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_REQUEST_HEADER = {
    "name": "X-Rexian-Request",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "const": "1"},
    "description": "Says that the request comes from our own pages.",
}
SAFE = frozenset({"get", "head"})


def describe(application: FastAPI) -> dict[str, Any]:
    """The whole document, in a stable order."""
    document = get_openapi(title="Rexian", version=application.version, routes=application.routes)
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = Problem.model_json_schema()
    for path in document["paths"].values():
        for method, operation in path.items():
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = _PROBLEM
            if method not in SAFE:
                operation.setdefault("parameters", []).append(_REQUEST_HEADER)
    document["components"]["schemas"] = {name: sent_schema(schema) for name, schema in schemas.items()}
    return document


def sent_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema as the server sends it: every property is always there. Titles of properties say nothing and go.

    What a client sends (request bodies) has no optional property, so the same holds for it.
    """
    properties = {
        name: {key: value for key, value in content.items() if key not in {"title", "default"}}
        for name, content in schema.get("properties", {}).items()
    }
    return {**schema, "properties": properties, "required": list(properties)} if properties else schema
