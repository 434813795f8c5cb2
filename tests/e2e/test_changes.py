"""The page of changes as anybody meets it: in three languages and both themes, without a script, on a small screen, and with nothing to say."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.e2e.conftest import serving
from tests.e2e.stand import Site, violations
from tests.e2e.test_contact import picture

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]

TITLES = {"et": "Mida oleme muutnud", "ru": "Что мы изменили", "en": "What we have changed"}
HELPED = {"et": "See aitas:", "ru": "Это помогло:", "en": "It helped:"}
NONE = {"et": "Ühestki muudatusest", "ru": "Пока ни об одном", "en": "No change has been announced"}
SURE = {"et": "Oleme 95% kindlad", "ru": "Мы на 95\u00a0% уверены", "en": "We are 95% sure"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def changed(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A site that has changed something, and whose verdict is worked out."""
    async with serving(tmp_path_factory.mktemp("changed"), module="changes_process") as made:
        async with httpx.AsyncClient(base_url=made.url, timeout=60) as client:
            for _ in range(240):
                if (await client.get("/changes.json")).json()["changes"][-1]["verified"] is not None:
                    break
                await asyncio.sleep(0.5)
        yield made


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_everybody_reads_what_was_changed_and_whether_it_helped(changed: Site, visit: Any, theme: str) -> None:
    """In each language, without any script: the day, the words as they were written, and of what was verified by how much; axe finds nothing."""
    for language, title in TITLES.items():
        page = await visit(
            f"{changed.url}/changes", locale=language, color_scheme=theme, viewport={"width": 1000, "height": 900}
        )
        await expect(page.locator("html")).to_have_attribute("lang", language)
        await expect(page.get_by_role("heading", level=1)).to_have_text(title)
        await expect(page.locator("script")).to_have_count(0)
        items = page.locator(".changes li")
        await expect(items).to_have_count(2)
        await expect(items.nth(0)).to_contain_text("<")
        await expect(items.nth(0).locator(".helped")).to_have_count(0)
        await expect(items.nth(1).locator(".helped")).to_contain_text(HELPED[language])
        await expect(items.nth(1).locator(".helped")).to_contain_text(SURE[language])
        assert await violations(page) == []
        await picture(page, f"changes-{language}-{theme}")


async def test_it_needs_no_script_and_a_small_screen_has_room(changed: Site, visit: Any) -> None:
    """With scripts switched off it is all there, and another language is a link away; nothing has to be moved sideways."""
    page = await visit(
        f"{changed.url}/changes?language=ru", java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    await expect(page.locator(".changes li")).to_have_count(2)
    await page.get_by_role("link", name="Eesti").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(TITLES["et"])
    small = await visit(f"{changed.url}/changes?language=ru", viewport={"width": 320, "height": 740})
    assert await small.evaluate("document.documentElement.scrollWidth") <= 320
    await picture(small, "changes-ru-small")


async def test_it_may_be_kept_for_a_minute_and_is_known_again(changed: Site) -> None:
    """Whoever has it is told that nothing is new; another language is another page; the data say the same."""
    async with httpx.AsyncClient(base_url=changed.url) as client:
        first = await client.get("/changes?language=en")
        again = await client.get("/changes?language=en", headers={"if-none-match": first.headers["etag"]})
        young, old = (await client.get("/changes.json")).json()["changes"]
    assert (first.headers["cache-control"], again.status_code) == ("public, max-age=60", 304)
    assert "accept-language" in first.headers["vary"]
    assert young["verified"] is None
    assert 0 < old["verified"]["low"] < 0.5 < old["verified"]["high"] < 1
    assert set(old["text"]) == {"et", "ru", "en"}


async def test_a_site_that_has_announced_nothing_says_so(tmp_path: Path, visit: Any) -> None:
    """In every language; and the link in a message that is none says so too."""
    async with serving(tmp_path, "nothing", module="changes_process") as site:
        for language, words in NONE.items():
            page = await visit(f"{site.url}/changes?language={language}", color_scheme="dark")
            await expect(page.locator(".none")).to_contain_text(words)
            assert await violations(page) == []
            await page.goto(f"{site.url}/changes/stop?language={language}&to=i1.0")
            await expect(page.get_by_role("status")).to_be_visible()
            assert await violations(page) == []
            await picture(page, f"changes-stop-{language}")
