"""The main job in a real browser, both sides: a customer writes, a person answers, and nothing is lost."""

import asyncio
import re
import sys
from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e.site_process import PASSWORD
from tests.e2e.stand import ROOT, Site, log_in

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]


async def begin(visit: Any, site: Site, text: str = "My bill looks wrong") -> Any:
    """A customer's page on which a first message has been sent."""
    customer = await visit(f"{site.url}/chat")
    await customer.get_by_role("button", name="Write to us").click()
    await customer.get_by_role("textbox", name="Message").fill(text)
    await customer.keyboard.press("Enter")
    await expect(customer.get_by_role("log")).to_contain_text(text)
    return customer


async def go_online(desk: Any) -> None:
    """Say "available" with the keyboard alone."""
    await desk.keyboard.press("s")
    await desk.get_by_role("menuitemradio", name="Available").press("Enter")
    await expect(desk.locator("[data-menu=presence]")).to_contain_text("Available")


async def accept(desk: Any) -> None:
    """Take what is offered, by its key, once the offer is on the screen."""
    await expect(desk.get_by_role("button", name="Accept")).to_be_visible()
    await desk.keyboard.press("y")
    await expect(desk.get_by_role("textbox", name="Reply")).to_be_focused()


async def test_the_main_job_is_done_by_keyboard_alone(site: Site, visit: Any) -> None:
    """An agent logs in, comes online, accepts, answers, ends and wraps up without touching a mouse."""
    desk = await visit(f"{site.url}/desk/")
    await log_in(desk, "kristi")
    await go_online(desk)
    customer = await begin(visit, site)
    await accept(desk)
    await expect(desk.get_by_role("log")).to_contain_text("My bill looks wrong")
    await desk.keyboard.type("Hello! I am looking at it now.")
    await desk.keyboard.press("Control+Enter")
    await expect(customer.get_by_role("log")).to_contain_text("I am looking at it now.")
    await expect(customer.get_by_role("log")).to_contain_text("Kristi")
    await customer.get_by_role("textbox", name="Message").fill("Thank you, that is it.")
    await customer.keyboard.press("Enter")
    await expect(desk.get_by_role("log")).to_contain_text("Thank you, that is it.")
    await desk.keyboard.press("Escape")
    await desk.keyboard.press("e")
    await expect(desk.get_by_role("heading", name="Wrap-up")).to_be_visible()
    await desk.keyboard.press("1")
    await desk.keyboard.press("Control+Enter")
    await expect(customer.get_by_role("log")).to_contain_text("The conversation has ended.")
    await expect(desk.get_by_role("heading", name="Wrap-up")).to_be_hidden()


async def test_what_is_written_without_a_network_arrives_once_and_in_order(site: Site, visit: Any) -> None:
    """Three messages typed offline reach the agent after the network is back: each once, in the order of typing."""
    desk = await visit(f"{site.url}/desk/")
    await log_in(desk, "kristi")
    await go_online(desk)
    customer = await begin(visit, site, "first")
    await accept(desk)
    await expect(desk.get_by_role("log")).to_contain_text("first")
    await customer.context.set_offline(True)
    field = customer.get_by_role("textbox", name="Message")
    for text in ("second", "third", "fourth"):
        await field.fill(text)
        await field.press("Enter")
    await expect(customer.get_by_role("log")).to_contain_text("fourth")
    await customer.context.set_offline(False)
    await expect(desk.get_by_role("log")).to_contain_text("fourth")
    said = await desk.get_by_role("log").inner_text()
    order = [said.index(text) for text in ("first", "second", "third", "fourth")]
    assert order == sorted(order)
    assert all(said.count(text) == 1 for text in ("second", "third", "fourth"))


