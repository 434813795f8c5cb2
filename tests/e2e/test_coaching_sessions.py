"""A coach prepares and holds a session with an agent, each in their own browser; another coach, a supervisor and an administrator see nothing of it; and how all of it looks."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.e2e.conftest import serving
from tests.e2e.experience_pages import opened, pick, press
from tests.e2e.judged_stand import looks_well
from tests.e2e.site_process import PASSWORD
from tests.e2e.stand import Site, violations
from tests.e2e.test_contact import picture
from tests.e2e.test_reviews import asking
from tests.e2e.told_reviews import GOOD

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"),
    pytest.mark.slow,
    pytest.mark.timeout(400),
]
# timeout: four browsers, as slowly as a busy machine draws them

ITEM = "heard.named_back"
QUESTION = "What do you do in the first ten seconds?"
OF_HELE, OF_MARI = "She named the worry well in the second message", "I get nervous when a bill is wrong"
VIEW, COACHS_VIEW = "I answered before he had finished", "You found the cause and said it plainly"
STEP, LEARNED = "When a bill is wrong, I first say back what I heard", "They calm down when they hear it back"
SECRETS = (QUESTION, OF_HELE, OF_MARI, VIEW, COACHS_VIEW, STEP, LEARNED)


@pytest_asyncio.fixture(loop_scope="session")
async def coached(tmp_path: Path) -> AsyncIterator[Site]:
    """A site whose conversations are reviewed, with one that Mari has rated herself, and a second coach."""
    async with serving(tmp_path, module="reviews_process") as site:
        assert await site.outside(set_up=True)
        interaction = await site.outside(talk="chat")
        async with asking(site, "mari") as mari:
            rated = await mari.post(
                f"/conversations/{interaction}/own-rating", json={"scorecard": "usual", "marks": GOOD}
            )
            assert rated.status_code == 204, rated.text
        async with asking(site, "kadri") as admin:
            other = {"login": "guru", "name": "Uku Uba", "role": "guru", "agent": "guru", "password": PASSWORD}
            assert (await admin.post("/accounts", json=other)).status_code == 201
        yield site


async def plan(page: Page, name: str) -> str:
    """The coach plans a session with Mari, about one item, with an open question; its id. What was begun is there after the page was loaded anew."""
    await page.get_by_role("link", name="Plan a session").press("Enter")
    await page.get_by_label("An open question").fill(QUESTION)
    await page.reload()
    await expect(page.get_by_label("An open question")).to_have_value(QUESTION)
    await press(page, "Put it down")
    await expect(page.locator("#plan-nobody")).to_contain_text("Choose somebody")
    await page.get_by_label("With whom").select_option(label="Mari Maasikas")
    # Mari came to work today, and nobody knows of another day.
    await expect(page.locator("#plan-absent")).to_contain_text("has not worked on this weekday")
    await pick(page.get_by_role("combobox", name="What it is about"), name)
    await expect(page.get_by_role("button", name=f"Take out: {name}")).to_be_visible()
    assert await violations(page) == []
    await press(page, "Put it down")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Session with Mari Maasikas")
    return page.url.rsplit("/", 1)[-1]


async def prepares(page: Page, text: str) -> None:
    """Privately."""
    await page.locator("#prepare").fill(text)
    await page.get_by_role("button", name="Keep it").press("Enter")
    await expect(page.get_by_role("button", name="Keep it")).to_be_disabled()


async def sees(page: Page, side: str, text: str, mark: str, button: str) -> None:
    """Tells how they see it."""
    view = page.locator(f"section[aria-labelledby=view-{side}-title]")
    await view.get_by_role("radio", name=mark).check()
    await view.get_by_role("textbox").fill(text)
    await view.get_by_role("button", name=button).press("Enter")


async def hold(hele: Page, mari: Page) -> None:
    """They listen together; Mari speaks first, whatever Hele has written already; one step."""
    await hele.get_by_role("link", name="Begin the session").press("Enter")
    await mari.get_by_role("link", name="We sit together now").press("Enter")
    listen = hele.locator("section[aria-labelledby=listen]")
    await listen.locator("button[aria-expanded]").press("Enter")
    await expect(listen.locator(".log")).to_contain_text("Miks mu arve")
    await expect(listen.get_by_role("link", name="Name what was done well here")).to_be_visible()
    coach = hele.locator("section[aria-labelledby=view-coach-title]")
    await coach.get_by_role("textbox").fill(COACHS_VIEW)
    await expect(coach.get_by_role("button", name="Tell it")).to_be_disabled()
    await expect(hele.get_by_role("button", name="We agree on this")).to_be_disabled()
    await sees(mari, "agent", VIEW, "Not yet", "Tell it")
    await expect(hele.locator("section[aria-labelledby=view-agent-title]")).to_contain_text(VIEW)
    await sees(hele, "coach", COACHS_VIEW, "Yes", "Tell it")
    await expect(mari.locator("section[aria-labelledby=view-coach-title]")).to_contain_text(COACHS_VIEW)
    assert await violations(hele) == []
    await picture(hele, "coaching-hold")
    await press(hele, "We agree on this")
    await expect(hele.locator("#step-missing")).to_contain_text("Write down one step")
    await hele.locator("#step").fill(STEP)
    await press(hele, "We agree on this")
    await expect(hele.locator("blockquote.step")).to_have_text(STEP)
    await expect(mari.locator("blockquote.step")).to_have_text(STEP)
    await expect(mari.locator("section[aria-labelledby=views]")).to_contain_text(VIEW)


async def test_a_coach_prepares_and_holds_a_session(visit: Any, coached: Site) -> None:
    """Planned, prepared by both in private, held, one step agreed, followed up; two others with every permission see nothing of it."""
    hele = await opened(visit, coached, "hele", "coaching/sessions")
    async with asking(coached, "hele") as asked:
        items = (await asked.get("/coaching/sessions/people")).json()["items"]
    session = await plan(hele, next(one["name"]["en"] for one in items if one["code"] == ITEM))
    await hele.locator("summary", has_text="Choose a conversation").press("Enter")
    await hele.get_by_role("button", name="Choose:").press("Enter")
    await expect(hele.get_by_role("button", name="Not this one")).to_be_visible()
    await prepares(hele, OF_HELE)
    await picture(hele, "coaching-prepare")

    mari = await opened(visit, coached, "mari", "coaching/sessions")
    await mari.locator(f"[data-session={session}]").press("Enter")
    await expect(mari.locator("main")).to_contain_text(QUESTION)
    await expect(mari.locator("main")).to_contain_text("has prepared")
    await expect(mari.locator("main")).not_to_contain_text(OF_HELE)
    await prepares(mari, OF_MARI)
    await expect(hele.locator("main")).to_contain_text("Mari Maasikas has prepared")
    await expect(hele.locator("main")).not_to_contain_text(OF_MARI)
    await hold(hele, mari)

    await mari.get_by_role("radio", name="Partly").check()
    await mari.locator("#learned").fill(LEARNED)
    await press(mari, "Put it down")
    await expect(mari.locator(".tag").first).to_have_text("Partly")
    await expect(hele.locator("section[aria-labelledby=agreed]")).to_contain_text(LEARNED)
    # Nothing is left on the device of what was sent.
    for page in (hele, mari):
        kept = await page.evaluate("JSON.stringify({...localStorage})")
        assert not [one for one in SECRETS if one in kept]

    for other in ("guru", "kadri", "oleg"):
        page = await opened(visit, coached, other, "coaching/sessions")
        assert await page.locator("[data-session]").count() == 0
        await page.goto(f"{coached.url}/experience/coaching/sessions/{session}?language=en")
        await expect(page.get_by_role("alert")).to_contain_text("not there, or it is not yours")
        content = await page.content()
        assert not [one for one in SECRETS if one in content]


async def test_an_agent_lets_their_coach_read_along_and_ends_it_at_the_desk(visit: Any, coached: Site) -> None:
    """The coach's page says so within seconds, and the agent's desk for as long as it lasts; one press there ends it for both."""
    async with asking(coached, "hele") as asked:
        today = (await asked.get("/coaching/sessions")).json()["today"]
        meeting = {"side": "coach", "other": "mari", "day": today, "time": "10:00"}
        session = (await asked.post("/coaching/sessions", json=meeting)).json()["session"]
    hele = await opened(visit, coached, "hele", f"coaching/sessions/{session}")
    mari = await opened(visit, coached, "mari", f"coaching/sessions/{session}")
    along = [page.locator("section[aria-labelledby=along]") for page in (hele, mari)]
    await expect(along[0]).to_contain_text("can let you read along")
    await press(mari, "You may read along")
    await expect(along[0]).to_contain_text("lets you read along until")
    await expect(along[0]).to_contain_text("No conversation is open right now")
    desk = await mari.context.new_page()
    await desk.goto(f"{coached.url}/desk/?language=en")
    sign = desk.locator("[data-coaching]")
    await expect(sign).to_contain_text("Your coach may read along until")
    assert await violations(desk) == []
    await picture(desk, "coaching-desk")
    await sign.get_by_role("button", name="End").press("Enter")
    await expect(sign).not_to_contain_text("read along")
    for one in along:
        await expect(one).to_contain_text(
            "read along in their conversations" if one is along[0] else "You decide for how long"
        )


async def test_both_change_a_session_and_one_of_them_coaches_no_more(visit: Any, coached: Site) -> None:
    """Whoever saves second is told, keeps what they changed and saves again. With the role goes all but reading; and with the log-out what was left on the device."""
    async with asking(coached, "hele") as asked:
        today = (await asked.get("/coaching/sessions")).json()["today"]
        meeting = {"side": "coach", "other": "mari", "day": today, "time": "10:00", "question": QUESTION}
        session = (await asked.post("/coaching/sessions", json=meeting)).json()["session"]
        hele = await opened(visit, coached, "hele", f"coaching/sessions/{session}/change")
        await hele.get_by_label("Minutes").select_option("90")
        async with asking(coached, "mari") as agent:
            changed = {"day": today, "time": "11:30", "question": QUESTION, "based_on": 1}
            assert (await agent.put(f"/coaching/sessions/{session}", json=changed)).status_code == 204
        await press(hele, "Save")
        await expect(hele.get_by_role("alert")).to_contain_text("Your changes are still here")
        await expect(hele.locator("input[type=time]")).to_have_value("11:30")
        await expect(hele.get_by_label("Minutes")).to_have_value("90")
        assert await violations(hele) == []
        await picture(hele, "coaching-changed")
        await press(hele, "Save")
        told = (await asked.get(f"/coaching/sessions/{session}")).json()
        assert (told["time"], told["minutes"], told["question"]) == ("11:30", 90, QUESTION)
    mari = await opened(visit, coached, "mari", f"coaching/sessions/{session}")
    await mari.locator("#prepare").fill(OF_MARI)
    assert OF_MARI in await mari.evaluate("JSON.stringify({...localStorage})")
    async with asking(coached, "kadri") as admin:
        (account,) = [one["account"] for one in (await admin.get("/accounts")).json() if one["login"] == "hele"]
        assert (await admin.patch(f"/accounts/{account}", json={"role": "agent"})).status_code == 200
    await expect(mari.locator("main")).to_contain_text("Hele Hunt no longer coaches")
    await expect(mari.locator("#prepare, a[href$=change], section[aria-labelledby=along]")).to_have_count(0)
    assert await violations(mari) == []
    await picture(mari, "coaching-no-coach")
    await mari.locator("[data-menu=settings]").click()
    await mari.get_by_role("menuitem", name="Log out").click()
    await mari.locator("#login").wait_for()
    assert OF_MARI not in await mari.evaluate("JSON.stringify({...localStorage})")
    hele = await opened(visit, coached, "hele", f"coaching/sessions/{session}")
    await expect(hele.locator("main")).to_contain_text("You no longer coach")
    await expect(hele.locator("#prepare, a[href$=change]")).to_have_count(0)
    await picture(hele, "coaching-coach-no-more")


async def test_thanks_and_a_diary(visit: Any, coached: Site) -> None:
    """Something done well is named, and its owner finds it as new, once; what was tried is noted, found by a word, and told to whom it is about."""
    hele = await opened(visit, coached, "hele", "coaching/sessions/thanks")
    await hele.get_by_label("Who", exact=True).select_option(label="Mari Maasikas")
    await hele.locator("#thank-text").fill("Well done")
    await press(hele, "Tell them")
    await expect(hele.locator("#thank-short")).to_contain_text("Name what it was")
    said = "You stayed silent until he had finished"
    await hele.locator("#thank-text").fill(said)
    await press(hele, "Tell them")
    await expect(hele.locator("section[aria-labelledby=given]")).to_contain_text(said)
    mari = await opened(visit, coached, "mari", "coaching/sessions/thanks")
    got = mari.locator("section[aria-labelledby=received]")
    await expect(got).to_contain_text("From Hele Hunt")
    await expect(got.locator(".tag.ok")).to_have_count(1)
    async with mari.expect_response("**/coaching/recognitions"):
        await mari.reload()
    await expect(got).to_contain_text(said)
    await expect(got.locator(".tag.ok")).to_have_count(0)

    interaction = await coached.outside(talk="chat")
    await hele.goto(
        f"{coached.url}/experience/coaching/sessions/thanks?language=en&agent=mari&interaction={interaction}"
    )
    await hele.locator("#thank-text").fill("You said at once what you would look at")
    await hele.get_by_role("checkbox", name="This could be an example for others").press("Space")
    await hele.get_by_label("To message").select_option(index=1)
    assert await violations(hele) == []
    await picture(hele, "coaching-passage")
    async with hele.expect_request(lambda one: one.method == "POST", timeout=60_000) as asked:
        await press(hele, "Tell them")
    sent = (await asked.value).post_data_json
    assert sent is not None and sent["passage"] == {"begin": 1, "end": 2}
    await expect(hele.locator("section[aria-labelledby=given]")).to_contain_text("what you would look at")

    await hele.get_by_role("link", name="Diary").press("Enter")
    await hele.locator("#entry-tried").fill("Three seconds of silence after the customer ends")
    await hele.get_by_label("With whom").select_option(label="Mari Maasikas")
    await press(hele, "Put it down")
    mine = hele.locator("section[aria-labelledby=mine]")
    await expect(mine.get_by_role("article")).to_have_count(1)
    await hele.get_by_label("Search").fill("patience")
    await expect(mine).to_contain_text("Nothing with these words")
    await hele.get_by_label("Search").fill("SILENCE")
    await expect(mine.get_by_role("article")).to_have_count(1)
    assert await violations(hele) == []
    await mari.get_by_role("link", name="Diary").press("Enter")
    await expect(mari.locator("section[aria-labelledby=of-me]")).to_contain_text("Three seconds")


async def test_it_looks_well_everywhere(visit: Any, coached: Site) -> None:
    """The list of sessions, and the page on which one is held: in three languages, both themes, wide and small."""
    async with asking(coached, "hele") as asked:
        today = (await asked.get("/coaching/sessions")).json()["today"]
        choices = {
            "side": "coach",
            "other": "mari",
            "day": today,
            "time": "10:00",
            "topics": [ITEM],
            "question": QUESTION,
        }
        session = (await asked.post("/coaching/sessions", json=choices)).json()["session"]
    hele = await opened(visit, coached, "hele", "coaching/sessions")
    for step, shown in (("", "[data-session]"), (f"/{session}/hold", "#step")):
        await looks_well(
            hele,
            coached,
            f"coaching/sessions{step}",
            shown,
            f"coaching{step.replace('/', '-').replace(session, 'one')}",
        )
