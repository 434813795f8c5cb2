"""Improvements, as whoever owns a product keeps them: from a cause to a verdict that everybody may read; drafts, refusals, languages, small screens."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.e2e.conftest import serving
from tests.e2e.experience_pages import LANGUAGES, WIDE, opened, press
from tests.e2e.stand import ROOT, Site, violations
from tests.e2e.test_contact import picture

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"),
    pytest.mark.slow,
    pytest.mark.timeout(900),
]
# timeout: months are lived first, and each look is in three languages

PUBLIC = {
    "et": "Arvel on kirjas, mille eest raha võeti.",
    "ru": "В счёте написано, за что взяли деньги.",
    "en": "The bill says what was charged for.",
}


@asynccontextmanager
async def improving(folder: Path, phase: str) -> AsyncIterator[Site]:
    """A site whose past is lived first, however long a busy machine takes for it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.e2e.improvements_process", str(folder / "site"), phase, "live", cwd=ROOT
    )
    try:
        async with asyncio.timeout(240):
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    async with serving(folder, phase, module="improvements_process") as site:
        yield site


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def known(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A site with three improvements: one that helped, one that is too young, one that is proposed."""
    async with improving(tmp_path_factory.mktemp("known"), "known") as made:
        yield made


async def said_in_all(page: Page, what: str) -> None:
    """The same in three languages."""
    for language, text in PUBLIC.items():
        await page.locator(f"#{what}-{language}").fill(text)


async def propose(page: Page) -> None:
    """A cause is named, and an improvement proposed from it."""
    await page.get_by_role("link", name="New cause").first.click()
    await page.get_by_label("What makes the contacts necessary").fill("The bill does not show what was charged for")
    await page.get_by_role("radio", name="Information").check()
    await page.get_by_role("checkbox", name="Bill", exact=True).check()
    await press(page, "Save")
    card = page.locator("[data-cause]")
    await expect(card).to_contain_text("No improvement has been proposed")
    await card.get_by_role("link", name="Propose an improvement").click()
    await expect(page.get_by_role("checkbox", name="Bill", exact=True)).to_be_checked()
    await page.get_by_label("Name", exact=True).fill("A bill that explains itself")
    await press(page, "Propose")
    await expect(page.get_by_role("heading", level=1)).to_have_text("A bill that explains itself")


async def ship(page: Page) -> None:
    """Not on a day before the drop was written down, and not on one to come."""
    await page.get_by_role("link", name="Write the drop down").click()
    await page.get_by_label("Of every ten contacts, how many fewer?").fill("5")
    await expect(page.get_by_text("(50% fewer)")).to_be_visible()
    await press(page, "Save")
    plan = page.locator("section[aria-labelledby=plan]")
    await expect(plan).to_contain_text("A drop of 50% would")
    await expect(plan.get_by_role("listitem")).to_have_count(4)
    async with page.expect_download() as kept:
        await press(page, "PDF")
    assert (await kept.value).suggested_filename.endswith(".pdf")
    shipping = page.locator("section[aria-labelledby=ship]")
    day = shipping.get_by_label("Since")
    today = await day.input_value()
    for wrong, why in (("2020-01-01", "no earlier day can be given"), ("2099-01-01", "still to come")):
        await day.fill(wrong)
        await shipping.get_by_role("button", name="Customers have it").press("Enter")
        await expect(shipping.locator("#ship-wrong")).to_contain_text(why)
    await day.fill(today)
    await shipping.get_by_role("button", name="Customers have it").press("Enter")
    await expect(page.locator("section[aria-labelledby=early]")).to_contain_text("days more")
    await expect(page.get_by_role("link", name="Edit")).to_have_count(0)


async def look_at_the_effect(page: Page) -> None:
    """A word, a number with its interval, and the picture, which is a table at a key."""
    effect = page.locator("section[aria-labelledby=effect]")
    await expect(effect.locator(".outcome")).to_contain_text("Verified:")
    await expect(effect).to_contain_text("contacts were not needed")
    await expect(effect).to_contain_text("Set against")
    drawn = effect.get_by_role("img")
    spoken = await drawn.get_attribute("aria-label")
    assert spoken is not None and "without the change it would be" in spoken
    await expect(effect.locator("polyline.series.one")).to_have_count(1)
    assert await violations(page) == []
    await picture(page, "improvements-verified")
    await effect.get_by_role("button", name="As a table").press("Enter")
    assert await effect.locator("tbody tr.after").count() >= 6


async def announce_it(page: Page, site: Site, visit: Any) -> None:
    """In three languages, or not at all; what is begun is there again when the page is loaded anew. Then everybody may read it."""
    announce = page.locator("section[aria-labelledby=announce]")
    await announce.get_by_role("button", name="Write it").press("Enter")
    await page.locator("#announce-et").fill(PUBLIC["et"])
    await announce.get_by_role("button", name="Publish").press("Enter")
    await expect(page.locator("#announce-ru")).to_be_focused()
    await page.reload()
    await expect(page.locator("#announce-et")).to_have_value(PUBLIC["et"])
    await said_in_all(page, "announce")
    await expect(announce.locator(".card")).to_have_count(3)
    await announce.get_by_role("button", name="Publish").press("Enter")
    await expect(announce).to_contain_text("Public since")
    for language, text in PUBLIC.items():
        changes = await visit(f"{site.url}/changes?language={language}")
        await expect(changes.locator("body")).to_contain_text(text)


async def tell_those_who_raised_it(page: Page) -> None:
    """Those who wrote by letter, once somebody has seen how many they are; a chat leaves no address. Nobody is told twice."""
    tell = page.locator("section[aria-labelledby=tell]")
    await tell.get_by_role("button", name="Write to them").press("Enter")
    await said_in_all(page, "tell")
    await tell.get_by_role("button", name="How many would get it?").press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("3 customers will get this.")
    assert await violations(page) == []
    await dialog.get_by_role("button", name="Send to 3 customers").press("Enter")
    await expect(tell.get_by_role("status")).to_have_text("Sent to 3 customers.")
    await tell.get_by_role("button", name="Write to them").press("Enter")
    await said_in_all(page, "tell")
    await tell.get_by_role("button", name="How many would get it?").press("Enter")
    await expect(dialog).to_contain_text("There is nobody to write to now")


async def test_from_a_cause_to_a_verdict_that_everybody_may_read(tmp_path: Path, visit: Any) -> None:
    """A cause is named, an improvement proposed with what is expected, and shipped; two months later the effect stands there with its picture, and is told."""
    async with improving(tmp_path, "before") as site:
        page = await opened(visit, site, "kristi", "improvements/causes")
        await propose(page)
        await expect(page.locator("section[aria-labelledby=ship]")).to_contain_text("First it is written down")
        await ship(page)
        await page.get_by_label("Your comment").fill("It went to print.")
        await press(page, "Add the comment")
        await expect(page.locator("section[aria-labelledby=comments] li")).to_contain_text("It went to print.")

    async with improving(tmp_path, "after") as site:
        page = await opened(visit, site, "kristi", "improvements")
        await page.get_by_role("link", name="A bill that explains itself").click()
        await look_at_the_effect(page)
        await expect(page.locator("section[aria-labelledby=comments] li")).to_contain_text("It went to print.")
        await press(page, "Link a case")
        await page.locator("dialog .pick").first.press("Enter")
        await expect(page.locator("section[aria-labelledby=cases] li")).to_contain_text("1 contact")
        await announce_it(page, site, visit)
        await tell_those_who_raised_it(page)


async def test_what_is_written_is_kept_and_put_together_with_a_colleagues_change(known: Site, visit: Any) -> None:
    """A page that is loaded again has the draft; a colleague's save meanwhile is shown, and both changes hold."""
    page = await opened(visit, known, "kristi", "improvements/p3/edit")
    await page.get_by_label("Name", exact=True).fill("A price list that one understands")
    await expect(page.locator(".save-bar")).to_contain_text("kept on this device")
    await page.reload()
    await expect(page.get_by_label("Name", exact=True)).to_have_value("A price list that one understands")
    await expect(page.get_by_text("What you had not saved is here again.")).to_be_visible()
    body = {
        "title": "Uus hinnakiri",
        "about": "Veebis.",
        "causes": ["u1"],
        "reasons": ["sim"],
        "owner": None,
        "drop": 0.03,
        "who": {"by": None, "code": None},
    }
    saved = await page.evaluate(
        """async (body) => { const me = await (await fetch('/api/v1/session')).json();
          return (await fetch('/api/v1/improvements/p3', {method: 'POST', body: JSON.stringify(body),
            headers: {'content-type': 'application/json', 'x-hoolin-csrf': me.csrf}})).status; }""",
        body,
    )  # fmt: skip
    assert saved == 200
    await page.get_by_role("button", name="Save").press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("A colleague was faster")
    await expect(dialog).to_contain_text("Veebis.")
    assert await violations(page) == []
    await dialog.get_by_role("button", name="Put together").press("Enter")
    await page.get_by_role("button", name="Save").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("A price list that one understands")
    await expect(page.locator("section[aria-labelledby=what]")).to_contain_text("Veebis.")


async def test_it_is_withdrawn_only_with_a_why(known: Site, visit: Any) -> None:
    """It stays in the register, with the why; what was public about it is so no more."""
    page = await opened(visit, known, "kristi", "improvements/p2")
    await press(page, "Withdraw")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Withdraw").press("Enter")
    await expect(dialog.locator("#withdraw-wrong")).to_contain_text("Write why.")
    await dialog.get_by_label("Why").fill("Too dear.")
    await dialog.get_by_role("button", name="Withdraw").press("Enter")
    await expect(page.locator(".banner")).to_contain_text("Too dear.")
    await page.get_by_role("link", name="Back").click()
    await expect(page.locator("section[aria-labelledby=of-withdrawn] [data-improvement=p2]")).to_contain_text(
        "Too dear."
    )
    changes = await visit(f"{known.url}/changes?language=en")
    await expect(changes.locator("body")).not_to_contain_text("We tell the price before the border.")


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_every_view_speaks_three_languages_and_has_room(known: Site, visit: Any, theme: str) -> None:
    """The register, causes, an effect, a form: axe finds nothing, and on a small screen nothing stands out."""
    page = await opened(visit, known, "kristi", "improvements", color_scheme=theme)
    for language in LANGUAGES:
        for view in ("", "/causes", "/p1", "/p3", "/new/u1"):
            for width in (1440, 360):
                await page.set_viewport_size({"width": width, "height": 900})
                await page.goto(f"{known.url}/experience/improvements{view}?language={language}")
                await expect(page.locator("html")).to_have_attribute("lang", language)
                await expect(page.locator("main h1")).to_be_visible()
                await expect(page.locator("main .notice")).to_have_count(0)
                if view == "/p1":
                    await expect(page.locator("#picture")).to_be_visible()
                await picture(page, f"improvements{view.replace('/', '-')}-{language}-{theme}-{width}")
                assert await page.evaluate(WIDE) == [], (view, language, width)
                assert await violations(page) == [], (view, language, width)


async def test_a_reader_sees_all_and_changes_nothing(known: Site, visit: Any) -> None:
    """Who only reads figures has no button that would be refused; an address of `/improvements` leads here."""
    page = await opened(visit, known, "anu", "improvements/p1")
    await expect(page.locator("section[aria-labelledby=effect]")).to_be_visible()
    for name in ("Withdraw", "Write it", "Write to them", "Link a case", "Add the comment"):
        await expect(page.get_by_role("button", name=name)).to_have_count(0)
    await page.goto(f"{known.url}/improvements")
    await expect(page).to_have_url(f"{known.url}/experience/improvements")
    await expect(page.get_by_role("link", name="New improvement")).to_have_count(0)