async def test_a_conversation_survives_a_reload_of_either_page(site: Site, visit: Any) -> None:
    """Both pages are reloaded in the middle of a conversation, and both have all of it again."""
    desk = await visit(f"{site.url}/desk/")
    await log_in(desk, "oleg")
    await go_online(desk)
    customer = await begin(visit, site, "before the reload")
    await accept(desk)
    await desk.keyboard.type("an answer that is not sent yet")
    await expect(desk.get_by_text("Draft saved")).to_be_visible()
    await customer.reload()
    await desk.reload()
    await expect(customer.get_by_role("log")).to_contain_text("before the reload")
    await expect(desk.get_by_role("log")).to_contain_text("before the reload")
    await expect(desk.get_by_role("textbox", name="Reply")).to_have_value("an answer that is not sent yet")


async def test_a_handed_on_conversation_keeps_its_note_and_reaches_the_colleague(site: Site, visit: Any) -> None:
    """Transfer to a person with a note: the colleague is offered it, and reads the note beside the conversation."""
    first = await visit(f"{site.url}/desk/")
    await log_in(first, "kristi")
    await go_online(first)
    customer = await begin(visit, site)
    await accept(first)
    await expect(first.get_by_role("log")).to_contain_text("My bill looks wrong")
    second = await visit(f"{site.url}/desk/")
    await log_in(second, "oleg")
    await go_online(second)
    await first.keyboard.press("Escape")
    await first.keyboard.press("t")
    dialog = first.get_by_role("dialog")
    await expect(dialog).to_be_visible()
    await dialog.get_by_text("Oleg Orlov").click()
    await dialog.get_by_role("textbox", name="Note").fill("The bill of October, please look")
    await dialog.get_by_role("button", name="Transfer").click()
    await expect(customer.get_by_role("log")).to_contain_text("You keep your place in line.")
    await accept(second)
    await expect(second.get_by_text("The bill of October, please look")).to_be_visible()
    await expect(customer.get_by_role("log")).to_contain_text("Oleg")


async def test_two_tabs_of_one_agent_are_one_agent(site: Site, visit: Any) -> None:
    """What is done in one tab is seen in the other: the offer is gone there, the answer is there once; closing one ends nothing."""
    desk = await visit(f"{site.url}/desk/")
    await log_in(desk, "kristi")
    await go_online(desk)
    other = await desk.context.new_page()
    await other.goto(f"{site.url}/desk/")
    await expect(other.locator("[data-menu=presence]")).to_contain_text("Available")
    customer = await begin(visit, site, "Which tab?")
    await expect(other.get_by_role("button", name="Accept")).to_be_visible()
    await accept(desk)
    await expect(other.get_by_role("button", name="Accept")).to_be_hidden()
    await desk.keyboard.type("An answer from the first tab")
    await desk.keyboard.press("Control+Enter")
    await other.bring_to_front()
    await other.get_by_text("An answer from the first tab").first.click()
    await expect(other.get_by_role("log")).to_contain_text("An answer from the first tab")
    await other.get_by_role("textbox", name="Reply").fill("And one from the second")
    await other.keyboard.press("Control+Enter")
    for page in (desk, other, customer):
        await expect(page.get_by_role("log").get_by_text("And one from the second")).to_have_count(1)
        await expect(page.get_by_role("log").get_by_text("An answer from the first tab")).to_have_count(1)
    await desk.close()
    await customer.get_by_role("textbox", name="Message").fill("Still here?")
    await customer.keyboard.press("Enter")
    await expect(other.get_by_role("log")).to_contain_text("Still here?")
    await expect(other.locator("[data-menu=presence]")).to_contain_text("Available")


async def test_a_page_that_is_closed_and_opened_again_finds_its_conversation(site: Site, visit: Any) -> None:
    """The customer closes the page; what is written meanwhile is there when it is opened again, once and in order."""
    desk = await visit(f"{site.url}/desk/")
    await log_in(desk, "oleg")
    await go_online(desk)
    customer = await begin(visit, site, "I will be right back")
    await accept(desk)
    browser = customer.context
    await customer.close()
    await desk.keyboard.type("Take your time.")
    await desk.keyboard.press("Control+Enter")
    await expect(desk.get_by_role("log")).to_contain_text("Take your time.")
    again = await browser.new_page()
    await again.goto(f"{site.url}/chat")
    log = again.get_by_role("log")
    await expect(log).to_contain_text("Take your time.")
    said = await log.inner_text()
    assert said.count("I will be right back") == said.count("Take your time.") == 1
    assert said.index("I will be right back") < said.index("Take your time.")
    await again.get_by_role("textbox", name="Message").fill("Back again")
    await again.keyboard.press("Enter")
    await expect(desk.get_by_role("log")).to_contain_text("Back again")


