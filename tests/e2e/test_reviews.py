"""Reviewers at work in a real browser: a review by keyboard alone, two who judge unseen, an objection, a scorecard, and how all of it looks."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, Route, expect

from tests.e2e.conftest import serving
from tests.e2e.site_process import PASSWORD
from tests.e2e.stand import Site, violations
from tests.e2e.test_contact import picture
from tests.e2e.told_reviews import GOOD, RULES

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"),
    pytest.mark.slow,
    pytest.mark.timeout(400),
]
# timeout: each test looks at several pages in up to three languages, as slowly as a busy machine draws them

LANGUAGES = ("et", "ru", "en")
MIRRORED = msgspec.to_builtins(RULES)


@pytest_asyncio.fixture(loop_scope="session")
async def reviewed(tmp_path: Path) -> AsyncIterator[Site]:
    """A site that reviews its conversations."""
    async with serving(tmp_path, module="reviews_process") as made:
        yield made


async def at(visit: Any, site: Site, login: str, step: str = "", **settings: Any) -> Page:
    """Somebody comes to a page of reviews, through the door."""
    page: Page = await visit(f"{site.url}/experience/reviews{step}?language=en", **settings)
    await page.locator("#login").wait_for()
    await page.keyboard.type(login)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/experience/**", timeout=60_000)
    await page.get_by_role("heading", level=1).wait_for()
    return page


@asynccontextmanager
async def asking(site: Site, login: str) -> AsyncIterator[httpx.AsyncClient]:
    """The same person, over REST."""
    async with httpx.AsyncClient(base_url=f"{site.url}/api/v1", headers={"origin": site.url}) as client:
        me = await client.post("/session", json={"login": login, "password": PASSWORD})
        client.headers["x-hoolin-csrf"] = me.json()["csrf"]
        yield client


async def judged_by(site: Site, login: str, review: str, marks: dict[str, int]) -> None:
    """Somebody takes a review and judges it, over REST."""
    async with asking(site, login) as rest:
        assert (await rest.post(f"/reviews/{review}/take")).status_code == 204
        body = {"marks": marks, "note": "Ütle mure kohe üle."}
        assert (await rest.post(f"/reviews/{review}/score", json=body)).status_code == 204


async def tab_to(page: Page, wanted: Locator) -> None:
    """By the tabulator alone."""
    await wanted.wait_for()
    for _ in range(60):
        if await wanted.evaluate("one => one === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    raise AssertionError("not reached by Tab")


def items(page: Page) -> Locator:
    """The items of the form, fatal ones last."""
    return page.locator("fieldset.item")


async def test_a_review_from_the_inbox_by_keyboard_alone(reviewed: Site, visit: Any) -> None:
    """The empty inbox says what will come; what was drawn is taken, read, marked by keys and sent; a reload loses nothing of the draft."""
    hele = await at(visit, reviewed, "hele")
    await expect(hele.get_by_text("no plan is in use")).to_be_visible()
    await reviewed.outside(set_up=True)
    await hele.reload()
    await expect(hele.get_by_text("Of 1,000 conversations that ended, 1,000 at random. (Chat)")).to_be_visible()
    assert await violations(hele) == []
    await reviewed.outside(talk="chat")
    await hele.reload()
    line = hele.get_by_role("listitem").filter(has_text="Chat, ")
    await expect(line).to_contain_text("Bill")
    await expect(line).to_contain_text("Drawn at random · 0 of 1 has judged it")
    await tab_to(hele, line.get_by_role("button", name="Take"))
    await hele.keyboard.press("Enter")
    await hele.wait_for_url("**/experience/reviews/*.r")
    log = hele.get_by_role("log")
    for told in (
        "Miks mu arve",
        "Mari Maasikas",
        "Tühistan selle",
        "Mari Maasikas put it on hold",
        "Closed: Solved · Bill",
    ):
        await expect(log).to_contain_text(told)
    first = items(hele).first
    await expect(first).to_contain_text("Problem named back")
    await expect(first.get_by_role("radio").first).to_be_focused()
    await hele.keyboard.press("x")
    await expect(first.get_by_text("I see. One moment.")).to_be_visible()
    await hele.keyboard.press("2")
    await hele.keyboard.press("k")
    await hele.keyboard.press("e")
    await hele.keyboard.type("12 e jk")
    await hele.keyboard.press("Escape")
    await hele.keyboard.press("j")
    await hele.keyboard.press("1")
    await expect(hele.get_by_role("group", name="Score so far")).to_contain_text("60 of 100")
    await hele.keyboard.press("Control+Enter")
    await expect(hele.get_by_role("alert")).to_have_text("1 item is not marked yet.")
    await hele.keyboard.press("n")
    await hele.keyboard.type("Next time say it back first.")
    await hele.reload()
    await expect(hele.get_by_text("draft on this device has been taken up")).to_be_visible()
    await expect(hele.get_by_label("Note to the agent")).to_have_value("Next time say it back first.")
    await expect(items(hele).last.get_by_role("radio").first).to_be_focused()
    await hele.keyboard.press("2")
    running = hele.get_by_role("group", name="Score so far")
    await expect(running).to_contain_text("Fatal item not met: The law")
    await expect(running).to_contain_text("Without the fatal item it would be 60 of 100.")
    await hele.keyboard.press("1")
    await expect(running).to_contain_text("Fatal items met")
    assert await violations(hele) == []
    await hele.keyboard.press("Control+Enter")
    shown = hele.get_by_role("region", name="Marks, laid open")
    await expect(shown).to_contain_text("60 of 100")
    await expect(shown).to_contain_text("Problem named back: 12 e jk")
    await expect(hele.get_by_role("heading", name="Marks, laid open")).to_be_focused()
    await hele.goto(f"{reviewed.url}/experience/reviews")
    await expect(hele.get_by_role("region", name="Judged by you")).to_contain_text("1 of 1")
    assert await hele.evaluate("Object.keys(localStorage).filter((key) => key.includes('.review.'))") == []


async def test_two_judge_unseen_and_then_it_is_laid_open(reviewed: Site, visit: Any) -> None:
    """Neither sees the other's marks before both have judged; then they stand side by side, and what differs says so."""
    await reviewed.outside(set_up=True)
    review = await reviewed.outside(talk="email") + ".r"
    hele, oleg = await at(visit, reviewed, "hele", f"/{review}"), await at(visit, reviewed, "oleg", f"/{review}")
    for page, keys in ((hele, "111"), (oleg, "211")):
        await page.get_by_role("button", name="Take").click()
        await expect(items(page).first.get_by_role("radio").first).to_be_focused()
        await expect(page.get_by_text("Colleague")).to_have_count(0)
        for key in keys:
            await page.keyboard.press(key)
        if page is oleg:
            break
        await page.keyboard.press("Control+Enter")
        await expect(page.get_by_role("heading", name="You have judged")).to_be_focused()
        await expect(page.get_by_text("1 colleague still judges")).to_be_visible()
        await expect(page.get_by_role("table")).to_have_count(0)
        assert await violations(page) == []
    await oleg.keyboard.press("Control+Enter")
    await hele.reload()
    for page, mine in ((hele, "Met"), (oleg, "Not met")):
        table = page.get_by_role("table")
        await expect(table.get_by_role("columnheader")).to_have_count(3)
        row = table.get_by_role("row").filter(has_text="Problem named back")
        await expect(row).to_contain_text("differs")
        at_mine = [one.strip() for one in await table.get_by_role("columnheader").all_text_contents()].index("You")
        await expect(row.locator("td").nth(at_mine - 1)).to_have_text(mine)
        await expect(table.get_by_text("differs")).to_have_count(1)
        assert await violations(page) == []


