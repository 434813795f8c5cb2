"""A supervisor listens, whispers and joins, and three talk together, in real browsers: every tone is decoded in every page and on the
trunk, and whoever is listened to sees it all the time.
"""

import re
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.channels.voice.rtp_party import Party
from tests.channels.voice.site import MUSIC
from tests.e2e.stand import violations
from tests.e2e.test_contact import picture
from tests.e2e.test_phone import CUSTOMER, Exchange, calling, desk_of, exchange, learn, speaking

__all__ = ["exchange", "speaking"]

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"), pytest.mark.needs("rtpengine"), pytest.mark.needs("sipp"),
    pytest.mark.needs("janus"),
]  # fmt: skip

OLEG, KRISTI = 1_000.0, 1_600.0
"""Hz. Those of the customer are in `test_phone`."""

LOUD, QUIET = -50.0, -75.0

LEVELS = """async (tones) => {
  const peer = window.peers.at(-1);
  window.ears ??= new AudioContext();
  const meters = (peer?.getReceivers() ?? []).filter(({ track }) => track.kind === 'audio').map(({ track }) => {
    const meter = new AnalyserNode(window.ears, { fftSize: 8192, smoothingTimeConstant: 0 });
    window.ears.createMediaStreamSource(new MediaStream([track])).connect(meter);
    return meter;
  });
  await new Promise((done) => setTimeout(done, 400));
  const level = (hertz) => {
    const at = Math.round((hertz * 8192) / window.ears.sampleRate);
    return Math.max(-200, ...meters.map((meter) => {
      const bins = new Float32Array(meter.frequencyBinCount);
      meter.getFloatFrequencyData(bins);
      return Math.max(-200, ...bins.slice(at - 1, at + 2));
    }));
  };
  return { state: peer?.connectionState ?? 'none', levels: tones.map(level) };
}"""


async def hears(page: Page, *tones: float, not_: tuple[float, ...] = ()) -> None:
    """The page hears all these tones and none of the others, within a while."""
    told: dict[str, Any] = {}
    for _ in range(40):
        told = await page.evaluate(LEVELS, [*tones, *not_])
        levels = told["levels"]
        if all(level > LOUD for level in levels[: len(tones)]) and all(level < QUIET for level in levels[len(tones) :]):
            return
    raise AssertionError(f"the page should hear {tones} and not {not_}; it heard {told}")


async def takes(desk: Page, customer: Party, hertz: float) -> None:
    """The call is taken by its key; both hear each other."""
    await expect(desk.get_by_text("Incoming call")).to_be_visible()
    await desk.keyboard.press("y")
    await expect(desk.get_by_text("You are talking")).to_be_visible()
    await learn(customer)
    await customer.hears(hertz, not_=(MUSIC,), seconds=12)
    await hears(desk, CUSTOMER)


async def test_a_supervisor_listens_whispers_and_joins(exchange: Exchange, speaking: Browser) -> None:
    """By keyboard, from the open conversation: the agent is told each time, and hears the supervisor only when they may; the customer
    only when the supervisor has joined. The customer's sound goes to the same place throughout.
    """
    oleg = await desk_of(speaking, exchange, "oleg", OLEG)
    async with calling(exchange) as (_, customer):
        await takes(oleg, customer, OLEG)
        towards = customer.towards
        kristi = await desk_of(speaking, exchange, "kristi", KRISTI)
        await kristi.goto(oleg.url)
        await expect(kristi.get_by_role("button", name="Listen")).to_be_enabled()
        await kristi.keyboard.press("l")
        await expect(kristi.get_by_text("You are listening; nobody hears you")).to_be_visible()
        await expect(oleg.get_by_text("Kristi Kask is listening", exact=True)).to_be_visible()
        await hears(kristi, CUSTOMER, OLEG, not_=(KRISTI,))
        await customer.hears(OLEG, not_=(KRISTI, CUSTOMER))
        await hears(oleg, CUSTOMER, not_=(KRISTI, OLEG))
        assert await violations(kristi) == []
        assert await violations(oleg) == []
        await picture(kristi, "supervise-listen")
        await picture(oleg, "supervise-listened")
        await kristi.keyboard.press("b")
        await expect(oleg.get_by_text("speaks to you alone")).to_be_visible()
        await hears(oleg, CUSTOMER, KRISTI, not_=(OLEG,))
        await hears(kristi, CUSTOMER, OLEG, not_=(KRISTI,))
        await customer.hears(OLEG, not_=(KRISTI, CUSTOMER))
        await kristi.keyboard.press("t")
        await expect(oleg.get_by_text("Kristi Kask has joined")).to_be_visible()
        await customer.hears(OLEG, KRISTI, not_=(CUSTOMER,))
        await hears(oleg, CUSTOMER, KRISTI, not_=(OLEG,))
        await hears(kristi, CUSTOMER, OLEG, not_=(KRISTI,))
        await kristi.emulate_media(color_scheme="dark")
        assert await violations(kristi) == []
        await picture(kristi, "supervise-joined-dark")
        await oleg.keyboard.press("u")
        await expect(oleg.get_by_role("contentinfo").get_by_text("Kristi Kask has joined")).to_be_visible()
        await kristi.keyboard.press("e")
        await expect(oleg.get_by_text("Kristi Kask has joined")).to_be_hidden()
        await customer.hears(OLEG, not_=(KRISTI, CUSTOMER))
        await hears(oleg, CUSTOMER, not_=(KRISTI, OLEG))
        await kristi.keyboard.press("l")
        await expect(kristi.get_by_text("You are listening")).to_be_visible()
        await kristi.close()
        await expect(oleg.get_by_text("is listening")).to_be_hidden()
        assert customer.towards == towards


async def test_three_talk_together(exchange: Exchange, speaking: Browser) -> None:
    """Kristi asks Oleg, and brings both together by key: each hears the other two. Oleg is let go: two talk on."""
    kristi = await desk_of(speaking, exchange, "kristi", KRISTI)
    async with calling(exchange) as (_, customer):
        await takes(kristi, customer, KRISTI)
        oleg = await desk_of(speaking, exchange, "oleg", OLEG)
        await kristi.keyboard.press("q")
        await kristi.get_by_role("radio", name=re.compile("Oleg")).check()
        await kristi.get_by_role("button", name="Call", exact=True).click()
        await oleg.get_by_role("button", name="Answer").click()
        await hears(oleg, KRISTI, not_=(CUSTOMER,))
        await kristi.get_by_role("button", name="All three together").wait_for()
        await kristi.keyboard.press("q")
        await expect(kristi.get_by_text("All three of you are talking")).to_be_visible()
        await customer.hears(KRISTI, OLEG, not_=(MUSIC, CUSTOMER), seconds=12)
        await hears(kristi, CUSTOMER, OLEG, not_=(KRISTI,))
        await hears(oleg, CUSTOMER, KRISTI, not_=(OLEG,))
        assert await violations(kristi) == []
        await picture(kristi, "three-together")
        await kristi.get_by_role("button", name="Let them go").click()
        await customer.hears(KRISTI, not_=(OLEG, CUSTOMER), seconds=12)
        await hears(kristi, CUSTOMER, not_=(OLEG, KRISTI))
