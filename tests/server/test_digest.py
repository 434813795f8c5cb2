"""The weekly digest over HTTP, on the whole product: what happened in the week stands in it, with what became known, and nothing that a customer said."""

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from hoolin.core.errors import Conflict
from hoolin.core.interaction import commands as c
from hoolin.insight.api import improvements, reasons
from hoolin.insight.paper import weekly
from hoolin.server import digest as office
from tests.channels.chat.stand import Stand
from tests.insight.improvements.past import AGENT, TODAY, Past, lived, usual
from tests.server.test_contact import client_of
from tests.server.test_improvements import CAUSE, DAY, done, improvement, keeper, passes, site

MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)
SHIPPED = TODAY - timedelta(20)
"""Two weeks of it were counted on this Monday, and not yet on the one before."""

AT = "/api/v1/digest"


def steadily(before: float, after: float, since: date) -> Callable[[date], float]:
    """So many a day, and so many from a day on."""
    return lambda day: after if day >= since else before


def rates() -> dict[str, Callable[[date], float]]:
    """The bill falls to a third when it was made clearer; abroad there are five times as many in the last week; a few that nobody could name."""
    return usual(steadily(12.0, 4.0, SHIPPED)) | {
        "roaming": steadily(3.0, 15.0, TODAY - timedelta(6)), "other": lambda day: 1.0,
    }  # fmt: skip


async def fetched(client: httpx.AsyncClient, **query: str) -> httpx.Response:
    """An answer that is there."""
    answer = await client.get(AT, params=query)
    assert answer.status_code == 200, answer.text
    return answer


async def told(client: httpx.AsyncClient, **query: str) -> weekly.Digest:
    """The data of it."""
    return msgspec.json.decode((await fetched(client, format="json", **query)).content, type=weekly.Digest)


async def improved(stand: Stand, client: httpx.AsyncClient) -> None:
    """One shipped twenty days ago, one on Thursday; one waits for an owner and a drop; and one was proposed only today."""
    await passes(stand, client, -20 * DAY)
    cause = (await done(client, "/causes", CAUSE))["cause"]
    bill = (await done(client, "/improvements", improvement(cause, title="Arve <iga> rida", drop=0.5, owner="hele")))[
        "improvement"
    ]
    await done(client, f"/improvements/{bill}/ship", {"day": SHIPPED.isoformat()})
    late = (await done(client, "/improvements", improvement(cause, title="Teatame ette", owner="hele")))["improvement"]
    await done(client, "/improvements", improvement(cause, title="Keegi ei pea", drop=None))
    await passes(stand, client, 16 * DAY)
    await done(client, f"/improvements/{late}/ship", {"day": (TODAY - timedelta(4)).isoformat()})
    await passes(stand, client, 4 * DAY)
    await done(client, "/improvements", improvement(cause, title="Täna", drop=None))


