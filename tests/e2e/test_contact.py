"""The choice board as a customer meets it: on its page, in the chat's panel, and on the way from one channel to another."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.e2e.stand import Site, log_in, violations
from tests.e2e.test_main_job import accept, begin, go_online

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]

TITLES = {
    "et": "Kuidas soovite meiega rääkida?",
    "ru": "Как вам удобнее с нами связаться?",
    "en": "How would you like to reach us?",
}
CLOSED = {"et": "Suletud. Avatakse: ", "ru": "Закрыто. Откроется: ", "en": "Closed. Opens: "}


async def picture(page: Page, name: str) -> None:
    """Keep what is on the screen, where a folder for pictures is named."""
    if os.environ.get("HOOLIN_PICTURES"):
        await page.screenshot(path=Path(os.environ["HOOLIN_PICTURES"]) / f"{name}.png")


async def at_work(visit: Any, site: Site) -> Page:
    """Kristi's desk; she is online."""
    desk: Page = await visit(f"{site.url}/desk/")
    await log_in(desk, "kristi")
    await go_online(desk)
    return desk


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_page_is_true_in_every_language_and_theme(site_with_ways: Site, visit: Any, theme: str) -> None:
    """In each language: the open way with its wait, the closed one with when it opens; axe finds nothing, the form included."""
    site = site_with_ways
    await at_work(visit, site)
    for language, title in TITLES.items():
        page = await visit(f"{site.url}/contact", locale=language, color_scheme=theme)
        await expect(page.locator("html")).to_have_attribute("lang", language)
        await expect(page.get_by_role("heading", level=1)).to_have_text(title)
        await expect(page.locator("#operator")).to_have_text("Põhjala Mobiil")
        lines = page.locator("#ways > li")
        await expect(lines).to_have_count(2)
        soon = {"et": "alla minuti", "ru": "меньше минуты", "en": "less than a minute"}[language]
        await expect(lines.nth(0)).to_contain_text(soon)
        await expect(lines.nth(1)).to_contain_text(CLOSED[language])
        assert await violations(page) == []
        await picture(page, f"contact-{language}-{theme}")
        await lines.nth(1).get_by_role("button").click()
        await expect(page.locator("#form-title")).to_be_focused()
        assert await violations(page) == []
        await picture(page, f"contact-form-{language}-{theme}")


async def test_a_small_screen_has_room_for_all_of_it(site_with_ways: Site, visit: Any) -> None:
    """On a telephone nothing has to be moved sideways."""
    page = await visit(f"{site_with_ways.url}/contact?language=ru", viewport={"width": 320, "height": 640})
    await expect(page.locator("#ways > li")).to_have_count(2)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    await picture(page, "contact-small")


async def test_a_wrong_number_is_said_to_be_wrong(site_with_ways: Site, visit: Any) -> None:
    """The form of calling back opens by its link, and nothing is sent that cannot be a number."""
    page = await visit(f"{site_with_ways.url}/contact/en.html?language=en#callback")
    phone = page.get_by_label("Phone number")
    await phone.fill("nobody")
    await page.get_by_role("button", name="Please call me").click()
    await expect(page.get_by_role("alert")).to_have_text(
        "This number could not be used. Please check that it is right."
    )
    await expect(phone).to_be_focused()
    await expect(phone).to_have_attribute("aria-invalid", "true")


async def test_it_changes_while_it_is_looked_at(site: Site, visit: Any) -> None:
    """Nobody is at work; somebody comes: the page says so by itself, and the focus stays where it was."""
    page = await visit(f"{site.url}/contact/en.html")
    line = page.locator("#ways > li").first
    await expect(line).to_contain_text("Nobody is at work just now.")
    await line.get_by_role("link").focus()
    await at_work(visit, site)
    await expect(line).to_contain_text("An answer takes less than a minute.")
    await expect(line.get_by_role("link")).to_be_focused()


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_panel_says_the_wait_before_the_first_word(site_with_ways: Site, visit: Any, theme: str) -> None:
    """On the demo page the panel shows the chat's wait and the other way in; in another language it changes with it."""
    site = site_with_ways
    await at_work(visit, site)
    page = await visit(f"{site.url}/demo/en.html", color_scheme=theme)
    await page.get_by_role("button", name="Open chat").click()
    await expect(page.get_by_role("status")).to_contain_text(
        "1 person is at work now. An answer takes less than a minute."
    )
    await expect(page.get_by_role("heading", name="Other ways")).to_be_visible()
    await expect(page.get_by_role("link", name="We call you")).to_have_attribute(
        "href", f"{site.url}/contact?language=en#callback"
    )
    assert await violations(page) == []
    await picture(page, f"panel-{theme}")
    await page.get_by_label("Language").last.select_option("ru")
    await expect(page.get_by_role("heading", name="Другие способы")).to_be_visible()


async def test_a_conversation_goes_on_elsewhere(site_with_ways: Site, visit: Any) -> None:
    """From the conversation the customer looks at the other ways; the page that opens knows of it; the chat on another device goes on
    with the same person, who sees both. What was said on the first device is not read on the second: a link can be sent to anybody.
    """
    site = site_with_ways
    desk = await at_work(visit, site)
    customer = await begin(visit, site)
    await accept(desk)
    await customer.get_by_role("button", name="More choices").click()
    await customer.get_by_role("button", name="Go on by another way").click()
    await expect(customer.get_by_text("You need not start again")).to_be_visible()
    await picture(customer, "elsewhere")
    assert await violations(customer) == []
    elsewhere = await customer.get_by_role("link", name="We call you").get_attribute("href")
    assert elsewhere is not None
    assert "#callback&pass=HL-" in elsewhere
    other = await visit(elsewhere)
    await expect(other.locator("#carried")).to_be_visible()
    await expect(other.locator("#form-title")).to_be_visible()
    chat = await other.locator("#ways > li").first.get_by_role("link").get_attribute("href")
    telephone = await visit(f"{site.url}{chat}")
    await telephone.get_by_role("button", name="Write to us").click()
    await telephone.get_by_role("textbox", name="Message").fill("I go on from my telephone.")
    await telephone.keyboard.press("Enter")
    await expect(desk.get_by_role("log")).to_contain_text("went on by another channel")
    await desk.get_by_role("button", name="Accept").click()
    await expect(desk.get_by_role("log")).to_contain_text("I go on from my telephone.")
    await expect(telephone.get_by_role("log")).not_to_contain_text("My bill looks wrong")


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_wallboard_says_how_often_waits_held(site: Site, visit: Any, theme: str) -> None:
    """After the first answer there is a line at its foot, honest about how little is known yet; a plain agent's board has none."""
    desk = await visit(f"{site.url}/desk/", color_scheme=theme)
    await log_in(desk, "kristi")
    await go_online(desk)
    await begin(visit, site)
    await accept(desk)
    await desk.goto(f"{site.url}/wallboard/?language=en")
    line = desk.locator(".held")
    await expect(line).to_contain_text("Foretold waits that held, last 30 days: Too few to say n = 1, meant to be 80%.")
    assert await violations(desk) == []
    await picture(desk, f"wallboard-{theme}")
    agents = await visit(f"{site.url}/desk/")
    await log_in(agents, "oleg")
    await agents.goto(f"{site.url}/wallboard/?language=en")
    await agents.locator(".tiles").wait_for()
    await expect(agents.locator(".held")).to_have_count(0)
