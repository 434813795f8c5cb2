"""What a customer may wish for besides talking: a language, a queue, an answer later, an end."""

from pathlib import Path

import pytest

from hoolin.channels.chat import gateway
from hoolin.core.site.rules import ChannelRules
from hoolin.people.api import CustomerNamed
from tests.channels.chat.test_talk import token
from tests.server.live.open_site import OpenSite, open_site, until

QUICK = ChannelRules(channel="chat", weight=25, silent_ms_max=1)


async def test_a_page_that_leaves_while_waiting_is_a_silent_abandonment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Gone for longer than a reload takes, and then for the channel's time, the conversation ends as abandoned."""
    monkeypatch.setattr(gateway, "GONE_SECONDS", 0.02)
    async with open_site(tmp_path, channel=QUICK) as site:
        own = token()
        page = await site.page(own)
        await page.say("Tere")
        await page.leave()
        await until(lambda: not site.built.site.kept.interactions, "abandonment")
        back = await site.page(own)
        await until(lambda: back.events("abandoned"))
        assert (await back.one("welcome"))["conversation"] is None


async def test_a_reload_is_no_leaving(site: OpenSite) -> None:
    """A page that is back at once was never said to have left, and another open page keeps the customer here."""
    own = token()
    page = await site.page(own)
    await page.say("Tere")
    await page.vanish()
    await site.page(own)
    await until(lambda: site.built.chat.connections == 1)
    assert not site.built.chat._gone
    assert not site.only().customer_gone_at


async def test_an_address_keeps_the_place_in_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bad address is refused with a code; a good one is confirmed, and leaving is then no abandonment."""
    monkeypatch.setattr(gateway, "GONE_SECONDS", 0.02)
    async with open_site(tmp_path, channel=QUICK) as site:
        page = await site.page(token())
        await page.send("later", kind="email", value="mari@example.ee")
        assert (await page.one("refused"))["code"] == "say_first"
        await page.say("Tere")
        await page.send("later", kind="email", value="mari at example")
        await page.one("refused", lambda frame: frame["code"] == "address_email")
        await page.send("later", kind="phone", value="helista")
        await page.one("refused", lambda frame: frame["code"] == "address_phone")
        await page.send("later", kind="email", value="mari@example.ee")
        await until(lambda: page.events("later"))
        await page.leave()
        await until(lambda: site.only().customer_gone_at, "leaving")
        assert site.built.site.silent_at(site.only()) is None
        assert (site.only().state, site.only().answer_later) == ("waiting", True)


async def test_another_language_seeks_another_person(site: OpenSite) -> None:
    """Nobody at work speaks Russian, so it waits; asked for Estonian instead, it is offered to the one who does."""
    assert (await site.command("juss", "set_presence", presence="online", reason="")).status_code == 200
    page = await site.page(token(), language="ru")
    assert (await page.one("welcome"))["people"] == 1
    await page.say("Здравствуйте")
    await page.caught_up()
    assert (site.only().state, site.only().language) == ("waiting", "ru")
    await page.send("language", value="et")
    await until(lambda: site.only().state == "offered", "an offer")
    assert (site.only().agent, site.only().language) == ("juss", "et")


async def test_goodbye_ends_the_conversation_and_the_next_word_begins_another(site: OpenSite) -> None:
    """A customer who says goodbye while waiting has ended it; ordinals begin anew, n does not."""
    page = await site.page(token())
    first = await page.say("Tere")
    before = site.only().interaction
    await page.send("goodbye")
    await until(lambda: page.events("closed") + page.events("abandoned"), "an end")
    assert not site.built.site.kept.interactions
    second = await page.say("Veel üks asi")
    assert (second["ordinal"], second["n"] > first["n"]) == (1, True)
    assert site.only().interaction != before


async def test_the_queue_of_hello_is_the_line_that_is_joined(site: OpenSite) -> None:
    """A queue that exists is joined; an unknown one, or none, means the default."""
    for asked in ("technical", "no_such", ""):
        await (await site.page(token(), queue=asked)).say("Tere")
    joined = [one.queue for one in site.built.site.kept.interactions.values()]
    assert joined == ["technical", "service", "service"]


async def test_the_place_in_line_is_told(site: OpenSite) -> None:
    """Whoever comes second is told that they are second."""
    first = await site.page(token())
    await first.say("Mina enne")
    second = await site.page(token())
    await second.say("Ja mina")
    assert (await second.one("place"))["place"] == 2


async def test_typing_and_reading_reach_the_other_side(site: OpenSite) -> None:
    """The customer sees that the agent types and has read; the agent's desk sees the customer type."""
    page = await site.page(token())
    said = await page.say("Tere")
    one = site.only().interaction
    desk = await site.desk("juss")
    await site.joined("juss", one)
    await page.send("typing", on=True)
    assert (await desk.one("typing"))["interaction"] == one
    await desk.send("typing", interaction=one, on=True)
    assert (await page.one("typing")) == {"type": "typing", "on": True, "name": "Juss"}
    assert (await desk.do("mark_read", interaction=one, ordinal=said["ordinal"]))["type"] == "accepted"
    await until(lambda: [f for f in page.events("read") if f["event"]["reader"] == "agent"], "read")


async def test_a_name_is_the_customers_own(site: OpenSite) -> None:
    """What a customer likes to be called is what the desk calls them."""
    page = await site.page(token())
    await page.say("Tere")
    await page.send("name", value="  Mari   Maasikas ")
    await page.caught_up()
    customer = site.only().customer
    juss = await site.client("juss")
    await until(lambda: any(isinstance(entry.fact, CustomerNamed) for entry in site.entries()), "the name")
    assert (await juss.get(f"/customers/{customer}")).json()["name"] == "Mari Maasikas"
