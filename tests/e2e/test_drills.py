"""Drills in the browser: an agent plays one by keyboard alone to a good ending, keeps and shares it; the guru changes one and publishes it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.coaching.drills.played import transcript
from tests.e2e.conftest import serving
from tests.e2e.experience_pages import LANGUAGES, WIDE, opened
from tests.e2e.stand import Site, violations
from tests.e2e.test_contact import picture
from tests.e2e.test_reviews import asking

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"),
    pytest.mark.slow,
    pytest.mark.timeout(600),
]
# timeout: pages are looked at in three languages, two themes and two widths, and a busy machine takes its time

TABS_MAX = 80
"""More stops than there are on the page."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def practising(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A site with an agent and a guru."""
    folder: Path = tmp_path_factory.mktemp("practising")
    async with serving(folder, module="reviews_process") as made:
        yield made


async def tab_to(page: Page, role: str, name: str) -> None:
    """By the tabulator alone, until that has the focus."""
    wanted = page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
    await expect(wanted.first).to_be_visible()
    for _ in range(TABS_MAX):
        await page.keyboard.press("Tab")
        if await wanted.first.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{role} {name} is not reached by keyboard")


async def write(page: Page, text: str) -> None:
    """A turn by keyboard, once the customer has answered the last one."""
    before = await page.locator(".talk .you").count()
    await page.keyboard.type(text)
    await page.keyboard.press("Enter")
    await expect(page.locator(".talk .you")).to_have_count(before + 1)


async def test_an_agent_plays_by_keyboard_alone_to_a_good_ending(practising: Site, visit: Any) -> None:
    """From the list to the end: what is said is a live region, what came of it has the focus, and it is kept and shared by its player's wish."""
    page = await opened(visit, practising, "mari", "coaching/drills")
    await expect(page.locator("[data-drill]")).to_have_count(12)
    await tab_to(page, "link", "The bill is three times as high")
    await page.keyboard.press("Enter")
    log = page.get_by_role("log")
    await expect(log).to_contain_text("22")
    await expect(page.get_by_label("Your answer")).to_be_focused()
    texts = transcript("bill_shock", "en", "listening")
    await write(page, texts[0])
    await expect(page.locator(".meant summary")).to_contain_text("the matter in your own words")
    # What was begun is there again when the page is loaded anew.
    await page.keyboard.type("A number like")
    await page.reload()
    await expect(page.get_by_label("Your answer")).to_have_value("A number like")
    await expect(page.locator(".talk .you")).to_have_count(1)
    await page.get_by_label("Your answer").focus()
    await page.keyboard.press("Control+A")
    await write(page, texts[1])
    # A correction by keyboard: what was meant counts.
    await write(page, "Blimey, through the roof.")
    await expect(page.locator(".meant summary")).to_contain_text("not understood")
    await page.locator(".meant summary").focus()
    await page.keyboard.press("Enter")
    await tab_to(page, "checkbox", "what it means for them")
    await page.keyboard.press("Space")
    await tab_to(page, "button", "That is what I meant")
    await page.keyboard.press("Enter")
    await expect(page.locator(".meant summary")).to_contain_text("what it means for them")
    await page.get_by_label("Your answer").focus()
    for text in texts[2:]:
        await write(page, text)
    over = page.locator("#over")
    await expect(over).to_be_focused()
    await expect(over).to_contain_text("Good ending")
    await expect(page.locator(".over")).to_contain_text("You found out what they really needed")
    assert await violations(page) == []
    await tab_to(page, "button", "Keep it")
    await page.keyboard.press("Enter")
    await tab_to(page, "link", "Read again or share")
    await page.keyboard.press("Enter")
    await tab_to(page, "checkbox", "My coach may read this")
    await page.keyboard.press("Space")
    await expect(page.get_by_role("checkbox", name="My coach may read this")).to_be_checked()

    await expect(page.locator("main")).to_contain_text("Nobody coaches you at the moment")
    async with asking(practising, "hele") as asked:
        today = (await asked.get("/coaching/sessions")).json()["today"]
        meeting = {"side": "coach", "other": "mari", "day": today, "time": "10:00"}
        assert (await asked.post("/coaching/sessions", json=meeting)).status_code == 201
    await page.reload()
    await expect(page.locator("main")).to_contain_text("If you let it be read, whoever coaches you reads it: Hele")
    coach = await opened(visit, practising, "hele", "coaching/drills")
    await coach.get_by_role("region", name="Shared with me").get_by_role("link").first.click()
    await expect(coach.get_by_role("log")).to_contain_text("Blimey, through the roof.")
    await expect(coach.get_by_role("checkbox")).to_have_count(0)


