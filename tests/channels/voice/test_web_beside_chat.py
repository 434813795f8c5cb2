"""What a page has under way in writing goes on in its call: same customer, case, language, place in line and person; and what is written
during the call is part of it.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hoolin.channels.voice import facts as f
from hoolin.channels.voice.settings import VoiceWeb
from hoolin.core.errors import NotReached
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as i
from hoolin.server.errors import TooMany
from tests.channels.chat.stand import until
from tests.channels.voice.page import OFFER, Caller, page_site
from tests.channels.voice.site import MARI, VoiceSite

pytestmark = pytest.mark.needs("rtpengine")


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[VoiceSite]:
    """A site that pages call."""
    async with page_site(tmp_path) as made:
        yield made


async def arrived(site: VoiceSite, channel: str) -> i.InteractionArrived:
    """The last that arrived on a channel."""
    await site.fact(i.InteractionArrived, lambda fact: fact.channel == channel)
    return [fact for fact in site.all(i.InteractionArrived) if fact.channel == channel][-1]


async def test_the_chat_goes_on_in_the_call(site: VoiceSite) -> None:
    """At its place in line and in its case; the chat has ended as moved, and the page is told so."""
    caller = Caller(site.built.chat)
    await caller.come("ru")
    await caller.say("My bill is wrong")
    chat = await arrived(site, "chat")
    other = Caller(site.built.chat)
    await other.come()
    await other.say("I came later")
    assert (await caller.call())["event"] == "joined"
    call = await arrived(site, "voice")
    moved = await site.fact(i.InteractionMoved)
    assert (moved.interaction, moved.to) == (chat.interaction, call.interaction)
    assert (call.customer, call.case, call.place_at, call.language) == (chat.customer, chat.case, chat.place_at, "ru")
    assert (await caller.told(event="state", state="waiting"))["place"] == 1
    await caller.event("moved")
    await caller.leave()
    await other.leave()


async def test_who_answered_the_chat_is_asked_first(site: VoiceSite) -> None:
    """The person who has the chat is free of it in the same moment, and is offered the call."""
    await site.online(MARI)
    caller = Caller(site.built.chat)
    await caller.come()
    await caller.say("My bill is wrong")
    await site.accept(MARI)
    await caller.event("joined")
    await caller.call()
    call = await arrived(site, "voice")
    assert call.prefers == MARI
    assert (await site.fact(i.OfferMade, lambda fact: fact.interaction == call.interaction)).agent == MARI
    await caller.leave()


async def test_words_during_the_call_are_part_of_it(site: VoiceSite) -> None:
    """Both ways, in the call's own conversation, and shown again to a page that is loaded again; after it a chat begins in the same case."""
    await site.online(MARI)
    caller = Caller(site.built.chat)
    await caller.come()
    await caller.call()
    await site.accept(MARI)
    await caller.told(event="state", state="active")
    call = await arrived(site, "voice")
    await caller.say("Order 4711")
    said = await site.fact(i.MessageReceived)
    assert said.interaction == call.interaction
    await site.ask(c.SendMessage(interaction=call.interaction, agent=MARI, text="Thank you"))
    await caller.event("message")
    await caller.leave()
    caller.since, caller.events = 0, []
    welcome = await caller.come()
    assert welcome["conversation"]["state"] == "active"
    await caller.event("joined")
    assert [text for _, text in caller.messages()] == ["Order 4711", "Thank you"]
    await caller.ask("call_leave", leg=caller.leg)
    await site.fact(i.WrapUpStarted)
    await caller.say("One more thing")
    chat = await arrived(site, "chat")
    assert chat.case == call.case
    await caller.leave()


async def test_a_code_travels_along(site: VoiceSite) -> None:
    """Who shows a code when they call goes on with what it was given for; the case is theirs, and a person confirms who they are."""
    first = Caller(site.built.chat)
    await first.come()
    await first.say("My bill is wrong")
    chat = await arrived(site, "chat")
    code, _ = await site.built.faces.passes.issue(chat.customer, chat.case, chat.interaction, "en")
    caller = Caller(site.built.chat)
    await caller.come(**{"pass": code})
    await caller.call()
    call = await arrived(site, "voice")
    assert (call.case, call.place_at, call.language) == (chat.case, chat.place_at, "en")
    assert call.customer != chat.customer
    assert (await site.fact(i.PersonClaimed)).claimed == chat.customer
    for one in (first, caller):
        await one.leave()


async def test_the_language_of_the_page_is_that_of_the_call(site: VoiceSite) -> None:
    """Changed during the call, whoever speaks it is sought."""
    caller = Caller(site.built.chat)
    await caller.come("et")
    await caller.call()
    await caller.line.say({"type": "language", "value": "en"})
    changed = await site.fact(i.LanguageChanged)
    assert changed.language == "en"
    assert next(iter(site.gateway.x.calls.open.values())).language == "en"
    await caller.leave()


async def test_a_page_cannot_dial(site: VoiceSite) -> None:
    """Whatever it sends: there is no frame that calls anybody, and none of the desk's is known here."""
    caller = Caller(site.built.chat)
    await caller.come()
    for frame in (
        {"type": "phone_dial", "key": "1", "number": "+3725123456"},
        {"type": "call", "key": "2", "sdp": OFFER, "to": "+3725123456"},
        {"type": "call", "key": "3", "number": "+3725123456"},
        {"type": "call_press", "key": "4", "leg": "", "digits": "1"},
        {"type": "do", "key": "5", "command": {}},
    ):
        caller.line.frames.clear()
        await caller.line.say(frame)
        answer = await wait_refused(caller)
        assert answer["code"] in ("frame", "call")
    assert not list(site.all(f.CallBegan))
    await caller.leave()


