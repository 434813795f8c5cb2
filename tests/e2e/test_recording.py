"""A recorded call at the desk in a real browser: seen to record, paused, resumed, and listened to afterwards; by keyboard, without a flaw
that axe finds.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.channels.voice.site import WELCOME
from tests.e2e.conftest import serving
from tests.e2e.stand import violations
from tests.e2e.test_contact import picture
from tests.e2e.test_phone import CUSTOMER, KRISTI, Exchange, calling, desk_of, hears, learn, speaking
from tests.ports import free_port

__all__ = ["speaking"]

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"), pytest.mark.needs("rtpengine"), pytest.mark.needs("sipp"),
]  # fmt: skip


@pytest_asyncio.fixture(loop_scope="session")
async def recorded(tmp_path: Path) -> AsyncIterator[Exchange]:
    """A site whose calls are recorded."""
    trunk, sip = free_port(), free_port()
    async with serving(tmp_path, str(trunk), str(sip), "recorded", module="phone_process") as site:
        yield Exchange(site, trunk, sip, tmp_path)


async def test_seen_paused_and_listened_to(recorded: Exchange, speaking: Browser) -> None:
    """The customer is told first; the desk says that it records, in large letters that it pauses, and plays what was kept."""
    desk = await desk_of(speaking, recorded, "kristi", KRISTI)
    async with calling(recorded) as (caller, customer):
        await expect(desk.get_by_text("Incoming call")).to_be_visible()
        await desk.keyboard.press("y")
        await expect(desk.get_by_text("You are talking")).to_be_visible()
        call = desk.get_by_role("region", name="Call", exact=True)
        await learn(customer)
        await customer.hears(WELCOME, not_=(KRISTI,), seconds=12)
        await expect(call.get_by_text("Recording", exact=True)).to_be_visible()
        await customer.hears(KRISTI, not_=(WELCOME,), seconds=12)
        await hears(desk, CUSTOMER)
        pause = desk.get_by_role("button", name="Pause for a card number")
        await pause.focus()
        await desk.keyboard.press("Enter")
        await expect(desk.get_by_text("Recording is paused")).to_be_visible()
        assert await violations(desk) == []
        await picture(desk, "recording-paused")
        resume = desk.get_by_role("button", name="Go on recording")
        await resume.focus()
        await desk.keyboard.press("Enter")
        await expect(call.get_by_text("Recording", exact=True)).to_be_visible()
        await hears(desk, CUSTOMER)
        caller.hang_up()
        players = desk.locator(".recording audio")
        await expect(players).to_have_count(2)
        length = await players.first.evaluate(PLAYED)
        assert length > 0.5
        await desk.reload()
        await expect(desk.get_by_text("Listened to: 1")).to_be_visible()
        await picture(desk, "recording-heard")
        assert await violations(desk) == []


PLAYED = """async (audio) => {
  audio.volume = 0;
  await audio.play();
  await new Promise((done) => audio.addEventListener('timeupdate', () => audio.currentTime > 0.1 && done()));
  return audio.duration;
}"""
