"""Why customers contact us, in a real browser: what each reason costs, what removing it would give back, and the tree kept with nothing lost on the way."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import serving
from tests.e2e.experience_pages import LANGUAGES, WIDE, opened, press, told
from tests.e2e.stand import Site, violations
from tests.e2e.test_contact import picture

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"),
    pytest.mark.slow,
    pytest.mark.timeout(400),
]
# timeout: a site with a past is begun, and three languages are looked at on a machine that is busy

BILL = {"et": "Arve on arusaamatu", "ru": "Непонятный счёт", "en": "The bill is unclear"}
ASKED = "Where do contacts of “{}” count from now on?"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def costing(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A site with twelve weeks and a tree behind it, which is only looked at."""
    folder: Path = tmp_path_factory.mktemp("costing")
    async with serving(folder, module="reasons_process") as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def growing(tmp_path: Path) -> AsyncIterator[Site]:
    """The same, with a tree that is changed."""
    async with serving(tmp_path, module="reasons_process") as made:
        yield made


async def counted(page: Page) -> None:
    """The board has come; where rows are still being made, it is asked again."""
    first = page.locator(".board .line a").first
    for _ in range(30):
        again = page.get_by_role("button", name="Try again")
        await expect(first.or_(again)).to_be_visible()
        if await first.is_visible():
            return
        await page.wait_for_timeout(1_000)
        await again.click()
    raise AssertionError("the board was never counted")


async def looked_at(page: Page, name: str) -> None:
    """axe finds nothing, nothing stands out at the side, and there is a picture."""
    assert await violations(page) == []
    assert await page.evaluate(WIDE) == []
    await picture(page, name)


def line(page: Page, reason: str) -> Locator:
    """A line of the board."""
    return page.locator(".board .line", has=page.get_by_role("link", name=reason, exact=True))


async def test_what_rises_is_told_with_its_first_day(costing: Site, visit: Any) -> None:
    """Outages tripled ten days ago: that is an alarm with how much, since when and a picture of the days; the rate of false alarms stands beside. What did
    not rise is not named.
    """
    page = await opened(visit, costing, "kristi", "reasons/rising")
    rose = page.get_by_role("heading", name="Outage")
    again = page.get_by_role("button", name="Try again")
    for _ in range(30):
        await expect(rose.or_(again)).to_be_visible()
        if await rose.is_visible():
            break
        await page.wait_for_timeout(1_000)
        await again.click()
    found = await told(page, "/reasons/rising")
    alarms = {one["code"]: one for one in found["alarms"]}
    assert "outage" in alarms and not {"bill", "roaming", "payment"} & alarms.keys()
    outage = alarms["outage"]
    ago = (datetime.now(UTC).date() - date.fromisoformat(outage["since"])).days
    assert 7 <= ago <= 13
    assert outage["ratio"]["low"] > 1.3 and outage["ratio"]["low"] < outage["ratio"]["value"] < outage["ratio"]["high"]
    assert outage["seen"] == pytest.approx(sum(one["count"] for one in outage["days"] if one["day"] >= outage["since"]))
    assert outage["expected"] == pytest.approx(
        sum(one["expected"] for one in outage["days"] if one["day"] >= outage["since"]), rel=0.05
    )
    await expect(page.get_by_text("false")).to_be_visible()
    await looked_at(page, "reasons-rising")


