"""Three reviewers judge one conversation, none seeing the others' marks, and then see where they differ; and how alike they judge over half a year."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.e2e.conftest import serving
from tests.e2e.judged_stand import enter, looks_well
from tests.e2e.site_process import PASSWORD
from tests.e2e.stand import Site

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"),
    pytest.mark.slow,
    pytest.mark.timeout(600),
]
# timeout: pages are looked at in three languages, two themes and two widths, and a busy machine takes its time


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def judged(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A site whose conversations were judged."""
    folder: Path = tmp_path_factory.mktemp("judged")
    async with serving(folder, module="judged_process") as made:
        yield made


async def mark(page: Page, *words: str) -> None:
    """Mark the items in their order, by what each choice is called."""
    items = page.locator(".marks fieldset")
    await expect(items).to_have_count(len(words))
    for at, word in enumerate(words):
        await items.nth(at).get_by_label(word, exact=True).check()


async def hand_in(page: Page) -> None:
    """Hand the marks in, and see that they are in."""
    await page.get_by_role("button", name="Hand in your marks").click()
    await expect(page.get_by_text("Your marks are in:")).to_be_visible()
    await expect(page.get_by_role("heading", name="Who judges")).to_be_focused()


async def called(page: Page) -> None:
    """Kristi calls Hele and Jaan, by keyboard; what is lacking is said first."""
    await page.get_by_role("link", name="Call a calibration").click()
    await page.locator(".pick").first.wait_for()
    await page.get_by_role("button", name="Call them").click()
    await expect(page.get_by_role("alert").filter(has_text="Choose a conversation.")).to_be_visible()
    await expect(page.get_by_role("alert").filter(has_text="at least two")).to_be_visible()
    await page.locator(".pick").first.press("Enter")
    await expect(page.locator(".log .message")).to_have_count(4)
    for name in ("Hele Mets", "Jaan Tamm"):
        await page.get_by_label(name).press("Space")
    await page.reload()
    await expect(page.locator(".log .message")).to_have_count(4)
    await expect(page.get_by_label("Hele Mets")).to_be_checked()
    await page.get_by_role("button", name="Call them").press("Enter")
    await expect(page.get_by_role("heading", name="Your marks")).to_be_visible()


async def test_three_judge_unseen_and_then_see_where_they_differ(judged: Site, visit: Any) -> None:
    """Called by Kristi, judged by each in their own browser, laid open by Kristi; nobody sees a mark of anybody's before."""
    kristi = await enter(visit, judged, "kristi", "calibration")
    await called(kristi)
    session = kristi.url.partition("/calibration/")[2].partition("?")[0]
    await mark(kristi, "Met", "Not met", "Met", "Met")
    await kristi.reload()
    await expect(kristi.locator(".marks input:checked")).to_have_count(4)
    await hand_in(kristi)
    await expect(kristi.get_by_role("button", name="Lay the marks open")).to_be_disabled()
    read = await kristi.locator(".log .message").first.element_handle()
    assert read is not None

    hele = await enter(visit, judged, "hele", "calibration")
    await hele.get_by_role("region", name="Waiting for your marks").get_by_role("link").click()
    await expect(hele.get_by_text("1 of 3 have judged")).to_be_visible()
    await hele.get_by_role("button", name="Hand in your marks").click()
    await expect(hele.get_by_role("alert")).to_have_text("4 items are not marked yet.")
    await expect(hele.locator(".marks fieldset").first.get_by_label("Met", exact=True)).to_be_focused()
    await mark(hele, "Met", "Met", "Not met", "Met")
    assert "Kristi" not in (await hele.locator(".marks").inner_text())
    await hand_in(hele)
    await expect(hele.get_by_role("button", name="Lay the marks open")).to_have_count(0)
    await looks_well(hele, judged, f"calibration/{session}", ".log .message", "calibration-waiting")

    jaan = await enter(visit, judged, "jaan", f"calibration/{session}")
    await expect(jaan.get_by_text("2 of 3 have judged")).to_be_visible()
    await looks_well(jaan, judged, f"calibration/{session}", ".marks", "calibration-judging")
    await jaan.goto(f"{judged.url}/experience/calibration/{session}?language=en")
    await mark(jaan, "Met", "Met", "Does not apply", "Not met")
    await hand_in(jaan)

    # She hears of the others without asking, and the conversation that she reads is not drawn anew for it.
    await expect(kristi.get_by_text("3 of 3 have judged")).to_be_visible()
    assert await read.evaluate("message => message.isConnected")
    await kristi.get_by_role("button", name="Lay the marks open").click()
    await expect(kristi.get_by_role("heading", name="What to talk about first")).to_be_focused()
    talk = kristi.get_by_role("region", name="What to talk about first").get_by_role("listitem")
    await expect(talk).to_have_count(3)
    await expect(talk.first).to_contain_text("fatal")
    await expect(talk.first).to_contain_text("2 say met, 1 says not met")
    table = kristi.get_by_role("region", name="All marks").get_by_role("table")
    await expect(table.get_by_role("columnheader")).to_have_text(
        ["Item", "Kristi Kask", "Hele Mets", "Jaan Tamm", "Together"]
    )
    rows = table.get_by_role("row")
    await expect(rows).to_have_count(6)
    await expect(rows.nth(1).get_by_role("cell")).to_have_text(["Met", "Met", "Met", "alike"])
    await expect(rows.nth(3).get_by_role("cell").last).to_contain_text("You differ")
    await expect(rows.nth(5)).to_contain_text("Fatal item not met: The law")
    await looks_well(kristi, judged, f"calibration/{session}", "ol.talk", "calibration-open")
    await jaan.goto(f"{judged.url}/experience/calibration?language=en")
    await expect(jaan.get_by_role("region", name="Laid open").get_by_role("link")).to_have_count(1)


