"""The addresses of the web apps. Whatever is not the API, a hook, health or figures ends here.

/              to the desk
/desk/…        the desk; an address that is no file is a place within it
/wallboard/…   the wallboard, likewise; /experience/… how customers fare
/reasons       /improvements /coaching: places within /experience/
/admin/…       where the site is set up, likewise; /security/ one's own second factor and log-ins
/demo/…  /chat  /contact  /prices  /survey  the demo customer's page, the chat as a page of its own, the choice board, the prices,
                                           and where a survey is answered
/mirror        the site's own figures
/changes       what was changed because customers told us: made by the server, see `api/changes`
/w.js          the loader of the widget, for pages of any origin
/static/APP/…  any file of an app; those of the widget for pages of any origin
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from hoolin.core.errors import HoolinError, Malformed, NotFound
from hoolin.server.files.build import ENCODINGS, MEDIA_TYPES, STATIC, File, read_build
from hoolin.server.problems import answer
from hoolin.server.rates import Buckets
from hoolin.server.who import address_of

API = ("/api/", "/hooks/", "/healthz", "/metrics", "/changes")
"""What begins so is for the app behind."""

APPS = ("desk", "wallboard", "admin", "experience", "security")
"""Apps with places of their own: every address within is answered by the app's page."""

PAGES = ("demo", "chat", "contact", "prices", "survey", "mirror")
"""Single pages."""

PLACES = ("reasons", "improvements", "coaching")
"""Places within how customers fare that have an address which can be said aloud."""

REDIRECTS = (
    {"/": "/desk/", "/demo": "/demo/"}
    | {f"/{app}": f"/{app}/" for app in APPS}
    | {f"/{place}{end}": f"/experience/{place}" for place in PLACES for end in ("", "/")}
)

LOADER = "/w.js"
LOADER_FILE = "widget/w.js"
LOADER_SECONDS = 300
"""How long a page may use a loader before it asks again: a mended one reaches everybody within five minutes."""

FOREVER = "public, max-age=31536000, immutable"

LOOK_AGAIN_S = 2.0
"""How often at most the disk is asked again for apps that were not built."""

NOT_BUILT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Hoolin</title></head>
<body><main><h1>The web apps are not built</h1>
<p>Run <code>make web</code> in the folder of the sources, then load this page again.</p></main></body></html>
"""


class Files:
    """Answers everything that is not for the app behind."""

    def __init__(self, app: ASGIApp, buckets: Buckets, folder: Path = STATIC) -> None:
        """Reads the build; blocking."""
        self.app = app
        self._buckets = buckets
        self._folder = folder
        self._clock: Callable[[], float] = time.monotonic
        self._files = read_build(folder)
        self._looked_at = self._clock()

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Pass on what is the app's; answer the rest."""
        if scope["type"] != "http" or scope["path"].startswith(API):
            return self.app(scope, receive, send)
        return self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["hoolin.route"] = "files"
        try:
            response = await self._answer(scope)
        except HoolinError as refusal:
            response = answer(refusal)
        await response(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response:
        self._buckets.take("files", address_of(HTTPConnection(scope)))
        path = scope["path"]
        if scope["method"] not in ("GET", "HEAD"):
            return answer(Malformed("method"), {"allow": "GET, HEAD"}, 405)
        if path in REDIRECTS:
            return RedirectResponse(REDIRECTS[path], 308 if path != "/" else 307, {"cache-control": "no-cache"})
        file = self._find(path)
        if file is None and self._expects_page(path):
            await self._look_again()
            file = self._find(path)
            if file is None:
                return Response(NOT_BUILT, 503, {"retry-after": "30"}, "text/html; charset=utf-8")
        if file is None:
            raise NotFound("file")
        return _response(file, Headers(scope=scope))

    def _find(self, path: str) -> File | None:
        return next((self._files[name] for name in candidates(path) if name in self._files), None)

    def _expects_page(self, path: str) -> bool:
        """Whether something is missing that a whole build would have."""
        app, _, rest = path.removeprefix("/").partition("/")
        if app in APPS:
            return f"{app}/index.html" not in self._files
        return path == LOADER or (app in PAGES and not rest)

    async def _look_again(self) -> None:
        now = self._clock()
        if now - self._looked_at >= LOOK_AGAIN_S:
            self._looked_at = now
            self._files = await asyncio.to_thread(read_build, self._folder)


def candidates(path: str) -> Iterator[str]:
    """The files that may answer an address, the best first."""
    if path == LOADER:
        yield LOADER_FILE
        return
    app, _, rest = path.removeprefix("/").partition("/")
    if app == "static":
        yield rest
    elif app in APPS:
        yield f"{app}/{rest or 'index.html'}"
        # A file that is missing is missing; a place within the app may have a dot in it, but does not end like a file.
        if Path(rest).suffix not in MEDIA_TYPES:
            yield f"{app}/index.html"
    elif app in PAGES:
        yield from (f"{app}/{rest or 'index.html'}", f"pages/{app}/{rest or 'index.html'}")
        yield from (f"pages/{rest}",) if rest else (f"pages/{app}.html",)


def _response(file: File, headers: Headers) -> Response:
    sent = {"etag": f'"{file.tag}"', "cache-control": _caching(file), "vary": "accept-encoding"}
    if file.name.startswith("widget/"):
        # A module of another origin is only run when its owner allows everybody to read it.
        sent |= {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
    if _knows(headers, file.tag):
        return Response(status_code=304, headers=sent)
    encoding = _encoding(headers, file.bodies)
    if encoding:
        sent["content-encoding"] = encoding
    return Response(file.bodies[encoding], headers=sent, media_type=file.media_type)


def _caching(file: File) -> str:
    if file.name == LOADER_FILE:
        return f"public, max-age={LOADER_SECONDS}"
    return FOREVER if file.hashed else "no-cache"


def _knows(headers: Headers, tag: str) -> bool:
    known = headers.get("if-none-match", "")
    return known == "*" or any(each.strip().removeprefix("W/") == f'"{tag}"' for each in known.split(","))


def _encoding(headers: Headers, bodies: Mapping[str, bytes]) -> str:
    accepted = set()
    for each in headers.get("accept-encoding", "").lower().split(","):
        name, _, quality = each.partition(";")
        if quality.strip().replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            accepted.add(name.strip())
    return next((encoding for encoding in ENCODINGS if encoding in accepted and encoding in bodies), "")