async def test_the_board_says_what_each_reason_costs(costing: Site, visit: Any) -> None:
    """What gives back most stands first, each number with its interval; a group closes; a line opens its figures, weeks and causes; narrowed, it is counted
    anew. The numbers are those of the server.
    """
    page = await opened(visit, costing, "kristi", "reasons")
    await counted(page)
    asked = await page.evaluate(
        "() => performance.getEntriesByType('resource').map((one) => one.name).find((one) => one.includes('/reasons/board'))"
    )
    board = await told(page, asked.split("/api/v1")[1])
    leaves = [one for one in board["lines"] if one["leaf"] and one["contacts"]]
    best = max(leaves, key=lambda one: one["gives_back"]["value"])
    names = {"bill": BILL["en"], "roaming": "Roaming", "outage": "Outage"}
    await expect(page.locator(".lead")).to_contain_text(f"removing “{names[best['code']]}”")
    bill = next(one for one in board["lines"] if one["code"] == "bill")
    await expect(line(page, BILL["en"])).to_contain_text(f"{round(bill['contacts'])} ")
    await expect(line(page, BILL["en"])).to_contain_text("Remove the cause")
    assert bill["rate"] is not None
    await expect(line(page, "Outage")).to_contain_text("not placed yet")
    await looked_at(page, "reasons-board")
    await press(page, "What lies beneath “Bills and payments”")
    await expect(line(page, BILL["en"])).to_have_count(0)
    await press(page, "What lies beneath “Bills and payments”")
    await page.get_by_label("Channel").select_option("email")
    await expect(line(page, BILL["en"])).not_to_contain_text(f"{round(bill['contacts'])} ")
    await page.get_by_label("Channel").select_option("")
    await line(page, BILL["en"]).get_by_role("link").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text(BILL["en"])
    await expect(page.get_by_role("region", name="Gives back a month")).to_contain_text("Worth nothing to anybody")
    weeks = page.get_by_role("region", name="Contacts week by week")
    await expect(weeks.get_by_role("img")).to_be_visible()
    await looked_at(page, "reasons-one")
    await weeks.get_by_role("button", name="As a table").press("Enter")
    assert await weeks.locator("tbody tr").count() >= 10
    await expect(weeks.locator("tbody tr").first.locator("td")).not_to_have_text("0")
    await expect(weeks).to_contain_text("version 1 of the tree. Groups, so that the list is short")
    await page.locator("main").get_by_role("link", name="Improvements").press("Enter")
    await expect(page).to_have_url(f"{costing.url}/experience/improvements?reason=bill")
    await expect(page.get_by_role("combobox", name="Reason")).to_have_value("bill")
    await page.get_by_role("link", name="Causes").press("Enter")
    await expect(page.get_by_role("combobox", name="Reason")).to_have_value("bill")


async def test_the_grid_says_what_to_do(costing: Site, visit: Any) -> None:
    """Each reason lies in the quadrant of what it is worth, with its hours; what is not placed yet leads whoever may to its place in the tree."""
    page = await opened(visit, costing, "gerli", "reasons/grid")
    remove = page.get_by_role("region", name="Remove the cause")
    await expect(remove.get_by_role("listitem")).to_contain_text([BILL["en"]])
    await expect(page.get_by_role("region", name="Enrich").get_by_role("listitem")).to_contain_text(["Roaming"])
    await looked_at(page, "reasons-grid")
    unplaced = page.get_by_role("region", name="Not placed yet")
    await expect(unplaced.get_by_role("listitem")).to_contain_text(["Outage"])
    await unplaced.get_by_role("link", name="Place it").press("Enter")
    await expect(page.get_by_role("button", name="Outage", exact=True)).to_be_focused()
    await page.get_by_role("group", name="Outage", exact=True).get_by_label("To the customer").select_option("no")
    await expect(page.get_by_role("group", name="Saving")).to_contain_text("Not saved yet")
    kristi = await opened(visit, costing, "kristi", "reasons/grid")
    await expect(kristi.get_by_role("region", name="Not placed yet")).to_contain_text("Whoever keeps the tree can.")
    await expect(kristi.get_by_role("link", name="Place it")).to_have_count(0)


