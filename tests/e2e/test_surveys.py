"""Customers say how it went, in a real browser: in the chat itself, and behind the link in a letter's last message."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.e2e.stand import Site, log_in, violations
from tests.e2e.test_contact import picture
from tests.e2e.test_letters import desk_with_letter, sent
from tests.e2e.test_main_job import accept, begin, go_online

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]

RULES = {
    "surveys": [
        {"code": "usual", "questions": ["resolution.solved", "effort.ease", "heard.understood", "outcome.nps"]}
    ],
    "quiet_days": 0,
}
FIRST = {"et": "Kas teie mure on lahendatud?", "ru": "Ваш вопрос решён?", "en": "Is your problem solved?"}
PARTLY = {"et": "Osaliselt", "ru": "Частично", "en": "Partly"}


async def close(desk: Page) -> None:
    """End the conversation with the first reason, by keyboard."""
    await desk.keyboard.press("Escape")
    await desk.keyboard.press("e")
    await expect(desk.get_by_role("heading", name="Wrap-up")).to_be_visible()
    await desk.keyboard.press("1")
    await desk.keyboard.press("Control+Enter")
    await expect(desk.get_by_role("heading", name="Wrap-up")).to_be_hidden()


async def answered_letter(site: Site, visit: Any) -> str:
    """A letter is answered and its conversation ended; gives the link of its last message."""
    desk = await desk_with_letter(site, visit)
    await desk.keyboard.type("It will be right next month.")
    await desk.keyboard.press("Control+Enter")
    await close(desk)
    last = (await sent(site, 2))[-1]["text"]
    found = re.search(r"http://\S+/survey\S*#\S+", last)
    assert found is not None, last
    return found[0]


async def test_in_the_chat_it_is_asked_where_the_conversation_was(site: Site, visit: Any) -> None:
    """The questions come with the end, one at a time; each answer is kept; a reload goes on where it was; the end is the end; and whoever
    writes on is served as ever.
    """
    await site.outside(surveys=RULES, at=site.url)
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
    assert await violations(customer) == []
    await picture(customer, "survey-chat")
    # Whoever clicks twice has answered one question, and passed over none.
    await survey.get_by_role("button", name="Yes").dblclick()
    await expect(survey.get_by_role("heading")).to_contain_text("easy for me")
    await customer.reload()
    await expect(survey.get_by_role("heading")).to_contain_text("easy for me")
    await survey.get_by_role("button", name="7 on a scale of 1 to 7: Strongly agree").click()
    await survey.get_by_role("button", name="Skip").dblclick()
    await expect(survey.get_by_role("heading")).to_contain_text("recommend us")
    await picture(customer, "survey-chat-eleven")
    await survey.get_by_role("button", name="Back").click()
    await expect(survey.get_by_role("heading")).to_contain_text("heard and understood")
    await survey.get_by_role("button", name="4 on a scale of 1 to 5").click()
    await survey.get_by_role("button", name="9 on a scale of 0 to 10").click()
    await survey.get_by_role("textbox").fill("Kristi was quick.")
    await survey.get_by_role("button", name="Send").click()
    await expect(survey).to_contain_text("Thank you!")
    assert await violations(customer) == []
    await customer.reload()
    await expect(customer.get_by_role("log")).to_contain_text("It is right again.")
    await expect(survey).to_be_hidden()
    await customer.get_by_role("textbox", name="Message").fill("One more thing")
    await customer.keyboard.press("Enter")
    await accept(desk)
    await expect(desk.get_by_role("log")).to_contain_text("One more thing")


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_behind_a_link_it_is_asked_in_every_language(site: Site, visit: Any, theme: str) -> None:
    """In each language, by keyboard alone, with nothing for axe to find; a screen of a telephone has room; the last language answers."""
    await site.outside(surveys=RULES, at=site.url)
    link = await answered_letter(site, visit)
    token = link.partition("#")[2]
    for language, first in FIRST.items():
        page = await visit(
            f"{site.url}/survey?language={language}#{token}", color_scheme=theme, viewport={"width": 360, "height": 740}
        )
        await expect(page.locator("html")).to_have_attribute("lang", language)
        await expect(page.locator("#survey h2")).to_have_text(first)
        assert await violations(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
        await picture(page, f"survey-{language}-{theme}")
    await page.get_by_role("button", name=PARTLY["en"]).press("Enter")
    await expect(page.locator("#survey h2")).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("#survey h2")).to_contain_text("heard and understood")
    await page.get_by_role("button", name="I would rather not answer").click()
    await expect(page.locator("#survey")).to_contain_text("We will not ask about this again.")
    await page.get_by_role("button", name="Do not ask me in future").click()
    await expect(page.locator("#survey")).to_contain_text("we will not ask you again")
    await picture(page, f"survey-declined-{theme}")
    again = await visit(link)
    await expect(again.get_by_role("status")).not_to_be_empty()
    await expect(again.locator("#survey h2")).to_have_count(0)


async def test_a_link_that_is_torn_or_used_up_and_a_lost_connection_are_said(site: Site, visit: Any) -> None:
    """Each in its own words; what could not be kept stays on the screen, and is kept when the network is back."""
    await site.outside(surveys=RULES, at=site.url)
    link = await answered_letter(site, visit)
    torn = await visit(link[:-1] + "x")
    await expect(torn.get_by_role("status")).not_to_be_empty()
    await expect(torn.locator("#survey button")).to_have_count(0)
    page = await visit(f"{site.url}/survey?language=en#{link.partition('#')[2]}")
    await expect(page.locator("#survey h2")).to_have_text(FIRST["en"])
    await page.context.set_offline(True)
    await page.get_by_role("button", name="Yes").click()
    await expect(page.get_by_role("status")).to_contain_text("could not be kept")
    await expect(page.locator("#survey h2")).to_have_text(FIRST["en"])
    await page.context.set_offline(False)
    await page.get_by_role("button", name="Yes").click()
    await expect(page.locator("#survey h2")).to_contain_text("easy for me")
