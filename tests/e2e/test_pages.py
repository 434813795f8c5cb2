"""Every page as people with different eyes, languages and hosts meet it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.e2e.stand import Site, log_in, violations
from tests.e2e.test_main_job import accept, begin, go_online

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]

LANGUAGES = ("et", "ru", "en")
THEMES = ("light", "dark")


@pytest.mark.parametrize("theme", THEMES)
async def test_no_page_has_an_accessibility_violation(site: Site, visit: Any, theme: str) -> None:
    """axe finds nothing on the log-in, the desk with an offer, a conversation, its dialogs and wrap-up, the wallboard, the
    demo page with the chat open, and the chat page: WCAG 2.2 A and AA, in this theme.
    """
    desk = await visit(f"{site.url}/desk/", color_scheme=theme)
    await desk.locator("#login").wait_for()
    found = {"log-in": await violations(desk)}
    await log_in(desk, "kristi")
    await go_online(desk)
    found["desk"] = await violations(desk)
    chat = await visit(f"{site.url}/chat", color_scheme=theme)
    await chat.get_by_role("button", name="Write to us").wait_for()
    found["chat"] = await violations(chat)
    customer = await begin(visit, site)
    await expect(desk.get_by_role("button", name="Accept")).to_be_visible()
    found["offer"] = await violations(desk)
    await accept(desk)
    await desk.keyboard.type("Hello!")
    await desk.keyboard.press("Control+Enter")
    await expect(customer.get_by_role("log")).to_contain_text("Hello!")
    found["conversation"] = await violations(desk)
    found["customer"] = await violations(customer)
    await desk.keyboard.press("Escape")
    for key in ("t", "w", "?", "z"):
        await desk.keyboard.press(key)
        await expect(desk.get_by_role("dialog")).to_be_visible()
        found[f"dialog {key}"] = await violations(desk)
        await desk.keyboard.press("Escape")
        await expect(desk.get_by_role("dialog")).to_be_hidden()
    await desk.keyboard.press("e")
    await expect(desk.get_by_role("heading", name="Wrap-up")).to_be_visible()
    found["wrap-up"] = await violations(desk)
    await desk.goto(f"{site.url}/wallboard/")
    await desk.get_by_role("heading").first.wait_for()
    found["wallboard"] = await violations(desk)
    demo = await visit(f"{site.url}/demo/en.html", color_scheme=theme)
    await demo.get_by_role("button", name="Open chat").click()
    await demo.get_by_role("button", name="Write to us").wait_for()
    found["demo"] = await violations(demo)
    assert {page: problems for page, problems in found.items() if problems} == {}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_speaks_the_language_of_its_reader(site: Site, visit: Any, language: str) -> None:
    """The log-in and the chat speak the reader's language, and the demo operator has a page in each, with a chat that follows."""
    demo = "/demo/" if language == "et" else f"/demo/{language}.html"
    for path in ("/desk/", "/chat", demo):
        page = await visit(f"{site.url}{path}", locale=language)
        await expect(page.locator("html")).to_have_attribute("lang", language)
    opening = {"et": "Ava vestlus", "ru": "Открыть чат", "en": "Open chat"}[language]
    await expect(page.get_by_role("button", name=opening)).to_be_visible()


Serve = Callable[[str, dict[str, str]], Awaitable[str]]


@pytest_asyncio.fixture(loop_scope="session")
async def other_origin() -> AsyncIterator[Serve]:
    """A page of somebody else on another port: `await other_origin(html, headers)` gives its address."""
    servers: list[asyncio.Server] = []

    async def serve(html: str, headers: dict[str, str]) -> str:
        body = html.encode()
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            status = f"HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\nconnection: close\r\n{head}"
            writer.write(f"{status}content-length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        servers.append(server)
        return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"

    yield serve
    for server in servers:
        server.close()


async def test_the_widget_works_on_a_strict_page_of_another_origin(site: Site, visit: Any, other_origin: Serve) -> None:
    """One script tag on a page that allows nothing but our scripts and connections: the chat works, and before it is used
    nothing is stored there.
    """
    socket = site.url.replace("http", "ws")
    policy = f"default-src 'none'; script-src {site.url}; connect-src {site.url} {socket}; require-trusted-types-for 'script'"
    tag = f'<script src="{site.url}/w.js" async></script>'
    html = f"<!doctype html><html lang=en><title>Shop</title><body><h1>Shop</h1>{tag}</body></html>"
    page = await visit(await other_origin(html, {"content-security-policy": policy}))
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    launcher = page.get_by_role("button", name="Open chat")
    await launcher.wait_for()
    assert await page.context.cookies() == []
    assert await page.evaluate("localStorage.length + sessionStorage.length") == 0
    await launcher.click()
    await page.get_by_role("button", name="Write to us").click()
    await page.get_by_role("textbox", name="Message").fill("hello from the shop")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log")).to_contain_text("hello from the shop")
    await expect(page.get_by_role("log")).to_contain_text("Delivered")
    assert await page.context.cookies() == []
    assert [text for text in complaints if "Content Security Policy" in text] == []
