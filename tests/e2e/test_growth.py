"""The growth page: most are left in peace, and told why; the one who is weak in something is told just that, with three things to learn from."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.e2e.conftest import serving
from tests.e2e.judged_stand import enter, looks_well
from tests.e2e.stand import Site

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"),
    pytest.mark.slow,
    pytest.mark.timeout(600),
]
# timeout: pages are looked at in three languages, two themes and two widths, and a busy machine takes its time


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def advised(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A site whose agents are told what to work on."""
    folder: Path = tmp_path_factory.mktemp("advised")
    async with serving(folder, module="advised_process") as made:
        yield made


async def test_one_reads_what_to_work_on_takes_it_up_and_finishes_it(advised: Site, visit: Any) -> None:
    """Oleg: one thing, beside what was expected, why it matters, an example, a lesson and a drill; taken up, then done, by the keyboard."""
    page = await enter(visit, advised, "oleg", "coaching/growth")
    card = page.get_by_role("article", name="Problem named back")
    await expect(card).to_contain_text("With the same conversations everybody else would have had it in about")
    await expect(card).to_contain_text("more of 100 customers say that they were heard and understood")
    await expect(card).to_contain_text("no proof of a cause")
    await expect(card.get_by_role("img")).to_have_count(1)
    for kind, name in (
        ("Example:", "A bill with two fees"),
        ("Lesson:", "Say it back"),
        ("Drill:", "Three ways to say it back"),
    ):
        await expect(card.get_by_role("listitem").filter(has_text=kind).get_by_role("link", name=name)).to_be_visible()
    await expect(page.get_by_role("article")).to_have_count(1)
    text = await page.locator("main").inner_text()
    assert not any(name in text for name in ("Mari", "Hele", "Kristi", "anna")), "somebody else is named"
    await looks_well(page, advised, "coaching/growth", ".growth article", "growth")
    await page.goto(f"{advised.url}/experience/coaching/growth?language=en")
    await card.get_by_role("button", name="Set it aside").press("Enter")
    await card.get_by_label("This is not me").check()
    await card.get_by_role("button", name="Set aside", exact=True).press("Enter")
    await expect(card.get_by_text("Write in a few words what you see otherwise.")).to_be_visible()
    await expect(card.get_by_label("In your own words")).to_be_focused()
    await card.get_by_role("button", name="I take it up").press("Enter")
    await expect(card).to_contain_text("Nothing has been looked at since.")
    await expect(page.get_by_role("heading", name="What to work on")).to_be_focused()
    await card.get_by_role("button", name="Done").press("Enter")
    await expect(page.get_by_role("region", name="What is recorded")).to_contain_text("Problem named back: in hand")


async def test_silence_says_why_and_what_may_have_been_missed(advised: Site, visit: Any) -> None:
    """Mari is told nothing, and how surely a gap would have shown; Kristi, who served nobody, that it is too little to say."""
    page = await enter(visit, advised, "mari", "coaching/growth")
    work = page.get_by_role("region", name="What to work on")
    await expect(work).to_contain_text("a gap of 30 of 100 would show in eight of ten cases", ignore_case=True)
    await expect(page.get_by_role("article")).to_have_count(0)
    await work.get_by_text("How surely a gap would show").press("Enter")
    surely = page.get_by_role("group", name="How surely a gap would show").get_by_role("row", name="Next step stated")
    await expect(surely.get_by_role("cell").first).to_have_text("40")
    await expect(surely.get_by_role("cell").last).to_have_text(re.compile(r"^\+\d+$"))
    await page.get_by_text("Everything that was looked at").press("Enter")
    looked = page.get_by_role("group", name="Everything that was looked at")
    await expect(looked.get_by_role("row", name="Next step stated")).to_contain_text("n = 40")
    await looks_well(page, advised, "coaching/growth", ".growth section", "growth-silent")
    other = await enter(visit, advised, "kristi", "coaching/growth")
    await expect(other.get_by_role("region", name="What to work on")).to_contain_text("Too little was looked at")
    await expect(other.get_by_label("Agent")).to_have_count(0)


async def test_who_coaches_picks_a_person_and_hands_on_what_is_everybodys(advised: Site, visit: Any) -> None:
    """People by name with nothing beside it; the same words as the agent reads; and the team's gap goes on as a cause with one press."""
    page = await enter(visit, advised, "hele", "coaching/growth")
    choice = page.get_by_label("Agent")
    await expect(choice.locator("option")).to_have_text(
        ["Choose a person", "Hele Mets", "Kristi Kask", "Mari Maasikas", "Oleg Orlov"]
    )
    await choice.select_option(label="Mari Maasikas")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Mari Maasikas: growth")
    await expect(page.locator("main")).to_contain_text("Mari Maasikas reads exactly the same words here.")
    await page.get_by_role("link", name="The whole team").click()
    card = page.get_by_role("article", name="Next step stated")
    await expect(card).to_contain_text("it should be 80")
    await looks_well(page, advised, "coaching/growth/team", ".growth article", "growth-team")
    await page.goto(f"{advised.url}/experience/coaching/growth/team?language=en")
    await card.get_by_label("What to call the cause").fill("Nobody tells what happens next")
    await card.get_by_role("button", name="Hand it on").press("Enter")
    await card.get_by_role("link", name="See the cause").click()
    await expect(page.get_by_label("What makes the contacts necessary")).to_have_value("Nobody tells what happens next")
