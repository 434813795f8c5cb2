"""A customer calls from the chat on a page, in a browser with a microphone of its own, and an agent answers in another: what each hears is
decoded, and what the customer reads is read.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from hoolin.channels.voice.media.daemon import Rtpengine, end, left_behind
from tests.channels.voice.site import MUSIC
from tests.e2e.conftest import serving
from tests.e2e.page_call_process import MENU
from tests.e2e.stand import CHROMIUM, FLAGS, Site, log_in, violations
from tests.e2e.test_contact import picture
from tests.e2e.test_main_job import go_online
from tests.e2e.test_phone import MICROPHONE, speaking
from tests.ports import free_port

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node"), pytest.mark.needs("rtpengine"),
]  # fmt: skip

__all__ = ["speaking"]

CUSTOMER, KRISTI, OLEG = 700.0, 1_000.0, 900.0
SMALL = {"width": 390, "height": 844}

LEVEL = """async ([hertz]) => {
  const track = window.peers.at(-1)?.getReceivers()[0]?.track;
  if (!track) return -200;
  window.ears ??= new AudioContext();
  if (window.heard !== track) {
    window.heard = track;
    window.meter = new AnalyserNode(window.ears, { fftSize: 8192, smoothingTimeConstant: 0 });
    window.ears.createMediaStreamSource(new MediaStream([track])).connect(window.meter);
  }
  await new Promise((done) => setTimeout(done, 250));
  const bins = new Float32Array(window.meter.frequencyBinCount);
  window.meter.getFloatFrequencyData(bins);
  const at = Math.round((hertz * window.meter.fftSize) / window.ears.sampleRate);
  return Math.max(...bins.slice(at - 1, at + 2));
}"""


@asynccontextmanager
async def site_of(folder: Path, *words: str, port: int = 0) -> AsyncIterator[Site]:
    """A site that pages call; its engine ends with it."""
    try:
        async with serving(folder, str(port), *words, module="page_call_process") as made:
            yield made
    finally:
        engine = Rtpengine(folder / "site" / "data" / "voice")
        place = left_behind(engine)
        if place is not None:
            await end(engine, place)


@pytest_asyncio.fixture(loop_scope="session")
async def calls(tmp_path: Path) -> AsyncIterator[Site]:
    """One without a menu."""
    async with site_of(tmp_path) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def refusing() -> AsyncIterator[Browser]:
    """A browser with a microphone, which no page may use."""
    async with async_playwright() as playwright:
        flags = [*FLAGS, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream=deny"]
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        await browser.close()


async def window(browser: Browser, hertz: float | None, **settings: Any) -> Page:
    """A window whose microphone says a tone; None: it has the browser's own."""
    context = await browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "locale": "en", **settings})
    if hertz is not None:
        await context.add_init_script(MICROPHONE % hertz)
    return await context.new_page()


async def desk_of(browser: Browser, site: Site, login: str, hertz: float) -> Page:
    """A desk at work."""
    page = await window(browser, hertz)
    await page.goto(f"{site.url}/desk/")
    await log_in(page, login)
    await go_online(page)
    return page


async def calling(browser: Browser, site: Site, **settings: Any) -> Page:
    """A customer who has pressed the button, on a page of their own."""
    page = await window(browser, CUSTOMER, **settings)
    await page.goto(f"{site.url}/chat?language=en#call")
    await page.get_by_role("button", name="Call now").click()
    return page


async def level(page: Page, hertz: float) -> float:
    """How loud a tone is that the page hears, in dB."""
    return float(await page.evaluate(LEVEL, [hertz]))


async def hears(page: Page, hertz: float, *not_: float) -> None:
    """The page hears this tone and none of the others, within a while."""
    loud: dict[float, float] = {}
    async with asyncio.timeout(90):
        while True:
            loud = {one: await level(page, one) for one in (hertz, *not_)}
            if loud[hertz] > -50 and all(loud[one] < -70 for one in not_):
                return


async def silent(page: Page, hertz: float) -> None:
    """The page does not hear this tone, within a while."""
    async with asyncio.timeout(90):
        while await level(page, hertz) > -70:
            pass


async def accepts(desk: Page) -> None:
    """Take the call by its key."""
    await expect(desk.get_by_text("Incoming call")).to_be_visible()
    await desk.keyboard.press("y")
    await expect(desk.get_by_text("You are talking")).to_be_visible()


