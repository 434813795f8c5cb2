"""The end of a conversation in a real browser: what it was about is suggested and confirmed with one key, corrected by typing, and its cause noted."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.e2e.stand import Site, log_in, violations
from tests.e2e.test_main_job import accept, begin, go_online

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]

BILLS = [
    "my bill is wrong",
    "the amount on the bill is too high",
    "why is there a fee on my bill",
    "explain this bill please",
]
OUTAGES = [
    "the internet is down",
    "no connection at home since morning",
    "the router is red and offline",
    "internet connection is lost",
]
ROAMING = [
    "roaming in Spain costs how much",
    "turn roaming on abroad",
    "data abroad does not work, roaming",
    "roaming price in Latvia",
]
TREE = {
    "money": {"name": "Money"}, "network": {"name": "The network"},
    "bill": {"name": "Bill", "parent": "money", "examples": BILLS}, "payment": {"name": "Payment", "parent": "money"},
    "roaming": {"name": "Roaming", "parent": "network", "examples": ROAMING}, "outage": {"name": "Outage", "parent": "network", "examples": OUTAGES},
    "coverage": {"name": "Coverage", "parent": "network"}, "sim": {"name": "SIM card"}, "device": {"name": "Device"}, "contract": {"name": "Contract"},
    "move": {"name": "Moving house"}, "cancel": {"name": "Cancellation"}, "order": {"name": "Order"}, "other": {"name": "Other"},
}  # fmt: skip
FEW = {code: TREE[code] for code in ("bill", "roaming", "outage", "sim", "other")}


def flat(leaves: dict[str, Any]) -> dict[str, Any]:
    """The same without groups."""
    return {code: {key: value for key, value in one.items() if key != "parent"} for code, one in leaves.items()}


async def to_the_end(desk: Page, visit: Any, site: Site, text: str) -> Any:
    """A customer says this and is served; the desk is at the wrap-up. Gives the customer's page."""
    customer = await begin(visit, site, text)
    await accept(desk)
    await desk.keyboard.press("Escape")
    await desk.keyboard.press("e")
    await expect(desk.get_by_role("heading", name="Wrap-up")).to_be_visible()
    return customer


async def close(desk: Page, site: Site) -> dict[str, Any]:
    """Close it by its keys; what was noted."""
    await desk.keyboard.press("Control+Enter")
    await expect(desk.get_by_role("heading", name="Wrap-up")).to_be_hidden()
    ended: dict[str, Any] = await site.outside(ended=True)
    return ended


async def begun(site: Site, visit: Any, leaves: dict[str, Any], **window: Any) -> Page:
    """An agent who is available, at a site that has learned these reasons."""
    assert await site.outside(reasons=leaves) is True
    desk: Page = await visit(f"{site.url}/desk/", **window)
    await log_in(desk, "kristi")
    await go_online(desk)
    return desk


async def test_one_key_confirms_what_is_suggested(site: Site, visit: Any) -> None:
    """The likeliest reason stands first and 1 confirms it; from the second conversation on the list begins at 4; it is recorded once each."""
    desk = await begun(site, visit, flat(FEW))
    await to_the_end(desk, visit, site, "The amount on my bill is wrong")
    suggested = desk.get_by_role("group", name="Suggested reasons")
    await expect(suggested.get_by_role("button").first).to_contain_text("Bill")
    await desk.keyboard.press("1")
    await expect(suggested.get_by_role("button").first).to_have_attribute("aria-pressed", "true")
    await desk.reload()
    await expect(suggested.get_by_role("button").first).to_contain_text("Bill")
    await desk.keyboard.press("1")
    assert await close(desk, site) == {"reasons": ["bill"], "causes": [], "suggested": 1}
    await to_the_end(desk, visit, site, "The internet connection is lost, the router is offline")
    await expect(suggested.get_by_role("button").first).to_contain_text("Outage")
    await desk.keyboard.press("7")
    await expect(desk.get_by_role("button", name="SIM card")).to_have_attribute("aria-pressed", "true")
    await desk.keyboard.press("1")
    assert await close(desk, site) == {"reasons": ["sim", "outage"], "causes": [], "suggested": 1}


