"""Two agents before the same conversation: each sees the other, and who writes; in three languages."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e.stand import Site, log_in, violations
from tests.e2e.test_contact import picture
from tests.e2e.test_main_job import begin
from tests.e2e.test_promises import speak

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]

WRITES = {"et": "Kristi Kask kirjutab", "ru": "Kristi Kask пишет", "en": "Kristi Kask is writing"}


async def test_who_reads_along_and_who_writes(site: Site, visit: Any) -> None:
    """Oleg looks at what waits; Kristi takes it and writes: he sees it before he begins the same. A reload and leaving are seen, too; axe finds nothing."""
    kristi = await visit(f"{site.url}/desk/")
    await log_in(kristi, "kristi")
    await begin(visit, site)
    oleg = await visit(f"{site.url}/desk/", color_scheme="dark")
    await log_in(oleg, "oleg")
    for desk in (kristi, oleg):
        await desk.keyboard.press("2")
        await desk.get_by_role("option").first.click()
        await expect(desk.get_by_role("log")).to_contain_text("My bill looks wrong")
    await expect(oleg.locator(".thread-head").get_by_role("status")).to_have_text("Kristi Kask")
    await expect(kristi.locator(".thread-head").get_by_role("status")).to_have_text("Oleg Orlov")
    await kristi.get_by_role("textbox", name="Note").fill("I will take this one")
    for language, text in WRITES.items():
        await speak(oleg, language)
        await kristi.get_by_role("textbox", name="Note").press_sequentially("... and more", delay=400)
        await expect(oleg.locator(".thread-head").get_by_role("status")).to_have_text(text)
        assert await violations(oleg) == []
        await picture(oleg, f"company-{language}")
    await expect(oleg.locator(".thread-head").get_by_role("status")).to_have_text("Kristi Kask", timeout=30_000)
    await kristi.reload()
    await expect(oleg.locator(".thread-head").get_by_role("status")).to_have_text("Kristi Kask")
    await expect(kristi.locator(".thread-head").get_by_role("status")).to_have_text("Oleg Orlov")
    await kristi.close()
    await expect(oleg.locator(".thread-head").get_by_role("status")).to_have_text("")