async def test_an_objection_is_decided_by_somebody_who_had_not_judged(reviewed: Site, visit: Any) -> None:
    """Who judged is not asked; who decides reads the objection and the marks, changes what was wrong, and says why."""
    await reviewed.outside(set_up=True)
    review = await reviewed.outside(talk="chat") + ".r"
    await judged_by(reviewed, "hele", review, GOOD)
    async with asking(reviewed, "mari") as mari:
        body = {"why": "Ma ütlesin selle kohe alguses."}
        assert (await mari.post(f"/reviews/{review}/appeal", json=body)).status_code == 204
        hele, oleg = await at(visit, reviewed, "hele"), await at(visit, reviewed, "oleg")
        await expect(hele.get_by_role("region", name="Judged by you")).to_contain_text("objection waits")
        await expect(hele.get_by_role("region", name="Objections")).to_have_count(0)
        await oleg.get_by_role("region", name="Objections").get_by_role("link").click()
        await expect(oleg.get_by_role("region", name="The objection", exact=True)).to_contain_text("Ma ütlesin selle")
        decide = oleg.get_by_role("region", name="Decide on the objection")
        await decide.get_by_role("button", name="Decide").click()
        await expect(decide.get_by_role("alert")).to_contain_text("Choose whether")
        await decide.get_by_label("Other marks hold").check()
        await items(oleg).first.get_by_role("radio", name="Met", exact=True).check()
        await decide.get_by_role("button", name="Decide").click()
        await expect(decide.get_by_role("alert")).to_contain_text("Write a reason")
        await oleg.keyboard.type("Jah, teisel real.")
        await oleg.reload()
        await expect(decide.get_by_label("Reason")).to_have_value("Jah, teisel real.")
        await expect(items(oleg).first.get_by_role("radio", name="Met", exact=True)).to_be_checked()
        assert await violations(oleg) == []
        await decide.get_by_role("button", name="Decide").click()
        await expect(oleg.get_by_role("columnheader", name="What holds")).to_be_visible()
        await expect(oleg.get_by_text("Decided: other marks hold")).to_be_visible()
        (told,) = (await mari.get("/reviews/mine")).json()["reviews"]
        assert told["appeal"]["answer"] == "Jah, teisel real." and told["appeal"]["marks"]["heard.named_back"] == 1


