"""What was changed because customers told us: a page for everybody and the same as data; and where whoever was written to says that they want no more."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Query, Request
from starlette.datastructures import Headers
from starlette.responses import Response

from hoolin.core.errors import NotFound
from hoolin.core.site.rules import Language
from hoolin.server.bodies import plain
from hoolin.server.changes.page import changes_page, policy, stop_page
from hoolin.server.improvements import ImprovementOffice
from hoolin.server.routing import api_router
from hoolin.server.telling import RaiserPost
from hoolin.server.who import part, public

router = api_router("changes", base="")

CACHING = "public, max-age=60"


@dataclass(frozen=True)
class Changes:
    """What the pages are made of. operator: whose site it is."""

    office: ImprovementOffice
    post: RaiserPost
    operator: str

    @property
    def languages(self) -> tuple[Language, ...]:
        """Those of the site, the first first."""
        return self.office.state.reasons.site.kept.rules.languages

    def language(self, wanted: Language | None, headers: Headers) -> Language:
        """The language that was asked for, else the first of the browser's that the site speaks, else the site's first."""
        if wanted in self.languages:
            return wanted
        for each in headers.get("accept-language", "").split(","):
            spoken = each.split(";")[0].strip().lower().split("-")[0]
            found = next((one for one in self.languages if one == spoken), None)
            if found is not None:
                return found
        return self.languages[0]


TheChanges = Annotated[Changes, Depends(part(Changes))]
Token = Annotated[str, Query(max_length=200)]


@router.get("/changes", dependencies=[Depends(public("public"))], response_class=Response)
async def changes_for_all(request: Request, shown: TheChanges, language: Language | None = None) -> Response:
    """The page: every change with its day, and where it was verified how much less often customers have had to get in touch since."""
    spoken = shown.language(language, request.headers)
    html = changes_page(await shown.office.changes(), spoken, shown.languages, shown.operator)
    tag = f'"{sha256(html.encode()).hexdigest()[:20]}"'
    headers = _headers(CACHING) | {"etag": tag, "vary": "accept-language, accept-encoding"}
    if request.headers.get("if-none-match", "").removeprefix("W/") == tag:
        return Response(status_code=304, headers=headers)
    return _html(html, headers)


@router.get("/changes.json", dependencies=[Depends(public("public"))], response_class=Response)
async def changes_as_data(shown: TheChanges) -> Response:
    """The same as data: `{"changes": [{"day","text","verified"}]}`, the newest first. verified: null, or the share by which contacts are fewer, with its
    interval (95 %).
    """
    return plain({"changes": await shown.office.changes()}, caching=CACHING)


@router.get("/changes/stop", dependencies=[Depends(public("public"))], response_class=Response)
async def stop_news_page(
    request: Request, shown: TheChanges, to: Token = "", language: Language | None = None
) -> Response:
    """Where somebody whom we wrote to says that they want no more; looking at it changes nothing."""
    try:
        shown.post.interaction(to)
    except NotFound:
        return _stop(request, shown, to, "no_link", language)
    return _stop(request, shown, to, "ask", language)


@router.post("/changes/stop", dependencies=[Depends(public("public"))], response_class=Response)
async def stop_news(
    request: Request, shown: TheChanges, to: Token = "", language: Language | None = None, wanted: bool = False
) -> Response:
    """They have said so, or changed their mind."""
    try:
        await shown.post.stop(to, wanted)
    except NotFound:
        return _stop(request, shown, to, "no_link", language)
    return _stop(request, shown, to, "again" if wanted else "stopped", language)


def _stop(request: Request, shown: Changes, token: str, state: str, wanted: Language | None) -> Response:
    language = shown.language(wanted, request.headers)
    html = stop_page(token, state, language, shown.languages, shown.operator)
    return _html(html, _headers("no-store") | {"x-robots-tag": "noindex"}, 404 if state == "no_link" else 200)


def _headers(caching: str) -> dict[str, str]:
    return {"cache-control": caching, "content-security-policy": policy()}


def _html(html: str, headers: dict[str, str], status: int = 200) -> Response:
    return Response(html, status, headers, "text/html; charset=utf-8")