async def wait_refused(caller: Caller) -> dict[str, object]:
    """The refusal of what was just said."""
    found: dict[str, object] = await until(lambda: caller.heard("refused"))
    return found


async def test_calls_are_counted_under_the_address(site: VoiceSite) -> None:
    """Each call takes one from the address's share; where nothing is left it is refused, and nothing is written down."""
    spent: list[str] = []

    def spend(what: str) -> None:
        spent.append(what)
        if len(spent) > 1:
            raise TooMany("too_many", retry_after_s=3)

    caller = Caller(site.built.chat)
    served = site.built.chat.serve
    site.built.chat.serve = lambda socket: served(socket, "192.0.2.1", spend)  # type: ignore[method-assign,assignment,misc]
    await caller.come()
    assert (await caller.call())["event"] == "joined"
    await caller.ask("call_leave", leg=caller.leg)
    await caller.told(event="ended")
    refused = await caller.call()
    assert (refused["code"], refused["detail"]) == ("too_many", {"retry_after_s": 3})
    assert spent == ["calls", "calls"]
    assert len(list(site.all(f.CallBegan))) == 1
    await caller.leave()


async def test_a_refused_call_leaves_nothing_behind(site: VoiceSite) -> None:
    """Neither a visitor nor a shown code; and the next call goes on with what the code was given for."""
    first, caller = Caller(site.built.chat), Caller(site.built.chat)
    await first.come()
    await first.say("My bill is wrong")
    chat = await arrived(site, "chat")
    code, _ = await site.built.faces.passes.issue(chat.customer, chat.case, chat.interaction, "en")
    await caller.come(**{"pass": code})
    before = len(site.entries)
    assert (await caller.ask("call", sdp="nonsense"))["code"] == "sdp"
    await site.ask(c.SetPresence(agent=MARI, presence="online"))
    assert {type(entry.fact).__name__ for entry in site.entries[before:]} & {"PassUsed", "IdentityAdded"} == set()
    await caller.call()
    assert (await arrived(site, "voice")).case == chat.case
    assert (await site.fact(i.PersonClaimed)).claimed == chat.customer
    for one in (first, caller):
        await one.leave()


async def test_whose_call_finds_no_room_goes_on_in_writing(tmp_path: Path) -> None:
    """With what their code brings: the case, the place in line and the language."""
    async with page_site(tmp_path, web=VoiceWeb(on=True, calls_max=1)) as site:
        first, calls, caller = (Caller(site.built.chat) for _ in range(3))
        await first.come()
        await first.say("My bill is wrong")
        chat = await arrived(site, "chat")
        code, _ = await site.built.faces.passes.issue(chat.customer, chat.case, chat.interaction, "en")
        await calls.come()
        await calls.call()
        await caller.come(**{"pass": code})
        assert (await caller.call())["code"] == "calls_full"
        await caller.say("Then I write")
        moved = await site.fact(i.InteractionMoved)
        assert moved.interaction == chat.interaction
        written = await arrived(site, "chat")
        assert (written.interaction, written.case, written.place_at) == (moved.to, chat.case, chat.place_at)
        assert written.language == "en"
        for one in (first, calls, caller):
            await one.leave()


async def test_what_a_code_brings_is_not_lost_with_a_call_that_fails(
    site: VoiceSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The house takes no call now: the code has been shown, and what it brings is brought by the message that follows."""
    first, caller = Caller(site.built.chat), Caller(site.built.chat)
    await first.come()
    await first.say("My bill is wrong")
    chat = await arrived(site, "chat")
    code, _ = await site.built.faces.passes.issue(chat.customer, chat.case, chat.interaction, "en")
    await caller.come(**{"pass": code})

    async def refuses(*_: object) -> None:
        raise NotReached("telephone")

    monkeypatch.setattr(site.gateway.web, "_opened", refuses)
    assert (await caller.call())["code"] == "telephone"
    await caller.say("Then I write")
    moved = await site.fact(i.InteractionMoved)
    assert moved.interaction == chat.interaction
    assert (await arrived(site, "chat")).case == chat.case
    for one in (first, caller):
        await one.leave()


async def test_who_opens_a_page_while_they_talk_is_shown_what_is_written(site: VoiceSite) -> None:
    """They called with no page open: one that comes later is a part of the call like any other."""
    caller = Caller(site.built.chat)
    await caller.come()
    await caller.say("My bill is wrong")
    chat = await arrived(site, "chat")
    await caller.line.say({"type": "goodbye"})
    await site.fact(i.InteractionAbandoned)
    await caller.leave()
    caller.events = []
    await site.ask(
        c.Arrive(interaction="i-called", customer=chat.customer, case=chat.case, channel="voice", language="et")
    )
    welcome = await caller.come()
    assert welcome["conversation"] is not None
    await site.online(MARI)
    await site.accept(MARI)
    await site.ask(c.SendMessage(interaction="i-called", agent=MARI, text="Thank you"))
    await caller.event("message")
    await caller.leave()
