"""The monthly report in a browser: saved from the page of figures, opened from its file, in three languages and both themes."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from hoolin.experience.api import report
from tests.e2e.conftest import serving
from tests.e2e.stand import Site, violations
from tests.e2e.test_contact import picture
from tests.e2e.test_experience import all_there, log_in_on

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"),
    pytest.mark.slow,
    pytest.mark.timeout(400),
]
# timeout: a page of twelve weeks is counted for each test, as long as a busy machine takes

KEEP = {"et": "Salvesta aruanne", "ru": "Сохранить отчёт", "en": "Save the report"}
TITLES = {"et": "Kliendi kogemus, ", "ru": "Опыт клиентов, ", "en": "Customer experience, "}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def lived(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A site with twelve weeks behind it."""
    async with serving(tmp_path_factory.mktemp("lived"), module="experience_process") as made:
        yield made


async def opened(lived: Site, visit: Any, **window: Any) -> Page:
    """The page of figures, everything on it."""
    page: Page = await visit(f"{lived.url}/experience/?language=en", **window)
    await log_in_on(page)
    await all_there(page)
    return page


async def saved(page: Page, button: str) -> Path:
    """What a button of the corner of reports has the browser keep."""
    async with page.expect_download(timeout=60_000) as coming:
        await page.locator(".reports").get_by_role("button", name=button, exact=True).click()
    download = await coming.value
    path = await download.path()
    kept = path.with_name(download.suggested_filename)
    path.rename(kept)
    return kept


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_a_saved_report_is_read_without_the_site(lived: Site, visit: Any, theme: str) -> None:
    """By its file alone: whole, in its language, with drawings that have words and tables; axe finds nothing; it fits a small screen."""
    page = await opened(lived, visit, color_scheme=theme)
    public = report.public_key(
        await page.evaluate("fetch('/api/v1/experience/report/key').then((found) => found.text())")
    )
    for language, title in TITLES.items():
        await page.locator(".reports").get_by_label("Language").select_option(language)
        file = await saved(page, "Page (HTML)")
        assert file.name.endswith(f"-{language}.html")
        found = report.check(file.read_bytes())
        assert (found.why, found.key) == ("", public)
        read = await visit(file.as_uri(), color_scheme=theme)
        await expect(read.get_by_role("heading", level=1)).to_contain_text(title)
        assert await read.evaluate("document.documentElement.lang") == language
        await expect(read.locator("h2")).to_have_count(12)
        drawings = read.locator("main svg[role=img]")
        await expect(drawings).to_have_count(3)
        for at in range(3):
            assert len(await drawings.nth(at).get_attribute("aria-label") or "") > 20
        assert await violations(read) == []
        await picture(read, f"report-{language}-{theme}")
        # The data is behind its link, to the byte.
        async with read.expect_download() as coming:
            await read.locator("a[download]").click()
        data = (await (await coming.value).path()).read_bytes()
        assert report.check(data).why == "" and report.check(data).data == found.data
        await read.set_viewport_size({"width": 360, "height": 740})
        assert await read.evaluate("document.documentElement.scrollWidth") <= 360
        assert await violations(read) == []
        await picture(read, f"report-{language}-{theme}-small")


async def test_the_corner_of_reports(lived: Site, visit: Any) -> None:
    """A month, a language and a form are chosen by keyboard; every form is saved whole; a month so far says so; files of the period beside."""
    page = await opened(lived, visit)
    corner = page.locator(".reports")
    month = corner.get_by_label("Month")
    newest = corner.locator("select").first.locator("option").first
    await expect(newest).to_contain_text("(so far)")
    await month.select_option(await newest.get_attribute("value"))
    for button, kind in (("PDF", "pdf"), ("Data (JSON)", "json"), ("Page (HTML)", "html")):
        found = report.check((await saved(page, button)).read_bytes())
        assert (found.form, found.why) == (kind, "")
        told = report.read(found.data)
        # By the site's clock a month may be over for which the reader's is not.
        assert told.so_far == (told.month == f"{datetime.now(ZoneInfo(told.zone)):%Y-%m}")
    await expect(page.get_by_role("status").filter(has_text="is saved")).to_have_count(1)
    for button, begins in (("CSV", b"begin,end"), ("JSON", b'{"columns"'), ("Parquet", b"PAR1")):
        assert (await saved(page, button)).read_bytes().startswith(begins)
    await month.focus()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await expect(corner.get_by_role("button", name="Page (HTML)")).to_be_focused()
    assert await violations(page) == []


async def test_a_refusal_is_told_in_words(lived: Site, visit: Any) -> None:
    """In each language, where it was asked for; nothing is saved, and it can be tried again."""
    page = await opened(lived, visit)
    # As if the month had turned back: a page that was left open over a change of the clock asks for what is not there yet.
    ahead = f"{lived.url}/api/v1/experience/report?month=2999-01"
    await page.route("**/experience/report?*", lambda route: route.continue_(url=ahead))
    said = {"et": "See kuu ei ole veel alanud", "ru": "Этот месяц ещё не начался", "en": "This month has not begun yet"}
    for language, text in said.items():
        await page.goto(f"{lived.url}/experience/?language={language}")
        await all_there(page)
        corner = page.locator(".reports")
        await corner.get_by_role("group", name=KEEP[language]).get_by_role("button").nth(1).click()
        await expect(corner.get_by_role("alert")).to_contain_text(text)
        assert await violations(page) == []
        await picture(page, f"report-refused-{language}")


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_corner_looks_well(lived: Site, visit: Any, theme: str) -> None:
    """In three languages, and on a small screen with nothing outside it."""
    page = await opened(lived, visit, color_scheme=theme)
    for language in TITLES:
        await page.goto(f"{lived.url}/experience/?language={language}")
        await all_there(page)
        await page.locator(".reports").scroll_into_view_if_needed()
        assert await violations(page) == []
        await picture(page, f"reports-corner-{language}-{theme}")
        await page.set_viewport_size({"width": 360, "height": 740})
        await page.locator(".reports").scroll_into_view_if_needed()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
        await picture(page, f"reports-corner-{language}-{theme}-small")
        await page.set_viewport_size({"width": 1440, "height": 900})
