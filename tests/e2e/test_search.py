"""Search at the desk: by keyboard, in any form of a word, to the very message; in three languages and both themes."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e.stand import Site, log_in, violations
from tests.e2e.test_contact import picture
from tests.e2e.test_main_job import accept, begin, go_online

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]

MANY = 120


async def test_an_old_message_is_found_and_shown_by_keyboard_alone(site: Site, visit: Any) -> None:
    """Far above what a page holds at first: found by another form of its word, opened with Enter, marked and in sight; the draft stays."""
    desk = await visit(f"{site.url}/desk/")
    await log_in(desk, "kristi")
    await go_online(desk)
    customer = await begin(visit, site, "Minu arvetel on võõras tasu")
    await accept(desk)
    for number in range(MANY):
        await customer.get_by_role("textbox", name="Message").fill(f"line {number}")
        await customer.keyboard.press("Enter")
    await expect(desk.get_by_role("log")).to_contain_text(f"line {MANY - 1}")
    await desk.reload()
    await expect(desk.get_by_role("log")).to_contain_text(f"line {MANY - 1}")
    await expect(desk.get_by_role("log")).not_to_contain_text("võõras tasu")
    await desk.get_by_role("textbox", name="Reply").fill("half a reply")
    await desk.keyboard.press("Control+Shift+F")
    field = desk.get_by_role("combobox", name="Words that were said")
    await expect(field).to_be_focused()
    await desk.keyboard.type("arve")
    hit = desk.locator("[role=option]").filter(has_text="võõras")
    await expect(hit).to_be_visible()
    await expect(hit.locator("mark")).to_have_text("arvetel")
    await expect(desk.get_by_role("dialog").get_by_role("status")).to_have_text("Found: 1.")
    await desk.keyboard.press("Enter")
    message = desk.locator("[data-ordinal='1']")
    await expect(message).to_be_in_viewport()
    await expect(desk.get_by_role("dialog")).to_have_count(0)
    await expect(desk.get_by_role("textbox", name="Reply")).to_have_value("half a reply")


NAMES = {"et": "Eesti", "ru": "Русский", "en": "English"}
FIELD = {"et": "Sõnad, mida öeldi", "ru": "Слова, которые были сказаны", "en": "Words that were said"}
FOUND = {"et": "Leitud: 2.", "ru": "Найдено: 2.", "en": "Found: 2."}
NOTES = {"et": "märkmes", "ru": "в заметке", "en": "in a note"}
NONE = {"et": "ei leitud", "ru": "не нашлось", "en": "Nothing was found"}


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_says_what_it_did_in_three_languages(site: Site, visit: Any, theme: str) -> None:
    """What can be typed, what was found, that nothing was found and what to do; axe finds nothing, and a small screen has room."""
    desk = await visit(f"{site.url}/desk/", color_scheme=theme)
    await log_in(desk, "kristi")
    await go_online(desk)
    await begin(visit, site, "The roaming charges on my bill look wrong, please cancel all of them as soon as you can")
    await accept(desk)
    await desk.keyboard.type("I have cancelled the charges for roaming")
    await desk.keyboard.press("Control+Enter")
    await expect(desk.get_by_role("log")).to_contain_text("I have cancelled")
    for language, name in NAMES.items():
        await desk.keyboard.press("Escape")
        await desk.locator("[data-menu=settings]").click()
        await desk.get_by_role("menuitemradio", name=name).click()
        await expect(desk.locator("html")).to_have_attribute("lang", language)
        await desk.keyboard.press("Escape")
        await desk.keyboard.press("Control+Shift+F")
        dialog = desk.get_by_role("dialog")
        field = dialog.get_by_role("combobox", name=FIELD[language])
        await expect(field).to_be_focused()
        await field.fill("charge")
        await expect(dialog.locator("[role=option]")).to_have_count(2)
        await expect(dialog.get_by_role("status")).to_have_text(FOUND[language])
        assert await violations(desk) == []
        await picture(desk, f"search-{language}-{theme}")
        await dialog.locator("select").first.select_option(label=NOTES[language])
        await expect(dialog.get_by_role("status")).to_contain_text(NONE[language])
        await desk.set_viewport_size({"width": 320, "height": 640})
        assert await desk.evaluate("document.documentElement.scrollWidth") <= 320
        await picture(desk, f"search-none-{language}-{theme}")
        await desk.set_viewport_size({"width": 1280, "height": 720})
        await desk.keyboard.press("Escape")
