"""A message that a caller left, at the desk in a real browser: it is there at once with the date that was promised, and is played; by
keyboard, without a flaw that axe finds.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from hoolin.channels.voice.media.g711 import to_alaw
from hoolin.channels.voice.media.sounds import write_au
from tests.channels.voice.recording.test_recorded import goes_on
from tests.channels.voice.rtp_party import Party, parties, tone
from tests.channels.voice.sipp import sipp
from tests.channels.voice.site import CLOSED, end_engine
from tests.e2e.conftest import serving
from tests.e2e.stand import log_in, violations
from tests.e2e.test_contact import picture
from tests.e2e.test_phone import CUSTOMER, KRISTI, Exchange, calling, desk_of, learn, speaking
from tests.e2e.test_recording import PLAYED
from tests.ports import free_port

__all__ = ["speaking"]

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"), pytest.mark.needs("rtpengine"), pytest.mark.needs("sipp"),
]  # fmt: skip

BEEP = 1_000.0


@pytest_asyncio.fixture(loop_scope="session")
async def shut(tmp_path: Path) -> AsyncIterator[Exchange]:
    """A site that is closed until nine tomorrow."""
    trunk, sip = free_port(), free_port()
    try:
        async with serving(tmp_path, str(trunk), str(sip), "shut", module="phone_process") as site:
            yield Exchange(site, trunk, sip, tmp_path)
    finally:
        await end_engine(tmp_path / "site")


def plain_words(exchange: Exchange) -> None:
    """What is said before the tone is a tone as well, for in speech there is everything; and nothing is so short that it is missed."""
    for name, hertz in (("et/message", 440.0), ("et/closed", CLOSED), ("tones/beep", BEEP)):
        (exchange.folder / "site" / "sounds" / f"{name}.au").write_bytes(write_au(to_alaw(tone(hertz, 1.6))))


async def leaves(customer: Party) -> None:
    """On the closed line, key 2; then some words after the tone."""
    await customer.hears(CLOSED)
    await learn(customer)
    customer.press("2")
    await customer.hears(BEEP, seconds=30)
    await goes_on(customer, 120)


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_a_message_with_its_promise(shut: Exchange, speaking: Browser, theme: str) -> None:
    """Whoever may hear it finds it with what the customer was told, hears it, and it is noted that they did."""
    plain_words(shut)
    async with calling(shut) as (caller, customer):
        await leaves(customer)
        caller.hang_up()
        assert await caller.ends() == 0
    context = await speaking.new_context(
        viewport={"width": 1440, "height": 900},
        locale="en",
        timezone_id="Europe/Tallinn",
        color_scheme="dark" if theme == "dark" else "light",
    )
    desk = await context.new_page()
    await desk.goto(f"{shut.site.url}/desk/#/all")
    await log_in(desk, "kristi")
    await desk.get_by_role("option").first.click()
    message = desk.get_by_role("region", name="Message the customer left")
    await expect(message.get_by_text("answer promised for")).to_be_visible()
    await expect(message.get_by_text("9:00")).to_be_visible()
    await expect(desk.locator(".life").get_by_text("Promised for")).to_be_visible()
    player = message.locator("audio")
    await expect(player).to_have_count(1)
    assert await player.evaluate(PLAYED) > 1.5
    await desk.reload()
    await expect(desk.get_by_text("Listened to: 1")).to_be_visible()
    assert await violations(desk) == []
    await picture(desk, f"voicemail-{theme}")
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def leaving(tmp_path: Path) -> AsyncIterator[Exchange]:
    """A site whose menu takes messages."""
    trunk, sip = free_port(), free_port()
    try:
        async with serving(tmp_path, str(trunk), str(sip), "message", module="phone_process") as site:
            yield Exchange(site, trunk, sip, tmp_path)
    finally:
        await end_engine(tmp_path / "site")


async def test_who_answers_a_message_calls_back_from_it(leaving: Exchange, speaking: Browser) -> None:
    """It comes as anything else in line does; its agent hears it and, by one button, the customer's telephone rings."""
    desk = await desk_of(speaking, leaving, "kristi", KRISTI)
    plain_words(leaving)
    async with calling(leaving) as (caller, customer):
        await learn(customer)
        await customer.hears(BEEP, seconds=40)
        await goes_on(customer, 120)
        caller.hang_up()
        assert await caller.ends() == 0
    await expect(desk.get_by_text("Incoming call")).to_be_visible()
    await desk.keyboard.press("y")
    message = desk.get_by_role("region", name="Message the customer left")
    await expect(message.get_by_text("answer promised as soon as somebody is free")).to_be_visible()
    player = message.locator("audio")
    await expect(player).to_have_count(1)
    assert await player.evaluate(PLAYED) > 1.5
    await expect(desk.get_by_text("Nobody is on the line now")).to_be_visible()
    assert await violations(desk) == []
    await picture(desk, "voicemail-mine")
    async with (
        parties(customer=CUSTOMER) as ends,
        sipp("is_called", leaving.folder, port=leaving.trunk, rtp_port=ends["customer"].port),
    ):
        await desk.get_by_role("region", name="Call", exact=True).get_by_role("button", name="Call now").click()
        await expect(desk.get_by_text("You are talking")).to_be_visible()
        await ends["customer"].hears(KRISTI)
