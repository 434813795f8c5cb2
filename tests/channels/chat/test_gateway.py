"""The visitor's side of the chat, without a network: what a page is answered, shown and never shown twice."""

import asyncio
import random
import secrets

import pytest

from hoolin.channels.chat import gateway as gateway_module
from hoolin.channels.connection import BURST_SECONDS, FRAMES_PER_SECOND_MAX, TOO_FAST, TOO_LARGE, TRY_LATER
from hoolin.core.errors import Defect
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.people.commands import EraseCustomer
from hoolin.people.facts import IdentityAdded, LanguagePreferred
from tests.channels.chat.stand import Stand, Visitor, standing, until


async def test_a_conversation() -> None:
    """Hello, a word, its answer, a person who joins, their word, and what was read: each told once and in order."""
    async with standing() as stand:
        visitor = Visitor(stand.gateway)
        welcome = await visitor.come()
        assert welcome == {
            "type": "welcome", "token": None, "language": "et", "people": 1, "conversation": None,
            "operator": "Põhjala Mobiil", "survey": None,
        }  # fmt: skip
        key = secrets.token_hex(12)
        answer = await visitor.say("Tere!", key)
        assert answer == {"type": "accepted", "key": key, "n": answer["n"], "ordinal": 1}
        await stand.answer()
        await visitor.line.say({"type": "read", "ordinal": 2})
        await visitor.event("read")
        assert [event["kind"] for event in visitor.events] == ["waiting", "message", "joined", "message", "read"]
        mine = await visitor.event("message")
        assert (mine["from"], mine["text"], mine["key"], mine["attachments"]) == ("customer", "Tere!", key, [])
        assert (await visitor.event("joined"))["name"] == "Kristi", "customers are told first names"
        positions = [frame["n"] for frame in visitor.line.frames if frame["type"] == "event"]
        assert positions == sorted(set(positions))
        assert answer["n"] in positions


async def test_who_only_looks_leaves_nothing_behind() -> None:
    """Before the first word, and by an empty one, nothing is written down and nobody is known."""
    async with standing() as stand:
        before = len(stand.facts())
        visitor = Visitor(stand.gateway)
        await visitor.come()
        assert (await visitor.say("   "))["code"] == "text_empty"
        for frame in ({"type": "typing", "on": True}, {"type": "read", "ordinal": 3}, {"type": "goodbye"}):
            await visitor.line.say(frame)
        await visitor.line.say({"type": "name", "value": "Mari"})
        await visitor.leave()
        assert len(stand.facts()) == before


@pytest.mark.parametrize("seed", range(6))
async def test_nothing_lost_and_nothing_doubled_over_a_bad_line(seed: int) -> None:
    """However often the line is cut, every word of either side is shown once, in order, and every own word is done once."""
    chance = random.Random(seed)
    async with standing() as stand:
        visitor = Visitor(stand.gateway)
        await visitor.come()
        await visitor.say("algus")
        await stand.answer("kuulen")
        said: dict[str, str] = {}
        unanswered: dict[str, str] = {}
        for number in range(60):
            lot = chance.random()
            if lot < 0.5:
                key = secrets.token_hex(12)
                said[key] = unanswered[key] = f"klient {number}"
                await visitor.line.say({"type": "say", "key": key, "text": said[key]})
            elif lot < 0.75:
                await stand.do(
                    c.SendMessage(interaction=stand.one().interaction, agent="kristi", text=f"agent {number}")
                )
            else:
                await visitor.leave()
                unanswered = {key: text for key, text in unanswered.items() if not visitor.heard("accepted", key=key)}
                await visitor.come()
                for key, text in unanswered.items():
                    await visitor.line.say({"type": "say", "key": key, "text": text})
            if chance.random() < 0.3:
                await asyncio.sleep(0)
        for key in unanswered:
            await until(lambda key=key: visitor.heard("accepted", key=key))  # type: ignore[misc]
        on_disk = [fact for fact in stand.facts() if isinstance(fact, f.MessageReceived | f.MessageSent)]
        await until(lambda: len(visitor.messages()) >= len(on_disk))
        shown = visitor.messages()
        assert [ordinal for ordinal, _ in shown] == list(range(1, len(on_disk) + 1))
        assert sorted(text for _, text in shown if text.startswith("klient")) == sorted(said.values())


