"""The description of the interface."""

from dataclasses import replace
from typing import Annotated, Any, Literal

import msgspec
import pytest
from fastapi import Depends

from hoolin.core.errors import Defect
from hoolin.server.app import create_app
from hoolin.server.openapi import schemas_of, union_of
from hoolin.server.routing import api_router
from hoolin.server.who import public
from tests.server.stand import Stand


class Told(msgspec.Struct, tag_field="type", tag="told"):
    """A frame with another shape in it."""

    inner: "Inner"
    at: Annotated[int, msgspec.Meta(ge=0)]


class Asked(msgspec.Struct, tag_field="type", tag="asked"):
    """Another frame."""

    kind: Literal["a", "b"] = "a"


class Inner(msgspec.Struct):
    """Something within a frame."""

    text: str


async def test_the_description_is_served_and_says_all_routes(stand: Stand) -> None:
    """OpenAPI 3.1 with every REST route, an operation id and words for each; no page that loads scripts from elsewhere."""
    async with stand.client() as client:
        answer = await client.get("/api/v1/openapi.json")
        assert (await client.get("/docs")).status_code == 404 and (await client.get("/redoc")).status_code == 404
    told = answer.json()
    assert told["openapi"].startswith("3.1")
    assert {"/api/v1/session", "/api/v1/accounts/{account}/password"} <= set(told["paths"])
    operations = [operation for path in told["paths"].values() for operation in path.values()]
    ids = [operation["operationId"] for operation in operations]
    assert len(ids) == len(set(ids)) and {"log_in", "own_session", "add_account"} <= set(ids)
    assert all(operation["description"].strip() for operation in operations)


async def test_every_operation_may_answer_with_a_problem(stand: Stand) -> None:
    """One shape for all errors; FastAPI's own is nowhere, and every reference leads somewhere."""
    async with stand.client() as client:
        response = await client.get("/api/v1/openapi.json")
    told = response.json()
    assert "HTTPValidationError" not in response.text
    for path in told["paths"].values():
        for operation in path.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]
            assert "422" not in operation["responses"]
    assert references(told) <= {f"#/components/schemas/{name}" for name in told["components"]["schemas"]}


def references(told: Any) -> set[str]:
    """Every $ref of a document."""
    if isinstance(told, dict):
        here = {told["$ref"]} if isinstance(told.get("$ref"), str) else set()
        return here.union(*map(references, told.values()))
    return set().union(*map(references, told)) if isinstance(told, list) else set()


async def test_shapes_of_frames_lie_beside_the_routes(stand: Stand) -> None:
    """A union of tagged structs arrives with its members, what they refer to, and its discriminator."""
    app = create_app(replace(stand.parts, schemas=union_of("Frame", (Told, Asked), "type")))
    told = msgspec.json.decode(app.state.description)
    shapes = told["components"]["schemas"]
    assert shapes["Frame"]["discriminator"] == {"propertyName": "type"}
    assert {ref["$ref"].rpartition("/")[2] for ref in shapes["Frame"]["oneOf"]} == {"Told", "Asked"}
    assert shapes["Told"]["properties"]["inner"] == {"$ref": "#/components/schemas/Inner"}
    assert shapes["Told"]["properties"]["type"] == {"enum": ["told"]}
    assert references(told) <= {f"#/components/schemas/{name}" for name in shapes}


async def test_two_things_of_one_name_are_found_at_the_start(stand: Stand) -> None:
    """Two shapes or two routes of the same name would overwrite each other in the TypeScript client."""
    with pytest.raises(Defect) as found:
        create_app(replace(stand.parts, schemas={"Me": {"type": "object"}}))
    assert found.value.code == "two_shapes_of_one_name"
    router = api_router("more")

    @router.get("/more", dependencies=[Depends(public("public"))])
    async def log_in() -> None:
        """A second operation of that name."""

    with pytest.raises(Defect) as found:
        create_app(replace(stand.parts, routers=(router,)))
    assert found.value.code == "two_routes_of_one_name"


def test_schemas_of_gives_everything_referred_to() -> None:
    """The struct itself and the structs within."""
    assert set(schemas_of(Told)) == {"Told", "Inner"}
