"""The desks: who is told of what, whose wish a wish is, and how a page that comes back finds what it missed."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from hoolin.channels.connection import TOO_FAST, TRY_LATER
from hoolin.channels.loopback.post import letter
from hoolin.channels.written import Reported
from hoolin.core.delivery.facts import DeliveryEnded
from hoolin.core.errors import Defect
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.site.rules import AgentProfile, SiteRules
from hoolin.people.commands import NameCustomer
from hoolin.server.accounts.records import Who
from hoolin.server.live import hub as hub_module
from hoolin.server.live.wishes import WISHES
from hoolin.server.permissions import GRANTS, Role
from tests.channels.chat.stand import Line, Stand, Visitor, standing, until
from tests.channels.post.site import KIRSTI, PostSite, post_site


def who(agent: str | None, role: Role = "agent") -> Who:
    """Somebody with a log-in."""
    return Who(
        account=f"account-{agent}", agent=agent, name=str(agent).title(), role=role, permissions=GRANTS[role],
        language="et", session=f"session-{agent}", csrf="c",
    )  # fmt: skip


class DeskPage:
    """An open desk that keeps what it hears."""

    def __init__(self, stand: Stand | PostSite, me: Who) -> None:
        self.stand, self.me = stand, me
        self.line = Line()
        self.serving: asyncio.Task[None] | None = None

    async def open(self, since: int | None = None) -> "DeskPage":
        """Connect and say hello."""
        self.line = Line()
        self.serving = asyncio.create_task(self.stand.built.hub.serve(self.line, self.me))
        await asyncio.sleep(0)
        await self.line.say({"type": "hello", "since": since})
        # What is said in one turn goes out at its end.
        await asyncio.sleep(0)
        return self

    async def shut(self) -> None:
        """The line is cut."""
        self.line.hang_up()
        assert self.serving is not None
        await self.serving

    async def do(self, key: str = "", **command: Any) -> dict[str, Any]:
        """Give a command; gives the answer."""
        key = key or secrets.token_hex(8)
        await self.line.say({"type": "do", "key": key, "command": command})
        answer: dict[str, Any] = await until(
            lambda: next((one for one in self.line.frames if one.get("key") == key), None)
        )
        return answer

    def facts(self, kind: str = "") -> list[dict[str, Any]]:
        """The facts heard, of one kind or all."""
        return [one for one in self.line.frames if one["type"] == "fact" and (not kind or one["fact"]["fact"] == kind)]

    def snapshot(self) -> dict[str, Any]:
        """The newest snapshot."""
        found: dict[str, Any] = [one for one in self.line.frames if one["type"] == "snapshot"][-1]
        return found

    def texts(self) -> list[str]:
        """What was said, as far as this desk was told."""
        return [one["message"]["text"] for one in self.facts() if one["message"]]


async def talking(stand: Stand, text: str = "Tere!") -> Visitor:
    """A customer who has said something."""
    visitor = Visitor(stand.gateway)
    await visitor.come()
    await visitor.say(text)
    return visitor


async def test_the_desk_of_an_agent() -> None:
    """The snapshot holds what waits and what is theirs; facts follow with the row as it is after them, and the words."""
    async with standing() as stand:
        page = await DeskPage(stand, who("kristi")).open()
        desk = page.snapshot()["desk"]
        assert desk["me"]["agent"] == "kristi" and desk["rows"] == [] and desk["operator"] == "Põhjala Mobiil"
        assert [line["presence"] for line in desk["agents"]] == ["online"]
        await talking(stand)
        (made,) = await until(lambda: page.facts("offer_made"))
        assert made["row"]["state"] == "offered" and made["row"]["agent"] is None, "it is nobody's until it is taken"
        offer = made["fact"]
        answer = await page.do(command="accept_offer", offer=offer["offer"], interaction=offer["interaction"])
        assert answer["type"] == "accepted"
        (accepted,) = page.facts("offer_accepted")
        assert (accepted["n"], accepted["actor"]) == (answer["n"], "agent:kristi")
        assert (accepted["row"]["agent"], accepted["row"]["snippet"], accepted["row"]["unread"]) == (
            "kristi",
            "Tere!",
            1,
        )
        positions = [one["n"] for one in page.facts()]
        assert positions == sorted(positions)


async def test_what_others_talk_about_is_not_told() -> None:
    """Once somebody has it, the words of a conversation reach that person alone, and those who may see all and look."""
    async with standing(agents=("kristi", "oleg")) as stand:
        pages = [await DeskPage(stand, who(agent)).open() for agent in ("kristi", "oleg")]
        overseer = await DeskPage(stand, who("juht", "supervisor")).open()
        visitor = await talking(stand, "kõik kuulevad")
        await until(lambda: all(page.texts() for page in (*pages, overseer)))
        one = stand.one()
        mine, other = sorted(pages, key=lambda page: page.me.agent != one.agent)
        await other.line.say({"type": "watch", "interaction": one.interaction})
        await mine.do(command="accept_offer", offer=one.offer, interaction=one.interaction)
        await overseer.line.say({"type": "watch", "interaction": one.interaction})
        await visitor.say("ainult minu inimene")
        await until(lambda: "ainult minu inimene" in overseer.texts() and "ainult minu inimene" in mine.texts())
        assert other.texts() == ["kõik kuulevad"], "watching since it waited does not help"
        assert mine.texts().count("ainult minu inimene") == 1
        await overseer.line.say({"type": "floor", "on": True})
        await visitor.say("kolmas")
        await until(lambda: "kolmas" in overseer.texts())
        assert overseer.texts().count("kolmas") == 1, "who watches and follows the floor is told once"
        await other.line.say({"type": "floor", "on": True})
        await visitor.say("neljas")
        await until(lambda: "neljas" in mine.texts())
        assert "neljas" not in other.texts()


async def test_everybody_is_told_what_changes_the_line() -> None:
    """Arrivals, offers, what is taken and what ends are told to everybody: the line and the counts are the same for all."""
    async with standing(agents=("kristi", "oleg")) as stand:
        pages = [await DeskPage(stand, who(agent)).open() for agent in ("kristi", "oleg")]
        analyst = await DeskPage(stand, who(None, "analyst")).open()
        await talking(stand)
        await stand.answer()
        one = stand.one()
        await stand.do(c.Close(interaction=one.interaction, agent=str(one.agent), outcome="solved"))
        kinds = {"interaction_arrived", "offer_made", "offer_accepted", "interaction_closed"}
        for page in (*pages, analyst):
            await until(lambda page=page: {one["fact"]["fact"] for one in page.facts()} >= kinds)  # type: ignore[misc]


async def test_a_wish_is_of_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose wish it is comes from the log-in: an agent named in a command is overwritten, and so is who supervises."""
    async with standing(agents=("kristi", "oleg")) as stand:
        page = await DeskPage(stand, who("oleg")).open()
        answer = await page.do(command="set_presence", agent="kristi", presence="away", reason="lunch")
        assert answer["type"] == "accepted"
        site = stand.built.site
        assert (site.agent("kristi").presence, site.agent("oleg").presence) == ("online", "away")
        await talking(stand)
        await stand.answer()
        one = stand.one()
        assert one.agent == "kristi"
        wishes: dict[str, dict[str, Any]] = {
            "send_message": {"text": "mina olen Kristi"},
            "close": {"outcome": "solved", "reasons": []},
            "transfer": {"queue": "billing", "note": "", "supervising": True},
            "hold": {}, "park": {}, "start_wrap_up": {},
        }  # fmt: skip
        for name, fields in wishes.items():
            answer = await page.do(command=name, interaction=one.interaction, agent="kristi", **fields)
            assert (answer["type"], answer["code"]) == ("refused", "not_yours"), name
        overseer = await DeskPage(stand, who("juht", "supervisor")).open()
        answer = await overseer.do(command="transfer", interaction=one.interaction, queue="billing", note="palun")
        assert answer["type"] == "accepted"
        assert stand.built.stores.journal.read(answer["n"] - 1, 1)[0].actor == "agent:juht"


