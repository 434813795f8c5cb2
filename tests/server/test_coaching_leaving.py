"""How people leave, on the whole product: nothing stops the site, what they wrote is gone from the disk, and whoever is called the same finds nothing."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from hoolin.coaching.api import ease, leaving
from hoolin.coaching.leaving.going import DAY_MS, GONE_DAYS
from hoolin.coaching.leaving.state import LEFT_AFTER_DAYS
from hoolin.core.facts import Entry
from hoolin.core.interaction import commands as c
from hoolin.core.interaction.facts import AgentRetired
from hoolin.core.site.ease import EaseRules
from hoolin.core.site.rules import AgentProfile
from hoolin.runtime.house import House
from hoolin.server.accounts.passwords import Passwords
from hoolin.server.accounts.records import Changes
from hoolin.wiring import HoolinSettings, build, insisting
from hoolin.wiring.coached import LETTING_GO, gone_of
from hoolin.wiring.leaving import Unwritten
from tests.channels.chat.stand import Stand, standing, until
from tests.server.stand import CHEAP
from tests.server.test_coaching_ease import served, somebody
from tests.server.test_contact import client_of

API = "/api/v1/coaching"


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    """A site with Kristi at work."""
    async with standing() as made:
        made.built.accounts._passwords = Passwords(CHEAP)
        await made.do(c.SetEaseRules(rules=EaseRules(on=True)))
        yield made


async def asked(client: httpx.AsyncClient, method: str, path: str, body: Any = None, status: int = 0) -> Any:
    """Asked, and answered so; else with what was asked for."""
    answer = await client.request(method, API + path, json=body)
    assert answer.status_code == status if status else answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


def planned(stand: Stand, other: str = "kristi") -> dict[str, Any]:
    """A session, tomorrow at ten."""
    day = datetime.fromtimestamp(stand.built.loop.clock() / 1_000 + 86_400, UTC).date().isoformat()
    return {"side": "coach", "other": other, "day": day, "time": "10:00"}


async def test_a_coach_who_left_does_not_stop_the_site(stand: Stand) -> None:
    """What they would prepare is refused, now and when nobody in the house remembers their key any more; everybody else goes on."""
    await stand.agent("hele")
    async with somebody(stand, "kristi") as kristi, somebody(stand, "hele", "guru") as hele:
        session = (await asked(hele, "POST", "/sessions", planned(stand)))["session"]
        await asked(hele, "POST", f"/sessions/{session}/preparation", {"text": "Minu mõtted"})
        await stand.do(c.RetireAgent(agent="hele"))
        await stand.built.leaving.done()
        assert stand.built.stores.contents.erased(f"agent:hele:{session}")
        for body in ({"text": "Ikka minu"}, {"text": "Ikka minu", "shared": True}):
            said = await asked(hele, "POST", f"/sessions/{session}/preparation", body, 404)
            assert said["code"] == "no_such_session"
        assert (await asked(hele, "GET", "/sessions"))["sessions"] == []
        await asked(hele, "GET", f"/sessions/{session}", status=404)
        (mine,) = (await asked(kristi, "GET", "/sessions"))["sessions"]
        assert (mine["session"], mine["coach_left"]) == (session, True)
        await asked(kristi, "POST", f"/sessions/{session}/preparation", {"text": "Minu oma"})


async def test_nothing_is_ever_written_under_a_key_that_is_destroyed(stand: Stand) -> None:
    """Whatever was let go of, in whichever room, and also long after that room has forgotten it: what is decided is refused, and the disk never sees it."""
    await stand.agent("hele")
    async with somebody(stand, "kristi") as kristi, somebody(stand, "hele", "guru") as hele:
        given = "r0123456789abcdef"
        body = {"recognition": given, "agent": "kristi", "text": "Kordas kohe üle, mida kuulis."}
        await asked(hele, "POST", "/recognitions", body)
        await asked(kristi, "DELETE", f"/recognitions/{given}")
        loop, kept = stand.built.loop, stand.built.rooms["sessions"].state.kept
        assert list(kept.gone) == [f"agent:kristi:{given}"]
        await stand.built.leaving.done()
        # Another key of the request, so that it is not the same one again.
        loop._seen.clear()
        assert (await asked(hele, "POST", "/recognitions", body, 404))["code"] == "erased"
        now = loop.clock()
        loop.clock = lambda: now + (GONE_DAYS + 1) * DAY_MS
        await stand.do(leaving.commands.SweepCoaching())
        assert kept.gone == {}
        loop._seen.clear()
        assert (await asked(hele, "POST", "/recognitions", body, 404))["code"] == "erased"
        await asked(kristi, "GET", "/recognitions")


def test_every_room_that_lets_go_is_listened_to() -> None:
    """Each that has such a list is asked for it by the house and by what destroys; and what is in any of them is not written."""
    built = build(HoolinSettings(data=""))
    try:
        assert [
            name for name, room in built.rooms.items() if hasattr(getattr(room.state, "kept", None), "gone")
        ] == list(LETTING_GO)
        house: House = built.loop.house
        for number, gone in enumerate(gone_of(built.rooms)):
            owner = f"agent:a{number}:x"
            assert owner not in house.gone
            gone()[owner] = leaving.Going(1, 1)
            assert owner in house.gone
        built.stores.contents.erase("agent:long:ago", "exemplar:e1")
        assert "agent:long:ago" in house.gone and "exemplar:e1" in house.gone
        assert isinstance(house.gone, Unwritten) and None not in house.gone and "c1" not in house.gone
    finally:
        built.close()
        built.accounts.close()


async def test_a_key_goes_only_once_it_is_on_disk_that_it_goes(stand: Stand) -> None:
    """However the instants fall: what was decided in the very same millisecond, after what is on disk, waits."""
    kept = stand.built.rooms["ease"].state.kept
    at = stand.built.loop.durable_position
    retired = AgentRetired(agent="nobody")
    kept.gone["agent:x:old"] = leaving.Going(at + 1, 5)
    kept.gone["agent:x:new"] = leaving.Going(at + 2, 5)
    stand.built.leaving.take([Entry(at + 1, 5, "x", "c", retired)], [])
    await stand.built.leaving.done()
    contents = stand.built.stores.contents
    assert (contents.erased("agent:x:old"), contents.erased("agent:x:new")) == (True, False)
    stand.built.leaving.take([Entry(at + 2, 5, "x", "c", retired)], [])
    await stand.built.leaving.done()
    assert contents.erased("agent:x:new")


async def test_it_is_tried_until_it_is_done(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that does not take it now takes it later, without anybody asking again."""
    monkeypatch.setattr(insisting, "AGAIN_SECONDS", 0.01)
    contents, tries = stand.built.stores.contents, 0
    erase = contents.erase

    def unwilling(*owners: str) -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise OSError("disk")
        erase(*owners)

    monkeypatch.setattr(contents, "erase", unwilling)
    async with somebody(stand, "kristi") as kristi:
        one = await served(stand)
        tap = (await asked(kristi, "POST", "/ease/told", {"interaction": one, "felt": "hard"}))["tap"]
        await asked(kristi, "POST", "/ease/taken-back", {})
        await stand.built.leaving.done()
    assert tries == 3 and contents.erased(ease.owner_of("kristi", tap))