async def test_a_bad_scorecard_is_refused_in_words_and_nothing_of_it_is_lost(reviewed: Site, visit: Any) -> None:
    """Faults are told while one writes and stand at their fields; a colleague who was faster is told of, and both changes are kept."""
    await reviewed.outside(set_up=True)
    kadri = await at(visit, reviewed, "kadri", "/rules")
    await expect(kadri.get_by_role("status").filter(has_text="Edition 1 holds")).to_be_visible()
    await kadri.get_by_role("button", name="Add a scorecard").click()
    card = kadri.locator("[data-part=scorecards-1]")
    await expect(card.get_by_label("English").first).not_to_be_focused()
    await card.get_by_label("Eesti").first.fill("Lühike")
    await kadri.get_by_role("button", name="Save").click()
    faults = kadri.get_by_role("region", name="to mend")
    await expect(faults).to_contain_text("it has no items; add at least one")
    await expect(kadri.get_by_role("status").filter(has_text="Not saved")).to_be_visible()
    await card.get_by_label("Add an item…").select_option("heard.empathy")
    await expect(faults).to_contain_text("a definition or an example is missing in a language")
    await expect(faults).to_contain_text("its name is missing in a language")
    await kadri.get_by_role("button", name="Save").click()
    await expect(kadri.get_by_role("status").filter(has_text="Not saved")).to_be_visible()
    await expect(card.get_by_label("English").first).to_have_attribute("aria-invalid", "true")
    assert await violations(kadri) == []
    await kadri.reload()
    await expect(kadri.get_by_role("status").filter(has_text="draft has been taken up again")).to_be_visible()
    await expect(card.get_by_label("Eesti").first).to_have_value("Lühike")
    line = card.locator("details.line")
    if await line.get_attribute("open") is None:
        await line.locator("summary").click()
    for area in await card.locator("textarea").all():
        await area.fill("Mis see kliendile tähendab")
    await expect(kadri.get_by_role("status").filter(has_text="nothing is wrong")).to_be_visible()
    async with asking(reviewed, "kadri") as rest:
        faster = {"after": 1, "rules": MIRRORED | {"appeal_days": 30}}
        assert (await rest.put("/reviews/rules", json=faster)).status_code == 200
        await kadri.get_by_role("button", name="Save").click()
        clash = kadri.get_by_role("dialog", name="Somebody has saved meanwhile")
        await expect(clash).to_contain_text("Days within which one may object")
        assert await violations(kadri) == []
        await clash.get_by_role("button", name="Put together").click()
        await kadri.get_by_role("button", name="Save").click()
        await expect(kadri.get_by_role("status").filter(has_text="Saved: edition 3 holds")).to_be_visible()
        told = (await rest.get("/reviews/rules")).json()["rules"]
        assert (told["appeal_days"], len(told["scorecards"])) == (30, 2)
        assert told["scorecards"][1]["lines"][0]["passes"]["ru"] == "Mis see kliendile tähendab"
    await kadri.locator("[data-part=scorecards-0]").get_by_role("button", name="Remove scorecard").click()
    await kadri.get_by_role("button", name="Save").click()
    await expect(faults).to_contain_text("there is no scorecard “usual”; choose another")
    await kadri.get_by_role("button", name="Undo").click()
    await expect(kadri.get_by_role("status").filter(has_text="edition 3 holds")).to_be_visible()
    oleg = await at(visit, reviewed, "oleg", "/rules")
    await expect(oleg.get_by_text("An administrator can change it")).to_be_visible()
    await expect(oleg.get_by_role("button", name="Save")).to_have_count(0)
    await expect(oleg.locator("textarea").first).to_be_disabled()


