"""The main job in a real browser, both sides: a customer writes, a person answers, and nothing is lost."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e.stand import Site, log_in

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
    await expect(desk.get_by_role("log")).to_contain_text("fourth", timeout=20_000)
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
    await expect(desk.get_by_text("Draft saved")).to_be_visible(timeout=10_000)
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