async def test_what_happens_while_a_conversation_is_fetched_is_shown(site: Site, visit: Any) -> None:
    """A slow answer is older than what the desk was told meanwhile: that is in the thread and in the timeline all the same."""
    desk = await visit(f"{site.url}/desk/")
    await log_in(desk, "kristi")
    await go_online(desk)
    go_on = asyncio.Event()

    async def slowly(route: Any) -> None:
        answer = await route.fetch()
        fetched.set()
        await go_on.wait()
        await route.fulfill(response=answer)

    fetched = asyncio.Event()
    await desk.route(re.compile("/api/v1/conversations/[^/?]+$"), slowly)
    customer = await begin(visit, site, "Anybody there?")
    await expect(desk.get_by_role("button", name="Accept")).to_be_visible()
    page = await desk.evaluate("fetch('/api/v1/conversations?view=waiting').then(answer => answer.json())")
    await desk.evaluate("one => { location.hash = `#/waiting/${one}` }", page["rows"][0]["interaction"])
    await asyncio.wait_for(fetched.wait(), 90)
    await desk.get_by_role("button", name="Accept").click()
    await expect(customer.get_by_role("log")).to_contain_text("Kristi")
    await expect(desk.get_by_role("button", name="Accept")).to_be_hidden()
    go_on.set()
    log = desk.get_by_role("log")
    await expect(log).to_contain_text("Anybody there?")
    await expect(log).to_contain_text("accepted the conversation")
    await expect(desk.get_by_role("region", name="Timeline")).to_contain_text("Active")


async def test_an_open_desk_meets_a_new_colleague(site: Site, visit: Any) -> None:
    """Somebody who is set up while a desk is open can be handed a conversation without a reload, and has a name."""
    desk = await visit(f"{site.url}/desk/")
    await log_in(desk, "kristi")
    await go_online(desk)
    await begin(visit, site)
    await accept(desk)
    added = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hoolin", "user", "add", "mari", "--name", "Mari Maasikas", "--role", "agent",
        "--agent", "mari", "--language", "en", "--data", str(site.folder),
        cwd=ROOT, stdin=asyncio.subprocess.PIPE,
    )  # fmt: skip
    await added.communicate(PASSWORD.encode())
    assert added.returncode == 0
    colleague = await visit(f"{site.url}/desk/")
    await log_in(colleague, "mari")
    await go_online(colleague)
    await desk.keyboard.press("Escape")
    await desk.keyboard.press("t")
    await expect(desk.get_by_role("dialog").get_by_text("Mari Maasikas")).to_be_visible()


async def test_everything_is_done_from_one_field(site: Site, visit: Any) -> None:
    """What is typed narrows the commands and the conversations; the arrows choose, Enter does it; where nothing is left, Enter does nothing."""
    desk = await visit(f"{site.url}/desk/")
    await log_in(desk, "kristi")
    await go_online(desk)
    await begin(visit, site)
    await accept(desk)
    await desk.keyboard.press("Control+k")
    find = desk.get_by_role("combobox", name="What to do? Or a customer's name")
    await expect(find).to_be_focused()
    await desk.keyboard.type("nothing of the kind")
    await expect(desk.get_by_role("dialog", name="Commands")).to_contain_text("Nothing found.")
    await desk.keyboard.press("Enter")
    await find.fill("keyboard")
    await expect(desk.get_by_role("dialog", name="Commands").get_by_role("option")).to_have_count(1)
    await find.fill("")
    await desk.keyboard.press("ArrowDown")
    options = desk.get_by_role("dialog", name="Commands").get_by_role("option")
    await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    await desk.keyboard.press("ArrowUp")
    await desk.keyboard.type("keyboard")
    await expect(options).to_have_count(1)
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
