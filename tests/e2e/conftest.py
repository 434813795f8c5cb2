"""One browser for all browser tests, one site for each. Whatever a page asks of any other host fails the test."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from hoolin.cli.sms_peer import Smsc, running_smsc
from tests.e2e.provider import Mailbox, mailbox, sms_account
from tests.e2e.stand import CHROMIUM, FLAGS, ROOT, Site


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, which reaches nothing but this machine."""
    # A busy machine draws late; what is waited for ends the waiting.
    expect.set_options(timeout=60_000)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    """A new site with its people, in a process of its own."""
    async with serving(tmp_path) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def site_with_ways(tmp_path: Path) -> AsyncIterator[Site]:
    """The same, with another way in beside the chat."""
    async with serving(tmp_path, "ways") as made:
        yield made


@asynccontextmanager
async def serving(tmp_path: Path, *more: str, module: str = "site_process", told: bytes = b"") -> AsyncIterator[Site]:
    """A site in a process of its own, until it is left. told: a line for its standard input."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", f"tests.e2e.{module}", str(tmp_path / "site"), *more,
        cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(told)
    await process.stdin.drain()
    async with asyncio.timeout(60):
        ready = (await process.stdout.readline()).decode().split()
    assert ready and ready[0] == "ready", "the site did not start"
    try:
        yield Site(f"http://127.0.0.1:{ready[1]}", tmp_path / "site", process)
    finally:
        # Also after a failure; a test may have killed it already.
        if process.returncode is None:
            process.terminate()
            async with asyncio.timeout(90):
                await process.wait()


@pytest_asyncio.fixture(loop_scope="session")
async def mail() -> AsyncIterator[Mailbox]:
    """The customers' mail server."""
    async with mailbox() as box:
        yield box


@pytest_asyncio.fixture(loop_scope="session")
async def smsc() -> AsyncIterator[Smsc]:
    """The SMSC, which says that every SMS of ours has arrived."""
    with running_smsc() as made:
        made.set(receipts="after")
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def site_of_many_ways(tmp_path: Path, mail: Mailbox, smsc: Smsc) -> AsyncIterator[Site]:
    """A site with a chat, a mail address, a number for SMS and calling back."""
    accounts = {"email": {"support": mail.account()}, "sms": {"main": sms_account(smsc)}}
    told = json.dumps(accounts).encode() + b"\n"
    async with serving(tmp_path, module="journey_process", told=told) as made:
        yield made


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
        if host not in ("127.0.0.1", "localhost") and not request.url.startswith(("data:", "blob:", "file:")):
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
