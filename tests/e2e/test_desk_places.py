"""Several chats at once in a real browser: going to another and back loses neither the draft, nor the caret, nor where one was reading."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e.stand import Site, log_in
from tests.e2e.test_main_job import accept, begin, go_online

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]

CARET = "() => { const field = document.querySelector('.composer-field'); return [field.selectionStart, field.selectionEnd]; }"
FIRST_SEEN = """() => { const log = document.querySelector('.log').getBoundingClientRect();
  return [...document.querySelectorAll('.log .bubble')].find((one) => one.getBoundingClientRect().top >= log.top)?.textContent; }"""


async def test_going_to_another_chat_and_back_loses_no_place(site: Site, visit: Any) -> None:
    """Caret in the middle of a draft, a note half written in the other, and a log read further up while new words arrive."""
    desk = await visit(f"{site.url}/desk/")
    await log_in(desk, "kristi")
    await go_online(desk)
    one = await begin(visit, site, "The first of many")
    await accept(desk)
    for number in range(40):
        await one.get_by_role("textbox", name="Message").fill(f"Line {number}")
        await one.keyboard.press("Enter")
        await expect(one.get_by_role("log")).to_contain_text(f"Line {number}")
    await begin(visit, site, "The other chat")
    await expect(desk.get_by_role("button", name="Accept")).to_be_visible()
    await desk.keyboard.press("Control+Shift+A")
    await expect(desk.get_by_role("log")).to_contain_text("The other chat")
    await expect(desk.get_by_role("textbox", name="Reply")).to_be_focused()
    rows = desk.get_by_role("option")
    first, other = rows.filter(has_text="Line 39"), rows.filter(has_text="The other chat")
    await desk.keyboard.type("An answer to the other")
    for _ in range(5):
        await desk.keyboard.press("ArrowLeft")
    await desk.keyboard.press("Shift+ArrowLeft")
    await first.click()
    log = desk.get_by_role("log")
    await expect(log).to_contain_text("Line 39")
    await log.hover()
    await desk.mouse.wheel(0, -600)
    await desk.wait_for_function(
        "() => { const log = document.querySelector('.log'); return log.scrollHeight - log.scrollTop - log.clientHeight > 300; }"
    )
    await desk.get_by_role("tab", name="Note").or_(desk.get_by_role("button", name="Note", exact=True)).first.click()
    await desk.keyboard.type("Half a note")
    await desk.keyboard.press("Home")
    await desk.wait_for_timeout(200)
    seen = await desk.evaluate(FIRST_SEEN)
    await other.click()
    await expect(log).to_contain_text("The other chat")
    reply = desk.get_by_role("textbox", name="Reply")
    await expect(reply).to_have_value("An answer to the other")
    assert await desk.evaluate(CARET) == [16, 17]
    await one.get_by_role("textbox", name="Message").fill("And one more")
    await one.keyboard.press("Enter")
    await expect(first.or_(rows.filter(has_text="And one more"))).to_contain_text("And one more")
    await rows.filter(has_text="And one more").click()
    await expect(log).to_contain_text("And one more")
    assert await desk.evaluate(FIRST_SEEN) == seen
    await expect(desk.get_by_role("textbox", name="Note")).to_have_value("Half a note")
    assert await desk.evaluate(CARET) == [0, 0]
    # What came is counted, and one key leads to where one may type on.
    await desk.keyboard.press("Escape")
    await desk.locator(".rows").focus()
    await desk.keyboard.press("n")
    await desk.keyboard.type("Not ")
    await expect(desk.get_by_role("textbox", name="Note")).to_have_value("Not Half a note")
