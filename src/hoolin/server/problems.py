"""Errors as people and programs meet them: RFC 9457 problem details. Statuses are chosen here and nowhere else.

    {"type": "urn:hoolin:problem:conflict", "title": "Somebody was faster; look again.", "status": 409,
     "code": "draft_is_newer", "draft": {…}}

type: the kind of error, one for each class. title: that class's sentence, in English; the web apps say it in the person's
language by `code`. Every other member is the error's own detail. Of what is our fault nothing is told but its kind: what
happened is in the log, under the request id that the answer carries.

To refuse something, raise an error of the tree in `core/errors.py`; nothing else is needed.
"""

import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.websockets import WebSocket, WebSocketState

from hoolin.core.errors import (
    Conflict,
    Defect,
    HoolinError,
    Invalid,
    Malformed,
    NotAllowed,
    NotFound,
    PeerError,
    Refusal,
    TooLarge,
)
from hoolin.core.facts import snake
from hoolin.journal.errors import DiskRefused, OwnerErased
from hoolin.runtime.loop import Stopped
from hoolin.server.errors import Busy, CodeNeeded, NotLoggedIn, TooMany, Unaudited, WrongLogin

MEDIA_TYPE = "application/problem+json"

STATUSES: Mapping[type[HoolinError], int] = MappingProxyType(
    {
        HoolinError: 500,
        Defect: 500,
        Stopped: 503,
        DiskRefused: 503,
        PeerError: 400,
        Malformed: 400,
        TooLarge: 413,
        Refusal: 409,
        NotFound: 404,
        OwnerErased: 410,
        NotAllowed: 403,
        Conflict: 409,
        Invalid: 422,
        NotLoggedIn: 401,
        WrongLogin: 401,
        CodeNeeded: 401,
        TooMany: 429,
        Busy: 503,
        Unaudited: 503,
    }
)
"""The status of each kind of error; a kind that is not listed has that of the kind it belongs to."""

CODE_STATUSES: Mapping[str, int] = MappingProxyType({"too_busy": 503, "timed_out": 503, "no_voice": 503})
"""Codes that say more than their kind."""

RESERVED = frozenset({"type", "title", "status", "code", "detail", "instance"})

_HTTP_ERRORS: Mapping[int, tuple[type[HoolinError], str]] = MappingProxyType(
    {400: (Malformed, "malformed"), 404: (NotFound, "route"), 405: (Malformed, "method"), 413: (TooLarge, "too_large")}
)

_log = logging.getLogger("hoolin.server")


def status_of(error: HoolinError) -> int:
    """The HTTP status of an error."""
    by_kind = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    return CODE_STATUSES.get(error.code, by_kind)


def problem(error: HoolinError) -> dict[str, Any]:
    """The members of a problem document. A Defect keeps its details to itself."""
    kind = type(error)
    told = {
        "type": f"urn:hoolin:problem:{snake(kind.__name__)}",
        "title": (kind.__doc__ or "").strip(),
        "status": status_of(error),
        "code": error.code,
    }
    if isinstance(error, Defect):
        return told
    # What cannot be written as JSON was not meant to be told.
    return told | {k: v for k, v in error.detail.items() if k not in RESERVED and _tellable(v)}


def answer(error: HoolinError, headers: Mapping[str, str] | None = None, status: int | None = None) -> Response:
    """The response that tells an error. status: another one than its kind's."""
    told = problem(error)
    if status is not None:
        told["status"] = status
    sent = {"cache-control": "no-store", **(headers or {})}
    if told["status"] == 401:
        sent["www-authenticate"] = "HoolinSession"
    if "retry_after_s" in told:
        sent["retry-after"] = str(told["retry_after_s"])
    return Response(msgspec.json.encode(told), told["status"], sent, MEDIA_TYPE)


def handle_all(app: FastAPI) -> None:
    """Have the app answer every error with a problem document; what nobody foresaw is answered in gate/requests.py."""
    # Starlette calls one handler for requests and sockets alike, which its types do not say.
    app.add_exception_handler(HoolinError, _hoolin_error)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)


async def _hoolin_error(connection: HTTPConnection, error: Exception) -> Response | None:
    assert isinstance(error, HoolinError)
    if isinstance(error, Defect):
        _log.error("defect", exc_info=error)
    told = answer(error)
    if isinstance(connection, WebSocket):
        await _turn_away(connection, told)
        return None
    return told


async def _turn_away(websocket: WebSocket, told: Response) -> None:
    """Answer the handshake with the problem; a socket that is open is closed (1011: our fault, 1008: not)."""
    if websocket.application_state is WebSocketState.CONNECTING:
        if "websocket.http.response" in websocket.scope.get("extensions", {}):
            await websocket.send_denial_response(told)
        else:
            await websocket.close(1008)
    elif websocket.application_state is WebSocketState.CONNECTED:
        await websocket.close(1011 if told.status_code >= 500 else 1008)


async def _validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if any(each["type"] == "json_invalid" for each in found):
        return answer(Malformed("not_json"))
    errors = [
        {"at": ".".join(str(step) for step in each["loc"]), "code": each["type"], "says": each["msg"]} for each in found
    ]
    return answer(Invalid("invalid", errors=errors))


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind, code = _HTTP_ERRORS.get(error.status_code, (PeerError, f"http_{error.status_code}"))
    headers = {"allow": _methods(request)} if error.status_code == 405 else error.headers
    return answer(kind(code), headers, error.status_code)


def _methods(request: Request) -> str:
    """Every method of the path: each has a route of its own, and Starlette tells only those of the first."""
    path = request.scope["path"]
    there = (route for route in request.app.routes if isinstance(route, APIRoute) and route.path_regex.match(path))
    return ", ".join(sorted({method for route in there for method in route.methods or ()}))


def _tellable(value: object) -> bool:
    try:
        msgspec.json.encode(value)
    except TypeError:
        return False
    return True
