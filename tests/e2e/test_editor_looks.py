"""The pages for administrators as people with different eyes and languages meet them: nothing for axe to find, in both themes and three languages."""

from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.e2e.conftest import serving
from tests.e2e.menus import CALL, opened, set_flow, verdict
from tests.e2e.stand import Site, violations

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]


@pytest_asyncio.fixture(loop_scope="session")
async def menus(tmp_path: Any) -> Any:
    """A site whose menus are being written."""
    async with serving(tmp_path, module="editor_process") as made:
        yield made


async def looked_at(page: Page) -> dict[str, list[str]]:
    """What is wrong with each thing that the editor can show."""
    found = {"picture": await violations(page)}
    await page.locator('[data-node="line"]').click()
    await page.locator("#panel select").nth(1).select_option("")
    await verdict(page, "traps")
    found["trap"] = await violations(page)
    for at, view in ((1, ".node-list"), (2, ".yaml"), (0, ".stage")):
        await page.locator(".editor-bar .choice .button").nth(at).click()
        await page.locator(view).wait_for()
        found[view] = await violations(page)
    await page.locator("#tab-flow").click()
    found["menu"] = await violations(page)
    await page.locator("#tab-try").click()
    await page.locator("#panel .button.primary").click()
    await page.locator(".turn").first.wait_for()
    found["text"] = await violations(page)
    await page.locator(".try .choice .button").nth(1).click()
    await page.locator("#panel .button.primary").click()
    await page.locator(".keypad").wait_for()
    found["call"] = await violations(page)
    await page.locator("#tab-node").click()
    for kind in range(13):
        await page.locator("[data-menu=add]").click()
        if kind == 0:
            found["kinds"] = await violations(page)
        await page.locator(".menu-item").nth(kind).click()
        await page.locator("#node-name").wait_for()
        found[f"kind {kind}"] = await violations(page)
    await verdict(page, "wrong")
    found["wrong"] = await violations(page)
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_axe_finds_nothing_in_the_editor(menus: Site, visit: Any, theme: str) -> None:
    """Neither in the list and its dialog, nor in any view, panel and form, whole or with something wrong."""
    page = await opened(visit, menus, color_scheme=theme)
    await page.locator(".empty").wait_for()
    found = {"empty": await violations(page)}
    await page.get_by_role("button", name="New menu").click()
    await page.get_by_role("dialog").wait_for()
    found["new"] = await violations(page)
    await page.keyboard.press("Escape")
    await set_flow(page, "main")
    await page.goto(f"{menus.url}/admin/flows")
    await page.locator(".flow-line").wait_for()
    found["list"] = await violations(page)
    await page.locator(".flow-line").click()
    await verdict(page, "holds")
    found |= await looked_at(page)
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    ("language", "title", "trapped"),
    [
        ("et", "Menüüd", "Järjekord sõlmes „line“ on kinni"),
        ("ru", "Меню", "Очередь в узле «line» закрыта"),
        ("en", "Menus", "The queue at “line” is closed"),
    ],
)
async def test_the_editor_speaks_the_language_of_its_reader(
    menus: Site, visit: Any, language: str, title: str, trapped: str
) -> None:
    """Also where somebody is trapped; and on a narrow screen nothing lies beside it."""
    page = await opened(visit, menus)
    await set_flow(page, "main")
    await page.evaluate(CALL, ["PATCH", "/session", {"language": language}])
    await page.goto(f"{menus.url}/admin/flows")
    await expect(page.get_by_role("heading", name=title)).to_be_visible()
    await page.locator(".flow-line").click()
    await page.locator('[data-node="line"]').click()
    await page.locator("#panel select").nth(1).select_option("")
    await expect(page.locator(".verdict")).to_contain_text(trapped)
    await page.set_viewport_size({"width": 390, "height": 800})
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    assert await violations(page) == []
