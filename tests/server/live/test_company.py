"""Who else has a conversation before them: over real sockets, told to whoever may read it, and gone with whoever leaves."""

from contextlib import suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from hoolin.server.live import company
from tests.server.live.open_site import Json, Line, open_site, until


def here(desk: Line) -> list[tuple[str, bool]]:
    """Whom a desk was told of last."""
    told: list[Json] = [frame for frame in desk.heard if frame["type"] == "company"]
    return [(one["name"], one["writes"]) for one in told[-1]["here"]] if told else []


async def test_two_see_each_other_and_who_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are named to the other, never to themselves; writing is seen and ends by itself; who turns away or is gone is named no more; the
    customer hears of a reply alone.
    """
    monkeypatch.setattr(company, "WRITES_SECONDS", 0.5)
    async with open_site(tmp_path) as site:
        customer = await site.page("e" * 43)
        await customer.say("Tere")
        one = site.only().interaction
        await site.joined("juss", one)
        juss, kristi = await site.desk("juss"), await site.desk("kristi")
        await juss.send("watch", interaction=one)
        await kristi.send("watch", interaction=one)
        await until(lambda: here(juss) == [("Kristi Kask", False)], "Kristi is seen")
        await until(lambda: here(kristi) == [("Juss Jõgi", False)], "Juss is seen")
        await juss.send("typing", interaction=one, on=True, kind="note")
        await until(lambda: here(kristi) == [("Juss Jõgi", True)], "Juss writes")
        await until(lambda: here(kristi) == [("Juss Jõgi", False)], "and has stopped")
        assert customer.number("typing") == 0
        await juss.send("typing", interaction=one, on=True, kind="reply")
        await customer.one("typing")
        await kristi.send("watch", interaction=None)
        await until(lambda: here(juss) == [], "Kristi turned away")
        await kristi.send("watch", interaction=one)
        await until(lambda: here(juss) == [("Kristi Kask", False)], "Kristi is back")
        await kristi.socket.close()
        await until(lambda: here(juss) == [], "Kristi is gone")


async def test_nobody_is_told_of_what_they_may_not_read(tmp_path: Path) -> None:
    """Whoever may not read a conversation is neither told nor named there, and what they say of writing goes nowhere; alone, one is told nothing."""
    async with open_site(tmp_path) as site:
        await (await site.page("e" * 43)).say("Tere")
        one = site.only().interaction
        await site.joined("juss", one)
        juss, oleg = await site.desk("juss"), await site.desk("oleg")
        await juss.send("watch", interaction=one)
        await oleg.send("watch", interaction=one)
        for _ in range(30):
            await oleg.send("typing", interaction=one, on=True, kind="note")
        await oleg.caught_up()
        await juss.caught_up()
        assert oleg.number("company") == juss.number("company") == 0


async def test_a_thousand_words_of_writing_are_told_once(tmp_path: Path) -> None:
    """However often somebody says that they write, the others are told when it changes; who says it too often is shown the door."""
    async with open_site(tmp_path) as site:
        await (await site.page("e" * 43)).say("Tere")
        one = site.only().interaction
        await site.joined("juss", one)
        juss, kristi = await site.desk("juss"), await site.desk("kristi")
        await juss.send("watch", interaction=one)
        await kristi.send("watch", interaction=one)
        await until(lambda: here(juss) == [("Kristi Kask", False)], "Kristi is seen")
        before = juss.number("company")
        with suppress(ConnectionClosed):
            for _ in range(1_000):
                await kristi.send("typing", interaction=one, on=True, kind="note")
        await until(lambda: kristi.closed is not None, "the door")
        await until(lambda: here(juss) == [], "Kristi is gone")
        assert juss.number("company") - before <= 2
