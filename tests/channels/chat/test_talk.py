"""A customer talks over the real socket: what is answered, what is shown, and that nothing is lost or doubled."""

import random
import secrets

from hoolin.channels.chat import wire
from hoolin.core.interaction import facts as f
from tests.server.live.open_site import Line, OpenSite, until


def token() -> str:
    """A page's own token."""
    return secrets.token_urlsafe(32)


async def test_whoever_only_looks_leaves_nothing_behind(site: OpenSite) -> None:
    """A hello is welcomed with no token and no conversation, writes nothing, and makes the token nobody's."""
    before = site.built.loop.durable_position
    own = token()
    page = await site.page(own)
    welcome = await page.one("welcome")
    assert welcome == {
        "type": "welcome", "token": None, "language": "et", "people": 0, "operator": "Põhjala Mobiil",
        "conversation": None, "survey": None,
    }  # fmt: skip
    await page.send("goodbye")
    await page.send("read", ordinal=1)
    await page.caught_up()
    assert (await (await site.page(own)).one("welcome"))["token"] is None
    assert site.built.loop.durable_position == before


async def test_a_message_is_accepted_once_it_is_in_the_journal(site: OpenSite) -> None:
    """The answer names the entry's position and the ordinal, and the token comes back as known from then on."""
    own = token()
    page = await site.page(own)
    answer = await page.say("Tere", key="first")
    assert answer == {"type": "accepted", "key": "first", "n": answer["n"], "ordinal": 1}
    assert site.built.loop.durable_position >= answer["n"]
    (entry,) = [entry for entry in site.entries() if entry.position == answer["n"]]
    assert isinstance(entry.fact, f.MessageReceived)
    welcome = await (await site.page(own)).one("welcome")
    assert welcome["token"] == own
    assert welcome["conversation"] | {"read": None} == {
        "state": "waiting", "place": 1, "person": None, "answer_later": False, "last_ordinal": 1, "read": None,
    }  # fmt: skip


async def test_a_page_without_a_token_is_given_one_with_its_first_message(site: OpenSite) -> None:
    """The token in `accepted` opens the same conversation on another page."""
    page = await site.page()
    answer = await page.say("Tere")
    assert len(answer["token"]) >= 32
    other = await site.page(answer["token"])
    assert (await other.one("welcome"))["conversation"]["last_ordinal"] == 1


async def test_what_is_shown_is_numbered_upwards(site: OpenSite) -> None:
    """Every event's n is larger than the one before, and ordinals count the messages of the conversation."""
    page = await site.page(token())
    for number in range(5):
        assert (await page.say(f"{number}", key=f"k{number}"))["ordinal"] == number + 1
    await until(lambda: len(page.events("message")) == 5)
    numbers = [frame["n"] for frame in page.events()]
    assert numbers == sorted(set(numbers))
    shown = [frame["event"] for frame in page.events("message")]
    assert [(one["ordinal"], one["text"], one["key"], one["from"]) for one in shown] == [
        (number + 1, f"{number}", f"k{number}", "customer") for number in range(5)
    ]
    assert len(page.events("waiting")) == 1


async def test_the_same_key_is_one_message_wherever_it_is_sent_again(site: OpenSite) -> None:
    """On the same page, on a new one, and on one that stays beside it, the answer is the first one's."""
    own = token()
    page = await site.page(own)
    first = await page.say("Üks kord", key="once")
    await page.send("say", key="once", text="Üks kord")
    await until(lambda: page.number("accepted") == 2)
    other = await site.page(own)
    again = await other.say("Üks kord", key="once")
    blind = await site.page(own, since=first["n"])
    once_more = await blind.say("Üks kord", key="once")
    answers = [frame for frame in page.heard if frame["type"] == "accepted"]
    assert {(one["n"], one["ordinal"]) for one in (*answers, again, once_more)} == {(first["n"], 1)}
    assert sum(isinstance(entry.fact, f.MessageReceived) for entry in site.entries()) == 1


