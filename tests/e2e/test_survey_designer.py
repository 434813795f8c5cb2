"""Surveys are designed in a real browser, beside what customers will meet; and then customers meet just that."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.e2e.conftest import serving
from tests.e2e.experience_pages import LANGUAGES, WIDE, opened, press, told
from tests.e2e.stand import Site, log_in, violations
from tests.e2e.test_contact import picture
from tests.e2e.test_main_job import accept, begin, go_online
from tests.e2e.test_surveys import FIRST, close

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"),
    pytest.mark.slow,
    pytest.mark.timeout(400),
]
# timeout: a site with a past is begun, and up to three languages are looked at on a machine that is busy

UNDERSTOOD = {"et": "Mind kuulati ja mõisteti.", "ru": "Меня выслушали и поняли.", "en": "I was heard and understood."}
NAMES = {"et": "Eesti", "ru": "Русский", "en": "English"}


@pytest_asyncio.fixture(loop_scope="session")
async def asking(tmp_path: Path) -> AsyncIterator[Site]:
    """A site that asks by the survey `usual`, and has been for a while."""
    async with serving(tmp_path, module="survey_process") as made:
        yield made


async def saved(page: Page, version: int) -> None:
    """Save with the keyboard, and be told so."""
    await page.keyboard.press("Control+s")
    await expect(page.get_by_role("status").filter(has_text=f"Saved as version {version}")).to_have_count(1)
    await expect(page.get_by_role("group", name="Saving")).to_have_count(0)


async def test_designed_by_keyboard_seen_beside_and_met_by_a_customer(asking: Site, visit: Any) -> None:
    """A fault stands at its field until it is mended; the preview is the real form, in three languages; saved, the next customer in the chat is asked
    just that, and is counted.
    """
    page = await opened(visit, asking, "anu", "surveys")
    usual = page.get_by_role("listitem").filter(has=page.get_by_role("link", name="usual"))
    await expect(usual.locator("dd")).to_have_text(["40", "26", "13"])
    await press(page, "New survey")
    await expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    await page.keyboard.type("After a chat")
    questions = page.get_by_role("group", name="Questions")
    await expect(questions).to_contain_text("Choose at least one question.")
    await page.keyboard.press("Control+s")
    await expect(questions).to_be_focused()
    await press(page, UNDERSTOOD["en"])
    await press(page, FIRST["en"])
    await expect(questions).not_to_contain_text("Choose at least one question.")
    await press(page, f"Move up: {FIRST['en']}")
    await expect(questions.locator(".sorted li").first).to_contain_text(FIRST["en"])
    await expect(page.get_by_role("button", name=f"Move up: {FIRST['en']}")).to_be_focused()
    preview = page.get_by_role("region", name="What customers meet")
    for language in LANGUAGES:
        await preview.get_by_label(NAMES[language]).check()
        await expect(preview.locator(".survey h2")).to_have_text(FIRST[language])
        await preview.locator(".scale button").last.press("Enter")
        await expect(preview.locator(".survey h2")).to_have_text(UNDERSTOOD[language])
    await preview.get_by_label("By telephone").check()
    await expect(preview.locator(".phone li")).to_have_count(4)
    await expect(preview.locator(".phone")).to_contain_text("Yes: press 1. Partly: press 2. No: press 3.")
    await preview.get_by_label("Message").check()
    await expect(preview).to_contain_text("/survey/en.html#")
    await expect(page.get_by_text("This is never asked: “usual” stands above it")).to_be_visible()
    await page.get_by_role("link", name="All surveys").press("Enter")
    await press(page, "Move up: After a chat")
    await saved(page, 2)
    rules = (await told(page, "/surveys"))["rules"]
    assert [one["code"] for one in rules["surveys"]] == ["After a chat", "usual"]
    assert rules["surveys"][0]["questions"] == ["resolution.solved", "heard.understood"]
    await met_in_the_chat(asking, visit)
    await page.reload()
    first = page.locator(".sorted > li").first
    await expect(first).to_contain_text("After a chat")
    await expect(first.locator("dd")).to_have_text(["1", "1", "0"])


async def met_in_the_chat(site: Site, visit: Any) -> None:
    """A customer writes, is served, and is asked what was designed."""
    desk = await visit(f"{site.url}/desk/")
    await log_in(desk, "kristi")
    await go_online(desk)
    customer = await begin(visit, site)
    await accept(desk)
    await desk.keyboard.type("It is right again.")
    await desk.keyboard.press("Control+Enter")
    await expect(customer.get_by_role("log")).to_contain_text("It is right again.")
    await close(desk)
    survey = customer.get_by_role("region", name="How did we do?")
    await expect(survey.get_by_role("heading")).to_have_text(FIRST["en"])
    await survey.get_by_role("button", name="Yes").click()
    await expect(survey.get_by_role("heading")).to_have_text(UNDERSTOOD["en"])


async def test_two_designers_lose_nothing(asking: Site, visit: Any) -> None:
    """What is unsaved survives a reload; whoever saves second sees what the other changed, chooses where both changed the same, and saves both."""
    anu = await opened(visit, asking, "anu", "surveys/usual")
    boriss = await opened(visit, asking, "boriss", "surveys/usual")
    await boriss.get_by_label("How many conversations").fill("50")
    await boriss.get_by_role("link", name="All surveys").click()
    await boriss.get_by_label("It can be answered for").fill("7")
    await saved(boriss, 2)
    await anu.get_by_label("How many conversations").fill("80")
    await expect(anu.get_by_role("group", name="Saving")).to_contain_text("kept on this device")
    await anu.reload()
    await expect(anu.get_by_label("How many conversations")).to_have_value("80")
    await expect(anu.get_by_role("group", name="Unsaved changes")).to_contain_text("a colleague has saved version 2")
    await anu.get_by_role("link", name="All surveys").click()
    await anu.get_by_label("The same person again not before").fill("5")
    await anu.keyboard.press("Control+s")
    clash = anu.get_by_role("dialog", name="A colleague was faster")
    await expect(clash).to_contain_text("50 %")
    await expect(clash).to_contain_text("80 %")
    assert await violations(anu) == []
    await picture(anu, "surveys-clash")
    await clash.get_by_label("Theirs").check()
    await clash.get_by_role("button", name="Put together").click()
    await saved(anu, 3)
    rules = (await told(anu, "/surveys"))["rules"]
    assert (rules["surveys"][0]["share"], rules["open_days"], rules["quiet_days"]) == (50, 7, 5)


async def test_leaving_with_something_unsaved_asks_and_what_was_taken_out_comes_back(asking: Site, visit: Any) -> None:
    """Going elsewhere asks first; back again it is all there; discarded it can still be brought back, and a survey that was taken out put back."""
    page = await opened(visit, asking, "anu", "surveys")
    await press(page, "Take out: usual")
    await expect(page.get_by_role("button", name="Put “usual” back")).to_be_focused()
    await page.get_by_role("link", name="Criteria").click()
    await page.get_by_role("dialog").get_by_role("button", name="Go, I will come back").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Criteria")
    await page.get_by_role("link", name="Surveys").click()
    await expect(page.get_by_text("What you had not saved is here again.")).to_be_visible()
    await press(page, "Discard changes")
    await expect(page.get_by_role("link", name="usual")).to_be_visible()
    await press(page, "Bring them back")
    await press(page, "Put “usual” back")
    await expect(page.get_by_role("link", name="usual")).to_be_visible()
    await expect(page.get_by_role("group", name="Saving")).to_have_count(0)


async def test_dragged_to_another_place(asking: Site, visit: Any) -> None:
    """The mouse does what the keys do."""
    page = await opened(visit, asking, "anu", "surveys/usual")
    rows = page.get_by_role("group", name="Questions").locator(".sorted > li")
    await expect(rows).to_have_count(2)
    await rows.nth(1).locator(".grip").drag_to(rows.nth(0))
    await expect(rows.nth(0)).to_contain_text("recommend us")
    await expect(page.locator(".preview .survey h2")).to_contain_text("recommend us")


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_is_true_in_every_language_and_on_a_small_screen(asking: Site, visit: Any, theme: str) -> None:
    """List and editor: axe finds nothing, with faults too; at 360 pixels nothing has to be moved sideways."""
    page = await opened(visit, asking, "anu", "surveys", color_scheme=theme)
    for language in LANGUAGES:
        for width in (1440, 360):
            await page.set_viewport_size({"width": width, "height": 900})
            for where, name in (("surveys", "list"), ("surveys/usual", "editor")):
                await page.goto(f"{asking.url}/experience/{where}?language={language}")
                await expect(page.locator("main h1")).to_be_visible()
                await expect(page.locator(".counts, .preview .survey h2").first).to_be_visible()
                assert await page.evaluate(WIDE) == []
                assert await page.evaluate("document.documentElement.scrollWidth") <= width
                assert await violations(page) == []
                await picture(page, f"surveys-{name}-{language}-{theme}-{width}")
    await page.locator("#share").fill("0")
    await expect(page.locator("#share-wrong")).to_contain_text("1 to 100")
    await page.locator("[name=preview-view][value=phone]").check()
    assert await page.evaluate(WIDE) == []
    assert await violations(page) == []
    await picture(page, f"surveys-fault-{theme}")


async def test_whoever_reads_figures_sees_it_and_changes_nothing(asking: Site, visit: Any) -> None:
    """A supervisor may look, try the preview, and is offered nothing that would be refused."""
    page = await opened(visit, asking, "kristi", "surveys/usual")
    await expect(page.locator(".preview .survey h2")).to_have_text(FIRST["en"])
    await expect(page.get_by_role("textbox", name="Name")).not_to_be_editable()
    for name in ("Move up", "Take out", "I was heard"):
        await expect(page.get_by_role("button", name=name)).to_have_count(0)
    assert await violations(page) == []