async def test_the_same_message_twice_is_one() -> None:
    """Sent again on another line of the same page, before or after it was answered, a message is one and answered alike."""
    async with standing() as stand:
        one = Visitor(stand.gateway)
        other = Visitor(stand.gateway, one.token)
        await one.come()
        await other.come()
        key = secrets.token_hex(12)
        for visitor in (one, other):
            await visitor.line.say({"type": "say", "key": key, "text": "Tere!"})
        first = await until(lambda: one.heard("accepted", key=key))
        second = await until(lambda: other.heard("accepted", key=key))
        assert first == second
        assert [type(fact) for fact in stand.facts()].count(f.MessageReceived) == 1
        assert len(stand.built.site.kept.interactions) == 1
        await other.leave()
        await other.come()
        assert await other.say("midagi muud", key) == first


async def test_a_first_answer_that_was_lost_loses_nothing() -> None:
    """The token is the page's own: a page that never heard its first answer comes back as the same customer."""
    async with standing() as stand:
        visitor = Visitor(stand.gateway)
        await visitor.come()
        key = secrets.token_hex(12)
        await visitor.line.say({"type": "say", "key": key, "text": "Tere!"})
        visitor.line.frames.clear()
        await visitor.leave()
        await until(lambda: stand.built.site.kept.interactions)
        await visitor.come()
        await visitor.say("Tere!", key)
        assert visitor.messages() == [(1, "Tere!")]
        assert len([fact for fact in stand.facts() if isinstance(fact, f.InteractionArrived)]) == 1


async def test_a_page_without_a_token_is_given_one() -> None:
    """A page that has made none is told its token with the first answer, and can come back by it."""
    async with standing() as stand:
        visitor = Visitor(stand.gateway)
        visitor.token = ""
        await visitor.come(token=None)
        answer = await visitor.say("Tere!")
        again = Visitor(stand.gateway, answer["token"])
        welcome = await again.come()
        assert welcome["token"] == answer["token"] and welcome["conversation"]["last_ordinal"] == 1
        assert await until(lambda: again.messages()) == [(1, "Tere!")]


async def test_two_tabs() -> None:
    """What is said in one tab is shown in the other; only when both are gone has the customer left."""
    async with standing() as stand:
        one, other = (Visitor(stand.gateway, "t" * 40) for _ in range(2))
        await one.come()
        await one.say("esimene")
        await other.come()
        await other.say("teine")
        await until(lambda: len(one.messages()) == 2 and len(other.messages()) == 2)
        assert one.messages() == other.messages() == [(1, "esimene"), (2, "teine")]
        await one.leave()
        assert not stand.gateway._gone
        await other.leave()
        assert len(stand.gateway._gone) == 1


async def test_two_tabs_that_begin_together_begin_one_conversation() -> None:
    """Both may believe that nothing is under way; there is one conversation with both words all the same."""
    async with standing() as stand:
        one, other = (Visitor(stand.gateway, "u" * 40) for _ in range(2))
        await one.come()
        await other.come()
        await asyncio.gather(one.say("esimene"), other.say("teine"))
        assert stand.one().last_ordinal == 2


async def test_silence_is_abandonment_once_the_page_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that does not come back has left; whoever waited is abandoned after the channel's time, and told apart as silent."""
    monkeypatch.setattr(gateway_module, "GONE_SECONDS", 0.01)
    async with standing(agents=()) as stand:
        rules = stand.built.site.kept.channels["chat"]
        await stand.do(c.SetChannel(rules=type(rules)(channel="chat", weight=25, silent_ms_max=30)))
        visitor = Visitor(stand.gateway)
        await visitor.come()
        await visitor.say("Kas keegi on?")
        await visitor.leave()
        gone = await until(lambda: [fact for fact in stand.facts() if isinstance(fact, f.InteractionAbandoned)])
        assert gone[0].cause == "silent"
        assert [type(fact) for fact in stand.facts()].count(f.CustomerLeft) == 1


