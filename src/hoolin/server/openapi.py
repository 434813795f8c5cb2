"""The OpenAPI 3.1 description: REST routes from FastAPI, and beside them the shapes that travel on sockets."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from hoolin import __version__
from hoolin.core.errors import Defect

REF = "#/components/schemas/{name}"
"""How a shape refers to another in the description."""

Schemas = Mapping[str, Mapping[str, Any]]

PROBLEM: Mapping[str, Any] = {
    "title": "Problem",
    "description": "RFC 9457 problem details. Further members belong to the kind of error.",
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "description": "urn:hoolin:problem:KIND"},
        "title": {"type": "string", "description": "What a person may be told, in English."},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable; the web apps translate it."},
    },
    "additionalProperties": True,
}

_FASTAPI_SHAPES = ("HTTPValidationError", "ValidationError")


def schemas_of(*kinds: type) -> dict[str, dict[str, Any]]:
    """JSON schemas of msgspec structs and all they refer to, by name, ready for `Parts.schemas`."""
    return msgspec.json.schema_components(kinds, ref_template=REF)[1]


def union_of(name: str, members: Iterable[type], discriminator: str) -> dict[str, dict[str, Any]]:
    """A named union of tagged types and its members: `union_of("Fact", facts, "fact")`."""
    kinds = tuple(members)
    shapes = schemas_of(*kinds)
    refs = [{"$ref": REF.format(name=kind.__name__)} for kind in kinds]
    return shapes | {name: {"oneOf": refs, "discriminator": {"propertyName": discriminator}}}


def describe(app: FastAPI, extra: Schemas) -> dict[str, Any]:
    """The whole description. Raises Defect when two routes share an operation id, or two shapes a name."""
    names = Counter(route.name for route in app.routes if isinstance(route, APIRoute) and route.include_in_schema)
    doubled = [name for name, times in names.items() if times > 1]
    if doubled:
        raise Defect("two_routes_of_one_name", names=doubled)
    told = get_openapi(
        title="Hoolin", version=__version__, openapi_version="3.1.0", routes=app.routes,
        description="The REST calls of a Hoolin site. The live sockets are described beside them, in docs/reference/live.md.",
    )  # fmt: skip
    shapes = told.setdefault("components", {}).setdefault("schemas", {})
    for name in _FASTAPI_SHAPES:
        shapes.pop(name, None)
    for name, shape in {"Problem": PROBLEM, **extra}.items():
        if shapes.setdefault(name, shape) != shape:
            raise Defect("two_shapes_of_one_name", name=name)
    _tell_problems(told)
    return told


def _tell_problems(told: dict[str, Any]) -> None:
    """Every operation may answer with a problem, also where FastAPI believes in its own shape of errors."""
    content = {"application/problem+json": {"schema": {"$ref": REF.format(name="Problem")}}}
    for operations in told.get("paths", {}).values():
        for operation in operations.values():
            responses = operation["responses"]
            responses.pop("422", None)
            responses["default"] = {"description": "Refused, or failed", "content": content}