def said(page: Page) -> Any:
    """The line in which the customer reads how the call stands."""
    return page.get_by_role("region", name="Call from this page").get_by_role("status")


async def test_keys_lead_to_a_person_who_is_heard_holds_and_hands_on(tmp_path: Path, speaking: Browser) -> None:
    """The whole way: the notice, the menu that says it is automatic, a key, the line, the talk, hold with music, a colleague, the end."""
    async with site_of(tmp_path, "menu") as site:
        desk = await desk_of(speaking, site, "kristi", KRISTI)
        page = await calling(speaking, site)
        await expect(said(page)).to_contain_text("An automatic voice is speaking")
        await hears(page, MENU)
        assert await violations(page) == []
        await picture(page, "page-call-menu")
        await page.get_by_role("group", name="Keys").get_by_role("button", name="1", exact=True).click()
        await accepts(desk)
        await expect(said(page)).to_contain_text("You are talking with Kristi")
        await hears(page, KRISTI, MENU, MUSIC)
        await hears(desk, CUSTOMER)
        assert await violations(page) == []
        assert await violations(desk) == []
        await picture(page, "page-call-talking")
        await picture(desk, "page-call-desk")
        await page.get_by_role("button", name="Mute").click()
        await silent(desk, CUSTOMER)
        await expect(said(page)).to_contain_text("Your microphone is off")
        await page.get_by_role("button", name="Unmute").click()
        await hears(desk, CUSTOMER)
        await desk.keyboard.press("h")
        await expect(said(page)).to_contain_text("you hear music")
        await silent(page, KRISTI)
        await page.reload()
        await expect(said(page)).to_contain_text("you hear music")
        await hears(page, MUSIC, KRISTI)
        await desk.keyboard.press("h")
        await hears(page, KRISTI)
        oleg = await desk_of(speaking, site, "oleg", OLEG)
        await desk.keyboard.press("q")
        await desk.get_by_role("radio", name=re.compile("Oleg")).check()
        await desk.get_by_role("button", name="Call", exact=True).click()
        await oleg.get_by_role("button", name="Answer").click()
        await hears(oleg, KRISTI)
        await desk.get_by_role("button", name="Hand the customer over").click()
        await hears(page, OLEG)
        await hears(oleg, CUSTOMER, KRISTI)
        await expect(said(page)).to_contain_text("You are talking with Oleg")
        await page.get_by_role("button", name="Hang up").click()
        await expect(said(page)).to_contain_text("The call has ended")
        await expect(oleg.get_by_text("You are talking")).to_be_hidden()


async def test_a_customer_waits_reads_their_place_and_hangs_up(calls: Site, speaking: Browser) -> None:
    """In line: the place in words, music; the desk sees who left. On a small screen, loaded again in the line."""
    page = await calling(speaking, calls, viewport=SMALL)
    await expect(said(page)).to_contain_text("You are next in line")
    await hears(page, MUSIC)
    await picture(page, "page-call-line-small")
    assert await violations(page) == []
    await page.reload()
    await expect(said(page)).to_contain_text("You are next in line")
    await hears(page, MUSIC)
    desk = await desk_of(speaking, calls, "kristi", KRISTI)
    await expect(desk.get_by_text("Incoming call")).to_be_visible()
    await page.get_by_role("button", name="Hang up").click()
    await expect(said(page)).to_contain_text("The call has ended")
    await expect(desk.get_by_text("Incoming call")).to_be_hidden()
    await expect(page.get_by_role("button", name="Call again")).to_be_focused()
    await picture(page, "page-call-over-small")


