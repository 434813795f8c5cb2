"""A guru gives a lesson to several in a browser: found where lessons are kept, people chosen by name and team, the order drawn with one press; for whoever waits it is refused with the day, and
given all the same only with a why; what those who were given it see.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.e2e.conftest import serving
from tests.e2e.experience_pages import LANGUAGES, WIDE, opened, pick, press, told
from tests.e2e.given_process import PEOPLE
from tests.e2e.stand import Site, violations
from tests.e2e.test_contact import picture

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.needs("chromium", "node"),
    pytest.mark.slow,
]

LATER = "14 Dec 2026"
WHY = "Leaves on maternity next week."


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """See `given_process`."""
    async with serving(tmp_path_factory.mktemp("given"), module="given_process") as made:
        yield made


async def choose_people(page: Page) -> None:
    """Nobody is said; a team by one press; everybody is all but whoever teaches."""
    await press(page, "Give it")
    await expect(page.locator("#plan-people-wrong")).to_have_text("Choose who takes part.")
    await expect(page.locator("#plan-people")).to_be_focused()
    team = page.get_by_role("button", name="Serve:")
    await team.press("Enter")
    await expect(team).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_text("4 people", exact=True)).to_be_visible()
    await expect(page.get_by_text("With fewer than 10 people nobody could tell")).to_be_visible()
    await press(page, "Give it to all at once")
    await expect(page.get_by_label("Why does nobody wait?")).to_be_focused()
    await expect(page.locator("#plan-why-wrong")).to_have_text("Say in a sentence why.")
    assert await violations(page) == []
    await picture(page, "giving-few")
    await press(page, "Everybody")
    await expect(page.get_by_text("11 people", exact=True)).to_be_visible()
    await expect(page.get_by_role("radio", name="In waves")).to_be_checked()
    await expect(page.locator("section[aria-labelledby=seen]")).to_contain_text("nothing would be seen")


async def give_by_lot(page: Page) -> str:
    """One press; where the rollout is seen the order stands. The address of it."""
    assert await violations(page) == []
    await picture(page, "giving")
    await press(page, "Draw the order and begin today")
    order = page.locator("section[aria-labelledby=order]")
    await expect(order.locator("[data-wave]")).to_have_count(2)
    await expect(order).to_contain_text("By number 7; drawn again it comes out the same.")
    await expect(order.locator("[data-wave='1']")).to_contain_text(LATER)
    return page.url.split("/experience/")[1].split("?")[0]


async def refuse_and_let(page: Page, name: str) -> None:
    """Whose turn has not come is not given it, and it is said when it comes; with a why they are."""
    person = page.get_by_role("checkbox", name=name)
    await expect(page.locator("label", has=person)).to_contain_text(f"waits, turn on {LATER}")
    await person.focus()
    await page.keyboard.press("Space")
    await press(page, "Give it")
    await expect(page.get_by_role("alert")).to_have_text("Not yet: their turn has not come.")
    held = page.locator("[data-held=waits_in_rollout]")
    await expect(held).to_contain_text(f"{name}: the turn comes on {LATER}.")
    await expect(held).to_contain_text("Best wait for the day.")
    await press(page, "Give it all the same")
    await expect(page.get_by_label("Why now?")).to_be_focused()
    assert await violations(page) == []
    await picture(page, "giving-held")
    await page.keyboard.type(WHY)
    await press(page, "Give it all the same")
    await expect(page.get_by_text(f"Given: {name}.")).to_be_attached()
    await expect(held).to_have_count(0)
    await expect(page.locator("label", has=person)).to_contain_text("given 30 Nov 2026")


async def test_a_lesson_for_several_goes_by_lot_and_early_only_with_a_why(house: Site, visit: Any) -> None:
    """From the list of lessons to what whoever was given it sees."""
    page = await opened(visit, house, "gerda", "coaching/learning/kept")
    await page.get_by_role("link", name="Give to people: Listen to the end").press("Enter")
    await expect(page.get_by_role("combobox", name="Which one")).to_have_value("Listen to the end")
    await choose_people(page)
    where = await give_by_lot(page)
    one = await told(page, f"/coaching/rollouts/{where.split('/')[-1]}")
    first, later = (wave["members"][0] for wave in one["order"])
    await page.get_by_role("link", name="Back").press("Enter")
    await page.get_by_role("link", name="Give something to people").press("Enter")
    await pick(page.get_by_role("combobox", name="Which one"), "listen to the end")
    await refuse_and_let(page, later["name"])
    for language, scheme in zip(LANGUAGES, ("dark", "light", "dark"), strict=True):
        size = {"width": 360, "height": 740}
        at = f"coaching/effects/give?kind=lesson&id=listen&language={language}"
        small = await opened(visit, house, "gerda", at, viewport=size, color_scheme=scheme)
        await expect(small.get_by_role("checkbox")).to_have_count(len(PEOPLE) + 1)
        assert await small.evaluate(WIDE) == [] and await violations(small) == []
        await picture(small, f"giving-small-{language}-{scheme}")
    again = await opened(visit, house, "gerda", where)
    await expect(again.locator("[data-let]")).to_contain_text(WHY)
    for person, says in ((later, "Gerda Guru andis"), (first, "Sinu kord tuli")):
        mine = await opened(visit, house, person["agent"], "coaching/learning?language=et", viewport={"width": 360, "height": 740})  # fmt: skip
        await expect(mine.locator("[data-given=listen]")).to_contain_text(says)
        assert await mine.evaluate(WIDE) == [] and await violations(mine) == []
        await picture(mine, f"giving-own-{person['agent']}")
