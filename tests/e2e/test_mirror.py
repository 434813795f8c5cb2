"""The mirror as anybody meets it: in three languages and both themes, with much and with nothing to say, and on a small screen."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e.stand import Site, violations
from tests.e2e.test_contact import picture

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]

TITLES = {"et": "Peegel: kuidas meil läheb", "ru": "Зеркало: как у нас дела", "en": "The mirror: how we are doing"}
SERVED = {"et": "40 vaatluse põhjal", "ru": "по 40 наблюдениям", "en": "from 40 observations"}


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_service_shows_itself_as_it_is(site: Site, visit: Any, theme: str) -> None:
    """In each language: the waits of now, the curve, and every figure with its interval and its number; axe finds nothing."""
    await site.outside(served=40)
    for language, title in TITLES.items():
        page = await visit(
            f"{site.url}/mirror", locale=language, color_scheme=theme, viewport={"width": 900, "height": 1800}
        )
        await expect(page.locator("html")).to_have_attribute("lang", language)
        await expect(page.get_by_role("heading", level=1)).to_have_text(title)
        await expect(page.locator("#curve tbody tr")).to_have_count(10)
        await expect(page.locator("#curve tbody tr").first).to_contain_text(SERVED[language])
        await expect(page.locator("#figures tbody tr")).to_have_count(8)
        await expect(page.locator("#now tbody tr").first).to_be_visible()
        assert await violations(page) == []
        await picture(page, f"mirror-{language}-{theme}")


async def test_a_site_without_contacts_says_so_and_a_small_screen_has_room(site: Site, visit: Any) -> None:
    """Too few to say, in every place; on a telephone nothing has to be moved sideways."""
    page = await visit(f"{site.url}/mirror?language=en", viewport={"width": 320, "height": 900})
    await expect(page.locator("#index .large")).to_have_text("Too few to say.")
    await expect(page.locator("#curve tbody")).to_contain_text("Too few to say.")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    await picture(page, "mirror-nothing")
