"""The telephone at the desk in a real browser with a microphone of its own, and a real trunk: what is heard is decoded at both ends."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from hoolin.channels.voice.media.daemon import Rtpengine, end, left_behind
from tests.channels.voice.rtp_party import Party, parties
from tests.channels.voice.sipp import Sipp, sipp
from tests.channels.voice.site import MUSIC
from tests.e2e.conftest import serving
from tests.e2e.stand import CHROMIUM, FLAGS, Site, log_in, violations
from tests.e2e.test_contact import picture
from tests.e2e.test_main_job import go_online
from tests.ports import free_port

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"), pytest.mark.needs("rtpengine"), pytest.mark.needs("sipp"),
]  # fmt: skip

CUSTOMER, SECOND = 700.0, 900.0
KRISTI = 1_000.0

MICROPHONE = """(() => {
  const hertz = %s;
  navigator.mediaDevices.getUserMedia = async () => {
    const context = new AudioContext();
    const tone = new OscillatorNode(context, { frequency: hertz });
    const level = new GainNode(context, { gain: 0.3 });
    const out = context.createMediaStreamDestination();
    tone.connect(level).connect(out);
    tone.start();
    return out.stream;
  };
  const peers = (window.peers = []);
  const Real = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Real {
    constructor(...given) {
      super(...given);
      peers.push(this);
    }
  };
})()"""
"""A microphone that says a tone, and a way to get at what comes: the browser's own fake microphone beeps, which tells nobody apart."""

LOUDEST = """async () => {
  const peer = window.peers.at(-1);
  const track = peer?.getReceivers().find(({ track }) => track.kind === 'audio')?.track;
  if (!track) return { state: peer?.connectionState ?? 'none', hertz: 0, level: 0 };
  window.ears ??= new AudioContext();
  const meter = new AnalyserNode(window.ears, { fftSize: 8192, smoothingTimeConstant: 0 });
  window.ears.createMediaStreamSource(new MediaStream([track])).connect(meter);
  await new Promise((done) => setTimeout(done, 350));
  const bins = new Float32Array(meter.frequencyBinCount);
  meter.getFloatFrequencyData(bins);
  const top = bins.indexOf(Math.max(...bins));
  return { state: peer.connectionState, hertz: (top * window.ears.sampleRate) / meter.fftSize, level: bins[top] };
}"""


class Exchange(NamedTuple):
    """A site with a telephone, and where its trunk is."""

    site: Site
    trunk: int
    sip: int
    folder: Path


@pytest_asyncio.fixture(loop_scope="session")
async def exchange(tmp_path: Path) -> AsyncIterator[Exchange]:
    """A new one."""
    trunk, sip = free_port(), free_port()
    try:
        async with serving(tmp_path, str(trunk), str(sip), module="phone_process") as site:
            yield Exchange(site, trunk, sip, tmp_path)
    finally:
        # A call that is under way outlives the site, and so does the engine that carries it; here nobody comes back to it.
        engine = Rtpengine(tmp_path / "site" / "data" / "voice")
        place = left_behind(engine)
        if place is not None:
            await end(engine, place)


@pytest_asyncio.fixture(loop_scope="session")
async def speaking() -> AsyncIterator[Browser]:
    """A browser whose pages may use the microphone and play what they hear without being touched."""
    more = [
        "--autoplay-policy=no-user-gesture-required",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
    ]
    expect.set_options(timeout=60_000)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, "--no-sandbox", *more])
        yield browser
        await browser.close()


