"""Promises and prices in a real browser, both sides: promised in two keystrokes, kept in sight, reminded of, kept; a price only from the list."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e.stand import Site, log_in, violations
from tests.e2e.test_contact import picture
from tests.e2e.test_main_job import accept, begin, go_online

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]

LANGUAGES = {"en": "English", "et": "Eesti", "ru": "Русский"}


async def at_work(site: Site, visit: Any, login: str = "kristi", **settings: Any) -> tuple[Any, Any]:
    """An agent's desk with a customer's conversation in it, the reply focused, and the customer's page."""
    desk = await visit(f"{site.url}/desk/", **settings)
    await log_in(desk, login)
    await go_online(desk)
    customer = await begin(visit, site)
    await accept(desk)
    return desk, customer


async def speak(desk: Any, language: str) -> None:
    """Use the desk in a language, by its menu."""
    await desk.locator("[data-menu=settings]").click()
    await desk.get_by_role("menuitemradio", name=LANGUAGES[language]).click()
    await expect(desk.locator("html")).to_have_attribute("lang", language)
    await desk.keyboard.press("Escape")


async def test_a_promise_takes_two_keystrokes_and_the_customer_keeps_it(site: Site, visit: Any) -> None:
    """From the field: one key and a number. The card is there at once, after a reload, and says when it is done."""
    desk, customer = await at_work(site, visit)
    await desk.keyboard.press("Control+i")
    await desk.keyboard.press("1")
    card = customer.locator(".promised li")
    await expect(card).to_contain_text("We will answer you")
    await expect(card).to_contain_text("We promised")
    pane = desk.get_by_role("complementary", name="Customer").get_by_role("region", name="Promises")
    await expect(pane).to_contain_text("Promised")
    await expect(desk.get_by_role("log")).to_contain_text("Promised: Answer")
    await expect(desk.get_by_role("option").get_by_role("img", name="Promised")).to_be_visible()
    await customer.reload()
    await expect(card).to_contain_text("We will answer you")
    await pane.get_by_role("button", name="Done").click()
    await expect(card).to_contain_text("Done")
    await expect(pane).to_contain_text("Kept")


CLOSE_AND_PRESS = """(key) => {
    document.querySelector('dialog[open]').close();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}"""
"""A key in the moment between a dialog's closing and the event that tells of it: on a busy machine that is long enough for a finger."""


async def test_a_key_in_the_moment_after_a_dialog_has_closed_goes_to_the_desk(site: Site, visit: Any) -> None:
    """It is not lost, and the dialog that was left promises nothing by it."""
    desk, _ = await at_work(site, visit)
    await desk.keyboard.press("Escape")
    await desk.keyboard.press("t")
    await expect(desk.get_by_role("dialog", name="Transfer")).to_be_visible()
    await desk.evaluate(CLOSE_AND_PRESS, "!")
    promising = desk.get_by_role("dialog", name="Promise")
    await expect(promising.locator(".defer kbd").first).to_be_visible()
    await desk.evaluate(CLOSE_AND_PRESS, "1")
    await expect(promising).to_have_count(0)
    await desk.keyboard.press("!")
    await expect(promising.locator(".defer kbd").first).to_be_visible()
    await desk.keyboard.press("2")
    await expect(desk.get_by_role("log")).to_contain_text("Promised: Answer")
    pane = desk.get_by_role("complementary", name="Customer").get_by_role("region", name="Promises")
    await expect(pane.get_by_role("button", name="Done")).to_have_count(1)


async def test_what_is_due_is_said_and_listed_until_it_is_kept(site: Site, visit: Any) -> None:
    """The owner is told wherever they look; broken, it is overdue in the list and for the customer; kept, it is made good."""
    desk, customer = await at_work(site, visit)
    await site.outside(promise=6_000)
    await expect(desk.locator(".notice")).to_contain_text("A promise")
    await expect(customer.locator(".promised li")).to_contain_text("Late, we are sorry")
    await expect(desk.locator(".notice")).to_contain_text("was not kept in time")
    await desk.keyboard.press("Escape")
    await desk.keyboard.press("5")
    listed = desk.get_by_role("dialog", name="Promises")
    await expect(listed).to_contain_text("Overdue")
    await expect(listed.get_by_role("button", name="Overdue")).to_contain_text("1")
    await listed.get_by_role("button", name="Done").click()
    await expect(listed).to_contain_text("No promises here.")
    await expect(customer.locator(".promised li")).to_contain_text("Done")