async def test_how_alike_reviewers_judge_is_told_with_intervals(judged: Site, visit: Any) -> None:
    """By item; the one whose words say different things to each is pointed at, and what is too little is said to be."""
    page = await enter(visit, judged, "hele", "calibration")
    section = page.get_by_role("region", name="How alike you judge")
    rows = section.locator("tbody tr")
    await expect(rows).to_have_count(4)
    await expect(rows.filter(has_text="The right solution")).to_contain_text("never differed in")
    empathy = rows.filter(has_text="Empathy")
    await expect(empathy).to_contain_text("look at this item's words")
    await expect(empathy).to_contain_text("95 %")
    await expect(rows.filter(has_text="named back").get_by_role("cell").last).to_have_text("nothing")
    await expect(section.get_by_text("it is not that somebody judges badly")).to_be_visible()
    await looks_well(page, judged, "calibration", "#agreement ~ .scroll", "calibration")
    await looks_well(page, judged, "calibration/new", ".pick", "calibration-new")


async def test_marks_in_progress_are_shown_when_they_came_too_late(judged: Site, visit: Any) -> None:
    """Kristi does not wait for Jaan: he is told so, sees what he had marked, and puts it away."""
    kristi = await enter(visit, judged, "kristi", "calibration")
    await called(kristi)
    session = kristi.url.partition("/calibration/")[2].partition("?")[0]
    await mark(kristi, "Met", "Met", "Met", "Met")
    await hand_in(kristi)
    hele = await enter(visit, judged, "hele", f"calibration/{session}")
    await mark(hele, "Met", "Met", "Met", "Met")
    await hand_in(hele)
    jaan = await enter(visit, judged, "jaan", f"calibration/{session}")
    await jaan.locator(".marks fieldset").first.get_by_label("Not met", exact=True).check()

    await expect(kristi.get_by_text("2 of 3 have judged")).to_be_visible()
    await kristi.get_by_role("button", name="Lay the marks open").click()
    await kristi.get_by_role("dialog").get_by_role("button", name="Lay the marks open").click()
    late = jaan.get_by_role("region", name="Your marks")
    await expect(late.get_by_role("alert")).to_contain_text("laid open before you handed in")
    await expect(late.get_by_role("row").first).to_contain_text("Not met")
    await expect(jaan.locator(".marks")).to_have_count(0)
    await late.get_by_role("button", name="I have seen them").click()
    await expect(jaan.get_by_role("heading", name="What to talk about first")).to_be_focused()
    await jaan.reload()
    await jaan.get_by_role("heading", name="All marks").wait_for()
    await expect(late).to_have_count(0)


async def test_an_agent_is_told_that_calibration_is_not_for_them(judged: Site, visit: Any) -> None:
    """And whoever was not called learns nothing of a session."""
    page = await visit(f"{judged.url}/experience/calibration?language=en")
    await page.locator("#login").wait_for()
    await page.keyboard.type("mari")
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status").filter(has_text="You may not see this page")).to_be_visible()
