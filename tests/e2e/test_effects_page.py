"""Whether coaching helps, as the guru finds it out: planned with what one would see, drawn, lived for five weeks, judged; before and after shows an improvement that there is not. What those who
take part are told; languages, themes, small screens.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.coaching.effects.past import AGENTS, NAMES, below_average
from tests.e2e.conftest import serving
from tests.e2e.experience_pages import LANGUAGES, WIDE, opened, pick, press
from tests.e2e.stand import ROOT, violations
from tests.e2e.test_contact import picture

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"),
    pytest.mark.slow,
    pytest.mark.timeout(600),
]
# timeout: weeks are lived first, however long a busy machine takes for them

PEOPLE = dict(zip(AGENTS, NAMES, strict=True))


async def live(folder: Path, phase: str) -> None:
    """What happened until the phase."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.e2e.effects_process", str(folder / "site"), phase, "live", cwd=ROOT
    )
    try:
        async with asyncio.timeout(240):
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def plan(page: Page) -> None:
    """What is missing is said; what one would see is told while one chooses; those below average are picked."""
    await page.get_by_role("link", name="Plan a rollout").click()
    seen = page.locator("section[aria-labelledby=seen]")
    await expect(seen).to_contain_text("Choose what should get better")
    await press(page, "Write it down")
    await expect(page.get_by_label("What is rolled out")).to_be_focused()
    await expect(page.locator("#plan-items-wrong")).to_have_text("Choose at least one thing.")
    await page.get_by_label("What is rolled out").fill("Say the problem back")
    await pick(page.get_by_role("combobox", name="Which one"), "named")
    await page.get_by_role("checkbox", name="Problem named back").check()
    # Hele may take part too, and is no part of "everybody": whoever teaches is not taught by her own lesson unless she says so.
    await expect(page.get_by_role("checkbox", name="Hele Mets")).not_to_be_checked()
    await expect(page.locator("#plan-people").get_by_role("checkbox")).to_have_count(len(AGENTS) + 1)
    await expect(seen).to_contain_text(f"{len(AGENTS)} people, about 5 judged conversations of each a week.")
    await press(page, "Nobody")
    await expect(seen).to_contain_text("Choose what should get better")
    for agent in below_average():
        await page.get_by_role("checkbox", name=PEOPLE[agent]).check()
    await page.get_by_role("spinbutton", name="Groups").fill("3")
    await page.get_by_label("By how many points it should help").fill("25")
    await expect(seen).to_contain_text("12 people, about 5 judged conversations of each a week.")
    await expect(seen).to_contain_text("The 25 points you hope for would be seen with a chance of")
    await expect(seen).to_contain_text("The last begin on 5 Oct 2026; what came of it is told on 12 Oct 2026.")
    assert await violations(page) == []
    await picture(page, "effects-plan")
    await press(page, "Write it down")
    await expect(page.locator("section[aria-labelledby=begin]")).to_contain_text("It cannot be drawn again")


async def begin(page: Page) -> None:
    """The order is there with its number, and nothing is told of an effect."""
    await expect(page.locator("section[aria-labelledby=order]")).to_have_count(0)
    await press(page, "Draw the order")
    order = page.locator("section[aria-labelledby=order]")
    await expect(order.locator("[data-wave]")).to_have_count(3)
    await expect(order).to_contain_text("By number 7; drawn again it comes out the same.")
    await expect(order.locator("[data-wave='0']")).to_contain_text("Has had its turn")
    await expect(order.locator("[data-wave='2']")).to_contain_text("Waits")
    await expect(page.locator("[data-word=too_early]")).to_contain_text("Told on 12 Oct 2026.")
    assert await violations(page) == []
    await picture(page, "effects-drawn")


async def judged(page: Page) -> None:
    """Nothing is seen; before and after sees an improvement, and it is said why; both lie beside each other in a picture."""
    card = page.locator("[data-rollout]")
    await expect(card).to_contain_text("Not the effect hoped for: +2 points")
    await picture(page, "effects-list")
    await page.get_by_role("link", name="Say the problem back").click()
    result = page.locator("[data-word=no_effect]")
    await expect(result.locator(".outcome")).to_contain_text("No effect as large as was hoped for")
    await expect(result.locator("[data-naive]")).to_contain_text("That is usually called an improvement.")
    await expect(result.locator("[data-reading=unknown]")).to_contain_text("those who still waited changed by +")
    drawn = result.get_by_role("img")
    spoken = await drawn.get_attribute("aria-label")
    assert (
        spoken is not None
        and "Before and after: +15 points" in spoken
        and "Compared with those who waited: +2 points" in spoken
    )
    assert await violations(page) == []
    await picture(page, "effects-judged")


async def end_and_look_elsewhere(page: Page) -> None:
    """It is over; the table of topics has it beside what it was about."""
    await page.get_by_role("button", name="End it").press("Enter")
    await page.get_by_role("dialog").get_by_role("button", name="End it").press("Enter")
    await expect(page.locator("section[aria-labelledby=what]")).to_contain_text("All have it")
    await page.get_by_role("link", name="Back", exact=True).click()
    await page.get_by_role("link", name="Where the time goes").click()
    row = page.locator("tbody tr")
    await expect(row).to_contain_text("Problem named back")
    await expect(row).to_contain_text("Not the effect hoped for")
    assert await violations(page) == []


async def test_before_and_after_shows_what_is_not_there(tmp_path: Path, visit: Any) -> None:
    """From the plan to the verdict, with the weeks in between lived by the real house; and what agents see of it."""
    await live(tmp_path, "before")
    async with serving(tmp_path, "before", module="effects_process") as site:
        page = await opened(visit, site, "hele", "coaching/effects")
        await expect(page.locator("main")).to_contain_text("Nothing has been rolled out yet.")
        await plan(page)
        await begin(page)
    await live(tmp_path, "after")
    async with serving(tmp_path, "after", module="effects_process") as site:
        page = await opened(visit, site, "hele", "coaching/effects")
        await judged(page)
        where = page.url.split("/experience/")[1].split("?")[0]
        await end_and_look_elsewhere(page)
        for language, scheme in zip(LANGUAGES, ("dark", "light", "dark"), strict=True):
            size = {"width": 360, "height": 740}
            small = await opened(
                visit, site, "hele", f"{where}?language={language}", viewport=size, color_scheme=scheme
            )
            await expect(small.locator("section[aria-labelledby=result]")).to_be_visible()
            assert await small.evaluate(WIDE) == []
            assert await violations(small) == []
            await picture(small, f"effects-small-{language}-{scheme}")
        login = PEOPLE[below_average()[0]].split()[0].lower()
        own = await opened(visit, site, login, "coaching/effects?language=et", viewport={"width": 360, "height": 740})
        await expect(own.locator("[data-own]")).to_contain_text("Sul on see alates")
        await expect(own.locator("main")).to_contain_text("Kes alustab, selle otsustas loos")
        assert await own.evaluate(WIDE) == [] and await violations(own) == []
        await picture(own, "effects-own")