async def test_wishes_need_their_permission() -> None:
    """Each command of the desk asks for its permission; who has no agent of their own cannot act as one; others are unknown."""
    async with standing() as stand:
        analyst = await DeskPage(stand, who(None, "analyst")).open()
        for name in WISHES:
            assert (await analyst.do(command=name))["code"] == "permission"
        admin = await DeskPage(stand, who(None, "admin")).open()
        assert (await admin.do(command="take", interaction="i1"))["code"] == "not_an_agent"
        for name in ("arrive", "set_agent", "erase_customer", "time_passed", "", "__class__"):
            assert (await admin.do(command=name))["code"] == "unknown_command"
        await admin.line.say('{"type":"do","key":"k","command":{}}')
        assert (await until(lambda: [one for one in admin.line.frames if one.get("key") == "k"]))[0][
            "type"
        ] == "refused"


@pytest.mark.parametrize(
    "frame", ["", "{", "[]", '{"type":"do"}', '{"type":"hello","since":"1"}', '{"type":"watch"}x', '{"type":"do","key":""}']
)  # fmt: skip
async def test_nonsense_is_answered(frame: str) -> None:
    """What is none of the desk's frames is answered with what is wrong with its form, and the desk goes on."""
    async with standing() as stand:
        page = await DeskPage(stand, who("kristi")).open()
        await page.line.say(frame)
        await until(lambda: [one for one in page.line.frames if one["type"] == "refused" and one["key"] is None])
        await page.line.say({"type": "ping"})
        await until(lambda: [one for one in page.line.frames if one["type"] == "pong"])


