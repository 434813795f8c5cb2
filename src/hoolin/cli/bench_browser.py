"""How fast the pages are, in a real browser on this machine: `hoolin bench browser`.

A site with a long past is filled, served by a process of its own, and opened as a person opens it. Needs playwright (a
development dependency), Debian's chromium-headless-shell and the built web apps.
"""

import asyncio
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hoolin.cli.filling import fill
from hoolin.core.errors import Refusal
from hoolin.server.accounts.records import Account
from hoolin.wiring import HoolinSettings, build, now_ms

CHROMIUM = "/usr/bin/chromium-headless-shell"
FLAGS = ["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost, EXCLUDE 127.0.0.1"]
CONVERSATIONS = 100_000
MESSAGES = 100
LOGIN, PASSWORD = "bench", "mõõdame-kõik-ära-2026"

ROW = "[role=option] .row-name"

SCROLL = """() => new Promise((done) => {
  const list = document.querySelector('[role=listbox]');
  const frames = []; let last = performance.now(); const end = last + 4000;
  requestAnimationFrame(function step(now) {
    frames.push(now - last); last = now; list.scrollTop += 400;
    if (now < end) requestAnimationFrame(step); else done(frames.slice(1));
  });
})"""

WATCH = """() => { window.seen = {}; new MutationObserver(() => {
  const text = document.querySelector('[role=log]')?.innerText ?? '';
  for (const [word] of text.matchAll(/bench-\\d+/g)) if (!(word in window.seen))
    requestAnimationFrame(() => { window.seen[word] ??= Date.now(); });
}).observe(document.body, {childList: true, subtree: true, characterData: true}); }"""


class BrowserMissing(Refusal):
    """The browser bench needs playwright and chromium-headless-shell; `scripts/provision` and `make test` bring them."""


def measure(conversations: int = CONVERSATIONS) -> dict[str, object]:
    """First load, first row, frames while scrolling, and customer → agent painted. Raises BrowserMissing."""
    try:
        from playwright.async_api import async_playwright
    except ImportError:
        raise BrowserMissing("browser") from None
    if not Path(CHROMIUM).exists():
        raise BrowserMissing("browser")
    with tempfile.TemporaryDirectory(prefix="hoolin-bench-") as folder:
        _say(f"filling a site with {conversations} conversations")
        asyncio.run(_prepare(folder, conversations))
        return asyncio.run(_measure(folder, conversations, async_playwright))


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


async def _prepare(folder: str, conversations: int) -> None:
    built = build(HoolinSettings(data=folder))
    fill(built, conversations, now_ms(), lambda done: _say(f"  {done}"))
    account = Account(id="new", login=LOGIN, name="Bench", role="supervisor", agent="bench", language="en")
    await built.accounts.add(account, PASSWORD)
    built.accounts.close()
    built.close()


async def _measure(folder: str, conversations: int, playwright: Callable[[], Any]) -> dict[str, object]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hoolin.cli.bench_site", folder, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(120):
            port = int((await process.stdout.readline()).split()[1])
        async with playwright() as browsers:
            browser = await browsers.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            figures = await _browse(browser, f"http://127.0.0.1:{port}")
            await browser.close()
        return {"conversations": conversations, **figures}
    finally:
        process.terminate()
        await process.wait()


async def _browse(browser: Any, url: str) -> dict[str, object]:
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="en")
    desk = await context.new_page()
    await desk.goto(f"{url}/desk/")
    await desk.fill("#login", LOGIN)
    await desk.fill("#password", PASSWORD)
    await desk.keyboard.press("Enter")
    await desk.locator("[data-menu=presence]").wait_for()
    first_load = await _first_load(context, url)
    _say(f"first load {first_load} bytes")
    first_row = await _first_row(context, url)
    _say(f"first row after {first_row} ms")
    await desk.keyboard.press("3")
    await desk.wait_for_timeout(1_500)
    frames = sorted(await desk.evaluate(SCROLL))
    _say(f"{len(frames)} frames")
    delays = await _talk(browser, desk, url)
    return {
        "first_load_gz_bytes": first_load,
        "first_load_gz_bytes_limit": 90_000,
        "first_row_ms": first_row,
        "first_row_ms_limit": 500,
        "frame_ms_p50": round(statistics.median(frames), 1),
        "frame_ms_p95": round(frames[int(len(frames) * 0.95)], 1),
        "frame_ms_p95_limit": 17,
        "frame_ms_max": round(frames[-1], 1),
        "customer_to_agent_painted_ms_p50": statistics.median(delays),
        "customer_to_agent_painted_ms_p95": delays[int(len(delays) * 0.95)],
        "customer_to_agent_painted_ms_p95_limit": 100,
        "messages": len(delays),
    }


async def _first_load(context: Any, url: str) -> int:
    """Bytes over the wire of scripts, styles and strings until the desk is drawn, compressed as the server sends them."""
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    await session.send("Network.enable")
    await session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    await page.goto(f"{url}/desk/")
    await page.locator("[data-menu=presence]").wait_for()
    await page.wait_for_timeout(500)
    await page.close()
    return int(sum(sizes))


async def _first_row(context: Any, url: str) -> float:
    """From navigation to the first conversation drawn, median of five."""
    times: list[float] = []
    for _ in range(5):
        page = await context.new_page()
        await page.goto(f"{url}/desk/#/all", wait_until="commit")
        await page.locator(ROW).first.wait_for()
        times.append(await page.evaluate("performance.now()"))
        await page.close()
    return round(statistics.median(times))


async def _talk(browser: Any, desk: Any, url: str) -> list[int]:
    """Milliseconds from a customer's Enter to the agent's screen, sorted."""
    await desk.keyboard.press("s")
    await desk.get_by_role("menuitemradio", name="Available").press("Enter")
    context = await browser.new_context(locale="en")
    customer = await context.new_page()
    await customer.goto(f"{url}/chat")
    await customer.get_by_role("button", name="Write to us").click()
    field = customer.get_by_role("textbox", name="Message")
    await field.fill("hello")
    await field.press("Enter")
    await desk.get_by_role("button", name="Accept").wait_for()
    await desk.keyboard.press("y")
    await desk.get_by_role("log").wait_for()
    await desk.evaluate(WATCH)
    sent: dict[str, int] = {}
    for number in range(MESSAGES):
        word = f"bench-{number}"
        await field.fill(word)
        sent[word] = await customer.evaluate("Date.now()")
        await field.press("Enter")
        await customer.wait_for_timeout(150)
    await desk.wait_for_timeout(1_000)
    seen = await desk.evaluate("window.seen")
    return sorted(seen[word] - at for word, at in sent.items() if word in seen)
