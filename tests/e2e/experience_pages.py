"""What the tests of the pages about customers' experience share: coming in, saving, and whether a small screen has room."""

from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.e2e.site_process import PASSWORD
from tests.e2e.stand import Site

LANGUAGES = ("et", "ru", "en")

WIDE = """() => [...document.querySelectorAll('body *')].filter((one) => !one.closest('.scroll') && !one.closest('.visually-hidden') &&
  one.getBoundingClientRect().right > innerWidth + 0.5).map((one) => one.outerHTML.slice(0, 80))"""
"""What stands out of the window at the right."""


async def opened(visit: Any, site: Site, login: str, where: str, **settings: Any) -> Page:
    """A page, once somebody has logged in with the keyboard alone and was led back to it."""
    separator = "&" if "?" in where else "?"
    address = f"{site.url}/experience/{where}" + ("" if "language=" in where else f"{separator}language=en")
    page: Page = await visit(address, **settings)
    await page.locator("#login").wait_for()
    await page.keyboard.type(login)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/experience/**")
    await expect(page.locator("main h1")).to_be_visible()
    return page


async def told(page: Page, path: str) -> Any:
    """What the server tells whoever is logged in there."""
    return await page.evaluate("path => fetch(`/api/v1${path}`).then((answer) => answer.json())", path)


async def press(page: Page, name: str, key: str = "Enter") -> None:
    """A button, by the keyboard."""
    await page.get_by_role("button", name=name).first.press(key)


async def pick(field: Locator, typed: str) -> None:
    """The first that is found by what is typed, by the keyboard; once there is anything to find."""
    await field.fill(typed)
    await expect(field).to_have_attribute("aria-expanded", "true")
    await field.press("Enter")