async def test_a_mystery_shoppers_visit_is_recorded_on_the_same_items(reviewed: Site, visit: Any) -> None:
    """With its channel and scorecard; what is not marked is said, a lost answer records nothing twice, and the form is empty once it is recorded."""
    await reviewed.outside(set_up=True)
    oleg = await at(visit, reviewed, "oleg", "/visit")
    await oleg.get_by_label("By which channel").select_option("email")
    await oleg.get_by_role("button", name="Record the visit").click()
    await expect(oleg.get_by_role("alert")).to_have_text("3 items are not marked yet.")
    await expect(items(oleg).first.get_by_role("radio").first).to_be_focused()
    for key in "131":
        await oleg.keyboard.press(key)
    await oleg.get_by_label("What happened").fill("Ootasin kaua, siis aidati.")
    await oleg.reload()
    await expect(oleg.get_by_label("By which channel")).to_have_value("email")
    recorded: list[Any] = []

    async def lost(route: Route) -> None:
        recorded.append(await (await route.fetch()).json())
        await (route.abort() if len(recorded) == 1 else route.fulfill(status=201, json=recorded[-1]))

    await oleg.route("**/visits", lost)
    await oleg.get_by_role("button", name="Record the visit").click()
    await expect(oleg.get_by_role("alert")).to_contain_text("Hoolin does not answer")
    await oleg.reload()
    await oleg.get_by_role("button", name="Record the visit").click()
    await expect(oleg.get_by_text("The visit is recorded.")).to_be_visible()
    await expect(oleg.get_by_label("What happened")).to_have_value("")
    await expect(oleg.get_by_role("radio", checked=True)).to_have_count(0)
    assert recorded == [recorded[0]] * 2
    assert await violations(oleg) == []


