"""Saved views in a real browser: made, shown by a number, shared with a queue, kept on the server, and found in the command bar on any layout."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e.stand import Site, log_in, violations
from tests.e2e.test_contact import picture
from tests.e2e.test_main_job import begin
from tests.e2e.test_promises import at_work, speak

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]

LIST = "Saved views"

RUSSIAN_K = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'л', code: 'KeyK', ctrlKey: true, bubbles: true, cancelable: true}))"
"""The key K as a Russian layout gives it."""


async def made(desk: Any, title: str, *, whose: str = "", queue: str = "", ticks: tuple[str, ...] = ()) -> None:
    """A view, by keyboard from the list of views; it is shown then."""
    await desk.keyboard.press("Escape")
    await desk.get_by_role("region", name="Conversations").or_(desk.locator(".list")).first.focus()
    await desk.keyboard.press("7")
    dialog = desk.get_by_role("dialog", name=LIST)
    await dialog.get_by_role("button", name="New view").press("Enter")
    await expect(dialog.get_by_role("textbox", name="Name")).to_be_focused()
    await desk.keyboard.type(title)
    if whose:
        await dialog.get_by_label("In whose hands").select_option(label=whose)
    for tick in ticks:
        await dialog.get_by_role("checkbox", name=tick, exact=True).press("Space")
    if queue:
        await dialog.get_by_label("Who sees this view").select_option(queue)
    await dialog.get_by_role("textbox", name="Name").press("Enter")
    await expect(dialog).to_have_count(0)


async def test_a_view_is_made_shown_shared_and_brought_back(site: Site, visit: Any) -> None:
    """Its rows follow what happens; a reload and a colleague see it; a deleted one is brought back."""
    desk, _ = await at_work(site, visit)
    await begin(visit, site)
    await made(desk, "All chats of service", queue="service", ticks=("Chat",))
    tabs = desk.locator(".saved-views")
    shown = tabs.get_by_role("button", name="All chats of service")
    await expect(shown).to_have_attribute("aria-pressed", "true")
    rows = desk.get_by_role("listbox", name="All chats of service").get_by_role("option")
    await expect(rows).to_have_count(2)
    await made(desk, "Mine only", whose="mine")
    await expect(desk.get_by_role("listbox", name="Mine only").get_by_role("option")).to_have_count(1)
    # By its number, and by the command bar on a Russian layout.
    await desk.keyboard.press("7")
    await desk.keyboard.press("1")
    await expect(rows).to_have_count(2)
    await begin(visit, site)
    await expect(rows).to_have_count(3)
    await desk.evaluate(RUSSIAN_K)
    bar = desk.get_by_role("combobox")
    await expect(bar).to_be_focused()
    await desk.keyboard.type("mine on")
    await desk.keyboard.press("Enter")
    await expect(tabs.get_by_role("button", name="Mine only")).to_have_attribute("aria-pressed", "true")
    await desk.reload()
    await expect(tabs.get_by_role("button", name="Mine only")).to_have_attribute("aria-pressed", "true")
    await expect(desk.get_by_role("listbox", name="Mine only").get_by_role("option")).to_have_count(1)
    # A colleague who serves the queue sees the shared one, and cannot change it.
    colleague = await visit(f"{site.url}/desk/")
    await log_in(colleague, "oleg")
    await expect(colleague.locator(".saved-views").get_by_role("button")).to_have_count(1)
    await colleague.keyboard.press("7")
    dialog = colleague.get_by_role("dialog", name=LIST)
    await expect(dialog.get_by_role("listitem")).to_have_count(1)
    await expect(dialog.get_by_role("button", name="Delete")).to_have_count(0)
    # Deleted, and brought back.
    await desk.keyboard.press("7")
    await desk.get_by_role("button", name="Delete: Mine only").press("Enter")
    await expect(tabs.get_by_role("button")).to_have_count(1)
    await desk.keyboard.press("Escape")
    await desk.get_by_role("button", name="Bring back").click()
    await expect(tabs.get_by_role("button", name="Mine only")).to_be_visible()
    await desk.keyboard.press("1")
    await expect(tabs.locator("[aria-pressed=true]")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "et", "ru"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_on_views(site: Site, visit: Any, language: str, scheme: str) -> None:
    """The form, the list of views, and the tabs."""
    desk, _ = await at_work(site, visit, color_scheme=scheme)
    await made(desk, f"Vaade {language} {scheme}", queue="service", ticks=("Waiting", "Active"))
    await speak(desk, language)
    assert await violations(desk) == []
    await picture(desk, f"views-tabs-{language}-{scheme}")
    await desk.keyboard.press("7")
    dialog = desk.get_by_role("dialog")
    await expect(dialog.locator(".view-list li")).not_to_have_count(0)
    assert await violations(desk) == []
    await picture(desk, f"views-list-{language}-{scheme}")
    await dialog.locator(".button.primary").press("Enter")
    await expect(dialog.locator("form")).to_be_visible()
    assert await violations(desk) == []
    await picture(desk, f"views-form-{language}-{scheme}")