async def test_words_go_beside_the_call(calls: Site, speaking: Browser) -> None:
    """What was begun in the chat goes on in the call, and what is written during it is in the same conversation, both ways."""
    page = await window(speaking, CUSTOMER)
    await page.goto(f"{calls.url}/demo/en.html")
    await page.get_by_role("button", name="Open chat").click()
    await page.get_by_role("button", name="Write to us").click()
    await page.get_by_role("textbox", name="Message").fill("My bill is wrong")
    await page.keyboard.press("Enter")
    desk = await desk_of(speaking, calls, "kristi", KRISTI)
    await expect(desk.get_by_text("My bill is wrong").first).to_be_visible()
    await page.get_by_role("button", name="Back to the start").click()
    await page.get_by_role("button", name="Call from this page").click()
    await page.get_by_role("button", name="Call now").click()
    await accepts(desk)
    await hears(desk, CUSTOMER)
    await page.get_by_role("button", name="Back to the conversation").click()
    await page.get_by_role("textbox", name="Message").fill("Order 4711")
    await page.keyboard.press("Enter")
    await expect(desk.get_by_text("Order 4711").first).to_be_visible()
    await picture(page, "page-call-beside")
    await desk.keyboard.press("r")
    await desk.keyboard.type("Here is the link: https://example.ee/4711")
    await desk.keyboard.press("Control+Enter")
    await expect(page.get_by_role("log")).to_contain_text("https://example.ee/4711")
    assert await violations(page) == []
    await picture(desk, "page-call-desk-beside")
    await hears(page, KRISTI)
    await desk.keyboard.press("Escape")
    await desk.keyboard.press("e")
    await expect(said(page)).to_contain_text("The call has ended")


async def test_the_call_goes_on_when_the_house_is_killed(tmp_path: Path, speaking: Browser) -> None:
    """Killed in the middle of a talk, both go on hearing each other; started again, both pages find their way back to the same call."""
    port = free_port()
    async with site_of(tmp_path, port=port) as site:
        desk = await desk_of(speaking, site, "kristi", KRISTI)
        page = await calling(speaking, site)
        await accepts(desk)
        await hears(page, KRISTI)
        await hears(desk, CUSTOMER)
        site.process.kill()
        await site.process.wait()
        await expect(said(page)).to_contain_text("The connection is away")
        await hears(page, KRISTI)
        await hears(desk, CUSTOMER)
        async with serving(tmp_path, str(port), module="page_call_process"):
            await expect(said(page)).not_to_contain_text("The connection is away")
            await expect(said(page)).to_contain_text("You are talking with Kristi")
            await hears(page, KRISTI)
            await page.get_by_role("button", name="Hang up").click()
            await expect(desk.get_by_role("heading", name="Wrap-up")).to_be_visible()