async def test_a_price_comes_from_the_list_in_the_published_words(site: Site, visit: Any) -> None:
    """Typed `/price` or by a key; what was inserted travels along as a fact, and what was typed by hand is pointed out, not stopped."""
    await site.outside(prices=0)
    desk, customer = await at_work(site, visit)
    reply = desk.get_by_role("textbox", name="Reply")
    await desk.keyboard.type("Our plan: /price")
    find = desk.get_by_role("combobox")
    await expect(find).to_be_focused()
    await desk.keyboard.type("medium")
    await expect(desk.get_by_role("option", name="Medium: €11 a month")).to_be_visible()
    await desk.keyboard.press("Enter")
    await expect(reply).to_have_value("Our plan: \nMedium: €11 a month (price list of " + await day(desk) + ")")
    await expect(reply).to_be_focused()
    await expect(desk.get_by_role("list", name="In this reply")).to_contain_text("Medium")
    await desk.keyboard.press("Control+Enter")
    await expect(customer.get_by_role("log")).to_contain_text("Medium: €11 a month")
    await expect(desk.get_by_role("log")).to_contain_text("Price given from the list: m")
    await desk.keyboard.type("For you it is 9 €")
    await expect(desk.locator(".given-typed")).to_contain_text("9 €")
    await desk.keyboard.press("Control+Enter")
    await expect(customer.get_by_role("log")).to_contain_text("For you it is 9 €")
    await desk.keyboard.press("Control+e")
    await expect(find).to_be_focused()
    await desk.keyboard.type("medium")
    await desk.get_by_role("button", name="Customer agreed: Medium").click()
    await expect(desk.get_by_role("log")).to_contain_text("Customer agreed: m")


async def day(desk: Any) -> str:
    """Since when the list holds, as the line has it."""
    said = await desk.evaluate("fetch('/api/v1/prices/said?language=en').then((answer) => answer.json())")
    text = str(said["items"][0]["text"])
    return text[text.index("price list of ") + len("price list of ") : -1]


async def test_in_a_call_a_promise_and_a_price_are_read_aloud(site: Site, visit: Any) -> None:
    """Where nothing can be written to, the agent is told what to say, and that they said it is noted."""
    await site.outside(prices=0)
    desk = await visit(f"{site.url}/desk/")
    await log_in(desk, "kristi")
    await go_online(desk)
    await site.outside(callback={"phone": "+37251234567", "text": "Please call"})
    await expect(desk.get_by_role("button", name="Accept")).to_be_visible()
    await desk.keyboard.press("y")
    await expect(desk.get_by_role("button", name="Say a price")).to_be_visible()
    await expect(desk.get_by_role("textbox", name="Note")).to_be_focused()
    await desk.keyboard.press("Escape")
    await desk.keyboard.press("!")
    await desk.keyboard.press("1")
    aloud = desk.get_by_role("dialog", name="Read aloud")
    await expect(aloud.locator("blockquote")).to_contain_text("We will call you back")
    await desk.keyboard.press("Enter")
    await expect(aloud).to_be_hidden()
    await expect(desk.get_by_role("log")).to_contain_text("Promised: Callback")
    await desk.get_by_role("button", name="Say a price").click()
    # Whoever knows what they want does not wait for the dialog.
    await desk.keyboard.type("SIM")
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_role("dialog", name="Read the price aloud").locator("blockquote")).to_contain_text("SIM")
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_role("log")).to_contain_text("Price read aloud: sim")


