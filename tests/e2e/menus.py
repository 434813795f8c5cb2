"""What the tests of the menu editor share: menus as text, coming in, and finding things on the page."""

from typing import Any

from playwright.async_api import Page, expect

from tests.e2e.site_process import PASSWORD
from tests.e2e.stand import Site

SHORT = """
start: menu
person: line
nodes:
  menu:
    do: keys
    text: {et: "Arved 1.", ru: "Счета 1.", en: "Bills 1."}
    keys: {1: bills, 2: bye}
    timeout_s: 1
    tries: 1
  bills: {do: queue, queue: bills, closed: shut}
  bye: {do: end, text: {et: "Head aega.", ru: "До свидания.", en: "Goodbye."}}
  line: {do: queue, queue: service, closed: shut}
  shut: {do: callback, queue: service, text: {et: "Helistame {when}.", ru: "Позвоним {when}.", en: "We call {when}."}}
"""
"""A menu that holds; whoever is silent for a second is brought to a person."""


async def come_in(page: Page, login: str) -> None:
    """Log in at the desk's door with the keyboard alone, and be led back."""
    await page.locator("#login").wait_for()
    await page.keyboard.type(login)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/admin/**")


async def opened(visit: Any, site: Site, login: str = "anu", flow: str = "", **settings: Any) -> Page:
    """The pages for administrators; with a flow, its editor once it has been drawn."""
    page: Page = await visit(f"{site.url}/admin/{f'flows/{flow}' if flow else ''}", **settings)
    await come_in(page, login)
    if flow:
        await page.locator(".node").first.wait_for()
    return page


CALL = """async ([method, path, body]) => {
  const {csrf} = await (await fetch('/api/v1/session')).json()
  const headers = {'content-type': 'application/json', 'x-hoolin-csrf': csrf}
  const answer = await fetch('/api/v1' + path, {method, headers, body: body === null ? undefined : JSON.stringify(body)})
  return [answer.status, await answer.text()]
}"""


async def set_flow(page: Page, name: str, yaml: str = SHORT, channel: str = "") -> None:
    """As a program would, with this page's session."""
    status, told = await page.evaluate(CALL, ["PUT", f"/flows/{name}", {"yaml": yaml}])
    assert status == 200, told
    if channel:
        status, told = await page.evaluate(CALL, ["PUT", f"/flow-channels/{channel}", {"flow": name}])
        assert status == 200, told


async def verdict(page: Page, state: str) -> None:
    """The proof has said so of what stands there now."""
    await expect(page.locator(".verdict")).to_have_attribute("data-checked", state)


async def saved(page: Page, note: str, version: int) -> None:
    """Save it with the keyboard, saying why."""
    await page.keyboard.press("Control+s")
    await expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    await page.keyboard.type(note)
    await page.keyboard.press("Enter")
    await expect(page.locator(".editor-bar")).to_contain_text(f"version {version}")
    await expect(page.get_by_role("dialog")).to_be_hidden()
