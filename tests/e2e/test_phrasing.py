"""A drill in a model's words, in the browser: each such line has a plain sign, in three languages, and the same words stand there when the page is loaded anew and when the play is read again."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.coaching.drills.played import transcript
from tests.e2e.conftest import serving
from tests.e2e.experience_pages import WIDE, opened
from tests.e2e.stand import Site, violations
from tests.e2e.test_contact import picture
from tests.e2e.test_drills import write
from tests.server.model_process import running

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"),
    pytest.mark.slow,
    pytest.mark.timeout(300),
]
# timeout: a whole play in the browser, and a busy machine takes its time

SIGNS = {"et": "mudeli sõnastus", "ru": "слова модели", "en": "phrased by a model"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def worded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A site with an agent, and a model beside it."""
    folder: Path = tmp_path_factory.mktemp("worded")
    with running() as url:
        async with serving(folder, url, module="phrased_process") as made:
            yield made


async def test_lines_of_a_model_are_told_from_written_ones(worded: Site, visit: Any) -> None:
    """Played to its end, kept and read again: the same lines with the same signs; axe finds nothing, in light and dark, wide and narrow."""
    page = await opened(visit, worded, "mari", "coaching/drills/play/bill_shock")
    log = page.get_by_role("log")
    await expect(log).to_contain_text("Well, ")
    await expect(log.locator(".by").first).to_have_text(SIGNS["en"])
    await expect(page.locator("section", has=log).last).to_contain_text("your words are not sent to the model")
    await write(page, transcript("bill_shock", "en", "listening")[0])
    before = await log.inner_text()
    await page.reload()
    await expect(page.locator(".talk .you")).to_have_count(1)
    assert await log.inner_text() == before
    for text in transcript("bill_shock", "en", "listening")[1:]:
        await write(page, text)
    await expect(page.locator("#over")).to_be_focused()
    said = await page.locator(".talk .them").all_inner_texts()
    assert sum(SIGNS["en"] in line for line in said) >= 5
    await page.get_by_role("button", name="Keep it").press("Enter")
    await page.get_by_role("link", name="Read again or share").press("Enter")
    await expect(page.get_by_role("checkbox", name="My coach may read this")).to_be_visible()
    assert await page.locator(".talk .them").all_inner_texts() == said
    assert await violations(page) == []
    for language, sign in SIGNS.items():
        await page.goto(f"{page.url.partition('?')[0]}?language={language}")
        await expect(page.locator(".talk .by").first).to_have_text(sign)
        for theme, width in (("light", 1440), ("dark", 360)):
            await page.set_viewport_size({"width": width, "height": 900})
            await page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            await picture(page, f"phrased-{language}-{theme}-{width}")
            assert await page.evaluate(WIDE) == [], (language, theme)
            assert await violations(page) == [], (language, theme)
