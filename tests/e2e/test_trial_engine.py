"""The engine that comes as a package, with a real browser and a real trunk: what is heard is decoded at both ends. Keys that agents press it cannot
send; all else of a working day it can.
"""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.channels.voice.site import MUSIC
from tests.contracts.media_engines import HAS_WHEEL, NO_WHEEL
from tests.e2e.conftest import serving
from tests.e2e.test_phone import CUSTOMER, KRISTI, SECOND, Exchange, calling, desk_of, hears, speaking, talking
from tests.ports import free_port

__all__ = ["speaking"]

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"), pytest.mark.skipif(not HAS_WHEEL, reason=NO_WHEEL),
    pytest.mark.needs("chromium", "node"), pytest.mark.needs("sipp"), pytest.mark.timeout(300),
]  # fmt: skip


@pytest_asyncio.fixture(loop_scope="session")
async def trial(tmp_path: Path) -> AsyncIterator[Exchange]:
    """A site with it."""
    number, sip = free_port(), free_port()
    async with serving(tmp_path, str(number), str(sip), "trial", module="phone_process") as site:
        yield Exchange(site, number, sip, tmp_path)


async def test_taken_held_loaded_again_and_handed_over(trial: Exchange, speaking: Browser) -> None:
    """Both hear each other; held, the customer hears music; loaded again, the page talks on; a colleague is asked, and then has the customer to
    themselves until they hang up.
    """
    kristi = await desk_of(speaking, trial, "kristi", KRISTI)
    async with calling(trial) as (caller, customer):
        await talking(kristi, customer)
        await kristi.keyboard.press("h")
        await customer.hears(MUSIC, not_=(KRISTI,))
        await kristi.keyboard.press("h")
        await customer.hears(KRISTI, not_=(MUSIC,))
        await kristi.reload()
        await expect(kristi.get_by_text("You are talking")).to_be_visible(timeout=30_000)
        await customer.hears(KRISTI, not_=(MUSIC,))
        await hears(kristi, CUSTOMER)
        oleg = await desk_of(speaking, trial, "oleg", SECOND)
        await kristi.keyboard.press("q")
        await kristi.get_by_role("radio", name=re.compile("Oleg")).check()
        await kristi.get_by_role("button", name="Call", exact=True).click()
        await oleg.get_by_role("button", name="Answer").click()
        await customer.hears(MUSIC, not_=(KRISTI, SECOND))
        await hears(oleg, KRISTI)
        await kristi.get_by_role("button", name="Hand the customer over").click()
        await customer.hears(SECOND, not_=(KRISTI, MUSIC))
        await hears(oleg, CUSTOMER)
        caller.hang_up()
        assert await caller.ends() == 0
        await expect(oleg.get_by_text("You are talking")).to_be_hidden()
