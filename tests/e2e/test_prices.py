"""The prices as anybody meets them: in three languages and both themes, and on a small screen."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e.stand import Site, violations
from tests.e2e.test_contact import picture

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]

TITLES = {"et": "Hinnad", "ru": "Цены", "en": "Prices"}
CHEAPER = {"et": "Odavnes: Keskmine", "ru": "Дешевле: Средний", "en": "Cheaper: Medium"}


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_page_says_every_price(site: Site, visit: Any, theme: str) -> None:
    """In each language: every plan and fee with its price, and what will change when; axe finds nothing."""
    await site.outside(prices=0)
    await site.outside(prices=40)
    for language, title in TITLES.items():
        page = await visit(f"{site.url}/prices", locale=language, color_scheme=theme)
        await expect(page.locator("html")).to_have_attribute("lang", language)
        await expect(page.get_by_role("heading", level=1)).to_have_text(title)
        await expect(page.locator(".card")).to_have_count(4)
        await expect(page.locator(".card").nth(1)).to_contain_text("11")
        await expect(page.locator("tbody tr")).to_have_count(4)
        await expect(page.locator("#coming")).to_be_visible()
        await expect(page.locator("#history > ol > li")).to_have_count(2)
        await expect(page.locator("#history > ol > li").first).to_contain_text(CHEAPER[language])
        assert await violations(page) == []
        await picture(page, f"prices-{language}-{theme}")


async def test_a_small_screen_has_room_for_all_of_it(site: Site, visit: Any) -> None:
    """On a telephone nothing has to be moved sideways; a site without prices says so."""
    page = await visit(f"{site.url}/prices?language=ru", viewport={"width": 320, "height": 640})
    await expect(page.get_by_role("status")).to_have_text("Цены ещё не опубликованы.")
    await site.outside(prices=0)
    await page.reload()
    await expect(page.locator(".card")).to_have_count(4)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