async def desk_of(browser: Browser, exchange: Exchange, login: str, hertz: float, **settings: Any) -> Page:
    """A desk at work, whose microphone says a tone."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="en", **settings)
    await context.add_init_script(MICROPHONE % hertz)
    page = await context.new_page()
    await page.goto(f"{exchange.site.url}/desk/")
    await log_in(page, login)
    await go_online(page)
    return page


@asynccontextmanager
async def calling(exchange: Exchange, hertz: float = CUSTOMER) -> AsyncIterator[tuple[Sipp, Party]]:
    """A customer calls."""
    async with parties(customer=hertz) as ends:
        keys = {"to": exchange.sip, "port": exchange.trunk, "rtp_port": ends["customer"].port}
        async with sipp("calls", exchange.folder, **keys) as caller:
            yield caller, ends["customer"]


async def hears(page: Page, hertz: float) -> None:
    """The page hears this tone, loud enough, within a while."""
    told: dict[str, Any] = {}
    for _ in range(30):
        told = await page.evaluate(LOUDEST)
        if told["level"] > -60 and abs(told["hertz"] - hertz) < 12:
            return
    raise AssertionError(f"the page should hear {hertz} Hz; it heard {told}")


async def talking(desk: Page, customer: Party) -> None:
    """Take the call by its key; both hear each other."""
    await expect(desk.get_by_text("Incoming call")).to_be_visible()
    await desk.keyboard.press("y")
    await expect(desk.get_by_text("You are talking")).to_be_visible()
    await learn(customer)
    await customer.hears(KRISTI, not_=(MUSIC,), seconds=12)
    await hears(desk, customer.hertz)


async def learn(customer: Party) -> None:
    """The customer sends to where the sound comes from, as a trunk does; sipp has told nobody the answer that it got."""
    await customer.until(lambda party: bool(party.heard))
    customer.answer_back()


async def test_a_call_is_taken_held_muted_and_ended(exchange: Exchange, speaking: Browser) -> None:
    """By keyboard: the customer hears the agent and the agent the customer; held, the customer hears music; muted, nothing; keys arrive
    as keys; loaded again, the page goes on talking; ended, the customer's line is closed and wrapped up.
    """
    desk = await desk_of(speaking, exchange, "kristi", KRISTI)
    async with calling(exchange) as (caller, customer):
        await talking(desk, customer)
        assert await violations(desk) == []
        await picture(desk, "phone-talking")
        await desk.keyboard.press("h")
        await customer.hears(MUSIC, not_=(KRISTI,))
        await expect(desk.get_by_text("The customer waits with music")).to_be_visible()
        await desk.keyboard.press("h")
        await customer.hears(KRISTI, not_=(MUSIC,))
        await desk.keyboard.press("m")
        await customer.hears_nothing()
        await picture(desk, "phone-muted")
        await desk.keyboard.press("m")
        await customer.hears(KRISTI)
        await desk.get_by_role("button", name="Keys", exact=True).click()
        for key in "5#":
            await desk.get_by_role("group", name="Keys").get_by_role("button", name=key, exact=True).click()
        await customer.until(lambda party: party.digits() == "5#")
        assert await violations(desk) == []
        await picture(desk, "phone-keys")
        await desk.reload()
        await expect(desk.get_by_text("You are talking")).to_be_visible()
        await customer.hears(KRISTI, not_=(MUSIC,), seconds=12)
        await hears(desk, CUSTOMER)
        await desk.keyboard.press("e")
        await expect(desk.get_by_role("heading", name="Wrap-up")).to_be_visible()
        assert await caller.ends() == 0
        await expect(desk.get_by_text("You are talking")).to_be_hidden()


async def test_two_tabs_ring_and_one_talks(exchange: Exchange, speaking: Browser) -> None:
    """Both tabs ring; the one that takes the call talks, and the other one may take it over, whereupon the first is silent."""
    first = await desk_of(speaking, exchange, "kristi", KRISTI)
    second = await first.context.new_page()
    await second.goto(f"{exchange.site.url}/desk/")
    async with calling(exchange) as (_, customer):
        await expect(second.get_by_text("Incoming call")).to_be_visible()
        await talking(first, customer)
        await expect(second.get_by_text("Incoming call")).to_be_hidden()
        await second.locator("[data-region] a, [role=row], .row").first.wait_for()
        await second.goto(first.url)
        await expect(second.get_by_text("talked in on another page")).to_be_visible()
        await second.get_by_role("button", name="Talk here").click()
        await expect(second.get_by_text("You are talking")).to_be_visible()
        await hears(second, CUSTOMER)
        await expect(first.get_by_role("button", name="Talk here")).to_be_visible()
        await customer.hears(KRISTI, not_=(MUSIC,))


async def test_a_colleague_is_asked_and_takes_over(exchange: Exchange, speaking: Browser) -> None:
    """Attended transfer: the customer hears music while the two speak, then the colleague alone; the first is out."""
    kristi = await desk_of(speaking, exchange, "kristi", KRISTI)
    async with calling(exchange) as (_, customer):
        await talking(kristi, customer)
        oleg = await desk_of(speaking, exchange, "oleg", SECOND)
        await kristi.keyboard.press("q")
        await kristi.get_by_role("radio", name=re.compile("Oleg")).check()
        await picture(kristi, "phone-consult")
        assert await violations(kristi) == []
        await kristi.get_by_role("button", name="Call", exact=True).click()
        await expect(oleg.get_by_text("A colleague asks")).to_be_visible()
        await picture(oleg, "phone-asked")
        await oleg.get_by_role("button", name="Answer").click()
        await customer.hears(MUSIC, not_=(KRISTI, SECOND))
        await hears(oleg, KRISTI)
        await hears(kristi, SECOND)
        await kristi.get_by_role("button", name="Hand the customer over").click()
        await customer.hears(SECOND, not_=(MUSIC, KRISTI), seconds=12)
        await hears(oleg, CUSTOMER)
        await expect(kristi.get_by_text("You are talking")).to_be_hidden()
