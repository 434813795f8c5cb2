"""The desk over its real socket: who is told what, who may ask for what, and how a page comes back or is ended."""

import secrets
from contextlib import suppress

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from hoolin.server.live import hub
from tests.server.live.open_site import Line, OpenSite, until


async def waiting(site: OpenSite, text: str = "Tere") -> tuple[Line, str]:
    """A customer who has said something, and their conversation."""
    page = await site.page(secrets.token_urlsafe(32))
    answer = await page.say(text)
    (one,) = [e.fact.interaction for e in site.entries() if e.position == answer["n"]]  # type: ignore[attr-defined]
    return page, one


async def test_a_desk_is_given_a_snapshot_and_then_the_facts(site: OpenSite) -> None:
    """The snapshot is true at its n; every fact after it is numbered upwards and carries the row as it then is."""
    _, before = await waiting(site)
    desk = await site.desk("juss")
    snapshot = await desk.one("snapshot")
    told = snapshot["desk"]
    assert [row["interaction"] for row in told["rows"]] == [before]
    assert (told["counts"]["waiting"], told["me"]["agent"], told["operator"]) == (1, "juss", "Põhjala Mobiil")
    _, after = await waiting(site, "Teine")
    fact = await desk.one("fact", lambda f: f["fact"]["fact"] == "message_received")
    assert (fact["row"]["interaction"], fact["row"]["snippet"], fact["message"]["text"]) == (after, "Teine", "Teine")
    numbers = [frame["n"] for frame in desk.facts()]
    assert numbers == sorted(set(numbers))
    assert numbers[0] > snapshot["n"]


async def test_the_messages_of_others_are_not_told(site: OpenSite) -> None:
    """Once a conversation is somebody's, its messages reach that person, and no colleague who may not see all."""
    page, one = await waiting(site)
    mine, other = await site.desk("juss"), await site.desk("oleg")
    await other.send("watch", interaction=one)
    await other.send("floor", on=True)
    await site.joined("juss", one)
    await page.say("saladus")
    await mine.one("fact", lambda f: f["message"] is not None and f["message"]["text"] == "saladus")
    await other.caught_up()
    assert not other.facts("message_received")
    await other.send("watch", interaction=one)
    await page.say("veel üks")
    await mine.one("fact", lambda f: f["message"] is not None and f["message"]["text"] == "veel üks")
    await other.caught_up()
    assert not other.facts("message_received")


@pytest.mark.parametrize("how", ["watch", "floor"])
async def test_a_supervisor_who_watches_is_told(site: OpenSite, how: str) -> None:
    """Watching the conversation or the floor shows what is said to a colleague; doing neither shows nothing."""
    page, one = await waiting(site)
    await site.joined("juss", one)
    desk, idle = await site.desk("kristi"), await site.desk("kristi")
    await (desk.send("watch", interaction=one) if how == "watch" else desk.send("floor", on=True))
    await desk.caught_up()
    await page.say("kuulake")
    await desk.one("fact", lambda f: f["message"] is not None and f["message"]["text"] == "kuulake")
    await idle.caught_up()
    assert not idle.facts("message_received")


async def test_a_command_is_the_sessions_own_whatever_it_says(site: OpenSite) -> None:
    """The agent named in a command is overwritten by the agent of the session."""
    _, one = await waiting(site)
    desk = await site.desk("juss")
    assert (await desk.do("set_presence", presence="online", reason="", agent="oleg"))["type"] == "accepted"
    agents = site.built.site.kept.agents
    assert (agents["juss"].presence, agents["oleg"].presence) == ("online", "offline")
    assert (await desk.do("take", interaction=one, agent="oleg"))["type"] == "accepted"
    assert site.only().agent == "juss"
    forged = await (await site.desk("oleg")).do("send_message", interaction=one, text="hi", agent="juss")
    assert forged["type"] == "refused"


async def test_who_may_not_answer_is_refused(site: OpenSite) -> None:
    """An analyst has no permission to answer; a guru who is no agent has nobody to answer as; set-up is no desk command."""
    _, one = await waiting(site)
    assert (await (await site.desk("anu")).do("take", interaction=one))["code"] == "permission"
    assert (await (await site.desk("guru")).do("take", interaction=one))["code"] == "not_an_agent"
    desk = await site.desk("juss")
    assert (await desk.do("set_site", rules={}))["code"] == "unknown_command"
    assert (await desk.do("take", interaction=one, supervising=5, nonsense=True))["code"] == "command"
    assert site.only().state == "waiting"