async def test_a_first_message_whose_answer_was_lost_is_the_same_when_sent_again(site: OpenSite) -> None:
    """The page vanishes right after saying its first word; its token and key find that word again."""
    own = token()
    page = await site.page(own)
    await page.send("say", key="lost", text="Kas kuulete?")
    await page.vanish()
    again = await site.page(own)
    await again.say("Kas kuulete?", key="lost")
    received = [entry for entry in site.entries() if isinstance(entry.fact, f.MessageReceived)]
    assert len(received) == len(site.built.site.kept.interactions) == 1


async def test_a_burst_of_first_messages_is_one_conversation(site: OpenSite) -> None:
    """Messages sent before the first was answered follow it, in their order."""
    page = await site.page(token())
    for number in range(4):
        await page.send("say", key=f"b{number}", text=f"{number}")
    answers = [await page.answer(f"b{number}") for number in range(4)]
    assert [answer["ordinal"] for answer in answers] == [1, 2, 3, 4]
    assert site.only().last_ordinal == 4


async def test_two_pages_of_a_customer_see_the_same(site: OpenSite) -> None:
    """Both are shown what either said and what the agent answers, under the same numbers."""
    own = token()
    one = await site.page(own)
    await one.say("Esimene")
    two = await site.page(own)
    await two.say("Teine")
    await site.joined("juss", site.only().interaction)
    sent = await site.command("juss", "send_message", interaction=site.only().interaction, text="Tere, siin Juss")
    assert sent.status_code == 200
    for page in (one, two):
        await page.shown("message", 3)
    # Who is there when it happens is told the place with it; for who comes later that would be out of date.
    assert [frame["n"] for frame in one.events()] == [frame["n"] for frame in two.events()]
    assert one.events("message") == two.events("message")
    last = one.events("message")[-1]["event"]
    assert (last["from"], last["name"], last["key"]) == ("agent", "Juss", None)
    assert [frame["event"]["name"] for frame in one.events("joined")] == ["Juss"]


async def test_twenty_disconnects_lose_nothing_and_double_nothing(site: OpenSite) -> None:
    """A page that vanishes at any moment and comes back with its last n is shown each event of the journal exactly once."""
    luck = random.Random(20)
    own, shown, pending = token(), [], dict[str, str]()
    keys = 0
    page: Line = await site.page(own)
    await page.say("algus", key="start")
    one = site.only().interaction
    await site.joined("juss", one)
    for _ in range(20):
        for _ in range(luck.randint(1, 3)):
            keys += 1
            pending[f"k{keys}"] = f"sõnum {keys}"
            await page.send("say", key=f"k{keys}", text=pending[f"k{keys}"])
        await site.command("juss", "send_message", interaction=one, text="vastus")
        await page.frames(1 + luck.randint(0, 3))
        await page.vanish()
        shown += page.events()
        await site.command("juss", "send_message", interaction=one, text="vahepeal")
        page = await site.page(own, since=shown[-1]["n"] if shown else 0)
        for key, text in pending.items():
            await page.send("say", key=key, text=text)
        for key in pending:
            assert (await page.answer(key))["type"] == "accepted"
        pending.clear()
    await page.caught_up()
    shown += page.events()
    due = [e.position for e in site.entries() if type(e.fact) in wire.LINES and e.fact.interaction == one]  # type: ignore[attr-defined]
    assert [frame["n"] for frame in shown] == due
    said = [frame["event"]["key"] for frame in shown if frame["event"].get("from") == "customer"]
    assert len(said) == len(set(said)) == keys + 1


async def test_an_erased_customers_token_is_nobodys(site: OpenSite) -> None:
    """After erasure the token is welcomed as a stranger's; what is said then is somebody new, with a new token."""
    own = token()
    page = await site.page(own)
    await page.say("Unustage mind")
    customer = site.only().customer
    answer = await (await site.client("admin")).delete(f"/customers/{customer}")
    assert answer.status_code == 200
    fresh = await site.page(own)
    assert (await fresh.one("welcome"))["token"] is None
    begun = await fresh.say("Tere jälle")
    assert begun["token"] != own
    assert site.only().customer != customer
    assert [frame["event"]["text"] for frame in fresh.events("message")] in ([], ["Tere jälle"])
