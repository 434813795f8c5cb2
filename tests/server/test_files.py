"""The built web apps, from memory."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from hoolin.server.files import serve
from hoolin.server.files.build import read_build
from hoolin.server.settings import ServerSettings
from tests.server.stand import Stand

INDEX = "<!doctype html><title>desk</title>"
SCRIPT = "console.log('õ');" * 40


def write(folder: Path, name: str, text: str, compressed: bool = False) -> None:
    """A file of the build, with the copies that the build makes."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    if compressed:
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(text.encode()))
        path.with_name(path.name + ".br").write_bytes(b"br:" + text.encode())


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A whole build."""
    folder = tmp_path / "static"
    write(folder, "desk/index.html", INDEX, compressed=True)
    write(folder, "desk/assets/desk-B7k_x9Qz.js", SCRIPT, compressed=True)
    write(folder, "desk/assets/stylesheet.css", "a{}")
    write(folder, "desk/.vite/manifest.json", "{}")
    write(folder, "desk/notes.md", "not for serving")
    write(folder, "wallboard/index.html", "<title>wallboard</title>")
    write(folder, "admin/index.html", "<title>admin</title>")
    write(folder, "pages/demo/index.html", "<title>demo</title>")
    write(folder, "pages/chat.html", "<title>chat</title>")
    write(folder, "pages/assets/page-Abcdefg1.css", "b{}")
    write(folder, "widget/w.js", "loader", compressed=True)
    write(folder, "widget/panel-CTWGT7Ye.js", "panel")
    write(tmp_path, "secret.json", "outside")
    return folder


@pytest.fixture
def stand(tmp_path: Path, built: Path) -> Iterator[Stand]:
    """A stand that serves the build."""
    made = Stand(tmp_path / "data", static=built)
    yield made
    made.accounts.close()


@pytest.mark.parametrize(
    ("path", "said", "media_type"),
    [
        ("/desk/", INDEX, "text/html; charset=utf-8"),
        ("/desk/conversations/42", INDEX, "text/html; charset=utf-8"),
        ("/desk/index.html", INDEX, "text/html; charset=utf-8"),
        ("/desk/assets/desk-B7k_x9Qz.js", SCRIPT, "text/javascript; charset=utf-8"),
        ("/wallboard/", "<title>wallboard</title>", "text/html; charset=utf-8"),
        ("/admin/flows/menu", "<title>admin</title>", "text/html; charset=utf-8"),
        ("/admin/flows/menu.v2", "<title>admin</title>", "text/html; charset=utf-8"),
        ("/wallboard/wall/2", "<title>wallboard</title>", "text/html; charset=utf-8"),
        ("/demo/", "<title>demo</title>", "text/html; charset=utf-8"),
        ("/chat", "<title>chat</title>", "text/html; charset=utf-8"),
        ("/chat/", "<title>chat</title>", "text/html; charset=utf-8"),
        ("/demo/assets/page-Abcdefg1.css", "b{}", "text/css; charset=utf-8"),
        ("/static/pages/assets/page-Abcdefg1.css", "b{}", "text/css; charset=utf-8"),
        ("/w.js", "loader", "text/javascript; charset=utf-8"),
        ("/static/widget/panel-CTWGT7Ye.js", "panel", "text/javascript; charset=utf-8"),
    ],
)
async def test_each_address_leads_to_its_file(stand: Stand, path: str, said: str, media_type: str) -> None:
    """Apps, places within an app, single pages, the loader and everything of the build under /static."""
    async with stand.client() as client:
        answer = await client.get(path, headers={"accept-encoding": "identity"})
        head = await client.head(path, headers={"accept-encoding": "identity"})
    assert (answer.status_code, answer.text, answer.headers["content-type"]) == (200, said, media_type)
    assert (head.status_code, head.text, head.headers["content-length"]) == (200, "", str(len(said.encode())))


@pytest.mark.parametrize(
    "path",
    ["/desk/assets/gone.js", "/static/desk/notes.md", "/static/desk/.vite/manifest.json", "/static/../secret.json",
     "/static/%2e%2e/secret.json", "/desk/..%2f..%2fsecret.json", "/static//etc/passwd", "/static/", "/favicon.ico",
     "/w.js/x", "/elsewhere", "/chat/nothing", "/static/desk/index.html.gz"],
)  # fmt: skip
async def test_nothing_else_is_served(stand: Stand, path: str) -> None:
    """What was not built, what is no part of a web app, and what lies outside: 404 and a problem document."""
    async with stand.client() as client:
        answer = await client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "file")


@pytest.mark.parametrize(
    ("path", "status", "target"),
    [
        ("/", 307, "/desk/"),
        ("/desk", 308, "/desk/"),
        ("/wallboard", 308, "/wallboard/"),
        ("/admin", 308, "/admin/"),
        ("/demo", 308, "/demo/"),
    ],
)
async def test_short_addresses_lead_on(stand: Stand, path: str, status: int, target: str) -> None:
    """The root leads to the desk."""
    async with stand.client() as client:
        answer = await client.get(path)
    assert (answer.status_code, answer.headers["location"]) == (status, target)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("BR;q=0.5, gzip;q=1", "br"), ("br;q=0, gzip", "gzip"),
     ("identity", None), ("", None), ("br;q=0.000,gzip;q=0", None)],
)  # fmt: skip
async def test_the_compressed_copy_is_sent_to_who_takes_it(stand: Stand, accepted: str, encoding: str | None) -> None:
    """The smaller first; caches are told that it depends."""
    async with (
        stand.client() as client,
        client.stream("GET", "/desk/", headers={"accept-encoding": accepted}) as answer,
    ):
        raw = b"".join([each async for each in answer.aiter_raw()])
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "accept-encoding"
    plain = INDEX.encode()
    assert raw == {None: plain, "br": b"br:" + plain}.get(encoding, raw)
    if encoding == "gzip":
        assert gzip.decompress(raw) == plain


async def test_what_cannot_change_is_kept_and_the_rest_is_asked_for(stand: Stand) -> None:
    """Hashed names for ever, pages never without asking, the loader for five minutes."""
    async with stand.client() as client:
        caching = {
            path: (await client.get(path)).headers["cache-control"]
            for path in ("/desk/", "/desk/assets/desk-B7k_x9Qz.js", "/desk/assets/stylesheet.css", "/w.js",
                         "/static/widget/panel-CTWGT7Ye.js")
        }  # fmt: skip
    assert list(caching.values()) == [
        "no-cache", serve.FOREVER, "no-cache", "public, max-age=300", serve.FOREVER
    ]  # fmt: skip


async def test_who_has_it_already_is_told_so(stand: Stand) -> None:
    """304 without a body for the tag that was sent, also among others; a 200 for another tag."""
    async with stand.client() as client:
        tag = (await client.get("/desk/")).headers["etag"]
        for known, status in ((tag, 304), (f'"x", W/{tag}', 304), ("*", 304), ('"x"', 200)):
            answer = await client.get("/desk/", headers={"if-none-match": known})
            assert (answer.status_code, bool(answer.content)) == (status, status == 200)
            assert answer.headers["etag"] == tag
            # A browser takes over what a 304 says: the policy of a page must not become that of data.
            assert "sandbox" not in answer.headers.get("content-security-policy", "")


async def test_the_widget_may_be_loaded_by_pages_of_any_origin(stand: Stand) -> None:
    """The loader and its modules, and nothing of the desk."""
    async with stand.client() as client:
        for path, shared in (("/w.js", True), ("/static/widget/panel-CTWGT7Ye.js", True), ("/desk/", False)):
            headers = (await client.get(path, headers={"origin": "https://shop.example"})).headers
            assert (headers.get("access-control-allow-origin") == "*") is shared
            assert (headers["cross-origin-resource-policy"] == "cross-origin") is shared


async def test_files_are_only_read(stand: Stand) -> None:
    """Any other method is refused, and told what is allowed."""
    async with stand.client() as client:
        answer = await client.post("/desk/", json={})
    assert (answer.status_code, answer.headers["allow"], answer.json()["code"]) == (405, "GET, HEAD", "method")


async def test_without_a_build_a_page_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page says `make web` until there is a build, and then serves it without a restart."""
    folder = tmp_path / "static"
    stand = Stand(tmp_path / "data", static=folder)
    monkeypatch.setattr(serve, "LOOK_AGAIN_S", 0.0)
    async with stand.client() as client:
        for path in ("/desk/", "/desk/x", "/wallboard/", "/admin/flows", "/demo/", "/chat", "/w.js"):
            answer = await client.get(path)
            assert answer.status_code == 503 and "make web" in answer.text, path
        assert (await client.get("/static/widget/x.js")).status_code == 404
        write(folder, "desk/index.html", INDEX)
        assert (await client.get("/desk/")).text == INDEX
        assert (await client.get("/demo/")).status_code == 503
    stand.accounts.close()


async def test_files_have_a_rate_too(tmp_path: Path, built: Path) -> None:
    """Whoever asks for thousands of files a minute is told to wait."""
    settings = ServerSettings(public_rate_scale=0.001, access_log=False)
    stand = Stand(tmp_path / "data", static=built, settings=settings)
    async with stand.client() as client:
        statuses = [(await client.get("/desk/")).status_code for _ in range(6)]
    assert statuses == [200] * 4 + [429] * 2
    stand.accounts.close()


def test_a_missing_folder_is_an_empty_build(tmp_path: Path) -> None:
    """Sources that were never built start nevertheless."""
    assert read_build(tmp_path / "nowhere") == {}
