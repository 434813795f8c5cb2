"""All that one may learn from, by name, on the whole product: what pages choose from."""

import pytest

from hoolin.coaching.api import drills, learning
from hoolin.server.coaching.library import NAME_CHARACTERS_MAX, shortened
from tests.server.test_coaching_exemplars import ABOUT, floor

LIBRARY = "/api/v1/coaching/library"


async def test_whatever_is_kept_has_a_name_and_what_is_gone_is_gone() -> None:
    """A drill that comes with Hoolin, a lesson that was published, and an example by what is good about it, until it is withdrawn; for whoever learns."""
    async with floor() as at:
        lesson = learning.ready.lessons()[0]
        await at.stand.do(learning.commands.PublishLesson(lesson=lesson, based_on=0))
        exemplar = await at.propose()
        before = (await at.mari.get(LIBRARY)).json()["things"]
        assert exemplar not in [one["id"] for one in before], "a proposal that nobody has looked at is told"
        await at.keep(exemplar)
        told = (await at.mari.get(LIBRARY)).json()
        found = {(one["kind"], one["id"]): one for one in told["things"]}
        kept = found["exemplar", exemplar]
        assert (kept["name"], kept["criteria"], kept["reasons"]) == ({"et": ABOUT}, ["heard.named_back"], ["bill"])
        assert found["lesson", lesson.lesson]["name"]["ru"] == lesson.title.ru
        assert {id for kind, id in found if kind == "drill"} == set(drills.shipped())
        assert all(one["name"] for one in told["things"]) and told["advice"] == [] and told["more"] is False
        assert told["items"]["heard.named_back"]["en"] == "Problem named back"
        assert (
            await at.hele.post(f"/api/v1/exemplars/{exemplar}/withdraw", json={"wish": "keeper"})
        ).status_code == 204
        after = (await at.mari.get(LIBRARY)).json()["things"]
        assert [one["kind"] for one in after if one["kind"] == "exemplar"] == []


@pytest.mark.parametrize("about", ["Lühike.", "sõna " * 60, "a" * 400])
def test_a_name_is_read_at_a_glance(about: str) -> None:
    """What is short stays as it is; what is long is cut, if it can be between two words."""
    name = shortened(about)
    assert len(name) <= NAME_CHARACTERS_MAX + 1
    assert name == about or (name.endswith("…") and about.startswith(name[:-1]) and not name[:-1].endswith(" "))
