"""An administrator writes a menu: sees it, is shown who would be trapped, mends it, tries it by text and by ear, and saves it."""

import re
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.e2e.conftest import serving
from tests.e2e.menus import SHORT, come_in, opened, saved, set_flow, verdict
from tests.e2e.stand import Site, violations

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]


@pytest_asyncio.fixture(loop_scope="session")
async def menus(tmp_path: Any) -> Any:
    """A site whose menus are being written."""
    async with serving(tmp_path, module="editor_process") as made:
        yield made


async def pressed(page: Page, *keys: str) -> None:
    """One key after the other."""
    for key in keys:
        await page.keyboard.press(key)


async def test_a_menu_is_made_refused_mended_and_saved_with_the_keyboard_alone(menus: Site, visit: Any) -> None:
    """From the log-in to the saved version no mouse is touched; the trap is lit and told, and the server refuses it too."""
    page = await visit(f"{menus.url}/admin/")
    await come_in(page, "anu")
    await expect(page.get_by_role("button", name="New menu")).to_be_enabled()
    await page.get_by_role("button", name="New menu").focus()
    await pressed(page, "Enter")
    await expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    await page.keyboard.type("main")
    await pressed(page, "Enter")
    first = page.locator('[data-node="languages"]')
    await first.wait_for()
    await verdict(page, "holds")
    await first.focus()
    await pressed(page, "ArrowRight")
    await expect(page.locator('[data-node="menu"]')).to_be_focused()
    await pressed(page, "ArrowRight")
    line = page.locator('[data-node="line"]')
    await expect(line).to_be_focused()
    await expect(line).to_have_attribute("aria-pressed", "true")
    # Nothing follows when the line is closed: whoever calls at night is trapped there.
    await page.get_by_label("When it is closed, or nobody serves it").focus()
    await pressed(page, "Home")
    await verdict(page, "traps")
    told = page.locator(".verdict")
    await expect(told).to_contain_text("The queue at “line” is closed and nothing follows")
    await expect(told).to_contain_text("language: Estonian")
    await expect(told.locator(".trap-way li").last).to_contain_text("line (et) [Sun 00:00]")
    await expect(page.locator(".node.closes")).to_have_attribute("data-node", "line")
    await expect(first.locator(".step")).to_have_text("1")
    await expect(page.locator(".line.lit")).not_to_have_count(0)
    await pressed(page, "Control+s")
    await expect(page.get_by_role("dialog")).to_contain_text("Somebody could be trapped")
    await expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    await pressed(page, "Enter")
    await expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("somebody could be trapped")
    assert await violations(page) == []
    await pressed(page, "Escape")
    await line.focus()
    await pressed(page, "Control+z")
    await verdict(page, "holds")
    await saved(page, "the first one", 1)
    await expect(page.locator(".editor-bar")).not_to_contain_text("not saved")


async def test_it_is_tried_by_text_and_the_way_is_lit(menus: Site, visit: Any) -> None:
    """The interpreter answers as it would a customer, at any hour, and the nodes one came by are numbered in the picture."""
    page = await opened(visit, menus)
    await set_flow(page, "main")
    await page.goto(f"{menus.url}/admin/flows/main")
    await page.get_by_role("button", name="Try it").click()
    await page.get_by_label("Hour").select_option("closed")
    await page.get_by_role("button", name="Begin").click()
    log = page.get_by_role("log")
    await expect(log).to_contain_text("Bills 1.")
    await page.get_by_role("textbox", name="What the customer writes").fill("1")
    await page.keyboard.press("Enter")
    await expect(log).to_contain_text("We call ")
    await expect(log).not_to_contain_text("{when}")
    await expect(log).to_contain_text("A person gets back to them (service)")
    steps = {code: page.locator(f'[data-node="{code}"] .step') for code in ("menu", "bills", "shut")}
    for number, code in enumerate(steps, 1):
        await expect(steps[code]).to_have_text(str(number))
    await expect(page.locator('[data-line="bills→shut"]')).to_have_class("line lit")
    await page.get_by_label("Hour").select_option("open")
    await page.get_by_role("button", name="Begin again").click()
    await page.get_by_role("textbox", name="What the customer writes").fill("inimene")
    await page.keyboard.press("Enter")
    await expect(log).to_contain_text("Into line for a person: service")


