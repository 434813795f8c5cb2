"""Something done with several conversations, in a real browser: chosen by keyboard, one decision each, what could not be done named, and undone."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e.stand import Site, log_in, violations
from tests.e2e.test_contact import picture
from tests.e2e.test_main_job import begin, go_online
from tests.e2e.test_promises import speak

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]


async def with_three(site: Site, visit: Any, **settings: Any) -> Any:
    """A desk with two conversations of Kristi's and one that waits, all in the view of everything."""
    desk = await visit(f"{site.url}/desk/", **settings)
    await log_in(desk, "kristi")
    await go_online(desk)
    for _ in range(2):
        await begin(visit, site)
        await expect(desk.get_by_role("button", name="Accept")).to_be_visible()
        await desk.keyboard.press("Control+Shift+A")
        await expect(desk.get_by_role("button", name="Accept")).to_have_count(0)
        await expect(desk.get_by_role("textbox", name="Reply")).to_be_focused()
    await desk.locator("[data-menu=presence]").click()
    await desk.locator("[role=menuitemradio]").nth(1).press("Enter")
    await begin(visit, site)
    await desk.locator(".rows").focus()
    await desk.keyboard.press("3")
    await expect(desk.get_by_role("option")).to_have_count(3)
    return desk


async def choose_all(desk: Any) -> None:
    """Begin to choose, and choose the three by keyboard."""
    await desk.locator(".rows").focus()
    await desk.keyboard.press("8")
    await desk.keyboard.press("Home")
    for key in ("Space", "ArrowDown", "Space", "ArrowDown", "Space"):
        await desk.keyboard.press(key)
    await expect(desk.get_by_role("status").filter(has_text="3 conversations chosen")).to_be_visible()
    await expect(desk.locator("[role=option][aria-selected=true]")).to_have_count(3)


async def test_several_are_put_off_what_cannot_is_named_and_it_is_undone(site: Site, visit: Any) -> None:
    """Two are ours and put off, the third only waits: it is named, stays chosen; and the two come back."""
    desk = await with_three(site, visit)
    await choose_all(desk)
    await desk.keyboard.press("z")
    dialog = desk.get_by_role("dialog", name="Put off the chosen")
    await expect(dialog.locator(".defer button")).to_have_count(5)
    await dialog.locator(".defer button").nth(2).press("Enter")
    results = desk.get_by_role("dialog", name="What was not done")
    await expect(results.get_by_role("listitem")).to_have_count(1)
    await expect(results.get_by_role("listitem")).to_contain_text("no longer yours")
    await picture(desk, "bulk-results")
    assert await violations(desk) == []
    await desk.keyboard.press("Escape")
    await expect(desk.get_by_text("1 conversation chosen")).to_be_visible()
    deferred = desk.get_by_role("option").filter(has_text="Deferred")
    await expect(deferred).to_have_count(2)
    await desk.get_by_role("button", name="Undo").click()
    # Kristi is away: only whoever is available takes anything back.
    await expect(results.get_by_role("listitem")).to_have_count(2)
    await expect(results.get_by_role("listitem").first).to_contain_text("Available")
    await desk.keyboard.press("Escape")
    await desk.locator(".rows").focus()
    await desk.keyboard.press("8")
    await desk.locator("[data-menu=presence]").click()
    await desk.locator("[role=menuitemradio]").first.press("Enter")
    await desk.locator(".rows").focus()
    await desk.keyboard.press("8")
    for option in range(2):
        await deferred.nth(option).click()
    await desk.keyboard.press("t")
    await desk.get_by_role("button", name="Take them myself").press("Enter")
    await expect(desk.get_by_text("Done: 2 conversations.")).to_be_visible()
    await expect(deferred).to_have_count(0)
    await desk.get_by_role("button", name="Undo").click()
    await expect(desk.get_by_text("Undone: 2 conversations.")).to_be_visible()
    await expect(deferred).to_have_count(2)


async def test_several_are_closed_after_a_moment_to_think_again(site: Site, visit: Any) -> None:
    """Thought better of, nothing is closed; otherwise those in one's hands are, with outcome and reasons."""
    desk = await with_three(site, visit)
    await desk.keyboard.press("1")
    await expect(desk.get_by_role("option")).to_have_count(2)
    await desk.locator(".rows").focus()
    await desk.keyboard.press("8")
    await desk.get_by_role("button", name="Choose all").press("Enter")
    await desk.locator(".rows").focus()
    await desk.keyboard.press("e")
    dialog = desk.get_by_role("dialog", name="Close the chosen")
    await dialog.locator("form [type=submit]").press("Enter")
    await expect(desk.get_by_text("2 conversations are about to be closed.")).to_be_visible()
    await desk.get_by_role("button", name="Undo").click()
    await expect(desk.get_by_text("Nothing was closed.")).to_be_visible()
    await expect(desk.get_by_role("option")).to_have_count(2)
    await desk.locator(".rows").focus()
    await desk.keyboard.press("e")
    await dialog.get_by_role("radio", name="Spam").press("Space")
    await dialog.get_by_role("checkbox").first.press("Space")
    await dialog.locator("form [type=submit]").press("Enter")
    await expect(desk.get_by_text("Done: 2 conversations.")).to_be_visible()
    await expect(desk.locator("[role=option]:not([aria-disabled])")).to_have_count(0)
    assert len((await site.outside(ended=True))["reasons"]) == 1


@pytest.mark.parametrize("language", ["et", "ru"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_while_choosing(site: Site, visit: Any, language: str, scheme: str) -> None:
    """The bar, and the dialogs for each thing to do."""
    desk = await with_three(site, visit, color_scheme=scheme)
    await choose_all(desk)
    await speak(desk, language)
    assert await violations(desk) == []
    await picture(desk, f"bulk-bar-{language}-{scheme}")
    for key in ("t", "z", "e"):
        await desk.locator(".rows").focus()
        await desk.keyboard.press(key)
        await expect(desk.get_by_role("dialog").locator(".button").nth(1)).to_be_visible()
        assert await violations(desk) == []
        await picture(desk, f"bulk-{key}-{language}-{scheme}")
        await desk.keyboard.press("Escape")
