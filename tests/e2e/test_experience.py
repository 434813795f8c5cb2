"""How customers fare, as a supervisor sees it: in three languages and both themes, as pictures and as tables, and on a small screen."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.e2e.conftest import serving
from tests.e2e.site_process import PASSWORD
from tests.e2e.stand import Site, log_in, violations
from tests.e2e.test_contact import picture

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"),
    pytest.mark.slow,
    pytest.mark.timeout(400),
]
# timeout: each test looks at up to three languages, and counts as long as a busy machine takes

TITLES = {"et": "Kliendi kogemus", "ru": "Опыт клиентов", "en": "Customer experience"}
CHARTS = ("trend", "waits", "fcr", "funnel")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def lived(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A site with twelve weeks behind it."""
    folder: Path = tmp_path_factory.mktemp("lived")
    async with serving(folder, module="experience_process") as made:
        yield made


async def all_there(page: Page) -> None:
    """Everything has been counted. A busy machine counts for a while: twelve weeks, one by one."""
    for chart in CHARTS:
        await expect(page.locator(f"#{chart}")).to_be_visible(timeout=60_000)
    await expect(page.locator("main section")).to_have_count(7, timeout=60_000)


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_every_figure_has_its_interval_in_words_and_as_a_table(lived: Site, visit: Any, theme: str) -> None:
    """The door leads back to the page; each chart says what it means and is a table at a key; axe finds nothing."""
    page = await visit(f"{lived.url}/experience/?language=et", color_scheme=theme)
    await log_in_on(page)
    for language, title in TITLES.items():
        await page.goto(f"{lived.url}/experience/?language={language}")
        await all_there(page)
        await expect(page.get_by_role("heading", level=1)).to_have_text(title)
        await expect(page.locator(".big")).to_contain_text("100")
        await expect(page.locator(".index tbody tr")).to_have_count(6)
        await expect(page.locator("section[aria-labelledby=channels] tbody tr")).to_have_count(3)
        await expect(page.locator("section[aria-labelledby=channels] tbody")).to_contain_text("n = ")
        assert await violations(page) == []
        await picture(page, f"experience-{language}-{theme}")
        for chart in CHARTS:
            section = page.locator(f"section[aria-labelledby={chart}]")
            said = await section.locator("p").first.text_content()
            assert said and await section.get_by_role("img").get_attribute("aria-label") in said
            await section.get_by_role("button").focus()
            await page.keyboard.press("Enter")
            assert await section.locator("tbody tr").count() >= 3
        await expect(page.get_by_role("img")).to_have_count(0)
        assert await violations(page) == []


async def log_in_on(page: Page) -> None:
    """Whoever is not logged in is sent to the desk, and from there back."""
    await page.locator("#login").wait_for()
    await page.keyboard.type("kristi")
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/experience/**", timeout=60_000)


async def test_a_trend_shows_where_the_criteria_changed(lived: Site, visit: Any) -> None:
    """The version's mark stands in the picture, and each row of the table names its version; another period is counted anew."""
    page = await visit(f"{lived.url}/experience/?language=en")
    await log_in_on(page)
    await all_there(page)
    trend = page.locator("section[aria-labelledby=trend]")
    await expect(trend.locator("svg text").filter(has_text="version 2")).to_have_count(1)
    await trend.get_by_role("button").click()
    await expect(trend.locator("tbody tr")).to_have_count(12)
    versions = await trend.locator("tbody tr td:last-child").all_text_contents()
    assert versions[0] == "1" and versions[-1] == "2"
    days = await page.locator(".days").text_content()
    await page.get_by_label("Period").select_option("week")
    await expect(page.locator(".days")).not_to_have_text(days or "")
    await expect(trend.locator("tbody tr")).to_have_count(12)


async def test_a_small_screen_has_room_for_it(lived: Site, visit: Any) -> None:
    """Nothing but the wide tables has to be moved sideways, and those within themselves; axe finds nothing."""
    page = await visit(f"{lived.url}/experience/?language=ru", viewport={"width": 360, "height": 740})
    await log_in_on(page)
    await all_there(page)
    wide = """() => [...document.querySelectorAll('body *')].filter((one) => !one.closest('.scroll') &&
      one.getBoundingClientRect().right > 360.5).map((one) => one.outerHTML.slice(0, 80))"""
    assert await page.evaluate(wide) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    assert await violations(page) == []


async def test_an_agent_is_led_to_what_is_theirs(lived: Site, visit: Any) -> None:
    """No figures of others for those who may not read reports: the front page leads to their own, and another says that it is not for them."""
    page = await visit(f"{lived.url}/desk/")
    await log_in(page, "oleg")
    await page.goto(f"{lived.url}/experience/?language=en")
    await page.wait_for_url("**/experience/own")
    await expect(page.get_by_role("navigation", name="Pages").get_by_role("link")).to_have_text(["My work", "Coaching"])
    await page.goto(f"{lived.url}/experience/reviews?language=en")
    await expect(page.get_by_role("status").filter(has_text="You may not see this page")).to_be_visible()