async def test_a_place_in_line_is_kept_for_a_call_back(calls: Site, speaking: Browser) -> None:
    """Rather than wait, the customer leaves a number in the call; the call ends by itself, and the desk has somebody to call."""
    page = await calling(speaking, calls, locale="en")
    await expect(said(page)).to_contain_text("You are next in line")
    await page.get_by_role("button", name="Rather be called back").click()
    field = page.get_by_role("textbox", name="Your phone number")
    await expect(field).to_be_focused()
    await field.fill("123")
    await page.get_by_role("button", name="Call me back").click()
    await expect(page.get_by_role("alert").filter(has_text="could not be used")).to_be_visible()
    assert await violations(page) == []
    await picture(page, "page-call-back")
    await field.fill("+37251234567")
    await page.get_by_role("button", name="Call me back").click()
    await expect(said(page)).to_contain_text("You kept your place in line")
    await expect(page.get_by_role("button", name="Hang up")).to_be_hidden()
    desk = await desk_of(speaking, calls, "kristi", KRISTI)
    await expect(desk.get_by_role("button", name="Accept")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_what_one_should_know_is_said_first_in_every_language(
    tmp_path: Path, visit: Any, refusing: Browser, theme: str
) -> None:
    """Before the microphone is asked for: that it will be, that a machine may speak, that calls may be recorded. Denied, the customer is
    told what to do and which other ways there are, and nobody's telephone has rung. axe finds nothing, on a small screen too.
    """
    told = {
        "et": ("küsib brauser", "automaatne hääl", "Quality of service", "Brauser ei tohi mikrofoni kasutada", "Paluge meil helistada"),
        "ru": ("браузер спросит", "автоматический голос", "", "Браузеру нельзя использовать микрофон", "Попросить перезвонить"),
        "en": ("your browser asks", "an automatic voice", "Quality of service", "Your browser may not use the microphone", "Have us call you"),
    }  # fmt: skip
    async with site_of(tmp_path, "recorded") as site:
        desk = await visit(f"{site.url}/desk/")
        await log_in(desk, "kristi")
        await go_online(desk)
        for language, (asks, machine, recorded, denied, other) in told.items():
            page = await window(refusing, None, locale=language, color_scheme=theme, viewport=SMALL)
            await page.goto(f"{site.url}/chat?language={language}#call")
            call = page.locator("section.call")
            for words in (asks, machine, recorded):
                await expect(call).to_contain_text(words)
            await expect(call.locator("button.go")).to_be_focused()
            assert await violations(page) == []
            await picture(page, f"page-call-notice-{language}-{theme}")
            await call.locator("button.go").click()
            await expect(call.get_by_role("status")).to_contain_text(denied)
            await expect(call.get_by_role("link", name=other)).to_have_attribute(
                "href", re.compile("contact.*#callback")
            )
            await expect(call.locator("button.go")).to_be_focused()
            assert await violations(page) == []
            await picture(page, f"page-call-denied-{language}-{theme}")
        await expect(desk.get_by_text("Incoming call")).to_be_hidden()


async def test_no_microphone_is_said_and_the_chat_is_there(calls: Site, visit: Any) -> None:
    """On a page of another's, where the microphone is allowed and none is there: clear words, and the customer writes instead."""
    page = await visit(f"{calls.url}/demo/en.html", permissions=["microphone"], viewport=SMALL)
    await page.get_by_role("button", name="Open chat").click()
    await page.get_by_role("button", name="Call from this page").click()
    await expect(page.get_by_role("button", name="Call now")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(said(page)).to_contain_text("No microphone was found")
    await picture(page, "page-call-missing")
    await page.get_by_role("button", name="Close", exact=True).click()
    await page.get_by_role("button", name="Write to us").click()
    await page.get_by_role("textbox", name="Message").fill("Then I write")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log")).to_contain_text("Then I write")


async def test_the_choice_board_leads_to_a_call(calls: Site, visit: Any) -> None:
    """The contact page shows the call with its honest wait, and leads to it."""
    desk = await visit(f"{calls.url}/desk/")
    await log_in(desk, "kristi")
    await go_online(desk)
    page = await visit(f"{calls.url}/contact?language=en")
    way = page.locator("#ways > li").filter(has_text="Call from this page")
    await expect(way).to_contain_text("less than a minute")
    assert await violations(page) == []
    await picture(page, "page-call-contact")
    await way.get_by_role("link").click()
    await expect(page.get_by_role("button", name="Call now")).to_be_visible()


SHOP = """<!doctype html><html lang="en"><head><title>Shop</title><script src="%s/w.js" async></script></head><body><h1>Shop</h1></body></html>"""
FRAME = """<!doctype html><html lang="en"><head><title>Portal</title></head><body>
<iframe src="http://127.0.0.1:%d/shop" title="Shop" width="900" height="800" allow="%s"></iframe></body></html>"""


@asynccontextmanager
async def pages_at(pages: dict[str, str]) -> AsyncIterator[int]:
    """Pages of others, by path; gives the port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, path, _ = (await reader.readuntil(b"\r\n\r\n")).decode().split(" ", 2)
        body = pages.get(path, "").encode()
        head = (
            f"HTTP/1.1 {200 if body else 404} -",
            "content-type: text/html",
            f"content-length: {len(body)}",
            "connection: close",
        )
        writer.write("\r\n".join((*head, "", "")).encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield int(server.sockets[0].getsockname()[1])


async def test_a_page_within_a_frame_must_be_let_at_the_microphone(calls: Site, speaking: Browser) -> None:
    """The chat on a page of another's, which stands in a frame of a third one: with `allow="microphone"` its customers call; without, they
    are told that they cannot, and write.
    """
    pages = {"/shop": SHOP % calls.url}
    async with pages_at(pages) as port:
        for allow in ("microphone", ""):
            pages["/portal"] = FRAME % (port, allow)
            page = await window(speaking, None)
            await page.goto(f"http://localhost:{port}/portal")
            shop = page.frame_locator("iframe")
            await shop.get_by_role("button", name="Open chat").click()
            await shop.get_by_role("button", name="Call from this page").click()
            await shop.get_by_role("button", name="Call now").click()
            told = shop.get_by_role("region", name="Call from this page").get_by_role("status")
            if allow:
                await expect(told).to_contain_text("You are next in line")
                await shop.get_by_role("button", name="Hang up").click()
            await expect(told).to_contain_text("has ended" if allow else "Your browser may not use the microphone")
            await page.context.close()