async def test_a_command_sent_again_is_done_once() -> None:
    """A command under the same key, from another page of the same person too, is done once and answered alike."""
    async with standing() as stand:
        one, other = [await DeskPage(stand, who("kristi")).open() for _ in range(2)]
        visitor = await talking(stand)
        await stand.answer()
        wish = {"command": "send_message", "interaction": stand.one().interaction, "text": "üks kord"}
        answers = [await page.do("same-key", **wish) for page in (one, other, one)]
        assert answers[0] == answers[1] == answers[2]
        await until(lambda: len(visitor.messages()) == 3)
        assert [text for _, text in visitor.messages()].count("üks kord") == 1


async def test_who_comes_back_is_told_what_was_missed() -> None:
    """A page that says how far it had got is sent the rest from memory, once; one that is too far behind, a snapshot."""
    async with standing(agents=("kristi", "oleg")) as stand:
        page = await DeskPage(stand, who("kristi")).open()
        since = page.snapshot()["n"]
        await page.shut()
        visitor = await talking(stand)
        await stand.answer()
        await visitor.say("veel")
        await page.open(since)
        assert not [one for one in page.line.frames if one["type"] == "snapshot"]
        positions = [one["n"] for one in page.facts()]
        assert positions == sorted(set(positions)) and positions[0] > since
        again = await DeskPage(stand, who("kristi")).open(positions[-1])
        assert again.line.frames == []
        stand.built.hub._memory.clear()
        await page.shut()
        await page.open(since)
        assert page.snapshot()["n"] == stand.built.hub.desk.position
        await page.shut()
        await page.open(10**9)
        assert page.snapshot(), "a position that never was is answered with everything"


@pytest.mark.parametrize("since_memory", [True, False])
async def test_what_is_missed_is_only_what_is_theirs(since_memory: bool) -> None:
    """Coming back tells nobody more than staying would have: not the words of another's conversation."""
    async with standing(agents=("kristi",)) as stand:
        page = await DeskPage(stand, who("oleg")).open()
        since = page.snapshot()["n"]
        await page.shut()
        visitor = await talking(stand, "kõigile")
        await stand.answer("minult")
        await visitor.say("saladus")
        await until(lambda: stand.built.hub.desk.position == stand.built.loop.house.position)
        await page.open(since if since_memory else None)
        heard = str(page.line.frames)
        assert "saladus" not in page.texts() and "minult" not in page.texts()
        assert since_memory or "saladus" not in heard


