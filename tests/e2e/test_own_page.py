"""An agent's own page: figures, what was judged and what became of an objection, a rating of one's own, and the gap; of nobody else's work."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import expect

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


async def decide(site: Site, review: str) -> None:
    """Kristi, who did not judge it, looks at it again and changes a mark."""
    async with httpx.AsyncClient(base_url=site.url) as client:
        me = await client.post("/api/v1/session", json={"login": "kristi", "password": PASSWORD})
        client.headers["x-hoolin-csrf"] = me.json()["csrf"]
        (asked,) = (await client.get("/api/v1/reviews")).json()["appeals"]
        assert asked["review"] == review
        marks = {"resolution.right": 1, "heard.named_back": 1, "heard.empathy": 1, "compliance.law": 1}
        decided = {"verdict": "changed", "marks": marks, "why": "You are right: it is in your second sentence."}
        answer = await client.post(f"/api/v1/reviews/{review}/decide", json=decided)
        assert answer.status_code == 204, answer.text


async def test_figures_and_the_gap_are_told_kindly_and_with_intervals(judged: Site, visit: Any) -> None:
    """The gap in one sentence and as a table; figures with n and interval; nothing of a ranking; another period is counted anew."""
    page = await enter(visit, judged, "oleg", "own")
    gap = page.get_by_role("region", name="How you see it")
    await expect(gap.locator(".told")).to_contain_text(
        "You are harder on yourself than your colleagues are. In “Being heard”"
    )
    heard = gap.get_by_role("row", name="Being heard")
    await expect(heard.get_by_role("cell").first).to_contain_text("n = 12")
    await expect(heard.get_by_role("cell").nth(1)).to_contain_text("n = 40")
    await gap.get_by_role("button", name="Item by item").click()
    await expect(gap.get_by_role("row", name="Problem named back").get_by_role("cell").nth(1)).to_contain_text("100%")
    figures = page.get_by_role("region", name="My figures")
    await expect(figures.get_by_role("row", name="Heard and understood")).to_contain_text("n = 20")
    await expect(figures.get_by_role("row", name="Solved in one contact")).to_contain_text("n = 40")
    text = await page.locator("main").inner_text()
    assert not any(name in text for name in ("Hele", "Jaan", "Mari", "Kristi")), "somebody else is named"
    days = await page.locator(".days").text_content()
    await page.get_by_label("Period").select_option("month")
    await expect(page.locator(".days")).not_to_have_text(days or "")
    await expect(figures.get_by_role("row", name="Heard and understood")).to_contain_text("n = 10")
    await looks_well(page, judged, "own", "#gap ~ .scroll", "own")


async def test_a_review_is_read_objected_to_and_answered(judged: Site, visit: Any) -> None:
    """Marks by item without who gave them; words typed survive a reload; the answer and the marks that hold come to the same place."""
    page = await enter(visit, judged, "oleg", "own")
    reviews = page.get_by_role("region", name="What colleagues judged")
    await expect(reviews.get_by_role("link")).to_have_count(6)
    await reviews.get_by_role("button", name="Show all 40").click()
    await expect(reviews.get_by_role("link")).to_have_count(40)
    first = reviews.get_by_role("link").filter(has_text="you may object until").first
    await first.press("Enter")
    review = page.url.partition("/review/")[2]
    await expect(page.locator(".log .message")).to_have_count(4)
    await expect(page.locator("blockquote").first).to_contain_text("Ütlesid kliendi mure ilusti üle.")
    await looks_well(page, judged, f"own/review/{review}", ".log .message", "own-review")
    await page.goto(f"{judged.url}/experience/own/review/{review}?language=en")
    await page.get_by_role("button", name="Send the objection").click()
    field = page.get_by_label("What is wrong with the judgement")
    await expect(page.get_by_role("alert")).to_have_text("Write in a few words what you see otherwise.")
    await expect(field).to_be_focused()
    await field.fill("I said it in my second sentence.")
    await page.reload()
    await expect(field).to_have_value("I said it in my second sentence.")
    await page.get_by_role("button", name="Send the objection").click()
    await expect(page.get_by_text("Somebody who did not judge it will look")).to_be_visible()
    await expect(page.get_by_role("heading", name="If you see it otherwise")).to_be_focused()
    await decide(judged, review.partition("?")[0])
    await page.reload()
    await expect(page.get_by_text("You are right: it is in your second sentence.")).to_be_visible()
    await expect(page.get_by_role("columnheader", name="What holds now")).to_be_visible()
    await expect(page.get_by_role("row", name="Score").get_by_role("cell").last).to_have_text(
        "100 of 100 Fatal items met"
    )
    text = await page.locator("main").inner_text()
    assert not any(name in text for name in ("Hele", "Jaan", "Kristi")), "who judged is told"
    await looks_well(page, judged, f"own/review/{review}", ".log .message", "own-answered")


async def test_one_rates_a_conversation_of_ones_own(judged: Site, visit: Any) -> None:
    """Chosen from those of the last weeks; what is marked survives a reload; then it is counted in the gap."""
    page = await enter(visit, judged, "oleg", "own")
    await page.get_by_role("link", name="Rate a conversation of mine").click()
    await looks_well(page, judged, "own/rate", ".row-link", "own-rate")
    await page.goto(f"{judged.url}/experience/own/rate?language=en")
    await page.locator(".row-link").first.press("Enter")
    items = page.locator(".marks fieldset")
    await expect(items).to_have_count(4)
    for at in range(3):
        await items.nth(at).get_by_label("Met", exact=True).check()
    await page.reload()
    await expect(page.locator(".marks input:checked")).to_have_count(3)
    await looks_well(page, judged, page.url.partition("/experience/")[2].partition("?")[0], ".marks", "own-rating")
    await page.get_by_role("button", name="Keep my rating").click()
    await expect(page.get_by_role("alert")).to_have_text("1 item is not marked yet.")
    await items.nth(3).get_by_label("Does not apply").check()
    await page.get_by_role("button", name="Keep my rating").click()
    await expect(page.get_by_role("status").filter(has_text="Your rating is kept").first).to_be_visible()
    await page.get_by_role("link", name="Rate another").click()
    await expect(page.locator(".row-link").first).to_contain_text("you rated it on")
    await page.get_by_role("link", name="All of my work").click()
    heard = page.get_by_role("region", name="How you see it").get_by_role("row", name="Being heard")
    await expect(heard.get_by_role("cell").first).to_contain_text("n = 13")


async def test_anothers_page_shows_nothing_of_it(judged: Site, visit: Any) -> None:
    """Mari served nobody: nothing is said, kindly; a review of Oleg's is not hers to see, and whoever is no agent has no such page."""
    page = await enter(visit, judged, "mari", "own")
    await expect(page.locator(".told")).to_contain_text("You have not rated a conversation of your own yet.")
    await expect(page.get_by_text("Nothing of yours was judged yet.")).to_be_visible()
    figures = page.get_by_role("region", name="My figures")
    await expect(figures.get_by_text("No customer has answered")).to_be_visible()
    assert "n =" not in await page.locator("main").inner_text()
    await looks_well(page, judged, "own", "#part-counted", "own-empty")
    await page.goto(f"{judged.url}/experience/own/review/i003.r?language=en")
    await expect(page.get_by_text("There is no such review of yours.")).to_be_visible()
    await page.goto(f"{judged.url}/experience/own/rate/i003?language=en")
    await expect(page.get_by_role("alert")).to_have_text("This is not yours to see or do.")