async def test_what_was_recorded_can_be_heard_and_what_was_said_be_cited(reviewed: Site, visit: Any) -> None:
    """Each stretch has a player that asks the route where listening is noted; which message it was becomes what shows an item, never its words."""
    await reviewed.outside(set_up=True)
    interaction = await reviewed.outside(talk="chat")
    stretch = {
        "stretch": "s1",
        "began_at": 1_800_000_000_000,
        "length_ms": 65_000,
        "agent": "mari",
        "lost": None,
        "there": True,
    }
    recording = {
        "recording": "g1", "call": "l1", "kind": "call", "erased_at": None, "stretches": [stretch], "marks": [], "heard": [],
    }  # fmt: skip
    hele = await at(visit, reviewed, "hele")
    await hele.route("**/recordings", lambda route: route.fulfill(json={"recordings": [recording]}))
    await hele.goto(f"{reviewed.url}/experience/reviews/{interaction}.r?language=en")
    player = hele.locator("audio")
    await expect(player).to_have_attribute("src", f"/api/v1/conversations/{interaction}/recordings/s1")
    await expect(hele.get_by_role("region", name="Recording")).to_contain_text("1 min 5 sec, Mari Maasikas spoke")
    await hele.get_by_role("button", name="Take").click()
    await hele.get_by_role("button", name="Use as evidence").first.click()
    await expect(items(hele).first.get_by_role("textbox")).to_have_value(re.compile(r"^message 1, \d+:\d+$"))
    assert await violations(hele) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_looks_well_in_every_language_and_on_a_small_screen(reviewed: Site, visit: Any, theme: str) -> None:
    """axe finds nothing on any of the pages; at 360 pixels nothing has to be moved sideways but a table within itself."""
    await reviewed.outside(set_up=True)
    double, single, free = [await reviewed.outside(talk=channel) + ".r" for channel in ("email", "chat", "chat")]
    await judged_by(reviewed, "hele", double, GOOD)
    async with asking(reviewed, "kadri") as rest:
        await rest.post(f"/reviews/{double}/take")
        await rest.post(f"/reviews/{double}/score", json={"marks": GOOD | {"compliance.law": 0}, "note": "Seadus!"})
        await rest.post(f"/reviews/{single}/take")
    async with asking(reviewed, "mari") as rest:
        await rest.post(f"/reviews/{double}/appeal", json={"why": "Ma küsisin isikukoodi lõppu kohe alguses."})
    kadri = await at(visit, reviewed, "kadri", color_scheme=theme)
    oleg = await at(visit, reviewed, "oleg", color_scheme=theme)
    steps = {"inbox": "", "form": f"/{single}", "open": f"/{double}", "visit": "/visit", "rules": "/rules"}
    for page, shown in ((kadri, steps), (oleg, {"decide": f"/{double}", "free": f"/{free}"})):
        for language in LANGUAGES:
            for width in (1440, 360):
                await page.set_viewport_size({"width": width, "height": 900})
                for name, step in shown.items():
                    await page.goto(f"{reviewed.url}/experience/reviews{step}?language={language}")
                    await expect(page.locator("main.reviews :is(h2, fieldset)").first).to_be_attached()
                    await expect(page.locator("main").get_by_role("status").filter(has_text="…")).to_have_count(0)
                    if width == 360:
                        await _on_both_sides(page, f"reviews-{name}-{language}-{theme}")
                    else:
                        await picture(page, f"reviews-{name}-{language}-{theme}")
                    assert await violations(page) == [], (name, language, width)


async def _on_both_sides(page: Page, name: str) -> None:
    """What is shown at a time on a narrow screen: either side, where there are two."""
    wide = """() => [...document.querySelectorAll('body *')].filter((one) => !one.closest('.scroll, .visually-hidden') &&
      one.getBoundingClientRect().right > 360.5).map((one) => one.outerHTML.slice(0, 80))"""
    sides = await page.locator(".switch button").all()
    for number in range(max(1, len(sides))):
        if sides:
            await sides[number].click()
        assert await page.evaluate(wide) == [], name
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
        await picture(page, f"{name}-360-{number}")
        assert await violations(page) == [], name