async def test_the_end_of_a_session_closes_its_pages() -> None:
    """When a log-in is ended its open desks are closed at once, and no other."""
    async with standing(agents=("kristi", "oleg")) as stand:
        mine, other = [await DeskPage(stand, who(agent)).open() for agent in ("kristi", "oleg")]
        assert stand.built.hub.sessions() == {"session-kristi", "session-oleg"}
        stand.built.hub.end_session("session-kristi")
        assert await until(lambda: mine.line.closed) == TOO_FAST
        assert other.line.closed == 0
        await until(lambda: stand.built.hub.sessions() == {"session-oleg"})


async def test_an_agent_without_a_page_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever closes the last desk is given a moment, then counts as offline; one desk of two is no leaving."""
    monkeypatch.setattr(hub_module, "AWAY_SECONDS", 0.01)
    async with standing() as stand:
        one, other = [await DeskPage(stand, who("kristi")).open() for _ in range(2)]
        await one.shut()
        await asyncio.sleep(0.05)
        assert stand.built.site.agent("kristi").presence == "online"
        await other.shut()
        await until(lambda: stand.built.site.agent("kristi").presence == "offline")
        assert stand.built.site.agent("kristi").reason == "connection_lost"


async def test_who_reloads_the_desk_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk that is back in time stays online, and only the newest leaving counts."""
    monkeypatch.setattr(hub_module, "AWAY_SECONDS", 0.05)
    async with standing() as stand:
        page = await DeskPage(stand, who("kristi")).open()
        for _ in range(3):
            await page.shut()
            await page.open()
        await asyncio.sleep(0.1)
        assert stand.built.site.agent("kristi").presence == "online"


async def test_typing_reaches_who_answers() -> None:
    """That a customer types is told to whoever answers or looks on; that an agent types, only if it is theirs."""
    async with standing(agents=("kristi", "oleg")) as stand:
        visitor = await talking(stand)
        await stand.answer()
        one = stand.one()
        mine = await DeskPage(stand, who(one.agent)).open()
        other = await DeskPage(stand, who("oleg" if one.agent == "kristi" else "kristi")).open()
        await visitor.line.say({"type": "typing", "on": True})
        await until(lambda: [frame for frame in mine.line.frames if frame["type"] == "typing"])
        await other.line.say({"type": "typing", "interaction": one.interaction, "on": True})
        await mine.line.say({"type": "typing", "interaction": one.interaction, "on": True})
        await until(lambda: visitor.heard("typing"))
        assert [frame["name"] for frame in visitor.line.frames if frame["type"] == "typing"] == [str(one.agent).title()]
        assert not [frame for frame in other.line.frames if frame["type"] == "typing"]


async def test_a_name_reaches_every_desk_that_shows_it() -> None:
    """While somebody waits, everybody sees the name change; once they are served, whoever serves them does."""
    async with standing(agents=("kristi", "oleg")) as stand:
        pages = {agent: await DeskPage(stand, who(agent)).open() for agent in ("kristi", "oleg")}
        visitor = await talking(stand)
        await visitor.line.say({"type": "name", "value": "Mari"})
        for page in pages.values():
            await until(lambda page=page: page.facts("customer_named"))  # type: ignore[misc]
            assert [row["name"] for row in page.facts("customer_named")[-1]["rows"]] == ["Mari"]
        await stand.answer()
        one = stand.one()
        await stand.do(NameCustomer(customer=one.customer, content="n2", name="Mari Mets"))
        mine = pages.pop(str(one.agent))
        (other,) = pages.values()
        await until(lambda: len(mine.facts("customer_named")) == 2)
        assert [row["name"] for row in mine.facts("customer_named")[-1]["rows"]] == ["Mari Mets"]
        assert len(other.facts("customer_named")) == 1


