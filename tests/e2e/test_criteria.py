"""The criteria in a real browser: what counts and how much, changed in the open by whoever may, with nothing lost on the way."""

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import serving
from tests.e2e.experience_pages import LANGUAGES, WIDE, opened, press, told
from tests.e2e.stand import Site, violations
from tests.e2e.test_contact import picture

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"),
    pytest.mark.slow,
    pytest.mark.timeout(400),
]
# timeout: a site with a past is begun, and up to three languages are looked at on a machine that is busy

NPS = "Would recommend (NPS)"


@pytest_asyncio.fixture(loop_scope="session")
async def weighing(tmp_path: Path) -> AsyncIterator[Site]:
    """A site whose criteria are those that Hoolin ships; its survey `usual` asks for two items."""
    async with serving(tmp_path, module="survey_process") as made:
        yield made


def weight(page: Page, criterion: str) -> Locator:
    """The field of a criterion's weight in the index."""
    return page.get_by_role("region", name=criterion).get_by_label("Weight in the index")


async def publish(page: Page, why: str) -> None:
    """By keyboard: look it over, say why, and publish."""
    await page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Why?").fill(why)
    await dialog.get_by_role("button", name="Publish").press("Enter")


async def test_a_weight_is_changed_published_and_compared(weighing: Site, visit: Any) -> None:
    """The share stands beside the number while it is typed; what would change is said in words; why is asked for; the version has its mark in the
    trend, and can be compared with the one before.
    """
    page = await opened(visit, weighing, "gerli", "criteria")
    await expect(page.get_by_role("region", name="Access", exact=True)).to_contain_text("20.0% of the index")
    await page.get_by_role("link", name="Change").press("Enter")
    await weight(page, "Access").fill("")
    access = page.get_by_role("region", name="Access", exact=True)
    await expect(access).to_contain_text("Write a number from 0 to 1,000.")
    await page.keyboard.press("Control+s")
    await expect(weight(page, "Access")).to_be_focused()
    await page.keyboard.type("40")
    await expect(access).to_contain_text("33.3% of the index")
    await expect(access).not_to_contain_text("Write a number")
    await page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog", name="Publish version 2")
    await expect(dialog).to_contain_text("Access: weight 20 (20.0% of the index) 40 (33.3% of the index)")
    await expect(dialog.get_by_role("row", name="Clarity")).to_contain_text("12.5%")
    await dialog.get_by_role("button", name="Publish").press("Enter")
    await expect(dialog).to_contain_text("Say in a sentence why.")
    await expect(dialog.get_by_label("Why?")).to_be_focused()
    assert await violations(page) == []
    await picture(page, "criteria-publish")
    await page.keyboard.type("Reaching a person matters more")
    await dialog.get_by_role("button", name="Publish").press("Enter")
    await expect(page.get_by_text("Published: version 2 holds from now on. Trends have a line")).to_have_count(2)
    await expect(page.locator("main")).to_contain_text("published by Gerli Guru")
    now = int(time.time() * 1_000)
    trend = await told(page, f"/experience/trend?begin={now - 3_600_000}&end={now + 60_000}&code=index&step=day")
    assert [(mark["number"], mark["why"]) for mark in trend["marks"]] == [(2, "Reaching a person matters more")]
    await page.get_by_role("link", name="Versions and comparison").press("Enter")
    await expect(page.locator(".versions li")).to_have_count(2)
    compared = page.get_by_role("region", name="Two versions compared")
    await expect(compared.last).to_contain_text("Access: weight 20 (20.0% of the index) 40 (33.3% of the index)")
    await page.get_by_label("From:").select_option("2")
    await expect(compared.last).to_contain_text("There is no difference between them.")
    assert await violations(page) == []
    await picture(page, "criteria-versions")


async def test_an_item_in_use_is_not_lost_to_a_survey(weighing: Site, visit: Any) -> None:
    """Taken out while a survey asks it, publishing is refused with where it is used and what to do; the draft and the reason stay, over a reload
    too; once the survey asks it no more, the same draft is published.
    """
    page = await opened(visit, weighing, "gerli", "criteria/edit")
    outcome = page.get_by_role("region", name="Outcome", exact=True)
    await outcome.locator("summary").first.press("Enter")
    await outcome.locator('[data-item="outcome.nps"] > summary').press("Enter")
    await press(page, f"Take out: {NPS}")
    await expect(page.get_by_role("button", name=f"Put “{NPS}” back")).to_be_focused()
    await expect(outcome).to_contain_text("This cannot be published while it is used by: survey “usual”")
    await publish(page, "Nobody acts on it")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("alert")).to_contain_text(f"{NPS}: survey “usual”")
    await expect(dialog.get_by_role("alert")).to_contain_text("Your draft is kept.")
    assert await violations(page) == []
    await picture(page, "criteria-in-use")
    await page.reload()
    await expect(page.get_by_role("button", name=f"Put “{NPS}” back")).to_be_visible()
    assert (await told(page, "/experience/register"))["in_force"]["number"] == 1
    anu = await opened(visit, weighing, "anu", "surveys/usual")
    await press(anu, "Take out: How likely")
    await anu.keyboard.press("Control+s")
    await expect(anu.get_by_role("group", name="Saving")).to_have_count(0)
    await page.keyboard.press("Control+s")
    await expect(dialog.get_by_label("Why?")).to_have_value("Nobody acts on it")
    await dialog.get_by_role("button", name="Publish").click()
    await expect(page.get_by_text("version 2 holds from now on").first).to_be_visible()
    items = (await told(page, "/experience/register"))["in_force"]["register"]["items"]
    assert "outcome.nps" not in [item["code"] for item in items]