async def test_what_happened_in_the_week_stands_in_it(tmp_path: Path) -> None:
    """What rose, what costs, what nobody could name, what shipped, what became known and what waits: as data, as a page in three languages, and as a PDF."""
    await asyncio.to_thread(lived, tmp_path, rates(), {}, 3)
    async with site(tmp_path) as stand, keeper(stand) as client:
        await improved(stand, client)
        found = await told(client)
        assert (found.operator, found.week, found.first, found.last) == ("Põhjala Mobiil", "2026-W48", MONDAY, SUNDAY)

        (risen,) = [one for one in found.rose.alarms if one.code == "roaming"]
        assert MONDAY <= risen.raised <= SUNDAY and risen.since >= MONDAY
        assert risen.ratio.low < 5 < risen.ratio.high and risen.ratio.low > 2
        assert risen.name is not None and risen.name.et == "Rändlus" and not found.rose.too_early
        assert 0 < found.rose.false_a_year <= 12

        assert len(found.costs) == 5 and "other" not in [one.code for one in found.costs]
        hours = [one.hours.value for one in found.costs]
        assert hours == sorted(hours, reverse=True)
        by_code = {one.code: one for one in found.costs}
        assert by_code["bill"].told == "fewer" and by_code["roaming"].told == "more"
        assert [one.told for one in found.costs if one.code not in ("bill", "roaming")] == [None] * 3
        for one in found.costs:
            assert one.ratio is not None and one.ratio.high is not None
            assert one.hours.low < one.hours.value < one.hours.high and one.ratio.low < one.ratio.value < one.ratio.high

        assert found.unnamed.share is not None and 1 <= found.unnamed.contacts <= 20 < found.unnamed.closed
        assert found.unnamed.share.value == found.unnamed.contacts / found.unnamed.closed

        assert [(one.title, one.owner) for one in found.shipped] == [("Teatame ette", "Hele Kask")]
        (became,) = found.became
        assert (became.title, became.word, became.before, became.days_after) == (
            "Arve <iga> rida",
            "verified",
            None,
            18,
        )
        assert became.fewer.low < 2 / 3 < became.fewer.high and became.avoided.low > 0
        assert [(one.title, one.owner, one.drop) for one in found.lacking] == [("Keegi ei pea", None, False)]
        assert found.right == weekly.Right(None, None) and found.page == "https://abi.example"

        for language, said in (("et", "Mis kasvas"), ("ru", "Что выросло"), ("en", "What rose")):
            page = await fetched(client, language=language)
            assert said in page.text and "Arve &lt;iga&gt; rida" in page.text and "<script" not in page.text
            assert "Tere!" not in page.text
            assert page.headers["content-security-policy"].startswith("default-src 'none'")
            assert page.headers["content-disposition"] == f'inline; filename="hoolin-digest-2026-W48-{language}.html"'
        paper = await fetched(client, format="pdf", language="ru")
        assert paper.content.startswith(b"%PDF") and b"/EmbeddedFile" in paper.content
        assert paper.headers["content-disposition"] == 'attachment; filename="hoolin-digest-2026-W48-ru.pdf"'

        # The week before knew neither the rise nor the verdict, and what was proposed in it is still without an owner.
        before = await told(client, week="2026-W47")
        assert "roaming" not in [one.code for one in before.rose.alarms]
        assert (before.shipped, before.became) == ((), ()) and len(before.lacking) == 1
        assert by_code["roaming"].before != {one.code: one for one in before.costs}["roaming"].before


async def test_how_good_suggestions_were_is_that_of_the_week(tmp_path: Path) -> None:
    """Where nobody saw them and where they were shown, apart; of another week there is nothing."""

    def suggested(past: Past, at: int) -> None:
        for number in range(40):
            name, code, begun = f"s{number}", "bill" if number % 4 else "roaming", at + number * 30_000
            arrive = c.Arrive(interaction=name, customer=name, case=f"k{name}", channel="chat", language="et")
            past.tell(arrive, begun, f"customer:{name}")
            past.tell(c.Take(interaction=name, agent=AGENT), begun + 1_000)
            past.tell(c.SendMessage(interaction=name, agent=AGENT, text="Tere!"), begun + 2_000)
            past.tell(c.StartWrapUp(interaction=name, agent=AGENT), begun + 3_000)
            wish = reasons.SuggestReasons(
                interaction=name, model="m1", likely=(("bill", 0.8),), new=False, shown=number % 2 == 0
            )
            past.tell(wish, begun + 4_000)
            close = c.Close(interaction=name, agent=AGENT, outcome="solved", reasons=(code,))
            past.tell(close, begun + 5_000)

    await asyncio.to_thread(lived, tmp_path, usual(lambda day: 2.0), {MONDAY + timedelta(1): suggested})
    async with site(tmp_path) as stand, keeper(stand) as client:
        right = (await told(client)).right
        assert right.unseen is not None and right.shown is not None
        assert (right.unseen.value, right.unseen.n) == (1.0, 20) and right.unseen.low < 1
        assert (right.shown.value, right.shown.n) == (0.5, 20)
        assert (await told(client, week="2026-W47")).right == weekly.Right(None, None)