async def test_what_could_not_be_done_is_done_at_the_next_start(tmp_path: Path) -> None:
    """Before anything is served."""
    built = build(HoolinSettings(data=str(tmp_path)))
    built.loop._readers.remove(built.leaving.take)
    async with built.running():
        for agent in ("kristi", "hele"):
            await built.loop.submit(c.SetAgent(profile=AgentProfile(agent=agent)), actor="system", key=agent)
        words = {"words": "Kordas kohe üle.", "words_id": "w1"}
        given = built.rooms["sessions"].decides
        recognise = next(one for one in given if one.__name__ == "Recognise")
        await built.loop.submit(
            recognise(recognition="r1", agent="kristi", by="hele", **words), actor="system", key="r"
        )
        assert list(built.stores.contents.get(["w1"])) == ["w1"]
        await built.loop.submit(c.RetireAgent(agent="kristi"), actor="system", key="left")
        assert not built.stores.contents.erased("agent:kristi:r1")
    built.accounts.close()
    again = build(HoolinSettings(data=str(tmp_path)))
    async with again.running():
        assert again.stores.contents.erased("agent:kristi:r1")
        assert again.stores.contents.get(["w1"]) == {}
    again.accounts.close()


async def test_whoever_is_called_the_same_finds_nothing(stand: Stand) -> None:
    """Not how contacts felt to them, not their plays, not what they answered; and it is gone from the disk."""
    async with somebody(stand, "kristi") as kristi, somebody(stand, "hele", "guru") as hele:
        await asked(hele, "POST", "/sessions", planned(stand))
        one = await served(stand)
        tap = (await asked(kristi, "POST", "/ease/told", {"interaction": one, "felt": "hard"}))["tap"]
        play = await played(kristi)
        gone = await played(kristi)
        await asked(kristi, "POST", f"/drills/plays/{play}/share", {"shared": True})
        await asked(hele, "DELETE", f"/drills/plays/{gone}", status=404)
        await asked(kristi, "DELETE", f"/drills/plays/{gone}")
        assert [each["play"] for each in (await asked(kristi, "GET", "/drills/plays"))["plays"]] == [play]
        await stand.built.leaving.done()
        assert stand.built.stores.contents.erased(f"agent:kristi:drill:{gone}")
        assert (await asked(hele, "GET", f"/drills/plays/{play}"))["written"]
        profile = stand.built.site.agent("kristi").profile
        await stand.do(c.RetireAgent(agent="kristi"))
        await stand.do(c.SetAgent(profile=profile))
        await stand.built.leaving.done()
        assert (await asked(kristi, "GET", "/ease/mine"))["told"] == []
        assert (await asked(kristi, "GET", "/drills/plays"))["plays"] == []
        assert (await asked(hele, "GET", "/drills/shared"))["plays"] == []
        await asked(hele, "GET", f"/drills/plays/{play}", status=404)
        assert stand.built.stores.contents.erased(f"agent:kristi:drill:{play}")
        assert not stand.built.stores.contents.erased(ease.owner_of("kristi", tap)), "it counts for its week, still"


