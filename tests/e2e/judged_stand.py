"""What the tests of judged work stand on: logging in on the page itself, and looking at it in every language, theme and width."""

from typing import Any

from playwright.async_api import Page, expect

from tests.e2e.site_process import PASSWORD
from tests.e2e.stand import Site, violations
from tests.e2e.test_contact import picture

LANGUAGES = ("et", "ru", "en")
WIDE = """() => [...document.querySelectorAll('body *')].filter((one) => !one.closest('.scroll') && !one.closest('.visually-hidden') &&
  one.getBoundingClientRect().right > innerWidth + 0.5).map((one) => one.outerHTML.slice(0, 120))"""


async def enter(visit: Any, site: Site, login: str, path: str, **settings: Any) -> Page:
    """Somebody's own browser, on a page that the door leads back to; in English."""
    page: Page = await visit(f"{site.url}/experience/{path}?language=en", **settings)
    await page.locator("#login").wait_for()
    await page.keyboard.type(login)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**/experience/{path}**", timeout=60_000)
    await page.get_by_role("heading", level=1).wait_for()
    return page


async def looks_well(page: Page, site: Site, path: str, shown: str, name: str) -> None:
    """In three languages, both themes and on a small screen: axe finds nothing and nothing has to be moved sideways. shown: what tells that it is there."""
    for width, height in ((1440, 1600), (360, 1600)):
        await page.set_viewport_size({"width": width, "height": height})
        for language in LANGUAGES:
            await page.goto(f"{site.url}/experience/{path}?language={language}")
            await expect(page.locator("html")).to_have_attribute("lang", language)
            await page.locator(shown).first.wait_for()
            for theme in ("light", "dark"):
                await page.emulate_media(color_scheme=theme)
                assert (found := await violations(page)) == [], (name, language, theme, width, found)
                await picture(page, f"{name}-{language}-{theme}-{width}")
            assert await page.evaluate(WIDE) == [], (name, language, width)
            assert await page.evaluate("document.documentElement.scrollWidth") <= width
    await page.set_viewport_size({"width": 1440, "height": 900})
    await page.emulate_media(color_scheme="light")