async def test_in_a_letter_the_text_itself_promises(site: Site, visit: Any) -> None:
    """The sentence goes into the reply, and the promise is made with it; without the sentence there is none."""
    desk = await visit(f"{site.url}/desk/")
    await log_in(desk, "kristi")
    await go_online(desk)
    await site.outside(letter={"from": "anna@customer.example", "text": "My router is dead", "subject": "Router"})
    await accept(desk)
    reply = desk.get_by_role("textbox", name="Reply")
    await desk.keyboard.press("Control+i")
    await desk.keyboard.press("2")
    await expect(desk.get_by_role("list", name="In this reply")).to_contain_text("Answer")
    said = await reply.input_value()
    await reply.fill("Something else")
    await expect(desk.get_by_role("list", name="In this reply")).to_be_hidden()
    await reply.fill(f"Hello! {said}")
    await expect(desk.get_by_role("list", name="In this reply")).to_contain_text("Answer")
    await desk.keyboard.press("Control+Enter")
    await expect(desk.get_by_role("log")).to_contain_text("Promised: Answer")


async def test_a_letter_that_is_taken_back_has_promised_nothing_until_it_is_sent_again(site: Site, visit: Any) -> None:
    """Its words are in the field again, and with them the promise; there is one in the end."""
    await site.outside(composer={"undo_ms": 120_000})
    desk = await visit(f"{site.url}/desk/")
    await log_in(desk, "kristi")
    await go_online(desk)
    await site.outside(letter={"from": "anna@customer.example", "text": "My router is dead", "subject": "Router"})
    await accept(desk)
    await desk.keyboard.press("Control+i")
    await desk.keyboard.press("2")
    await expect(desk.get_by_role("list", name="In this reply")).to_contain_text("Answer")
    await desk.keyboard.press("Control+Enter")
    await expect(desk.get_by_role("log")).to_contain_text("Promised: Answer")
    pane = desk.get_by_role("complementary", name="Customer").get_by_role("region", name="Promises")
    await expect(pane).to_contain_text("We will answer you")
    await desk.keyboard.press("Control+Shift+z")
    await expect(pane).to_contain_text("Withdrawn")
    await expect(desk.get_by_role("textbox", name="Reply")).to_have_value(re.compile("We will answer you"))
    await expect(desk.get_by_role("list", name="In this reply")).to_contain_text("Answer")
    await desk.keyboard.press("Control+Enter")
    await expect(pane.get_by_role("button", name="Done")).to_have_count(1)


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_nothing_of_it_shuts_anybody_out(site: Site, visit: Any, theme: str) -> None:
    """axe finds nothing in the dialogs, the pane, the card and the board, in both themes; pictures in three languages."""
    await site.outside(prices=0)
    desk, customer = await at_work(site, visit, color_scheme=theme)
    await site.outside(promise=3_600_000)
    await expect(customer.locator(".promised li")).to_be_visible()
    for language in LANGUAGES:
        await desk.keyboard.press("Escape")
        await speak(desk, language)
        await desk.locator(".composer-field").click()
        await desk.keyboard.type(" 9 €")
        await expect(desk.locator(".given-typed")).to_be_visible()
        assert await violations(desk) == []
        await picture(desk, f"promises-desk-{language}-{theme}")
        for name, key in (("promise", "Control+i"), ("price", "Control+e")):
            await desk.keyboard.press(key)
            await expect(desk.locator("dialog[open] :is(.defer kbd, [role=option])").first).to_be_visible()
            assert await violations(desk) == []
            await picture(desk, f"promises-{name}-{language}-{theme}")
            await desk.keyboard.press("Escape")
            await expect(desk.locator("dialog[open]")).to_have_count(0)
        await desk.locator(".composer-field").press("Escape")
        await desk.keyboard.press("5")
        await expect(desk.locator("dialog[open] .promise")).to_have_count(1)
        assert await violations(desk) == []
        await picture(desk, f"promises-list-{language}-{theme}")
        await desk.keyboard.press("Escape")
        page = await visit(
            f"{site.url}/wallboard/?language={language}",
            color_scheme=theme,
            storage_state=await desk.context.storage_state(),
        )
        await expect(page.locator(".tile")).to_have_count(7)
        assert await violations(page) == []
        await picture(page, f"promises-board-{language}-{theme}")
    for language in LANGUAGES:
        page = await visit(
            f"{site.url}/chat?language={language}",
            color_scheme=theme,
            storage_state=await customer.context.storage_state(),
        )
        await expect(page.locator(".promised li")).to_be_visible()
        assert await violations(page) == []
        await picture(page, f"promises-chat-{language}-{theme}")
