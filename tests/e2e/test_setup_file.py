"""The set-up as a file, in the pages for administrators: fetched, looked at, put right, applied; with the keyboard, in three languages, on a narrow screen."""

from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import FilePayload, Page, expect

from tests.e2e.conftest import serving
from tests.e2e.menus import come_in
from tests.e2e.stand import Site, violations

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]


@pytest_asyncio.fixture(loop_scope="session")
async def site(tmp_path: Any) -> Any:
    """A site with queues, hours and people."""
    async with serving(tmp_path, module="editor_process") as made:
        yield made


async def opened(visit: Any, site: Site, **settings: Any) -> Page:
    """The page, by its own address, once its words are there."""
    page: Page = await visit(f"{site.url}/admin/setup", **settings)
    await come_in(page, "anu")
    await page.get_by_role("heading", level=1).wait_for()
    return page


async def chosen(page: Page, text: str) -> None:
    """A file is chosen."""
    file: FilePayload = {"name": "hoolin.yaml", "mimeType": "application/yaml", "buffer": text.encode()}
    await page.locator("input[type=file]").set_input_files([file])


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_a_file_is_fetched_looked_at_put_right_and_applied(
    site: Site, visit: Any, theme: str, tmp_path: Path
) -> None:
    """Nothing is done before it is said; what is wrong is told with its line; axe finds nothing on the way."""
    page = await opened(visit, site, color_scheme=theme)
    found = {"empty": await violations(page)}
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="Download the set-up").click()
    file = tmp_path / "hoolin.yaml"
    await (await coming.value).save_as(file)
    text = file.read_text(encoding="utf-8")
    await chosen(page, text)
    await expect(page.get_by_role("status").filter(has_text="Nothing would change")).to_be_visible()
    await chosen(page, text.replace("target_ms: 30000", "target_ms: soon", 1))
    await expect(page.get_by_role("alert")).to_contain_text("queues.bills.target_ms")
    found["wrong"] = await violations(page)
    await chosen(page, text.replace("target_ms: 30000", "target_ms: 20000", 1))
    await expect(page.locator("[data-section=queues]")).to_contain_text("target_ms 30000 → 20000")
    found["changes"] = await violations(page)
    button = page.get_by_role("button", name="Make these changes")
    await button.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status").filter(has_text="1 thing changed.")).to_be_visible()
    await chosen(page, text.replace("units: 100", "units: 200", 1))
    await expect(page.get_by_role("alert")).to_contain_text("set up otherwise")
    found["older"] = await violations(page)
    await page.get_by_role("button", name="Look all the same").click()
    await expect(page.locator("[data-section=queues]")).to_contain_text("20000 → 30000")
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize(("language", "title"), [("et", "Seadistus failina"), ("ru", "Настройки файлом")])
async def test_it_speaks_the_language_and_fits_a_narrow_screen(
    site: Site, visit: Any, language: str, title: str, tmp_path: Path
) -> None:
    """At 320 pixels nothing runs over the edge, changes and all."""
    page = await opened(visit, site, viewport={"width": 320, "height": 640})
    await page.locator("[data-menu=settings]").click()
    await page.locator(f"[role=menuitemradio][lang={language}]").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(title)
    await chosen(page, "hoolin: 1\nqueues: {bills: {skills: {a-rather-long-name-of-a-skill-that-nobody-has: 50}}}\n")
    await page.locator("[data-section=queues]").wait_for()
    wide = await page.evaluate(
        "[document.documentElement.scrollWidth, ...[...document.querySelectorAll('main')].map(one => one.scrollWidth - one.clientWidth)]"
    )
    assert wide[0] <= 320 and wide[1:] == [0]
    assert await violations(page) == []