async def test_a_robotic_agent_is_told_one_thing_to_try(practising: Site, visit: Any) -> None:
    """With the very turn, and a better sentence; and plays again with other lines."""
    page = await opened(visit, practising, "mari", "coaching/drills/play/outage")
    await expect(page.get_by_label("Your answer")).to_be_focused()
    for text in transcript("outage", "en", "robotic"):
        if await page.locator("#over").count():
            break
        await write(page, text)
    await expect(page.locator("#over")).to_contain_text("Bad ending")
    await expect(page.locator(".over .try")).to_contain_text("Next time, try one thing: Problem named back")
    await expect(page.locator(".over .try q")).to_contain_text("no internet since eight")
    await page.get_by_role("button", name="Play again").press("Enter")
    await expect(page.locator(".over")).to_have_count(0)
    await expect(page.locator(".talk .you")).to_have_count(0)


async def test_the_guru_publishes_a_changed_drill(practising: Site, visit: Any) -> None:
    """Checked while it is written, tried beside, kept on the device, and published with a why; agents play it so at once."""
    page = await opened(visit, practising, "hele", "coaching/drills/write/roaming")
    title = page.get_by_role("group", name="Title").get_by_label("English")
    await expect(title).to_have_value("Travelling tomorrow")
    await expect(page.get_by_role("region", name="Check", exact=True)).to_contain_text("All is well")
    await title.fill("")
    await expect(page.get_by_role("region", name="Check", exact=True)).to_contain_text("No text in: en.")
    await title.fill("Off to Istanbul")
    await expect(page.get_by_role("region", name="Check", exact=True)).to_contain_text("All is well")
    await expect(page.get_by_role("region", name="Check", exact=True)).to_contain_text("Good ending: ready")
    await page.reload()
    await expect(title).to_have_value("Off to Istanbul")
    tried = page.get_by_role("region", name="Try it")
    await tried.get_by_role("button", name="Begin").press("Enter")
    await tried.get_by_label("What you say").fill(
        "You're flying to Istanbul tomorrow and want to know what data costs."
    )
    await tried.get_by_role("button", name="Say", exact=True).press("Enter")
    await expect(tried.locator(".meant summary")).to_contain_text("the matter in your own words")
    await page.get_by_role("button", name="Look over and publish").press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Off to Istanbul")
    await dialog.get_by_label("Why?").fill("Shorter.")
    await dialog.get_by_role("button", name="Publish").press("Enter")
    await expect(page.locator(".save-bar")).to_have_count(0)
    agent = await opened(visit, practising, "mari", "coaching/drills")
    await agent.get_by_role("link", name="Off to Istanbul").click()
    await expect(agent.get_by_role("log")).to_contain_text("tomorrow")


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 360)])
async def test_every_view_speaks_three_languages_and_has_room(
    practising: Site, visit: Any, theme: str, width: int
) -> None:
    """The list, a play, its end, and a drill as it is written: axe finds nothing, and on a small screen nothing stands out."""
    page = await opened(visit, practising, "hele", "coaching/drills", color_scheme=theme)
    await page.set_viewport_size({"width": width, "height": 900})
    for language in LANGUAGES:
        for view in ("", "/play/elderly", "/write/elderly"):
            await page.goto(f"{practising.url}/experience/coaching/drills{view}?language={language}")
            await expect(page.locator("html")).to_have_attribute("lang", language)
            await expect(page.locator("main h1")).to_be_visible()
            if view.startswith("/play"):
                await page.get_by_role("combobox").select_option(language)
                await expect(page.locator("textarea")).to_have_attribute("lang", language)
                await page.locator("textarea").fill("Head päeva!")
                await page.locator("textarea").press("Enter")
                await expect(page.locator("#over")).to_be_visible()
            if view.startswith("/write"):
                await expect(page.locator(".beside dl")).to_be_visible()
            await picture(page, f"drills{view.replace('/', '-')}-{language}-{theme}-{width}")
            assert await page.evaluate(WIDE) == [], (view, language)
            assert await violations(page) == [], (view, language)
            if view.startswith("/play"):
                await page.locator(".over .button.primary").press("Enter")
                await expect(page.locator(".over")).to_have_count(0)