async def played(client: httpx.AsyncClient) -> str:
    """A drill that was played badly, and kept."""
    drill = "bill_shock"
    told = {"language": "et", "seed": 1, "turns": [{"text": "Nägemist, head aega!"}]}
    play: str = (await asked(client, "POST", f"/drills/{drill}/end", told))["play"]
    return play


async def test_a_coach_without_an_agent_leaves_when_their_account_is_closed_for_good(stand: Stand) -> None:
    """Nothing happens for a month, and nothing at all where it is undone; then what they alone could read is destroyed."""
    async with client_of(stand, "admin") as admin:
        accounts = stand.built.accounts
        everybody = {account.role: account for account in await accounts.all()}
        coach = everybody["admin"].id
        session = (await asked(admin, "POST", "/sessions", planned(stand)))["session"]
        await asked(admin, "POST", f"/sessions/{session}/preparation", {"text": "Minu mõtted"})
        async with somebody(stand, "other", "admin"):
            known: leaving.Leavers = stand.built.rooms["leaving"].state
            for disabled in (True, False, True):
                await accounts.change(coach, Changes(disabled=disabled))
                await stand.built.read_names()
                assert known.is_closed(coach) == disabled
            await stand.built.read_names()
            said = [type(fact).__name__ for fact in stand.facts() if type(fact) in leaving.FACTS]
            assert said == ["AccountClosed", "AccountReopened", "AccountClosed"]
            loop, owner = stand.built.loop, f"agent:account:{coach}:{session}"
            now = loop.clock()
            loop.clock = lambda: now + LEFT_AFTER_DAYS * DAY_MS + 60_000
            loop._disarm()
            loop._arm()
            await until(lambda: coach in known.kept.left)
            await until(lambda: stand.built.stores.contents.erased(owner))
            assert stand.built.rooms["sessions"].state.kept.sessions[session].coach_left
            await accounts.change(coach, Changes(disabled=False))
            await stand.built.read_names()
            assert not known.is_closed(coach)
