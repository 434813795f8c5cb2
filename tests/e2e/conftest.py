"""One browser for all browser tests, one site for each. Whatever a page asks of any other host fails the test."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.e2e.stand import CHROMIUM, FLAGS, ROOT, Site


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, which reaches nothing but this machine."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    """A new site with its people, in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.e2e.site_process", str(tmp_path / "site"),
        cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    async with asyncio.timeout(60):
        ready = (await process.stdout.readline()).decode().split()
    assert ready and ready[0] == "ready", "the site did not start"
    yield Site(f"http://127.0.0.1:{ready[1]}", tmp_path / "site", process)
    process.terminate()
    async with asyncio.timeout(20):
        await process.wait()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser: Browser) -> AsyncIterator[Any]:
    """Opens a window of its own: `page = await visit(url, color_scheme="dark")`. Checks at the end that no page had an
    error and none asked for anything outside this machine.
    """
    contexts: list[BrowserContext] = []
    outside: list[str] = []
    errors: list[str] = []

    def asked(request: Any) -> None:
        host = request.url.split("/")[2].split(":")[0] if "://" in request.url else "127.0.0.1"
        if host not in ("127.0.0.1", "localhost") and not request.url.startswith(("data:", "blob:")):
            outside.append(request.url)

    async def open_window(url: str, **settings: Any) -> Page:
        context = await browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "locale": "en", **settings})
        context.on("request", asked)
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(url)
        return page

    yield open_window
    for context in contexts:
        await context.close()
    assert outside == []
    assert errors == []