async def test_who_comes_back_in_time_has_not_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is reloaded is not said to have left; one that was is said to be back."""
    async with standing(agents=()) as stand:
        visitor = Visitor(stand.gateway)
        await visitor.come()
        await visitor.say("Tere!")
        await visitor.leave()
        await visitor.come()
        assert not stand.gateway._gone
        monkeypatch.setattr(gateway_module, "GONE_SECONDS", 0.0)
        await visitor.leave()
        await until(lambda: stand.one().customer_gone_at)
        await visitor.come()
        await until(lambda: not stand.one().customer_gone_at)
        await until(lambda: [type(fact) for fact in stand.facts()].count(f.CustomerReturned) == 1)
        assert [type(fact) for fact in stand.facts()].count(f.CustomerLeft) == 1


async def test_a_page_that_comes_back_while_it_is_said_to_have_left() -> None:
    """If the leaving is written down after the page is back, its being back is written down too."""
    async with standing(agents=()) as stand:
        visitor = Visitor(stand.gateway)
        await visitor.come()
        await visitor.say("Tere!")
        await stand.do(c.CustomerLeave(interaction=stand.one().interaction))
        await until(lambda: not stand.one().customer_gone_at)


async def test_an_answer_later() -> None:
    """Who leaves an address keeps the place in line; what cannot be an address is refused without being repeated."""
    async with standing(agents=()) as stand:
        visitor = Visitor(stand.gateway)
        await visitor.come()
        await visitor.line.say({"type": "later", "kind": "email", "value": "mari@example.ee"})
        assert (await until(lambda: visitor.heard("refused")))["code"] == "say_first"
        await visitor.say("Tere!")
        await visitor.line.say({"type": "later", "kind": "email", "value": "not an address"})
        refused = await until(lambda: visitor.heard("refused", code="address_email"))
        assert "not an address" not in str(refused)
        await visitor.line.say({"type": "later", "kind": "email", "value": "mari@example.ee"})
        await visitor.event("later")
        assert stand.one().answer_later
        identities = [fact for fact in stand.facts() if isinstance(fact, IdentityAdded)]
        assert [fact.kind for fact in identities] == ["visitor", "email"]
        assert (await visitor.come())["conversation"]["answer_later"] is True


async def test_another_language_and_back_again() -> None:
    """A customer may change the language as often as they like; whoever waits is brought to a person who speaks it."""
    async with standing(agents=()) as stand:
        await stand.agent("oleg", "ru")
        visitor = Visitor(stand.gateway)
        await visitor.come()
        await visitor.say("Tere!")
        assert stand.one().state == "waiting"
        for language in ("ru", "et", "ru"):
            await visitor.line.say({"type": "language", "value": language})
            await until(lambda language=language: stand.one().language == language)  # type: ignore[misc]
        assert (stand.one().state, stand.one().agent) == ("offered", "oleg")

        def preferred() -> list[str]:
            return [fact.language for fact in stand.facts() if isinstance(fact, LanguagePreferred)]

        await until(lambda: preferred() == ["ru", "et", "ru"])


async def test_goodbye_as_often_as_it_is_said() -> None:
    """After a goodbye the customer may write again and say goodbye again: each is meant."""
    async with standing() as stand:
        visitor = Visitor(stand.gateway)
        await visitor.come()
        await visitor.say("Tere!")
        await stand.answer()
        for _ in range(2):
            await visitor.line.say({"type": "goodbye"})
            await until(lambda: stand.one().state == "wrap_up")
            await visitor.say("Veel üks asi")
            assert stand.one().state == "active"


async def test_the_queue_that_was_asked_for() -> None:
    """A page may name the line that its conversation joins; a name that is none leads to the default."""
    async with standing(agents=()) as stand:
        for asked, joined in (("billing", "billing"), ("nowhere", "service"), ("", "service")):
            visitor = Visitor(stand.gateway)
            await visitor.come(queue=asked)
            await visitor.say("Tere!")
            arrived = [fact for fact in stand.facts() if isinstance(fact, f.InteractionArrived)]
            assert arrived[-1].queue == joined


async def test_the_place_in_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits is told the place when it changes, and how many are at work."""
    monkeypatch.setattr(gateway_module, "PLACE_SECONDS", 0.01)
    async with standing(agents=()) as stand:
        one, other = Visitor(stand.gateway), Visitor(stand.gateway)
        for visitor in (one, other):
            await visitor.come()
            await visitor.say("Tere!")
        assert (await other.event("waiting"))["place"] == 2
        await until(lambda: other.heard("place", place=2, people=0))
        await one.line.say({"type": "goodbye"})
        await until(lambda: other.heard("place", place=1, people=0))