async def test_it_is_corrected_by_typing_and_a_cause_is_noted_over_a_broken_line(site: Site, visit: Any) -> None:
    """Any of many reasons is found by a few letters; a cause that nobody has named is named by keys alone, arrives although the line was
    broken, and is there to be chosen next time.
    """
    desk = await begun(site, visit, TREE)
    await to_the_end(desk, visit, site, "No connection at home, roaming abroad works")
    suggested = desk.get_by_role("group", name="Suggested reasons")
    await expect(suggested.get_by_role("button").first).to_be_visible()
    await desk.keyboard.press("t")
    field = desk.get_by_role("combobox", name="Find a reason")
    await expect(field).to_be_focused()
    await desk.keyboard.type("cov")
    await expect(desk.get_by_role("listbox", name="All reasons").get_by_role("option")).to_have_count(1)
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_role("button", name="Coverage", exact=True)).to_have_attribute("aria-pressed", "true")
    await desk.keyboard.press("Escape")
    await desk.context.set_offline(True)
    await desk.keyboard.press("p")
    await expect(desk.get_by_role("combobox", name="Find a cause")).to_be_focused()
    await desk.keyboard.type("The coverage map is old")
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_text("Where does it lie")).to_be_visible()
    await desk.keyboard.press("4")
    await expect(desk.get_by_text("Where does it lie")).to_be_hidden()
    await desk.context.set_offline(False)
    named = desk.get_by_role("button", name="The coverage map is old")
    await expect(named).to_have_attribute("aria-pressed", "true")
    assert await close(desk, site) == {"reasons": ["coverage"], "causes": ["The coverage map is old"], "suggested": 1}
    await to_the_end(desk, visit, site, "No connection at home again")
    await desk.keyboard.press("t")
    await expect(field).to_be_focused()
    await desk.keyboard.type("cov")
    await desk.keyboard.press("Enter")
    await desk.keyboard.press("Escape")
    await desk.keyboard.press("p")
    await expect(desk.get_by_role("option", name="The coverage map is old")).to_be_visible()
    await desk.keyboard.press("Enter")
    await expect(named).to_have_attribute("aria-pressed", "true")
    ended = await close(desk, site)
    assert (ended["reasons"], ended["causes"]) == (["coverage"], ["The coverage map is old"])


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_is_for_everybody(site: Site, visit: Any, theme: str) -> None:
    """axe finds nothing while something is suggested and lists are open; at 360 px nothing lies beside the window."""
    desk = await begun(site, visit, TREE, color_scheme=theme)
    await to_the_end(desk, visit, site, "My bill is wrong")
    await expect(desk.get_by_role("group", name="Suggested reasons").get_by_role("button").first).to_be_visible()
    found = {"suggested": await violations(desk)}
    for key, name in (("t", "Find a reason"), ("p", "Find a cause")):
        await desk.keyboard.press(key)
        await expect(desk.get_by_role("combobox", name=name)).to_be_focused()
        found[name] = await violations(desk)
        await desk.keyboard.press("Escape")
    await desk.keyboard.press("1")
    await desk.keyboard.press("p")
    await desk.keyboard.type("A new one")
    await desk.keyboard.press("Enter")
    found["kind"] = await violations(desk)
    await desk.set_viewport_size({"width": 360, "height": 720})
    found["narrow"] = await violations(desk)
    assert {part: problems for part, problems in found.items() if problems} == {}
    wide = "() => [...document.querySelectorAll('.wrap-up *')].filter(one => one.getBoundingClientRect().right > innerWidth + 1).length"
    assert await desk.evaluate(wide) == 0
    assert await desk.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


async def test_a_site_that_has_learned_nothing_shows_the_plain_list(site: Site, visit: Any) -> None:
    """The list is there with its numbers, and says when suggestions come."""
    desk = await visit(f"{site.url}/desk/")
    await log_in(desk, "kristi")
    await go_online(desk)
    await to_the_end(desk, visit, site, "My bill is wrong")
    await desk.keyboard.press("2")
    await expect(desk.get_by_role("button", name="Roaming")).to_have_attribute("aria-pressed", "true")
    await expect(desk.get_by_text("Suggestions come once")).to_be_visible()
    assert (await close(desk, site))["reasons"] == ["roaming"]