@asynccontextmanager
async def several() -> AsyncIterator[tuple[Stand, int]]:
    """One customer with three conversations: with Kristi, with Oleg, and one that waits; and the position before a name."""
    async with standing(agents=("kristi", "oleg")) as stand:
        for agent in ("kristi", "oleg"):
            await stand.do(c.SetPresence(agent=agent, presence="away"))
        for name in ("hers", "his", "nobodys"):
            await stand.do(c.Arrive(interaction=name, customer="c1", case="k1", channel="chat", language="et"))
        for agent, name in (("kristi", "hers"), ("oleg", "his")):
            await stand.do(c.SetPresence(agent=agent, presence="online"))
            await stand.do(c.Take(interaction=name, agent=agent))
            await stand.do(c.SetPresence(agent=agent, presence="away"))
        yield stand, stand.built.hub.desk.position


async def told_once(pages: dict[str, DeskPage]) -> dict[str, list[str]]:
    """Of which conversations each page is told with the name; that it is told at all, and once."""
    for page in pages.values():
        await until(lambda page=page: page.facts("customer_named"))  # type: ignore[misc]
    await asyncio.sleep(0)
    frames = {name: page.facts("customer_named") for name, page in pages.items()}
    assert {len(one) for one in frames.values()} == {1}
    assert all((frame["row"], frame["message"]) == (None, None) for (frame,) in frames.values())
    return {name: sorted(row["interaction"] for row in frame["rows"]) for name, (frame,) in frames.items()}


TOLD = {
    "kristi": ["hers", "nobodys"],
    "oleg": ["his", "nobodys"],
    "floor": ["hers", "his", "nobodys"],
    "idle": ["nobodys"],
}
"""Of which of several conversations each is told: their own, those that wait, and all for whoever follows the floor."""


async def test_a_customer_with_several_conversations_is_one_frame() -> None:
    """A page drops a second frame with the same n, so one holds the row of each conversation that this page is told of."""
    async with several() as (stand, _):
        pages = {agent: await DeskPage(stand, who(agent)).open() for agent in ("kristi", "oleg")}
        for name in ("floor", "idle", "watch"):
            pages[name] = await DeskPage(stand, who(name, "supervisor")).open()
        await pages["floor"].line.say({"type": "floor", "on": True})
        await pages["watch"].line.say({"type": "watch", "interaction": "his"})
        await pages["kristi"].line.say({"type": "watch", "interaction": "his"})
        await stand.do(NameCustomer(customer="c1", content="n1", name="Mari"))
        assert await told_once(pages) == {**TOLD, "watch": ["his", "nobodys"]}
        assert {row["name"] for page in pages.values() for row in page.facts("customer_named")[0]["rows"]} == {"Mari"}


async def test_who_comes_back_is_told_of_several_in_one_frame() -> None:
    """The same holds for what was missed, and nobody is told of more than by staying."""
    async with several() as (stand, since):
        await stand.do(NameCustomer(customer="c1", content="n1", name="Mari"))
        pages = {
            name: DeskPage(stand, who(name, "agent" if name in ("kristi", "oleg") else "supervisor")) for name in TOLD
        }
        for name, page in pages.items():
            await page.open(since=None if name == "floor" else since)
        await pages["floor"].line.say({"type": "floor", "on": True})
        await pages["floor"].line.say({"type": "hello", "since": since})
        assert await told_once(pages) == TOLD


async def test_a_new_colleague_is_told_with_their_name() -> None:
    """Whoever is set up while a desk is open comes with what colleagues call them; the site's new rules come as they are."""
    async with standing() as stand:
        page = await DeskPage(stand, who("kristi")).open()
        stand.built.names["mari"] = "Mari Mägi"
        await stand.do(c.SetAgent(profile=AgentProfile(agent="mari", skills={"lang:et": 60})))
        await stand.do(c.SetSite(rules=SiteRules(reasons=("bill",), presence_reasons=("coffee",))))
        (set_up,) = await until(lambda: page.facts("agent_set"))
        assert (set_up["name"], set_up["fact"]["profile"]["skills"]) == ("Mari Mägi", {"lang:et": 60})
        (rules,) = await until(lambda: page.facts("site_set"))
        fresh = (await DeskPage(stand, who("kristi")).open()).snapshot()["desk"]
        for name in ("reasons", "presence_reasons", "languages"):
            assert rules["fact"]["rules"][name] == fresh[name]