async def test_a_site_that_nobody_has_come_to_has_a_digest_too(tmp_path: Path) -> None:
    """Every part says that there is nothing to say; and there is no way to a page where nobody said where it is."""
    await asyncio.to_thread(lived, tmp_path, {"bill": lambda day: 0.0})
    async with site(tmp_path, public_url="") as stand, client_of(stand, "analyst") as client:
        found = await told(client)
        assert found.rose.too_early and (found.rose.alarms, found.costs, found.became) == ((), (), ())
        assert found.unnamed == weekly.Unnamed(0, 0, None) and found.page == ""
        page = (await fetched(client, language="en")).text
        assert page.count("Nothing to say") == 4 and "too early to say" in page and "<a href" not in page


async def test_what_is_no_week_is_refused_and_only_those_who_read_figures_are_told(tmp_path: Path) -> None:
    """A week that is not over, too; and forms and languages that there are not."""
    await asyncio.to_thread(lived, tmp_path, {"bill": lambda day: 0.0})
    async with site(tmp_path, public_url="") as stand:
        async with client_of(stand, "supervisor") as client:
            for query, code in (({"week": "2026-W49"}, "week_not_over"), ({"week": "november"}, "not_a_week")):
                answer = await client.get(AT, params=query)
                assert (answer.status_code, answer.json()["code"]) == (422, code)
            for query in ({"format": "docx"}, {"language": "fi"}):
                assert (await client.get(AT, params=query)).status_code == 422
        async with client_of(stand, "agent") as client:
            assert (await client.get(AT)).status_code == 403
        async with client_of(stand) as anybody:
            assert (await anybody.get(AT)).status_code == 401


async def test_whoever_asks_waits_no_longer_than_is_bearable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are told to come back; meanwhile it is made once for all, and then it is there."""
    await asyncio.to_thread(lived, tmp_path, {"bill": lambda day: 1.0})
    gathered, begun, go_on = office.DigestOffice.gathered, [], asyncio.Event()

    async def slowly(self: office.DigestOffice, *asked: Any) -> Any:
        begun.append(asked)
        await go_on.wait()
        return await gathered(self, *asked)

    monkeypatch.setattr(office.DigestOffice, "gathered", slowly)
    monkeypatch.setattr(office, "WAIT_SECONDS", 0.05)
    async with site(tmp_path, public_url="") as stand, client_of(stand, "analyst") as client:
        for _ in range(2):
            answer = await client.get(AT)
            assert (answer.status_code, answer.json()["code"]) == (409, "digest_being_made")
        assert len(begun) == 1
        go_on.set()
        monkeypatch.setattr(office, "WAIT_SECONDS", 60.0)
        assert (await told(client)).week == "2026-W48" and len(begun) == 1


async def test_rows_that_are_being_made_are_said_and_no_verdict_is_taken_for_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever would miss a verdict only because it is not counted yet is told to come back."""
    await asyncio.to_thread(lived, tmp_path, {"bill": lambda day: 3.0})
    async with site(tmp_path) as stand, keeper(stand) as client:
        await passes(stand, client, -20 * DAY)
        cause = (await done(client, "/causes", CAUSE))["cause"]
        mine = (await done(client, "/improvements", improvement(cause)))["improvement"]
        await done(client, f"/improvements/{mine}/ship", {"day": SHIPPED.isoformat()})
        await passes(stand, client, 20 * DAY)

        def busy(*_: Any) -> Any:
            raise Conflict("figures_being_made", entries=1)

        monkeypatch.setattr(improvements.effect, "evidence", busy)
        answer = await client.get(AT)
        assert (answer.status_code, answer.json()["code"]) == (409, "figures_being_made")