async def test_the_same_key_is_one_command(site: OpenSite) -> None:
    """A command sent again under its key, on another page even, gives the first answer and changes nothing."""
    page, one = await waiting(site)
    await site.joined("juss", one)
    answers = []
    for _ in range(2):
        desk = await site.desk("juss")
        await desk.send("do", key="k1", command={"command": "send_message", "interaction": one, "text": "üks kord"})
        answers.append((await desk.answer("k1"))["n"])
    assert len(set(answers)) == 1
    await page.caught_up()
    assert [f["event"]["text"] for f in page.events("message")].count("üks kord") == 1


async def test_a_desk_that_comes_back_is_told_what_it_missed(site: OpenSite) -> None:
    """Since a remembered n come the facts after it; since an unknown one comes a snapshot."""
    desk = await site.desk("juss")
    n = (await desk.one("snapshot"))["n"]
    await desk.vanish()
    _, one = await waiting(site)
    back = await site.desk("juss", since=n)
    assert back.number("snapshot") == 0
    assert {f["row"]["interaction"] for f in back.facts("message_received")} == {one}
    assert all(frame["n"] > n for frame in back.facts())
    assert (await site.desk("juss", since=10**9)).number("snapshot") == 1


async def test_facts_too_long_ago_are_a_snapshot(site: OpenSite) -> None:
    """When the memory no longer reaches back, the answer is a snapshot."""
    await waiting(site)
    site.built.hub._memory.popleft()
    assert (await site.desk("juss", since=0)).number("snapshot") == 1


async def test_an_ended_session_closes_its_desk(site: OpenSite) -> None:
    """Logging out closes the page of that log-in at once with 1008; another person's stays."""
    desk, other = await site.desk("juss"), await site.desk("oleg")
    assert (await (await site.client("juss")).delete("/session")).status_code == 204
    await until(lambda: desk.closed is not None, "the end")
    assert desk.closed == 1008
    await other.caught_up()
    with pytest.raises(InvalidStatus):
        await site.desk("juss")


@pytest.mark.parametrize("origin", ["https://evil.example", None])
async def test_a_page_of_another_site_gets_no_desk(site: OpenSite, origin: str | None) -> None:
    """With a good cookie and a foreign Origin, or none, the socket is not opened."""
    cookie = (await site.client("juss")).cookies["hoolin_session"]
    with pytest.raises(InvalidStatus) as refused:
        await site.line("live", f"hoolin_session={cookie}", origin)
    assert refused.value.response.status_code == 403


async def test_the_last_page_of_an_agent_makes_them_offline(site: OpenSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing one of two pages changes nothing; after the last and the grace they are offline, and it says why."""
    monkeypatch.setattr(hub, "AWAY_SECONDS", 0.02)
    one, two = await site.desk("juss"), await site.desk("juss")
    await one.do("set_presence", presence="online", reason="")
    await one.leave()
    await until(lambda: len(site.built.hub.pages) == 1)
    assert not site.built.hub._away
    await two.leave()
    agent = site.built.site.kept.agents["juss"]
    await until(lambda: agent.presence == "offline", "offline")
    assert agent.reason == "connection_lost"


async def test_the_board_is_told_to_who_asks(site: OpenSite) -> None:
    """Asking for the board is answered at once with its figures."""
    await waiting(site)
    desk = await site.desk("juss")
    await desk.send("board", on=True)
    assert (await desk.one("board"))["board"]["waiting"] == 1


async def test_a_desk_that_floods_or_shouts_is_cut_off(site: OpenSite) -> None:
    """Nonsense is refused and survived; too many frames end with 1008, too large a one with 1009."""
    flood, shout = await site.desk("juss"), await site.desk("juss")
    await flood.socket.send('{"type":"no_such"}')
    assert (await flood.one("refused"))["code"] == "frame"
    await shout.send("do", key="k", command={"command": "take", "interaction": "x" * 70_000})
    with suppress(ConnectionClosed):
        for _ in range(400):
            await flood.send("ping")
    await until(lambda: flood.closed is not None and shout.closed is not None, "the ends")
    assert (flood.closed, shout.closed) == (1008, 1009)