async def test_a_fault_of_ours_is_no_answer() -> None:
    """When we stop, a desk is not told that its command was refused: it is sent away to ask again."""
    async with standing() as stand:
        page = await DeskPage(stand, who("kristi")).open()
        stand.built.loop._fail(Defect("planted"))
        await page.line.say({"type": "do", "key": "k", "command": {"command": "set_presence", "presence": "away"}})
        assert await until(lambda: page.line.closed) == TRY_LATER
        assert not [one for one in page.line.frames if one["type"] == "refused"]


async def test_memory_does_not_grow_with_what_was_said() -> None:
    """For each live conversation one snippet is kept, however much is said; none once it is over."""
    async with standing() as stand:
        visitor = await talking(stand)
        await stand.answer()
        for number in range(30):
            await visitor.say(f"sõna {number}")
        texts = stand.built.hub.texts
        assert len(texts._snippets) == 1
        one = stand.one()
        await stand.do(c.Close(interaction=one.interaction, agent="kristi", outcome="solved"))
        await until(lambda: not texts._snippets)
        assert stand.built.hub._lines_of == {}
        assert [fact for fact in stand.facts() if isinstance(fact, f.InteractionClosed)]


async def ended(site: PostSite) -> tuple[str, list[str]]:
    """Kirsti has answered twice, and the conversation is over; its name, and the messages'."""
    said = await site.heard(letter("mari@example.ee", "Tere", "k1", apart=True))
    messages = [await site.answer(said.interaction, text) for text in ("esimene", "teine")]
    await site.fact(DeliveryEnded, lambda done: done.delivery == messages[1])
    await site.ask(c.StartWrapUp(interaction=said.interaction, agent=KIRSTI))
    await site.ask(c.Close(interaction=said.interaction, agent=KIRSTI, outcome="solved"))
    await site.built.reading.reached(site.built.loop.durable_position)
    return said.interaction, messages


@pytest.mark.parametrize("restarted", [False, True])
async def test_what_was_lost_after_the_end_is_told_in_the_old_thread(tmp_path: Path, restarted: bool) -> None:
    """A bounce after the end reaches whoever answered, wherever they are, and whoever has the thread before them and may see it; that
    something arrived after all is told where somebody looks.
    """
    async with AsyncExitStack() as stack:
        site = await stack.enter_async_context(post_site(str(tmp_path)))
        interaction, (first, second) = await ended(site)
        if restarted:
            await stack.aclose()
            site = await stack.enter_async_context(post_site(str(tmp_path), settle=False))
        kirsti, other = [await DeskPage(site, who(agent)).open() for agent in (KIRSTI, "oleg")]
        overseer = await DeskPage(site, who("juht", "supervisor")).open()
        await other.line.say({"type": "watch", "interaction": interaction})
        await site.drop(Reported(state="failed", ours=first, code="5.1.1"), key="bounce")
        (told,) = await until(lambda: kirsti.facts("delivery_reported"))
        assert (told["fact"]["delivery"], told["fact"]["state"], told["fact"]["code"]) == (first, "failed", "5.1.1")
        assert (told["row"]["interaction"], told["row"]["state"], told["row"]["agent"]) == (
            interaction, "closed", KIRSTI,
        )  # fmt: skip
        assert not overseer.facts("delivery_reported")
        await overseer.line.say({"type": "watch", "interaction": interaction})
        await site.drop(Reported(state="delivered", ours=second), key="arrived")
        (shown,) = await until(lambda: overseer.facts("delivery_reported"))
        assert (shown["fact"]["delivery"], shown["fact"]["state"]) == (second, "delivered")
        assert not other.facts("delivery_reported")
        for page in (kirsti, other, overseer):
            await page.shut()