async def test_typing_reaches_the_other_side() -> None:
    """That somebody types is told to the other side by name, and kept nowhere."""
    async with standing() as stand:
        visitor = Visitor(stand.gateway)
        await visitor.come()
        await visitor.say("Tere!")
        await stand.answer()
        told: list[tuple[str, bool]] = []
        stand.gateway.on_typing = lambda interaction, on: told.append((interaction, on))
        await visitor.line.say({"type": "typing", "on": True})
        assert told == [(stand.one().interaction, True)]
        stand.gateway.typing(stand.one().interaction, True, "kristi")
        assert await until(lambda: visitor.heard("typing")) == {"type": "typing", "on": True, "name": "Kristi"}


@pytest.mark.parametrize(
    "frame",
    [
        "", "{", "[]", "null", '{"type":"hello","since":-1}', '{"type":"say","text":"x"}', '{"type":"shout"}',
        '{"type":"say","key":"","text":"x"}', '{"type":"hello","token":"short"}', '{"type":"later","kind":"fax","value":"123"}',
        '{"type":"read","ordinal":1,"more":1}', '{"type":"hello","since":9223372036854775808}', '{"type":"language","value":"fi"}',
    ],
)  # fmt: skip
async def test_nonsense_is_answered_and_nothing_more(frame: str) -> None:
    """A frame that is none of ours is answered with what is wrong with its form; the line stays open."""
    async with standing() as stand:
        visitor = Visitor(stand.gateway)
        await visitor.come()
        await visitor.line.say(frame)
        refused = await until(lambda: visitor.heard("refused"))
        assert refused["code"] in ("frame", "not_json") and refused["key"] is None
        assert visitor.line.closed == 0
        assert (await visitor.say("Tere!"))["type"] == "accepted"


async def test_too_much_too_fast_and_too_large() -> None:
    """Who says more than a person can is cut off with 1008; a frame beyond the limit ends it with 1009."""
    async with standing() as stand:
        visitor = Visitor(stand.gateway)
        await visitor.come()
        for _ in range(FRAMES_PER_SECOND_MAX * BURST_SECONDS + 40):
            await visitor.line.say({"type": "ping"})
        assert await until(lambda: visitor.line.closed) == TOO_FAST
        pongs = [frame for frame in visitor.line.frames if frame["type"] == "pong"]
        assert len(pongs) >= FRAMES_PER_SECOND_MAX * BURST_SECONDS - 1
        visitor = Visitor(stand.gateway)
        await visitor.come()
        await visitor.line.say("x" * 70_000)
        assert await until(lambda: visitor.line.closed) == TOO_LARGE


async def test_who_does_not_listen_is_cut_off() -> None:
    """A page that takes nothing is sent away to come back later, and loses nothing by it."""
    async with standing() as stand:
        visitor = Visitor(stand.gateway)
        await visitor.come()
        await visitor.say("Tere!")
        visitor.line.full = True
        await stand.answer("kuulen")
        assert await until(lambda: visitor.line.closed) == TRY_LATER
        visitor.note()
        await visitor.come()
        await until(lambda: len(visitor.messages()) == 2)
        assert visitor.messages()[1] == (2, "kuulen")


