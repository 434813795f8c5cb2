"""A good moment in a real browser: proposed at the desk, made anonymous and kept by a guru, found by one key beside a draft, and withdrawn."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.e2e.conftest import serving
from tests.e2e.experience_pages import pick
from tests.e2e.judged_stand import WIDE, enter, looks_well
from tests.e2e.stand import Site, log_in, violations
from tests.e2e.test_contact import picture

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]

ABOUT = "Names at once what she sees, and says what happens next."
DRAFT = "Tere! Vaatan kohe"
PRAISE = "Sain kohe aru, mis juhtus. Suur aitäh!"
THANKS = "You named what you saw before anything else"


@pytest_asyncio.fixture(loop_scope="session")
async def library(tmp_path: Path) -> AsyncIterator[Site]:
    """A site whose library is empty."""
    async with serving(tmp_path, module="exemplars_process") as made:
        yield made


async def propose(desk: Page, site: Site, interaction: str) -> None:
    """By keys alone, from the conversation that has ended."""
    await desk.goto(f"{site.url}/desk/#/mine/{interaction}")
    await expect(desk.get_by_role("log").get_by_text("uus arve on homme")).to_be_visible()
    await desk.keyboard.press("Shift+F2")
    await expect(desk.get_by_role("button", name="Propose", exact=True)).to_be_focused()
    assert await violations(desk) == []
    await picture(desk, "exemplar-propose")
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_role("dialog")).to_be_hidden()


async def keep(guru: Page) -> None:
    """The names are hidden; what is written about it is looked through too; a place that looks personal is looked at by itself."""
    await guru.locator("[data-exemplar] a").first.click()
    proposal = guru.locator("[data-proposal]")
    await expect(proposal.locator("mark", has_text="Ülari Pukspuu")).to_be_visible()
    await expect(proposal.get_by_label("Customer: as it is kept")).to_have_value(
        "Tere! Olen [nimi 1], number [telefon 1]. Arvel on sama rida kaks korda."
    )
    good = proposal.get_by_label("What is good here?")
    await good.fill(f"{ABOUT} As Ruth Bellweather does.")
    await expect(proposal.get_by_role("button", name="Take out: Bill")).to_be_visible()
    await pick(proposal.get_by_role("combobox", name="What does it show?"), "named back")
    await proposal.get_by_role("radio", name="Nobody can be recognised by it").check()
    taken = proposal.get_by_role("button", name="Keep it in the library")
    await expect(taken).to_be_disabled()
    await proposal.get_by_role("button", name="Check", exact=True).click()
    await expect(proposal.get_by_text("1 place is still to be looked at.")).to_be_visible()
    assert await violations(guru) == []
    await picture(guru, "exemplar-proposal")
    await expect(taken).to_be_disabled()
    await good.fill(ABOUT)
    await expect(taken).to_be_disabled()
    await proposal.get_by_role("button", name="Check", exact=True).click()
    await expect(proposal.get_by_text("Nothing personal was found.")).to_be_visible()
    await taken.click()
    await expect(guru.get_by_text("Nothing waits at the moment.")).to_be_visible()


async def shown_beside_the_draft(desk: Page, site: Site, interaction: str) -> None:
    """One key in the field opens it, whatever the layout; Escape closes it, and what was written stays."""
    await desk.goto(f"{site.url}/desk/#/mine/{interaction}")
    await expect(desk.get_by_role("log").get_by_text("miks mul arvel")).to_be_visible()
    await desk.keyboard.press("r")
    await desk.keyboard.type(DRAFT)
    await desk.keyboard.press("F2")
    example = desk.locator("dialog [data-exemplar]")
    await expect(example).to_contain_text(ABOUT)
    await expect(example).to_contain_text("Olen [nimi 1]")
    await expect(example).not_to_contain_text("Pukspuu")
    assert await violations(desk) == []
    await picture(desk, "exemplar-desk")
    await desk.keyboard.press("Escape")
    await expect(example).to_be_hidden()
    await expect(desk.get_by_role("textbox", name="Reply").first).to_have_value(DRAFT)


async def noticed(guru: Page, site: Site, interaction: str) -> None:
    """By whoever oversees a conversation, from its own page; somebody else has to look at it then."""
    await guru.goto(f"{site.url}/experience/coaching/examples/propose/{interaction}?language=en")
    await expect(guru.get_by_label("First message")).to_be_visible()
    assert await violations(guru) == []
    await picture(guru, "exemplar-noticed")
    await guru.get_by_role("button", name="Propose as an example").click()
    await expect(guru.get_by_text("Waits to be looked at", exact=True).first).to_be_visible()
    await guru.get_by_role("link", name="Waiting to be looked at").click()
    await expect(guru.get_by_text("somebody else has to look")).to_be_visible()


async def withdraw(guru: Page) -> None:
    """As the customer wishes it."""
    await guru.get_by_role("link", name="Library").click()
    await guru.locator("[data-exemplar] a").first.click()
    await guru.get_by_text("Take it out of the library").click()
    await guru.get_by_role("radio", name="The customer wishes it").check()
    assert await violations(guru) == []
    await guru.get_by_role("button", name="Destroy the text").click()
    await expect(guru.get_by_text("There are no examples yet.")).to_be_visible()


async def test_a_good_moment_is_proposed_kept_found_and_withdrawn(library: Site, visit: Any) -> None:
    """By the people who do it, each on their own page."""
    interaction = await library.outside(talk=True)
    desk: Page = await visit(f"{library.url}/desk/")
    await log_in(desk, "mari")
    await propose(desk, library, interaction)
    guru = await enter(visit, library, "hele", "coaching/examples/inbox")
    await keep(guru)
    asked = await library.outside(ask=True)
    await shown_beside_the_draft(desk, library, asked)
    await noticed(guru, library, asked)
    await guru.set_viewport_size({"width": 360, "height": 800})
    for language in ("et", "ru"):
        await guru.goto(f"{library.url}/experience/coaching/examples?language={language}")
        await expect(guru.locator("[data-exemplar]")).to_be_visible()
        assert await violations(guru) == []
        assert await guru.evaluate(WIDE) == []
        await picture(guru, f"exemplar-library-{language}-360")
    await guru.set_viewport_size({"width": 1440, "height": 900})
    await guru.goto(f"{library.url}/experience/coaching/examples?language=en")
    await withdraw(guru)
    await desk.keyboard.press("F2")
    await expect(desk.get_by_text("There are no examples of this yet.")).to_be_visible()


async def test_praise_and_thanks_lead_to_examples(library: Site, visit: Any) -> None:
    """What customers praised is read by whoever keeps the library, and proposed or set aside; a passage that was thanked for is proposed with one press."""
    praised = await library.outside(praise=PRAISE)
    other = await library.outside(praise="Kõik korras")
    guru = await enter(visit, library, "hele", "coaching/examples")
    await guru.get_by_role("link", name="Praised by customers").press("Enter")
    cards = guru.locator("[data-praised]")
    await expect(cards).to_have_count(2)
    assert [await one.get_attribute("data-praised") for one in await cards.all()] == [other, praised]
    await looks_well(guru, library, "coaching/examples/praised", f"[data-praised={praised}]", "exemplar-praised")
    await guru.goto(f"{library.url}/experience/coaching/examples/praised?language=en")
    await guru.locator(f"[data-praised={other}]").get_by_role("button", name="No example in this").press("Enter")
    await expect(cards).to_have_count(1)
    await expect(guru.get_by_role("heading", name="Praised by customers")).to_be_focused()
    await cards.get_by_role("link", name="Read it, and propose a passage").press("Enter")
    await expect(guru.locator("figure blockquote")).to_have_text(PRAISE)
    await expect(guru.get_by_label("The customer praised it")).to_be_checked()
    assert await violations(guru) == []
    await picture(guru, "exemplar-praised-propose")
    await guru.get_by_label("First message").select_option(index=1)
    await guru.get_by_role("button", name="Propose as an example").press("Enter")
    await expect(guru.get_by_text("You proposed it.")).to_be_visible()
    await guru.get_by_role("link", name="Praised by customers").press("Enter")
    await expect(guru.get_by_text("Nothing new here.")).to_be_visible()

    thanks = f"coaching/sessions/thanks?agent=mari&interaction={other}"
    await guru.goto(f"{library.url}/experience/{thanks}&language=en")
    await guru.locator("#thank-text").fill(THANKS)
    await guru.get_by_label("This could be an example for others").check()
    await guru.get_by_role("button", name="Tell them").press("Enter")
    given = guru.locator("section[aria-labelledby=given]")
    await expect(given).to_contain_text(THANKS)
    desk = await enter(visit, library, "mari", "coaching/sessions/thanks")
    await desk.set_viewport_size({"width": 360, "height": 1200})
    for language in ("et", "ru", "en"):
        await desk.goto(f"{library.url}/experience/coaching/sessions/thanks?language={language}")
        await expect(desk.locator("section[aria-labelledby=received]").get_by_role("button")).to_have_count(2)
        assert await violations(desk) == []
        assert await desk.evaluate(WIDE) == []
        await picture(desk, f"thanked-{language}-360")
    await desk.get_by_role("button", name="Propose this passage as an example").press("Enter")
    await expect(desk.locator("section[aria-labelledby=received]")).to_contain_text("Proposed as an example")
    await guru.goto(f"{library.url}/experience/coaching/examples/inbox?language=en")
    inbox = guru.locator("[data-exemplar]")
    await expect(inbox).to_have_count(2)
    await expect(inbox.filter(has_text="Mari Maasikas proposes a conversation of their own.")).to_have_count(1)
    await expect(inbox.filter(has_text="The customer praised it. Proposed by Hele Hunt.")).to_have_count(1)
    for secret in (PRAISE, THANKS):
        await expect(guru.locator("main")).not_to_contain_text(secret)
