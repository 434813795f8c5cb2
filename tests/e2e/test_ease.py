"""Ease in a real browser: a hard conversation is said in one key, a moment is asked for in another, a colleague takes the next, and nobody else sees any of it."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.e2e.experience_pages import LANGUAGES, WIDE, opened
from tests.e2e.stand import Site, log_in, violations
from tests.e2e.test_contact import picture
from tests.e2e.test_main_job import accept, begin, go_online

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]

HEADING = {"et": "Sinu oma", "ru": "Ваше", "en": "Yours"}


async def at_desk(visit: Any, site: Site, login: str) -> Page:
    """Somebody's desk; they are available."""
    desk: Page = await visit(f"{site.url}/desk/")
    await log_in(desk, login)
    await go_online(desk)
    return desk


async def test_a_moment_is_had_after_a_hard_one_and_nobody_else_knows(site: Site, visit: Any) -> None:
    """By keys alone, on another layout too: told, changed, and a moment that outlives a reload; the next customer goes to a colleague; ready again,
    the one after comes back. The supervisor sees totals of many, and nothing of this.
    """
    assert await site.outside(ease={"on": True, "breather_ms": 600_000}) is True
    desk = await at_desk(visit, site, "oleg")
    await begin(visit, site, "This is the third time I write")
    await accept(desk)
    await desk.keyboard.press("Escape")
    await desk.keyboard.press("e")
    felt = desk.get_by_role("group", name="How was this one for you?")
    await expect(felt).to_be_visible()
    # The key of a Russian layout at the same place.
    await desk.evaluate("dispatchEvent(new KeyboardEvent('keydown', {key: 'ш', code: 'KeyI'}))")
    await expect(felt.get_by_role("button", name="Easy")).to_have_attribute("aria-pressed", "true")
    await desk.keyboard.press("l")
    await expect(felt.get_by_role("button", name="Hard")).to_have_attribute("aria-pressed", "true")
    await expect(desk.get_by_text("If a moment would do you good")).to_be_visible()
    await desk.keyboard.press("z")
    await expect(desk.get_by_text("Your moment begins when you have closed")).to_be_visible()
    assert await violations(desk) == []
    await picture(desk, "ease-wrap-up")
    await desk.keyboard.press("Control+Enter")
    timer = desk.get_by_role("timer")
    await expect(timer).to_contain_text("Your moment: 9:")
    await desk.reload()
    await expect(timer).to_contain_text("Your moment: 9:")
    assert await violations(desk) == []
    await picture(desk, "ease-moment")
    colleague = await at_desk(visit, site, "kristi")
    await begin(visit, site, "My phone has no signal")
    await expect(colleague.get_by_role("button", name="Accept")).to_be_visible()
    await expect(desk.get_by_role("button", name="Accept")).to_have_count(0)
    await accept(colleague)
    await desk.get_by_role("button", name="I am ready").click()
    await expect(timer).to_have_count(0)
    await begin(visit, site, "Where is my parcel")
    await expect(desk.get_by_role("button", name="Accept")).to_be_visible()
    totals = await opened(visit, site, "kristi", "coaching/ease")
    await expect(totals.get_by_text("Too few answers to say anything yet")).to_be_visible()
    assert "Oleg" not in await totals.locator("main").inner_text()
    await expect(totals.get_by_text("You have not said anything yet.", exact=True)).to_be_visible()


@pytest.mark.slow
async def test_ones_own_page_says_everything_and_can_be_emptied(site: Site, visit: Any) -> None:
    """In three languages, both themes and on a narrow screen nothing is wrong with it; what was told is taken back; who keeps the rules sets them."""
    assert await site.outside(ease={"on": True}) is True
    desk = await at_desk(visit, site, "oleg")
    await begin(visit, site)
    await accept(desk)
    await desk.keyboard.press("Escape")
    await desk.keyboard.press("e")
    await desk.get_by_role("button", name="Fine").click()
    await expect(desk.get_by_text("Thank you. Only you see this.")).to_be_visible()
    await desk.keyboard.press("Control+Enter")
    page = await opened(visit, site, "oleg", "coaching/ease")
    for language in LANGUAGES:
        for scheme, width in (("light", 1_280), ("dark", 360)):
            await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            await page.set_viewport_size({"width": width, "height": 900})
            await page.goto(f"{site.url}/experience/coaching/ease?language={language}")
            await expect(page.get_by_role("heading", name=HEADING[language], exact=True)).to_be_visible()
            await page.locator("details summary").click()
            assert await violations(page) == []
            assert await page.evaluate(WIDE) == []
            await picture(page, f"ease-own-{language}-{scheme}")
    await page.get_by_role("button", name="Take all of it back").click()
    await page.get_by_role("button", name="Destroy it").click()
    await expect(page.get_by_text("It is destroyed.")).to_be_visible()
    await expect(page.get_by_text("You have not said anything yet.", exact=True)).to_be_visible()
    guru = await opened(visit, site, "gerli", "coaching/ease")
    await guru.get_by_label("Length of a moment, minutes").fill("4")
    await guru.get_by_role("button", name="Save").click()
    await expect(guru.get_by_text("Saved.")).to_be_visible()
    assert await violations(guru) == []
    assert await guru.evaluate(WIDE) == []
    await picture(guru, "ease-rules")
