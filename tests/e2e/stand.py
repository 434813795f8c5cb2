"""What browser tests stand on: the running site as they know it, logging in, and asking axe."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from tests.e2e.site_process import PASSWORD

CHROMIUM = "/usr/bin/chromium-headless-shell"
FLAGS = ["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost, EXCLUDE 127.0.0.1"]
ROOT = Path(__file__).parents[2]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass
class Site:
    """A running site. url: without a slash at the end."""

    url: str
    folder: Path
    process: asyncio.subprocess.Process

    async def outside(self, **order: Any) -> Any:
        """Something happens outside: see `site_process`."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        await self.process.stdin.drain()
        async with asyncio.timeout(90):
            return json.loads(await self.process.stdout.readline())


SETTLED = """() => Promise.allSettled(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().endTime < 2000 && one.effect.target?.checkVisibility()).map((one) => one.finished))"""
"""What lies in a closed fold waits to fade until it is opened; nobody waits for that."""


async def log_in(page: Page, login: str) -> None:
    """Log in at the desk with the keyboard alone."""
    await page.locator("#login").wait_for()
    await page.keyboard.type(login)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.locator("[data-menu=presence]").wait_for()


async def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it is, once what was fading in has arrived."""
    await page.evaluate(SETTLED)
    await page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    found = await page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]]
