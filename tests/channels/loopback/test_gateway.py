import asyncio

import pytest

from hoolin.channels.loopback import wire
from hoolin.core.delivery import facts as d
from hoolin.core.errors import Malformed, NotFound
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from tests.channels.loopback.site import KIRSTI, loopback_site


async def test_what_a_peer_says_is_there_when_it_is_answered() -> None:
    """A peer's first word begins a conversation and is durable when the answer comes; the next one goes on with it."""
    async with loopback_site() as site:
        peer = site.peer("c1")
        answer = await peer.say("Tere!")
        assert answer is not None
        assert site.built.loop.durable_position >= answer.position > 0
        await peer.say("Kas keegi on siin?")
        (arrived,) = site.all(f.InteractionArrived)
        assert (arrived.customer, arrived.channel, arrived.queue) == ("c1", "loopback", "service")
        assert [message.ordinal for message in site.all(f.MessageReceived)] == [1, 2]


async def test_words_said_at_once_are_one_conversation() -> None:
    """Words that are said before the first of them is decided come into one conversation, in their order."""
    async with loopback_site() as site:
        peer = site.peer("c1")
        await asyncio.gather(*(peer.say(text) for text in ("üks", "kaks sõna", "ja kolmas lause")))
        assert len(list(site.all(f.InteractionArrived))) == 1
        assert [message.characters for message in site.all(f.MessageReceived)] == [3, 9, 15]


async def test_a_frame_that_comes_twice_counts_once() -> None:
    """A provider that hands the same event over twice, at once or later, makes neither a second message nor a second case."""
    async with loopback_site() as site:
        peer = site.peer("c1")
        site.gateway.faults.next_will("twice")
        first = await peer.say("Tere!", key="one")
        again = await peer.say("Tere!", key="one")
        assert first is not None
        assert again is not None
        assert again.entries == first.entries
        assert len(list(site.all(f.MessageReceived))) == 1
        assert len(list(site.all(f.InteractionArrived))) == 1


async def test_a_word_after_the_end_begins_anew() -> None:
    """Whoever writes after the end of a conversation begins a new one in the same case, and is brought to the same person."""
    async with loopback_site() as site:
        peer = site.peer("c1")
        interaction = await site.talking(peer)
        await site.ask(c.Close(interaction=interaction, agent=KIRSTI, outcome="pending"))
        await peer.say("Veel üks asi.")
        first, second = site.all(f.InteractionArrived)
        assert second.interaction != first.interaction
        assert second.case == first.case
        assert second.prefers == KIRSTI


async def test_a_peer_comes_and_goes() -> None:
    """Leaving and coming back are recorded, each once; a goodbye while waiting is an abandonment."""
    async with loopback_site() as site:
        peer = site.peer("c1")
        await peer.say("Tere!")
        for _ in range(2):
            await peer.leave()
        await peer.come_back()
        await peer.say_goodbye()
        assert len(list(site.all(f.CustomerLeft))) == 1
        assert len(list(site.all(f.CustomerReturned))) == 1
        (gone,) = site.all(f.InteractionAbandoned)
        assert gone.cause == "said_goodbye"
        assert await peer.leave() is None


async def test_reading_and_typing() -> None:
    """What a peer has read is recorded; that it types is only told."""
    async with loopback_site() as site:
        told: list[tuple[str, bool]] = []
        site.gateway.on_typing = lambda interaction, on: told.append((interaction, on))
        peer = site.peer("c1")
        await peer.send(wire.Typing(on=True))
        interaction = await site.talking(peer)
        await site.answer(interaction, "Tere!")
        position = site.built.loop.house.position
        await peer.send(wire.Typing(on=True))
        assert told == [(interaction, True)]
        assert site.built.loop.house.position == position
        await peer.send(wire.Read(ordinal=2))
        read = await site.fact(f.MessagesRead)
        assert (read.reader, read.ordinal) == ("customer", 2)


async def test_what_cannot_be_is_refused() -> None:
    """A frame that is none, and a line that does not exist, are refused to the peer and leave nothing behind."""
    async with loopback_site() as site:
        peer = site.peer("c1")
        with pytest.raises(Malformed):
            await site.gateway.receive("c1", b"{}")
        with pytest.raises(NotFound):
            await peer.say("Tere!", queue="nowhere")
        assert list(site.all(f.InteractionArrived)) == []


async def test_a_peer_that_is_gone_is_told_nothing() -> None:
    """What is sent to a peer that is not there any more is rejected, and the agent can see that."""
    async with loopback_site() as site:
        peer = site.peer("c1")
        interaction = await site.talking(peer)
        site.gateway.disconnect("c1")
        await site.answer(interaction, "Tere!")
        ended = await site.fact(d.DeliveryEnded)
        assert (ended.ending, ended.code) == ("rejected", "nobody_there")
        assert peer.heard == []