@pytest.mark.needs("espeak-ng")
async def test_it_is_heard_as_a_call_and_silence_counts(menus: Site, visit: Any) -> None:
    """Prompts are made by the server and played; a key cuts them short; whoever says nothing for a second is brought on."""
    page = await opened(visit, menus)
    await set_flow(page, "main")
    await page.goto(f"{menus.url}/admin/flows/main")
    await page.get_by_role("button", name="Try it").click()
    await page.get_by_role("button", name="By a call").click()
    await page.get_by_label("Hour").select_option("open")
    await page.get_by_role("button", name="Call", exact=True).click()
    log = page.get_by_role("log")
    await expect(log).to_contain_text("Press zero for a person")
    await expect(page.locator(".call-state")).to_have_text("The menu speaks.")
    await page.keyboard.press("1")
    await expect(log).to_contain_text("Into line for a person: bills")
    await expect(page.locator(".call-state")).to_have_text("The menu is over.")
    await page.get_by_role("button", name="Hang up").click()
    await page.get_by_role("button", name="Call", exact=True).click()
    await expect(page.locator(".call-state[data-heard]")).to_be_visible(timeout=60_000)
    await expect(log).to_contain_text("says nothing", timeout=60_000)
    await expect(log).to_contain_text("Into line for a person: service")


async def test_what_is_pasted_is_read_or_told_where_it_is_wrong(menus: Site, visit: Any) -> None:
    """What is no YAML, by line; what is no flow, by the node and its field; what is, comes into the picture."""
    page = await opened(visit, menus)
    await set_flow(page, "main")
    await page.goto(f"{menus.url}/admin/flows/main")
    await page.get_by_role("button", name="YAML").click()
    text = page.get_by_role("textbox", name="YAML")
    await expect(text).to_have_value(re.compile(r"^start: menu\nperson: line\nnodes:\n  menu:\n    do: keys\n"))
    take = page.get_by_role("button", name="Take the text over")
    await text.fill("start: menu\nnodes:\n  menu: {do: [say\n")
    await take.click()
    await expect(page.get_by_role("alert")).to_contain_text("This is not YAML.")
    await page.get_by_role("button", name="line 4, column 1").click()
    await expect(text).to_be_focused()
    await text.fill(SHORT.replace("1: bills, 2: bye", "1: bils, 2: bye"))
    await take.click()
    await expect(page.get_by_role("alert")).to_contain_text("menu → keys.1")
    await expect(page.get_by_role("alert")).to_contain_text("There is no such node.")
    await text.fill(SHORT.replace("bye", "farewell"))
    await take.click()
    await expect(page.locator('[data-node="farewell"]')).to_be_visible()
    await verdict(page, "holds")


async def test_a_line_is_pulled_with_the_mouse(menus: Site, visit: Any) -> None:
    """From the end of a row to another node; what was led elsewhere is led there, and undone."""
    page = await opened(visit, menus)
    await set_flow(page, "main")
    await page.goto(f"{menus.url}/admin/flows/main")
    await verdict(page, "holds")
    menu = page.locator('[data-node="menu"]')
    await menu.click()
    port = await menu.locator(".exit", has_text="bills").locator(".port").bounding_box()
    bye = await page.locator('[data-node="bye"]').bounding_box()
    assert port is not None and bye is not None
    await page.mouse.move(port["x"] + port["width"] / 2, port["y"] + port["height"] / 2)
    await page.mouse.down()
    await page.mouse.move(bye["x"] + 40, bye["y"] + 15, steps=8)
    await page.mouse.up()
    await expect(menu.locator(".exit").first).to_contain_text("bye")
    await expect(page.locator('[data-line="menu→bills"]')).to_have_count(0)
    await page.get_by_role("button", name="Undo").click()
    await expect(menu.locator(".exit").first).to_contain_text("bills")


async def test_the_ways_customers_took_are_on_the_picture(menus: Site, visit: Any) -> None:
    """How many went along each line, and how many came to each node."""
    page = await opened(visit, menus)
    await set_flow(page, "main", channel="chat")
    for said in (["1"], ["1"], ["inimene"], []):
        await menus.outside(come=said)
    await page.goto(f"{menus.url}/admin/flows/main")
    await page.get_by_label("Customers").select_option("7")
    await expect(page.locator(".tools")).to_contain_text("4 customers")
    await expect(page.locator('[data-node="menu"] .node-head .tag').last).to_have_text("4")
    await expect(page.locator('[data-node="bills"] .node-head .tag').last).to_have_text("2")
    await expect(page.locator(".times")).to_have_text(["2"])