async def test_the_pages_stand_in_one_line(costing: Site, visit: Any) -> None:
    """Whoever has all nine pages sees them in one line however wide the window is and whatever language: what has no room stands in a menu, which the
    keyboard opens; the page that is shown is always named.
    """
    page = await opened(visit, costing, "kristi", "reasons")
    bar = page.locator(".top nav")
    for language in LANGUAGES:
        for width in (1_440, 1_024, 360):
            await page.set_viewport_size({"width": width, "height": 800})
            await page.goto(f"{costing.url}/experience/criteria?language={language}")
            await expect(page.locator("main h1")).to_be_visible()
            await expect(bar.locator("[aria-current=page]")).to_be_visible()
            box = await bar.bounding_box()
            assert box is not None and box["height"] < 48
            assert await page.evaluate(WIDE) == []
            there = await bar.get_by_role("link").count()
            menu = bar.locator("[data-menu=pages]")
            if there == 9:
                await expect(menu).to_have_count(0)
                continue
            await menu.press("Enter")
            items = bar.get_by_role("menuitem")
            await expect(items).to_have_count(9 - there)
            assert await violations(page) == []
            name = (await items.first.inner_text()).strip()
            await items.first.press("Enter")
            await expect(bar.locator("[aria-current=page]")).to_have_text(name)


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_is_told_in_every_language_and_on_a_small_screen(costing: Site, visit: Any, theme: str) -> None:
    """Board, grid, a reason, the tree and its editor: axe finds nothing and nothing stands out, wide and at 360 px; reasons have the names of the tree."""
    page = await opened(visit, costing, "gerli", "reasons", color_scheme=theme)
    await counted(page)
    for language in LANGUAGES:
        for view in ("", "grid", "of/bill", "tree", "tree/edit/bill", "tree/versions"):
            await page.goto(f"{costing.url}/experience/reasons/{view}?language={language}")
            await expect(page.locator("main h1")).to_be_visible()
            if view != "tree/versions":
                await expect(page.locator("main").get_by_text(BILL[language]).first).to_be_visible()
            for width in (1_280, 360):
                await page.set_viewport_size({"width": width, "height": 800})
                await looked_at(page, f"reasons-{view.replace('/', '-') or 'board'}-{language}-{theme}-{width}")


async def publish(page: Page, why: str) -> None:
    """By keyboard: look it over, say why, and publish."""
    await page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog", name="Publish version")
    await dialog.get_by_label("Why?").fill(why)
    await dialog.get_by_role("button", name="Publish").press("Enter")


async def test_a_reason_is_split_and_nothing_is_lost(growing: Site, visit: Any) -> None:
    """Its parts lie beneath it, and where its contacts count is asked in plain words; shares must make 100 %; missing names are told at their fields; the
    draft stays over a reload; published, the crosswalk holds, agents choose the parts, and the version stands with its why.
    """
    page = await opened(visit, growing, "gerli", "reasons/tree/edit/bill")
    bill = page.get_by_role("group", name=BILL["en"], exact=True)
    await bill.get_by_role("button", name="Split…").press("Enter")
    await bill.get_by_label("What the parts are called").fill("Too high\nTwo months at once")
    await bill.get_by_role("button", name="Split", exact=True).press("Enter")
    went = bill.get_by_role("group", name=ASKED.format(BILL["en"]))
    await expect(went.get_by_label("Share of “Too high”")).to_have_value("50")
    await went.get_by_label("Share of “Too high”").fill("70")
    await expect(went).to_contain_text("Shares have to make 100 %; now they make 120 %.")
    await went.get_by_label("Share of “Two months at once”").fill("30")
    await expect(went).to_contain_text("Together 100 %")
    await page.reload()
    await expect(page.get_by_text("What you had not saved is here again.")).to_be_visible()
    await page.keyboard.press("Control+s")
    await expect(page.locator("[aria-invalid=true]").first).to_be_focused()
    for name, et, ru in (
        ("Too high", "Liiga suur", "Слишком большой"),
        ("Two months at once", "Kaks kuud korraga", "Два месяца сразу"),
    ):
        fields = page.get_by_role("group", name=name, exact=True)
        await expect(fields).to_contain_text("A name is needed in every language; missing: Eesti, Русский.")
        await fields.get_by_role("group", name="Eesti").get_by_label("Name").fill(et)
        await fields.get_by_role("group", name="Русский").get_by_label("Name").fill(ru)
    await looked_at(page, "reasons-split")
    await page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog", name="Publish version 2")
    await expect(dialog).to_contain_text(
        f"Contacts of “{BILL['en']}” count from now on as Too high 70%, Two months at once 30%"
    )
    await looked_at(page, "reasons-publish")
    await page.keyboard.press("Escape")
    await publish(page, "Two causes, two owners")
    await expect(page.get_by_text("Published: version 2 holds from now on").first).to_be_visible()
    tree = await told(page, "/reasons/tree")
    assert tree["number"] == 2
    assert tree["versions"][0]["crosswalk"] == [
        {"code": "bill", "to": [{"code": "too_high", "share": 0.7}, {"code": "two_months_at_once", "share": 0.3}]}
    ]
    await page.get_by_role("link", name="Versions").press("Enter")
    await expect(page.locator(".versions > li").first).to_contain_text("published by Gerli Guru")
    await expect(page.locator(".versions > li").first).to_contain_text("Two causes, two owners")
    await page.get_by_role("link", name="Board").press("Enter")
    await counted(page)
    await expect(line(page, "Too high")).to_contain_text("by shares")
    await page.get_by_role("link", name="Tree").press("Enter")
    await page.get_by_role("link", name="Change").press("Enter")
    await page.get_by_role("button", name="Roaming", exact=True).press("Enter")
    await page.get_by_role("group", name="Roaming", exact=True).get_by_label("To the company").select_option("no")
    await publish(page, "It brings nothing")
    await expect(page.get_by_text("Published: version 3 holds from now on").first).to_be_visible()
    assert (await told(page, "/reasons/tree"))["versions"][0]["crosswalk"] == []