async def test_words_are_wanted_in_every_language_and_a_new_item_counts(weighing: Site, visit: Any) -> None:
    """A new item says at its fields what it lacks; with its words it can count; both are told before they are published."""
    page = await opened(visit, weighing, "gerli", "criteria/edit")
    heard = page.get_by_role("region", name="Being heard")
    await heard.locator("summary").first.press("Enter")
    code = heard.get_by_label("Code of a new item")
    await code.fill("understood")
    await expect(heard).to_contain_text("“heard.understood” is there already.")
    await code.fill("called_by_name")
    await code.press("Enter")
    item = heard.locator('[data-item="heard.called_by_name"]')
    await expect(item.get_by_label("Name in tables").first).to_be_focused()
    await expect(item).to_contain_text("missing: Eesti, Русский, English")
    for group, name, question in (
        ("Eesti", "Nimepidi", "Minu poole pöörduti nimepidi."),
        ("Русский", "По имени", "Ко мне обращались по имени."),
        ("English", "By name", "I was addressed by my name."),
    ):
        await item.get_by_role("group", name=group).get_by_label("Name in tables").fill(name)
        await item.get_by_role("group", name=group).get_by_label("Question as it is put").fill(question)
    await expect(item).not_to_contain_text("missing:")
    await heard.get_by_role("combobox", name="What to add").select_option("heard.called_by_name survey")
    await heard.get_by_role("button", name="Count this too").press("Enter")
    await page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("New item heard.called_by_name: By name: I was addressed by my name.")
    await expect(dialog).to_contain_text("“By name” (customers answer) now counts too, with weight 1.")
    await page.keyboard.press("Escape")
    await publish(page, "Customers told us")
    await expect(page.get_by_text("version 2 holds from now on").first).to_be_visible()
    anu = await opened(visit, weighing, "anu", "surveys/usual")
    await expect(anu.get_by_role("button", name="I was addressed by my name.")).to_be_visible()


async def test_two_who_publish_lose_nothing(weighing: Site, visit: Any) -> None:
    """Whoever is second sees what the first changed, chooses where both changed the same, and publishes both."""
    gerli = await opened(visit, weighing, "gerli", "criteria/edit")
    anu = await opened(visit, weighing, "anu", "criteria/edit")
    await weight(anu, "Access").fill("50")
    await weight(anu, "Clarity").fill("5")
    await publish(anu, "First")
    await expect(anu.get_by_text("version 2 holds from now on").first).to_be_visible()
    await weight(gerli, "Access").fill("60")
    await weight(gerli, "Effort").fill("25")
    await publish(gerli, "Second")
    clash = gerli.get_by_role("dialog", name="A colleague was faster")
    await expect(clash).to_contain_text("Clarity: weight")
    await expect(clash.get_by_role("group", name="You have both changed this: Access")).to_contain_text("60 (")
    assert await violations(gerli) == []
    await clash.get_by_role("button", name="Put together").click()
    await gerli.keyboard.press("Control+s")
    dialog = gerli.get_by_role("dialog", name="Publish version 3")
    await expect(dialog.get_by_label("Why?")).to_have_value("Second")
    await dialog.get_by_role("button", name="Publish").click()
    await expect(gerli.get_by_text("version 3 holds from now on").first).to_be_visible()
    register = (await told(gerli, "/experience/register"))["in_force"]["register"]
    weights = {one["code"]: one["weight"] for one in register["criteria"]}
    assert (weights["access"], weights["effort"], weights["clarity"]) == (60, 25, 5)


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_is_true_in_every_language_and_on_a_small_screen(weighing: Site, visit: Any, theme: str) -> None:
    """What holds, the next version and the versions: axe finds nothing, with faults too; at 360 pixels nothing has to be moved sideways."""
    page = await opened(visit, weighing, "gerli", "criteria", color_scheme=theme)
    for language in LANGUAGES:
        for width in (1440, 360):
            await page.set_viewport_size({"width": width, "height": 900})
            for where, shown in (
                ("criteria", "section.criterion"),
                ("criteria/edit", ".part-edit"),
                ("criteria/versions", ".versions"),
            ):
                await page.goto(f"{weighing.url}/experience/{where}?language={language}")
                await expect(page.locator(shown).first).to_be_visible()
                await page.locator("details").evaluate_all("all => all.slice(0, 3).forEach((one) => (one.open = true))")
                assert await page.evaluate(WIDE) == []
                assert await page.evaluate("document.documentElement.scrollWidth") <= width
                assert await violations(page) == []
                await picture(page, f"{where.replace('/', '-')}-{language}-{theme}-{width}")
    await page.goto(f"{weighing.url}/experience/criteria/edit?language=en")
    await weight(page, "Access").fill("-1")
    await expect(page.locator("#weight-access-wrong")).to_contain_text("from 0 to 1,000")
    assert await page.evaluate(WIDE) == []
    assert await violations(page) == []
    await picture(page, f"criteria-fault-{theme}")


async def test_whoever_reads_figures_sees_what_counts_and_changes_nothing(weighing: Site, visit: Any) -> None:
    """A supervisor may look and compare; no way leads to an editor that would be refused."""
    page = await opened(visit, weighing, "kristi", "criteria")
    await expect(page.get_by_role("region", name="Resolution")).to_contain_text("30.0% of the index")
    await expect(page.get_by_role("link", name="Change")).to_have_count(0)
    await page.get_by_role("region", name="Resolution").locator("summary").click()
    await expect(page.get_by_role("article", name="The problem is solved")).to_contain_text("survey “usual”")
    await page.goto(f"{weighing.url}/experience/criteria/edit?language=en")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Criteria")
