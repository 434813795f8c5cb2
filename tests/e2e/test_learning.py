"""Learning in a browser: a newcomer's first day on a path, by keyboard alone; and a guru who sees where they are, confirms a step, and writes a lesson."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from hoolin.coaching.api import learning
from tests.e2e.conftest import serving
from tests.e2e.experience_pages import LANGUAGES, WIDE, opened, press
from tests.e2e.stand import Site, violations
from tests.e2e.test_contact import picture

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"),
    pytest.mark.slow,
]

LISTEN = learning.ready.lessons()[0]
PATH = "/api/v1/learning"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def school(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A site where Mari has her first day."""
    async with serving(tmp_path_factory.mktemp("school"), module="learning_process") as made:
        yield made


async def choose(page: Page, number: int, *chosen: int) -> None:
    """Answer a question by the keyboard."""
    for at in chosen:
        answer = page.get_by_label(LISTEN.questions[number].answers[at].text.en, exact=True)
        await answer.focus()
        await page.keyboard.press("Space")
    await press(page, "Answer")


async def read_and_answer_wrong(page: Page) -> None:
    """From today's first step to the first question; what was wrong is said with its why, beside what is right."""
    await page.get_by_role("link", name="Read: Listen to the end").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Listen to the end")
    await expect(page.locator(".shown h2").first).to_have_text("The first thirty seconds belong to the customer")
    assert await violations(page) == []
    await picture(page, "learning-lesson")
    await press(page, "To the questions")
    await press(page, "Answer")
    await expect(page.get_by_role("alert")).to_have_text("Choose an answer first.")
    first = LISTEN.questions[0]
    wrong = next(at for at, one in enumerate(first.answers) if not one.right)
    await choose(page, 0, wrong)
    await expect(page.locator(".verdict")).to_be_focused()
    await expect(page.locator(".verdict")).to_have_text("Not quite. Each answer says why.")
    for one in first.answers:
        await expect(page.get_by_text(one.why.en)).to_be_visible()
    await expect(page.locator(".option.is-wrong")).to_contain_text("wrong · your choice")
    assert await violations(page) == []
    await picture(page, "learning-why")


async def days_later(school: Site, visit: Any) -> None:
    """Five days later, of which two were worked, it is the third day of the path: yesterday's steps are left over, and the question comes back."""
    await school.outside(days=[True, False, False, False, True])
    page = await opened(visit, school, "mari", "coaching/learning")
    await expect(page.locator(".path")).to_contain_text("Day 3 of work on this path")
    left = page.locator("[data-step=understand_lesson]")
    await expect(left).to_contain_text("left from day 2; do it when there is time")
    await expect(page.locator("[data-step=writing_lesson]")).to_be_visible()
    await expect(page.locator("[aria-labelledby=back-title]")).to_contain_text("One question comes back. If you like.")
    await page.get_by_role("link", name="Repeat").press("Enter")
    await choose(page, 0, *LISTEN.questions[0].right())
    await expect(page.locator(".verdict")).to_have_text("Right.")
    assert await violations(page) == []
    await press(page, "Finish")
    await page.get_by_role("link", name="Back to learning").press("Enter")
    await expect(page.locator(".path")).to_be_visible()
    await expect(page.locator("[aria-labelledby=back-title]")).to_have_count(0)


