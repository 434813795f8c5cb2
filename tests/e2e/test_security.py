"""One's own security in a real browser: a second factor enrolled and used to log in, recovery codes, and another log-in ended."""

import re
import time
from typing import Any

import httpx
import pyotp
import pytest
from playwright.async_api import Page, expect

from tests.e2e.site_process import PASSWORD
from tests.e2e.stand import Site, log_in, violations

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"),
    pytest.mark.slow,
    pytest.mark.timeout(300),
]
# timeout: pages are looked at in three languages and two themes, and a busy machine takes its time


async def opened(visit: Any, site: Site, login: str, **settings: Any) -> Page:
    """The page of somebody who has just logged in, reached from the settings menu with the keyboard alone."""
    page: Page = await visit(f"{site.url}/desk/", **settings)
    await log_in(page, login)
    await page.locator("[data-menu=settings]").focus()
    await page.keyboard.press("Enter")
    item = page.get_by_role("menuitem", name="Security")
    await expect(item).to_be_visible()
    await item.press("Enter")
    await expect(page.get_by_role("heading", name="Your log-ins")).to_be_visible()
    return page


async def enrolled(page: Page) -> tuple[str, list[str]]:
    """Set a second factor up by keyboard: (secret, recovery codes)."""
    await page.get_by_role("button", name="Set up").press("Enter")
    await expect(page.get_by_label("Your password")).to_be_focused()
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("img", name=re.compile("QR code"))).to_be_visible()
    await expect(page.get_by_label("Code from the app")).to_be_focused()
    secret = (await page.locator(".secret").text_content() or "").strip()
    assert await violations(page) == []
    await page.keyboard.type("000000")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("This code does not fit")
    await page.get_by_label("Code from the app").fill(pyotp.TOTP(secret).now())
    await page.keyboard.press("Enter")
    await expect(page.locator(".codes code")).to_have_count(10)
    return secret, await page.locator(".codes code").all_text_contents()


async def test_a_second_factor_is_set_up_and_asked_for(site: Site, visit: Any) -> None:
    """From the menu, by keyboard; afterwards the log-in asks for a code: a wrong one is refused, the next one of the app opens the desk."""
    page = await opened(visit, site, "oleg")
    secret, codes = await enrolled(page)
    assert len(set(codes)) == 10
    assert await violations(page) == []
    await expect(page.get_by_text("10 recovery codes are left")).to_be_visible()
    door: Page = await visit(f"{site.url}/desk/")
    await door.locator("#login").fill("oleg")
    await door.locator("#password").fill(PASSWORD)
    await door.keyboard.press("Enter")
    code = door.get_by_label("Code from the app, or a recovery code")
    await expect(code).to_be_focused()
    assert await violations(door) == []
    await code.fill("123456")
    await door.keyboard.press("Enter")
    await expect(door.get_by_role("alert")).to_be_visible()
    # The code that enrolled is used up; the next half minute's is within what clocks may differ by.
    await code.fill(pyotp.TOTP(secret).at(int(time.time()) + 30))
    await door.keyboard.press("Enter")
    await door.locator("[data-menu=presence]").wait_for()
    again: Page = await visit(f"{site.url}/desk/")
    await again.locator("#login").fill("oleg")
    await again.locator("#password").fill(PASSWORD)
    await again.keyboard.press("Enter")
    await again.get_by_label("Code from the app, or a recovery code").fill(codes[0])
    await again.keyboard.press("Enter")
    await again.locator("[data-menu=presence]").wait_for()


async def test_another_log_in_is_ended(site: Site, visit: Any) -> None:
    """Two others are listed by their devices; ending one leaves the other, ending all leaves this one, and the ended answer 401."""
    others = []
    for agent in ("Mozilla/5.0 (X11; Linux) Firefox/140.0", "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36"):
        client = httpx.AsyncClient(base_url=site.url, headers={"user-agent": agent})
        assert (await client.post("/api/v1/session", json={"login": "kristi", "password": PASSWORD})).status_code == 200
        others.append(client)
    page = await opened(visit, site, "kristi")
    lines = page.locator(".logins li")
    await expect(lines).to_have_count(3)
    await expect(lines.filter(has_text="This device")).to_have_count(1)
    await page.get_by_role("button", name=re.compile("^End: Firefox · Linux")).press("Enter")
    await expect(lines).to_have_count(2)
    assert [(await each.get("/api/v1/session")).status_code for each in others] == [401, 200]
    await lines.get_by_role("button", name=re.compile("^End: Chrome · Windows")).press("Enter")
    await expect(lines).to_have_count(1)
    assert (await others[1].get("/api/v1/session")).status_code == 401
    await expect(lines).to_contain_text("This device")
    for each in others:
        await each.aclose()


@pytest.mark.parametrize(
    ("language", "heading"), [("et", "Sinu sisselogimised"), ("ru", "Ваши входы"), ("en", "Your log-ins")]
)
async def test_it_can_be_read_in_every_language_theme_and_width(
    site: Site, visit: Any, language: str, heading: str
) -> None:
    """axe finds nothing, and nothing needs sideways scrolling at 320 px."""
    for theme in ("light", "dark"):
        page: Page = await visit(f"{site.url}/desk/", color_scheme=theme, viewport={"width": 320, "height": 640})
        await log_in(page, "oleg")
        await page.evaluate(
            "language => fetch('/api/v1/session').then((a) => a.json()).then((me) => fetch('/api/v1/session', {method: 'PATCH', "
            "headers: {'content-type': 'application/json', 'x-hoolin-csrf': me.csrf}, body: JSON.stringify({language})}))",
            language,
        )
        await page.goto(f"{site.url}/security/")
        await expect(page.get_by_role("heading", name=heading)).to_be_visible()
        await expect(page.locator(".logins li").first).to_be_visible()
        assert await violations(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