async def test_a_fault_of_ours_is_no_answer() -> None:
    """When we stop, a page is not told that its message was refused: it is sent away, and keeps the message."""
    async with standing() as stand:
        visitor = Visitor(stand.gateway)
        await visitor.come()
        await visitor.say("Tere!")
        stand.built.loop._fail(Defect("planted"))
        await visitor.line.say({"type": "say", "key": secrets.token_hex(12), "text": "kadunud?"})
        assert await until(lambda: visitor.line.closed) == TRY_LATER
        assert visitor.heard("refused") is None


async def test_who_was_forgotten_is_unknown() -> None:
    """After an erasure the token opens nothing; whoever comes back with it begins anew, as somebody else."""
    async with standing() as stand:
        visitor = Visitor(stand.gateway)
        await visitor.come()
        await visitor.say("Tere!")
        before = stand.one().customer
        await stand.do(EraseCustomer(customer=before))
        assert not stand.built.site.kept.interactions
        answer = await visitor.say("Kas ma olen veel seal?")
        assert answer == {"type": "refused", "key": answer["key"], "code": "erased", "detail": {}}
        again = Visitor(stand.gateway, visitor.token)
        welcome = await again.come()
        assert (welcome["token"], welcome["conversation"]) == (None, None)
        answer = await again.say("Tere jälle!")
        assert answer["type"] == "accepted" and answer["token"] != visitor.token
        assert stand.one().customer != before
        assert await until(lambda: again.messages()) == [(1, "Tere jälle!")]


async def test_a_past_longer_than_one_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who goes on from a position is shown everything since, however much; who begins anew is shown the latest part."""
    from hoolin.server import visitors

    monkeypatch.setattr(visitors, "SHOWN_MAX", 10)
    async with standing() as stand:
        visitor = Visitor(stand.gateway)
        await visitor.come()
        await visitor.say("algus")
        await stand.answer("1")
        await until(lambda: len(visitor.messages()) == 2)
        await visitor.leave()
        for number in range(2, 40):
            await stand.do(c.SendMessage(interaction=stand.one().interaction, agent="kristi", text=str(number)))
        await visitor.come()
        await until(lambda: len(visitor.messages()) == 40)
        assert [ordinal for ordinal, _ in visitor.messages()] == list(range(1, 41))
        newcomer = Visitor(stand.gateway, visitor.token)
        await newcomer.come()
        await until(lambda: newcomer.messages())
        assert [ordinal for ordinal, _ in newcomer.messages()] == list(range(31, 41))


async def test_a_second_hello_is_who_counts() -> None:
    """A page that says hello again under another token hears only of that one from then on."""
    async with standing() as stand:
        first, second = Visitor(stand.gateway), Visitor(stand.gateway)
        for visitor in (first, second):
            await visitor.come()
            await visitor.say("Tere!")
        one = stand.gateway._pages
        assert len(one) == 2
        await first.line.say({"type": "hello", "token": second.token, "since": 0, "language": "et"})
        await until(lambda: first.heard("welcome", token=second.token))
        assert sorted(map(len, stand.gateway._pages.values())) == [2]


async def test_conversations_under_way_are_taken_up_after_a_restart(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new gateway knows who was talking; whoever does not find the way back in time has left."""
    async with standing() as stand:
        visitor = Visitor(stand.gateway)
        await visitor.come()
        await visitor.say("Tere!")
        stand.gateway._pages.clear()
        stand.gateway._customer_of.clear()
        monkeypatch.setattr(gateway_module, "RESTART_SECONDS", 0.01)
        stand.gateway.start()
        assert stand.gateway._customer_of == {stand.one().interaction: stand.one().customer}
        await until(lambda: stand.one().customer_gone_at)


async def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond its limit the chat sends pages away to try later, and those inside are not disturbed."""
    monkeypatch.setattr(gateway_module, "CONNECTIONS_MAX", 1)
    async with standing() as stand:
        await connected(stand)
        late = Visitor(stand.gateway)
        late.serving = asyncio.create_task(stand.gateway.serve(late.line))
        assert await until(lambda: late.line.closed) == TRY_LATER
        assert stand.gateway.connections == 1


async def connected(stand: Stand) -> Visitor:
    """A page that is there."""
    visitor = Visitor(stand.gateway)
    await visitor.come()
    return visitor