async def test_what_is_in_use_is_not_just_taken_out(growing: Site, visit: Any) -> None:
    """What contacts have is asked where it goes, at once and at its place. What began to be used after the page was opened is refused by the server, and its way
    out stands right there; a colleague's version is put together with the draft.
    """
    page = await opened(visit, growing, "gerli", "reasons/tree/edit/payment")
    paying = page.get_by_role("group", name="Paying", exact=True)
    await paying.get_by_role("button", name="Take out").press("Enter")
    await expect(page.get_by_role("button", name="Put “Paying” back")).to_be_focused()
    await expect(page.get_by_role("group", name=ASKED.format("Paying"))).to_have_count(0)
    await growing.outside(closed="payment")
    await publish(page, "Nobody needs it")
    went = page.get_by_role("group", name=ASKED.format("Paying"))
    await expect(went).to_be_focused()
    await expect(went).to_contain_text("1 contact has it so far.")
    await expect(went).to_contain_text("It is in use, so say where its contacts count from now on, or put it back.")
    await looked_at(page, "reasons-in-use")
    assert (await told(page, "/reasons/tree"))["number"] == 1
    await went.get_by_label("Choose a reason…").select_option("bill")
    await expect(went).not_to_contain_text("It is in use")
    boriss = await opened(visit, growing, "boriss", "reasons/tree/edit/roaming")
    await (
        boriss.get_by_role("group", name="Roaming", exact=True)
        .get_by_role("group", name="English")
        .get_by_label("Name")
        .fill("Abroad")
    )
    await publish(boriss, "A plainer word")
    await expect(boriss.get_by_text("version 2 holds from now on").first).to_be_visible()
    await page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog", name="Publish version 2")
    await dialog.get_by_role("button", name="Publish").press("Enter")
    clash = page.get_by_role("dialog", name="A colleague was faster")
    await expect(clash).to_contain_text("Roaming: name (EN) Roaming Abroad")
    await clash.get_by_role("button", name="Put together").press("Enter")
    await page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog", name="Publish version 3")
    await expect(dialog.get_by_label("Why?")).to_have_value("Nobody needs it")
    await dialog.get_by_role("button", name="Publish").press("Enter")
    await expect(page.get_by_text("version 3 holds from now on").first).to_be_visible()
    tree = await told(page, "/reasons/tree")
    found = {one["code"]: one["name"]["en"] for one in tree["tree"]["reasons"]}
    assert "payment" not in found
    assert found["roaming"] == "Abroad"
    assert tree["versions"][0]["crosswalk"] == [{"code": "payment", "to": [{"code": "bill", "share": 1.0}]}]
