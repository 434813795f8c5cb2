"""Ready replies: written by a supervisor, found by `;` at the desk, filled in, and sent; in three languages and both themes."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.e2e.stand import Site, log_in, violations
from tests.e2e.test_contact import picture
from tests.e2e.test_main_job import accept, begin, go_online

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]

SPEAK = """async (language) => {
  const { csrf } = await (await fetch('/api/v1/session')).json();
  await fetch('/api/v1/session', { method: 'PATCH', headers: { 'content-type': 'application/json', 'x-hoolin-csrf': csrf }, body: JSON.stringify({ language }) });
}"""
TITLES = {"et": "Valmisvastused", "ru": "Готовые ответы", "en": "Ready replies"}


async def write(page: Page, name: str, title: str, **texts: str) -> None:
    """A new reply, on the page of those who keep them."""
    await page.get_by_role("button", name="New reply").click()
    await page.get_by_label("What it is for").fill(title)
    await page.get_by_role("textbox", name="Name").fill(name)
    for language, text in texts.items():
        await page.get_by_label(language).fill(text)
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("status").filter(has_text=name)).to_be_visible()


async def test_from_the_supervisor_to_the_customer(site: Site, visit: Any) -> None:
    """A slip is told in words; the reply is found by what is typed after `;`, filled in with what is known, gaps are chosen to type over, and nothing typed is lost."""
    desk = await visit(f"{site.url}/desk/")
    await log_in(desk, "kristi")
    await go_online(desk)
    page = await desk.context.new_page()
    await page.goto(f"{site.url}/admin/replies")
    await page.get_by_role("button", name="New reply").click()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("alert")).to_have_text("Say in a few words what it is for.")
    await page.get_by_role("button", name="Leave as it was").click()
    await write(
        page,
        "hello",
        "Greeting",
        English="Hello {customer}, this is {agent} about case {case}.",
        Estonian="Tere, {customer}!",
    )
    await write(page, "bye", "Farewell", English="All the best from {operator}!")
    await page.get_by_role("button", name="Greeting").click()
    await page.get_by_label("English").fill("Good day {customer}, this is {agent} about case {case}.")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("status").filter(has_text="hello")).to_be_visible()
    await page.get_by_role("button", name="Greeting").click()
    await page.get_by_role("button", name="How it was before").click()
    await expect(page.get_by_text("Hello {customer}")).to_be_visible()
    assert await violations(page) == []
    customer = await begin(visit, site)
    await desk.bring_to_front()
    await accept(desk)
    field = desk.get_by_role("textbox", name="Reply")
    await desk.keyboard.type("First: ;")
    dialog = desk.get_by_role("dialog")
    await expect(dialog.get_by_role("combobox")).to_be_focused()
    await desk.keyboard.type("hel")
    await expect(dialog.locator("[role=option]").first).to_contain_text(
        "Good day ____, this is Kristi Kask about case 1001."
    )
    assert await violations(desk) == []
    await desk.keyboard.press("Enter")
    await expect(field).to_have_value("First: Good day ____, this is Kristi Kask about case 1001.")
    await expect(field).to_be_focused()
    await desk.keyboard.type("Mari")
    await expect(field).to_have_value("First: Good day Mari, this is Kristi Kask about case 1001.")
    await desk.keyboard.press("End")
    await desk.keyboard.type(" ;")
    await expect(dialog.get_by_role("combobox")).to_be_focused()
    await desk.keyboard.type(")")
    await expect(dialog).to_have_count(0)
    await expect(field).to_have_value("First: Good day Mari, this is Kristi Kask about case 1001. ;)")
    await desk.keyboard.type(" ;")
    await expect(dialog.get_by_role("combobox")).to_be_focused()
    await desk.keyboard.press("Escape")
    await expect(field).to_have_value("First: Good day Mari, this is Kristi Kask about case 1001. ;) ;")
    await field.fill("Good day Mari")
    await desk.keyboard.press("Control+Enter")
    await expect(customer.get_by_role("log")).to_contain_text("Good day Mari")


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_page_in_three_languages(site: Site, visit: Any, theme: str) -> None:
    """The list, one of them open, and a small screen: axe finds nothing and nothing has to be moved sideways."""
    desk = await visit(f"{site.url}/desk/", color_scheme=theme)
    await log_in(desk, "kristi")
    page = desk
    await page.goto(f"{site.url}/admin/replies")
    await write(
        page,
        "hello",
        "Greeting",
        English="Hello {customer}, this is {agent}.",
        Estonian="Tere, {customer}!",
        Russian="Здравствуйте, {customer}!",
    )
    for language, title in TITLES.items():
        await page.evaluate(SPEAK, language)
        await page.goto(f"{site.url}/admin/replies")
        await expect(page.get_by_role("heading", level=1)).to_have_text(title)
        assert await violations(page) == []
        await page.get_by_role("button", name="Greeting").click()
        await expect(page.locator("form textarea")).to_have_count(3)
        assert await violations(page) == []
        await picture(page, f"replies-{language}-{theme}")
        await page.set_viewport_size({"width": 320, "height": 640})
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320
        await picture(page, f"replies-small-{language}-{theme}")
        await page.set_viewport_size({"width": 1280, "height": 720})