async def test_a_newcomers_first_day_on_a_path(school: Site, visit: Any) -> None:
    """Led to today's steps, they read, answer one wrong and see why, go on after a reload where they were, and are done; that stays, and what was wrong
    comes back some days of work later.
    """
    page = await opened(visit, school, "mari", "coaching/learning")
    await expect(page.get_by_role("heading", name="My learning")).to_be_visible()
    today = page.locator(".path > ul .step")
    await expect(today).to_have_count(2)
    await expect(today.nth(1)).to_contain_text("Your coach confirms it when it is done.")
    for text in ("0 of 29 steps done", "Day 1 of work on this path", "Gerda Guru goes along with you."):
        await expect(page.locator(".path")).to_contain_text(text)
    assert await violations(page) == []
    await picture(page, "learning-first-day")
    await read_and_answer_wrong(page)
    await page.reload()
    await expect(page.locator(".question legend")).to_contain_text("Question 2 of 3")
    await choose(page, 1, *LISTEN.questions[1].right())
    await expect(page.locator(".verdict")).to_have_text("Right.")
    await press(page, "Next question")
    await choose(page, 2, *LISTEN.questions[2].right())
    await expect(page.locator(".verdict")).to_have_text("Right.")
    await press(page, "Finish")
    await expect(page.locator(".lesson")).to_contain_text("Right the first time: 2 of 3.")
    await expect(page.locator(".lesson")).to_contain_text("comes back briefly")
    await page.get_by_role("link", name="Back to learning").press("Enter")
    await expect(page.locator(".path")).to_contain_text("1 of 29 steps done")
    await page.reload()
    await expect(page.locator(".path")).to_contain_text("1 of 29 steps done")
    await page.locator("summary", has_text="Later").press("Enter")
    await expect(page.locator("[data-step=understand_lesson]")).to_contain_text("on your next day of work")
    await expect(page.locator("[data-step=porting_drill]")).to_contain_text("Bringing a number over")
    for language in LANGUAGES:
        await page.goto(f"{school.url}/experience/coaching/learning?language={language}")
        await expect(page.locator(".path progress")).to_be_visible()
        await page.set_viewport_size({"width": 360, "height": 780})
        assert await page.evaluate(WIDE) == []
        assert await violations(page) == []
        await picture(page, f"learning-{language}-narrow")
        await page.goto(f"{school.url}/experience/coaching/learning/lesson/understand?language={language}")
        await expect(page.locator(".shown table")).to_be_visible()
        assert await page.evaluate(WIDE) == []
        assert await violations(page) == []
    await days_later(school, visit)


async def test_a_guru_confirms_a_step_and_writes_a_lesson(school: Site, visit: Any) -> None:
    """Who is where, by name; a translation that is missing is named and not published; a draft outlives a reload; what is published is read."""
    page = await opened(visit, school, "gerda", "coaching/learning/people", color_scheme="dark")
    mari = page.locator("[data-learner=mari]")
    await expect(mari).to_contain_text("Listen to three calls together")
    assert await violations(page) == []
    await picture(page, "learning-people")
    await mari.get_by_role("link", name="Look: Mari Mets").press("Enter")
    await page.get_by_role("button", name="Confirm: Listen to three calls together").press("Enter")
    await expect(page.locator("tr", has_text="Listen to three calls together")).to_contain_text("done")
    assert await violations(page) == []
    await picture(page, "learning-person")

    await page.get_by_role("link", name="Lessons and paths").press("Enter")
    await expect(page.locator("[data-kept=listen]")).to_contain_text("On the path: A newcomer's first weeks")
    assert await violations(page) == []
    await picture(page, "learning-kept")
    await page.get_by_role("link", name="Edit: Listen to the end").press("Enter")
    await page.locator("#title").fill("Listen, to the very end")
    await page.get_by_role("radio", name="Русский").check()
    russian = await page.locator("#title").input_value()
    await page.locator("#title").fill("")
    await expect(page.locator(".lang-tabs")).to_contain_text("Missing: Русский – 1")
    await page.reload()
    await expect(page.locator("#title")).to_have_value("Listen, to the very end")
    await expect(page.get_by_text("What you had not saved is here again.")).to_be_visible()
    await press(page, "Publish…")
    await expect(page.locator("#title")).to_be_focused()
    await expect(page.locator("#title-wrong")).to_have_text("There is no text here (Русский).")
    assert await violations(page) == []
    await picture(page, "learning-writing")
    await page.locator("#title").fill(russian)
    await press(page, "Publish…")
    await page.get_by_label("Why?").fill("A clearer title")
    await page.get_by_role("dialog").get_by_role("button", name="Publish").press("Enter")
    await expect(page.locator("[data-kept=listen]")).to_contain_text("version 2")
    await page.locator("[data-kept=listen] summary").press("Enter")
    await expect(page.locator("[data-kept=listen] li").first).to_contain_text("Gerda Guru: A clearer title")
    await page.get_by_role("link", name="Edit: A newcomer's first weeks").press("Enter")
    await expect(page.locator("[data-step-edit]")).to_have_count(29)
    await page.get_by_role("button", name="Move step 2 up").press("Enter")
    await expect(page.locator("[data-step-edit='0'] #s0-title")).to_have_value("Listen to three calls together")
    assert await violations(page) == []
    await picture(page, "learning-path")
    await page.set_viewport_size({"width": 360, "height": 780})
    assert await page.evaluate(WIDE) == []
    await press(page, "Discard changes")
    await page.goto(f"{school.url}/experience/coaching/learning/lesson/listen?language=en")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Listen, to the very end")
