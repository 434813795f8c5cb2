"""The whole loop on one site, in a real browser: a contact comes, its reason is suggested and confirmed, its cause recorded, an improvement registered with what is
expected of it, shipped, its effect shown, and everybody told.
"""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.e2e.experience_pages import opened, press
from tests.e2e.stand import Site, log_in
from tests.e2e.test_improvements_page import announce_it, improving, look_at_the_effect, ship
from tests.e2e.test_main_job import go_online
from tests.e2e.test_wrap_up import BILLS, OUTAGES, ROAMING, close, to_the_end

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"),
    pytest.mark.slow,
    pytest.mark.timeout(900),
]
# timeout: four months are lived, and a lesson is learned

CAUSE = "The bill does not show what was charged for"
TREE: dict[str, dict[str, Any]] = {
    "money": {"name": "Money"}, "bill": {"name": "Bill", "parent": "money", "examples": BILLS},
    "roaming": {"name": "Roaming", "examples": ROAMING}, "outage": {"name": "Outage", "examples": OUTAGES},
    **{code: {"name": code.title()} for code in ("sim", "contract", "moving", "device", "complaint")},
}  # fmt: skip


async def serve_a_customer(site: Site, visit: Any) -> None:
    """A customer writes about their bill; the agent confirms what is suggested with one key, and names the cause by keys."""
    assert await site.outside(reasons=TREE) is True
    desk: Page = await visit(f"{site.url}/desk/")
    await log_in(desk, "kristi")
    await go_online(desk)
    await to_the_end(desk, visit, site, "The amount on my bill is wrong")
    likeliest = desk.get_by_role("group", name="Suggested reasons").get_by_role("button").first
    await expect(likeliest).to_contain_text("Bill")
    await desk.keyboard.press("1")
    await expect(likeliest).to_have_attribute("aria-pressed", "true")
    await desk.keyboard.press("p")
    await expect(desk.get_by_role("combobox", name="Find a cause")).to_be_focused()
    await desk.keyboard.type(CAUSE)
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_text("Where does it lie")).to_be_visible()
    await desk.keyboard.press("4")
    await expect(desk.get_by_role("button", name=CAUSE)).to_have_attribute("aria-pressed", "true")
    assert await close(desk, site) == {"reasons": ["bill"], "causes": [CAUSE], "suggested": 1}


async def test_from_a_contact_to_fewer_of_them(tmp_path: Path, visit: Any) -> None:
    """What one agent noted in a second becomes an improvement, and two months later a verdict that everybody may read."""
    async with improving(tmp_path, "before") as site:
        await serve_a_customer(site, visit)
        page = await opened(visit, site, "kristi", "improvements/causes")
        card = page.locator("[data-cause]")
        await expect(card).to_contain_text(CAUSE)
        await card.get_by_role("link", name="Propose an improvement").click()
        await expect(page.get_by_role("checkbox", name="Money › Bill", exact=True)).to_be_checked()
        await page.get_by_label("Name", exact=True).fill("A bill that explains itself")
        await press(page, "Propose")
        await expect(page.get_by_role("heading", level=1)).to_have_text("A bill that explains itself")
        await ship(page)

    async with improving(tmp_path, "after") as site:
        page = await opened(visit, site, "kristi", "improvements")
        await expect(page.locator("[data-improvement]")).to_contain_text("Verified:")
        await page.get_by_role("link", name="A bill that explains itself").click()
        await look_at_the_effect(page)
        await announce_it(page, site, visit)
        changes = await visit(f"{site.url}/changes?language=en")
        await expect(changes.locator("body")).to_contain_text("less often")
