"""The weekly digest in a real browser: from the page of reasons it is opened and kept, and it can be read by everybody, on every screen."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from hoolin.insight.paper.digest import written
from tests.e2e.conftest import serving
from tests.e2e.experience_pages import LANGUAGES, WIDE, opened, told
from tests.e2e.stand import Site, violations
from tests.e2e.test_contact import picture
from tests.e2e.test_reasons_page import counted
from tests.insight.paper.test_digest import CALM, digest

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"),
    pytest.mark.slow,
    pytest.mark.timeout(400),
]
# timeout: a site with a past is begun on a machine that is busy

NAMES = {"et": "Nädala kokkuvõte", "ru": "Итоги недели", "en": "Weekly digest"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def costing(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A site with twelve weeks and a tree behind it."""
    folder: Path = tmp_path_factory.mktemp("costing")
    async with serving(folder, module="reasons_process") as made:
        yield made


async def looked_at(page: Page, name: str) -> None:
    """axe finds nothing, nothing stands out at the side, and there is a picture."""
    assert await violations(page) == []
    assert await page.evaluate(WIDE) == []
    await picture(page, name)


async def test_from_the_page_of_reasons_it_is_opened_and_kept(costing: Site, visit: Any) -> None:
    """In the language of the page; what is opened are last week's figures, and it leads on to what is new."""
    page = await opened(visit, costing, "kristi", "reasons")
    await counted(page)
    await expect(page.locator(".digest")).to_contain_text(NAMES["en"])
    await looked_at(page, "digest-link")
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="Weekly digest, PDF").press("Enter")
    file = await coming.value
    assert re.fullmatch(r"hoolin-digest-\d{4}-W\d\d-en\.pdf", file.suggested_filename)
    assert (await asyncio.to_thread(Path(await file.path()).read_bytes)).startswith(b"%PDF")
    found = await told(page, "/digest?format=json")
    assert found["costs"] and found["unnamed"]["closed"] > 0
    async with page.context.expect_page() as opening:
        await page.get_by_role("link", name="Weekly digest, HTML").press("Enter")
    shown = await opening.value
    await expect(shown.locator("h2")).to_have_count(5)
    await expect(shown.locator("p.head")).to_contain_text(found["week"])
    await expect(shown.get_by_role("table", name="What costs most").locator("tbody tr")).to_have_count(
        len(found["costs"])
    )
    await page.goto(f"{costing.url}/experience/reasons/tree")
    await expect(page.locator("main h1")).to_be_visible()
    await expect(page.locator(".digest")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_can_be_read_by_everybody_on_every_screen(
    tmp_path: Path, visit: Any, language: Any, theme: str
) -> None:
    """A full week and a calm one, wide and narrow: nothing is wrong with it, and nothing stands out at the side."""
    for name, one in (("full", digest()), ("calm", CALM)):
        file = tmp_path / f"{name}.html"
        file.write_bytes(written(one, language, "html"))
        page = await visit(file.as_uri(), color_scheme=theme, bypass_csp=True)
        await looked_at(page, f"digest-{name}-{language}-{theme}")
        await page.set_viewport_size({"width": 360, "height": 740})
        await looked_at(page, f"digest-{name}-{language}-{theme}-360")
