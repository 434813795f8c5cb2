"""Coaching as one thing: a newcomer is led to the step that is due; what is advised is opened in one press and left the same way; what is pointed to is found by its name."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.e2e.conftest import serving
from tests.e2e.experience_pages import pick
from tests.e2e.judged_stand import WIDE, enter, looks_well
from tests.e2e.stand import Site, violations
from tests.e2e.test_contact import picture

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"),
    pytest.mark.slow,
    pytest.mark.timeout(600),
]
# timeout: pages are looked at in three languages, two themes and two widths, and a busy machine takes its time

EXAMPLE = "Ütleb mure oma sõnadega tagasi, enne kui midagi otsib."
DRILL = "The bill is three times as high"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def coached(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A site with all that there is to learn from."""
    folder: Path = tmp_path_factory.mktemp("coached")
    async with serving(folder, module="coached_process") as made:
        yield made


async def test_whoever_has_a_step_due_is_led_to_it_and_all_others_to_their_growth(coached: Site, visit: Any) -> None:
    """Mari began today; Oleg is on no path. The browser's back leads out of it, not in again."""
    mari = await enter(visit, coached, "mari", "own")
    await mari.get_by_role("link", name="Coaching").click()
    await expect(mari.get_by_role("heading", level=1)).to_have_text("My learning")
    assert mari.url.split("?")[0].endswith("/coaching/learning")
    await mari.go_back()
    await mari.wait_for_url("**/experience/own**")
    oleg = await enter(visit, coached, "oleg", "own")
    await oleg.get_by_role("link", name="Coaching").click()
    await expect(oleg.get_by_role("heading", level=1)).to_have_text("My growth")


async def _there_and_back(page: Page, link: str, heading: str, beside: tuple[str, ...]) -> None:
    """By the keyboard: what is advised, with what goes together with it; and back to the advice."""
    card = page.get_by_role("article", name="Problem named back")
    await card.get_by_role("link", name=link).press("Enter")
    await expect(page.get_by_role("heading", name=heading).first).to_be_visible()
    same = page.get_by_role("navigation", name="About the same")
    for kind in beside:
        await expect(same.get_by_role("listitem").filter(has_text=kind).first.get_by_role("link")).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("link", name="Back to my growth").press("Enter")
    await expect(card).to_be_focused()


async def test_what_is_advised_is_opened_by_its_title_and_left_to_where_one_was(coached: Site, visit: Any) -> None:
    """The example, the lesson and the drill; each shows what else there is about the same; and a session about it is asked for."""
    page = await enter(visit, coached, "oleg", "coaching/growth")
    await _there_and_back(page, EXAMPLE, EXAMPLE, ("Lesson", "Drill"))
    await _there_and_back(page, "Say it back, then ask", "Say it back, then ask", ("Drill", "Example"))
    await _there_and_back(page, DRILL, DRILL, ("Lesson", "Example"))
    card = page.get_by_role("article", name="Problem named back")
    await card.get_by_role("link", name=EXAMPLE).press("Enter")
    await page.get_by_role("navigation", name="About the same").get_by_role("link").first.press("Enter")
    await expect(page.get_by_role("link", name="Back to my growth")).to_be_visible()
    await page.goto(f"{coached.url}/experience/coaching/growth?language=en")
    await card.get_by_role("link", name="Ask for a session about it").press("Enter")
    await expect(page.get_by_role("button", name="Take out: Problem named back")).to_be_visible()
    await looks_well(page, coached, "coaching/examples/e0", ".things-beside li", "example-beside")


async def _chosen(page: Page) -> None:
    """What an entry belongs to: typed, walked through, left, chosen, taken away; the form is not sent meanwhile."""
    field = page.get_by_role("combobox", name="Belongs to")
    await field.press("ArrowDown")
    options = page.get_by_role("listbox", name="Belongs to").get_by_role("option")
    await expect(options.first).to_be_visible()
    await field.fill("no such thing at all")
    await expect(page.get_by_text("There is none like it.")).to_be_visible()
    await field.press("Escape")
    await expect(field).to_have_value("")
    await field.fill("TIMES three bill")
    await expect(options).to_have_count(1)
    assert await violations(page) == []
    await picture(page, "coached-pick")
    await field.press("Enter")
    await expect(field).to_have_value(DRILL)
    await page.get_by_role("button", name=f"Take away: {DRILL}").press("Enter")
    await expect(field).to_have_value("")
    await expect(field).to_be_focused()


async def test_an_entry_belongs_to_what_is_found_by_its_name(coached: Site, visit: Any) -> None:
    """By the keyboard alone; what it belongs to stands there by its title, and leads there and back."""
    page = await enter(visit, coached, "hele", "coaching/sessions/diary")
    await page.locator("#entry-tried").fill("Said the bill back before looking")
    field = page.get_by_role("combobox", name="Belongs to")
    await _chosen(page)
    await pick(field, "three times")
    await page.get_by_role("button", name="Put it down").press("Enter")
    entry = page.get_by_role("region", name="Yours").get_by_role("article")
    await expect(entry).to_contain_text(f"Drill: {DRILL}")
    await entry.get_by_role("link", name=DRILL).press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text(DRILL)
    await page.get_by_role("link", name="Back to the diary").press("Enter")
    await expect(entry).to_contain_text(f"Drill: {DRILL}")
    await page.set_viewport_size({"width": 360, "height": 900})
    await field.press("ArrowDown")
    await expect(page.get_by_role("listbox", name="Belongs to").get_by_role("option").first).to_be_visible()
    assert await page.evaluate(WIDE) == []


async def test_whoever_writes_a_lesson_thinks_of_no_code(coached: Site, visit: Any) -> None:
    """Its code follows the title; criteria, reasons, a drill and an example are found by their names; and a path's step is called what it leads to."""
    page = await enter(visit, coached, "hele", "coaching/learning/write/lesson")
    await page.get_by_role("radio", name="English").check()
    await page.locator("#title").fill("When the line drops")
    await expect(page.locator("#code")).to_have_value("when_the_line_drops")
    await page.locator("summary", has_text="What it is about").press("Enter")
    await pick(page.get_by_role("combobox", name="Criteria"), "named back")
    await pick(page.get_by_role("combobox", name="Reasons"), "roam")
    await pick(page.get_by_role("combobox", name="Drill after it"), "three times")
    await pick(page.get_by_role("combobox", name="Example"), "utleb mure")
    for name in ("Take out: Problem named back", "Take out: Roaming", f"Take away: {DRILL}", f"Take away: {EXAMPLE}"):
        await expect(page.get_by_role("button", name=name)).to_be_visible()
    assert await violations(page) == []
    await picture(page, "coached-lesson")
    await page.goto(f"{coached.url}/experience/coaching/learning/write/path?language=en")
    step = page.locator("[data-step-edit='0']")
    await step.locator("select").select_option(label="Drill")
    await pick(step.get_by_role("combobox", name="Which one"), "three times")
    await expect(page.locator("#s0-title")).to_have_value(DRILL)
    assert await violations(page) == []
