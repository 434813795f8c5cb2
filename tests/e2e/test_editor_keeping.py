"""What an administrator has written is not lost: not to a colleague, not to a line that breaks, not to a page that is left."""

from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.e2e.conftest import serving
from tests.e2e.menus import come_in, opened, saved, set_flow, verdict
from tests.e2e.stand import Site, violations

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]


@pytest_asyncio.fixture(loop_scope="session")
async def menus(tmp_path: Any) -> Any:
    """A site whose menus are being written."""
    async with serving(tmp_path, module="editor_process") as made:
        yield made


async def write(page: Page, node: str, english: str) -> None:
    """Change what a node says in English."""
    await page.locator(f'[data-node="{node}"]').click()
    await page.get_by_role("textbox", name="English").fill(english)


async def test_two_at_once_lose_nothing(menus: Site, visit: Any) -> None:
    """Whoever saves second is shown what the other changed, both are put together, and where both changed a node they choose."""
    anu = await opened(visit, menus)
    await set_flow(anu, "main")
    await anu.goto(f"{menus.url}/admin/flows/main")
    boriss = await opened(visit, menus, "boriss", "main")
    await write(boriss, "bye", "So long.")
    await write(boriss, "menu", "Invoices 1.")
    await saved(boriss, "kinder", 2)
    await write(anu, "shut", "We will call {when}.")
    await write(anu, "menu", "Money 1.")
    await expect(anu.locator(".verdict")).to_contain_text("A colleague has saved version 2 meanwhile")
    await anu.keyboard.press("Control+s")
    await expect(anu.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    await anu.keyboard.press("Enter")
    clash = anu.get_by_role("dialog", name="Somebody has changed this menu meanwhile")
    await expect(clash).to_contain_text("Version 2 has been saved")
    await expect(clash).to_contain_text("So long.")
    assert await violations(anu) == []
    await clash.get_by_role("group", name="menu").get_by_label("the other's").check()
    await clash.get_by_role("button", name="Put together").click()
    await expect(anu.get_by_role("dialog", name="Save “main”")).to_contain_text("We will call {when}.")
    await anu.get_by_role("dialog").get_by_role("textbox").fill("both")
    await anu.keyboard.press("Enter")
    await expect(anu.locator(".editor-bar")).to_contain_text("version 3")
    told = await anu.evaluate("fetch('/api/v1/flows/main').then((answer) => answer.json())")
    texts = {code: told["flow"]["nodes"][code]["text"]["en"] for code in ("bye", "menu", "shut")}
    assert texts == {"bye": "So long.", "menu": "Invoices 1.", "shut": "We will call {when}."}


async def test_a_version_is_looked_at_and_taken_up_again(menus: Site, visit: Any) -> None:
    """Who changed what and why; an old one comes into the editor, and saved it is a new one."""
    page = await opened(visit, menus)
    await set_flow(page, "main")
    await page.goto(f"{menus.url}/admin/flows/main")
    await write(page, "bye", "So long.")
    await saved(page, "shorter", 2)
    await page.get_by_role("button", name="Versions").click()
    await page.locator(".revisions button").first.click()
    await expect(page.locator(".revisions")).to_contain_text("Anu Aas")
    await expect(page.locator(".revisions")).to_contain_text("shorter")
    await expect(page.locator(".changes del")).to_have_text("Goodbye.")
    await expect(page.locator(".changes ins")).to_have_text("So long.")
    assert await violations(page) == []
    await page.locator(".revisions button").last.click()
    await page.get_by_role("button", name="Take version 1 up").click()
    await expect(page.get_by_role("textbox", name="English")).to_have_value("Goodbye.")
    await saved(page, "as it was", 3)


async def test_a_broken_line_and_a_closed_page_keep_what_was_written(menus: Site, visit: Any) -> None:
    """Offline it is said and kept; back, it is checked by itself; after a reload it is taken up again; leaving asks."""
    page = await opened(visit, menus)
    await set_flow(page, "main")
    await page.goto(f"{menus.url}/admin/flows")
    await page.locator(".flow-line").click()
    await verdict(page, "holds")
    await page.context.set_offline(True)
    await write(page, "bye", "So long.")
    await verdict(page, "offline")
    await expect(page.locator(".verdict")).to_contain_text("Your changes are kept on this device")
    await page.context.set_offline(False)
    await verdict(page, "holds")
    await page.reload()
    await expect(page.locator(".verdict")).to_contain_text("Your unfinished changes have been taken up again")
    await page.locator('[data-node="bye"]').click()
    await expect(page.get_by_role("textbox", name="English")).to_have_value("So long.")
    await page.get_by_role("link", name="Back to the menus").click()
    leaving = page.get_by_role("dialog", name="The menu is not saved")
    await expect(leaving).to_contain_text("wait for you here")
    await leaving.get_by_role("button", name="Stay").click()
    await expect(leaving).to_be_hidden()
    await page.go_back()
    await expect(leaving).to_be_visible()
    await leaving.get_by_role("button", name="Leave").click()
    await expect(page.locator(".flow-line")).to_contain_text("unsaved changes on this device")


async def test_a_session_that_ends_ends_no_work(menus: Site, visit: Any) -> None:
    """It is said, and kept; whoever logs in in another window goes on in this one."""
    page = await opened(visit, menus)
    await set_flow(page, "main")
    await page.goto(f"{menus.url}/admin/flows/main")
    await verdict(page, "holds")
    await page.context.clear_cookies()
    await write(page, "bye", "So long.")
    await verdict(page, "out")
    async with page.context.expect_page() as door:
        await page.get_by_role("link", name="Log in in a new window").click()
    await come_in(await door.value, "anu")
    await verdict(page, "holds")
    await saved(page, "", 2)


async def test_a_menu_is_put_on_a_channel_and_taken_away(menus: Site, visit: Any) -> None:
    """Once it is saved; the list says where it greets, and it is not retired while it does."""
    page = await opened(visit, menus)
    await set_flow(page, "main")
    await page.goto(f"{menus.url}/admin/flows/main")
    await page.get_by_role("tab", name="Menu").click()
    await page.get_by_label("Chat").check()
    await page.get_by_role("button", name="Retire the menu").click()
    await page.get_by_role("button", name="Yes, retire it").click()
    await expect(page.get_by_role("alert")).to_contain_text("The menu still greets somewhere")
    await page.get_by_role("link", name="Back to the menus").click()
    await expect(page.locator(".flow-line")).to_contain_text("Greets on: Chat")
    await page.locator(".flow-line").click()
    await page.get_by_role("tab", name="Menu").click()
    await page.get_by_label("Chat").uncheck()
    await expect(page.get_by_label("Chat")).not_to_be_checked()
    await page.get_by_role("button", name="Retire the menu").click()
    await page.get_by_role("button", name="Yes, retire it").click()
    await expect(page.locator(".empty")).to_be_visible()


async def test_whoever_may_not_set_up_the_site_is_told_so(menus: Site, visit: Any) -> None:
    """A supervisor comes no further than a sentence and the way back to the desk."""
    page = await opened(visit, menus, "kristi")
    await expect(page.get_by_role("heading", name="This is not open to you")).to_be_visible()
    await expect(page.get_by_role("link", name="Desk")).to_be_visible()


async def test_whoever_could_not_log_out_is_told(menus: Site, visit: Any) -> None:
    """They would leave the page to whoever comes next: the menu stays and says why, and once it worked the door is shown, which leads back."""
    page = await opened(visit, menus)
    await page.route(
        "**/api/v1/session", lambda route: route.abort() if route.request.method == "DELETE" else route.continue_()
    )
    await page.locator("[data-menu=settings]").click()
    out = page.get_by_role("menuitem", name="Log out")
    await out.click()
    await expect(page.get_by_role("alert")).to_contain_text("The server does not answer")
    seen = await page.locator(".menu .problem").bounding_box()
    assert seen is not None and seen["y"] + seen["height"] < 900
    assert await violations(page) == []
    await page.unroute("**/api/v1/session")
    await out.click()
    await page.locator("#login").wait_for()
    assert page.url == f"{menus.url}/desk/?return=%2Fadmin%2Fflows"
