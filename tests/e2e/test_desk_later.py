"""Put off and sent later at a time of one's choice, in a real browser: on the site's clock, listed, changed, taken up, and taken back by
itself when the customer writes first.
"""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e.stand import Site, violations
from tests.e2e.test_contact import picture
from tests.e2e.test_letters import LETTER, desk_with_letter, sent
from tests.e2e.test_promises import speak

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]

LIST = "Put off and waiting to be sent"


async def test_a_letter_waits_at_ones_own_time_is_changed_and_taken_back_by_the_customers_word(
    site: Site, visit: Any
) -> None:
    """By keyboard: any day and hour on the site's clock; changed in the list; the customer's next letter takes it back, and says so."""
    desk = await desk_with_letter(site, visit, timezone_id="America/Toronto")
    reply, log = desk.get_by_role("textbox", name="Reply"), desk.get_by_role("log")
    await reply.fill("Is it still wrong?")
    await reply.press("Control+Shift+L")
    dialog = desk.get_by_role("dialog", name="Send later")
    await expect(dialog.get_by_role("checkbox", name="Do not send it if the customer writes first")).to_be_checked()
    await expect(dialog).to_contain_text("by the clock of Europe/Tallinn")
    own = dialog.get_by_label("Another day and time")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT09:00", await own.input_value())
    await own.fill("2020-01-01T09:00")
    await own.press("Enter")
    await expect(dialog.get_by_role("alert")).to_have_text("That time has passed. Choose a later one.")
    day = (await desk.evaluate("new Date(Date.now() + 40 * 86_400_000).toISOString()"))[:10]
    await own.fill(f"{day}T10:15")
    await own.press("Enter")
    # The browser is in Toronto; what waits is told by the site's clock.
    await expect(log).to_contain_text(re.compile(r"Goes out [\d/]+ 10:15"))
    await log.get_by_role("button", name="Change the time").press("Enter")
    listed = desk.get_by_role("dialog", name=LIST)
    item = listed.get_by_role("listitem").filter(has_text="Is it still wrong?")
    await expect(item).to_contain_text("10:15")
    await expect(item).to_contain_text("not if the customer writes first")
    await item.get_by_role("button", name="Change the time").press("Enter")
    await expect(item.get_by_label("Another day and time")).to_have_value(f"{day}T10:15")
    await item.get_by_label("Another day and time").fill(f"{day}T16:40")
    await item.get_by_label("Another day and time").press("Enter")
    await expect(item).to_contain_text("16:40")
    await desk.keyboard.press("Escape")
    assert await site.outside(letter={**LETTER, "joins": True, "text": "It is right now."})
    await expect(log).to_contain_text("Not sent: the customer wrote first.")
    await expect(desk.get_by_text("Your waiting letter was not sent.")).to_be_visible()
    await log.get_by_role("button", name="Put back into the field").press("Enter")
    await expect(reply).to_have_value("Is it still wrong?")
    await expect(reply).to_be_focused()
    assert await site.outside(out=True) == []


async def test_what_is_put_off_is_listed_wakes_with_the_customers_word_and_is_taken_up(site: Site, visit: Any) -> None:
    """`5` is "when the customer answers": listed, brought back by their letter to the same person; and taken up by hand before."""
    desk = await desk_with_letter(site, visit)
    await desk.keyboard.press("Escape")
    await desk.keyboard.press("z")
    await desk.keyboard.press("5")
    strip = desk.get_by_text("Put off. It will come back")
    await expect(strip).to_be_visible()
    await desk.keyboard.press("6")
    listed = desk.get_by_role("dialog", name=LIST)
    item = listed.get_by_role("listitem")
    await expect(item).to_contain_text("or when the customer answers")
    await item.get_by_role("button", name="Take up now").press("Enter")
    await expect(listed).to_have_count(0)
    await expect(desk.get_by_role("textbox", name="Reply")).to_be_visible()
    await desk.get_by_role("log").focus()
    await desk.keyboard.press("z")
    await desk.keyboard.press("5")
    await expect(strip).to_be_visible()
    assert await site.outside(letter={**LETTER, "joins": True, "text": "Anything new?"})
    offer = desk.get_by_role("button", name=re.compile("Accept"))
    await expect(offer.first).to_be_visible()
    await desk.keyboard.press("y")
    await expect(desk.get_by_role("log")).to_contain_text("Anything new?")


async def test_a_letter_that_waits_is_sent_at_once_from_the_list(site: Site, visit: Any) -> None:
    """And is gone from it."""
    desk = await desk_with_letter(site, visit)
    reply = desk.get_by_role("textbox", name="Reply")
    await reply.fill("Now after all.")
    await reply.press("Control+Shift+L")
    await desk.get_by_role("dialog").locator(".defer button").nth(3).press("Enter")
    await expect(desk.get_by_role("log")).to_contain_text("Goes out")
    await reply.press("Escape")
    await desk.keyboard.press("6")
    listed = desk.get_by_role("dialog", name=LIST)
    await listed.get_by_role("button", name="Send now").press("Enter")
    await expect(listed).to_contain_text("No letter waits to be sent.")
    assert [one["text"][:14] for one in await sent(site)] == ["Now after all."]


@pytest.mark.parametrize("language", ["en", "et", "ru"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_on_the_list_and_in_the_dialogs(
    site: Site, visit: Any, language: str, scheme: str
) -> None:
    """With something in both lists and a time being changed."""
    desk = await desk_with_letter(site, visit, color_scheme=scheme)
    await speak(desk, language)
    reply = desk.locator(".composer textarea.composer-field")
    await reply.fill("Kiri")
    await reply.press("Control+Shift+L")
    dialog = desk.get_by_role("dialog")
    await expect(dialog.locator(".defer button")).to_have_count(4)
    assert await violations(desk) == []
    await picture(desk, f"later-send-{language}-{scheme}")
    await dialog.locator(".defer button").nth(2).press("Enter")
    await expect(dialog).to_have_count(0)
    await reply.press("Escape")
    await desk.keyboard.press("z")
    await expect(dialog.locator(".defer button")).to_have_count(5)
    assert await violations(desk) == []
    await picture(desk, f"later-defer-{language}-{scheme}")
    await desk.keyboard.press("3")
    await expect(dialog).to_have_count(0)
    await desk.keyboard.press("6")
    await expect(dialog.get_by_role("listitem")).to_have_count(2)
    await dialog.locator("[aria-expanded=false]").first.press("Enter")
    assert await violations(desk) == []
    await picture(desk, f"later-list-{language}-{scheme}")
