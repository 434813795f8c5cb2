import asyncio
from pathlib import Path

import pytest

from hoolin.channels.loopback.faults import Fault
from hoolin.core.delivery import delivery
from hoolin.core.delivery import facts as d
from hoolin.core.interaction import commands as c
from hoolin.runtime import outbox
from tests.channels.loopback.site import KIRSTI, loopback_site

ANSWER = "Tere! Vaatan kohe."


async def test_accepted() -> None:
    """A message reaches the peer once, and its delivery is asked for, begun and accepted, in this order."""
    async with loopback_site() as site:
        peer = site.peer("c1")
        interaction = await site.talking(peer)
        await site.answer(interaction, ANSWER)
        ended = await site.fact(d.DeliveryEnded)
        assert ended.ending == "accepted"
        assert [(heard.text, heard.delivery) for heard in peer.heard] == [(ANSWER, ended.delivery)]
        kinds = [type(entry.fact) for entry in site.entries if type(entry.fact).__module__ == d.__name__]
        assert kinds == [d.DeliveryAsked, d.DeliveryBegan, d.DeliveryEnded]


async def test_the_last_word_goes_out_after_the_end() -> None:
    """What is said right before a conversation is closed is delivered all the same."""
    async with loopback_site() as site:
        peer = site.peer("c1")
        interaction = await site.talking(peer)
        said = site.answer(interaction, "Kena päeva!")
        closed = site.ask(c.Close(interaction=interaction, agent=KIRSTI, outcome="solved"))
        await asyncio.gather(said, closed)
        assert (await site.fact(d.DeliveryEnded)).ending == "accepted"
        assert [heard.text for heard in peer.heard] == ["Kena päeva!"]


async def test_rejected() -> None:
    """A provider's no is final: the peer hears nothing and nothing is tried again."""
    async with loopback_site() as site:
        peer = site.peer("c1")
        interaction = await site.talking(peer)
        site.gateway.faults.next_will("refuse")
        await site.answer(interaction, ANSWER)
        ended = await site.fact(d.DeliveryEnded)
        assert (ended.ending, ended.code) == ("rejected", "refused")
        assert peer.heard == []
        assert not site.built.rooms["delivery"].state.open


@pytest.mark.parametrize(("fault", "code"), [("time_out", "timed_out"), ("break_off", "ConnectionResetError")])
async def test_unknown(fault: Fault, code: str) -> None:
    """Where the answer is missing the delivery ends as unknown, and the peer, who did hear it, hears it no second time."""
    async with loopback_site() as site:
        peer = site.peer("c1")
        interaction = await site.talking(peer)
        site.gateway.faults.next_will(fault)
        await site.answer(interaction, ANSWER)
        ended = await site.fact(d.DeliveryEnded)
        assert (ended.ending, ended.code) == ("unknown", code)
        await site.answer(interaction, "Teine sõnum.")
        await site.fact(d.DeliveryEnded, lambda one: one.delivery != ended.delivery)
        assert [heard.text for heard in peer.heard] == [ANSWER, "Teine sõnum."]
        assert len(list(site.all(d.DeliveryBegan))) == 2


async def test_an_answer_that_never_comes_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """An attempt without an answer is unknown after the outbox's longest wait."""
    monkeypatch.setattr(outbox, "ATTEMPT_SECONDS_MAX", 0.2)
    async with loopback_site() as site:
        interaction = await site.talking(site.peer("c1"))
        site.gateway.faults.next_will("hang")
        await site.answer(interaction, ANSWER)
        ended = await site.fact(d.DeliveryEnded)
        assert (ended.ending, ended.code) == ("unknown", "timed_out")


async def test_retried() -> None:
    """What surely did not leave the house is tried again under the same key, until the peer has heard it, once."""
    async with loopback_site() as site:
        peer = site.peer("c1")
        interaction = await site.talking(peer)
        site.gateway.faults.next_will("not_reached")
        await site.answer(interaction, ANSWER)
        postponed = await site.fact(d.DeliveryPostponed)
        assert postponed.code == "loopback_down"
        assert peer.heard == []
        ended = await site.fact(d.DeliveryEnded)
        assert (ended.ending, ended.delivery) == ("accepted", postponed.delivery)
        assert [heard.text for heard in peer.heard] == [ANSWER]
        assert [begun.attempt for begun in site.all(d.DeliveryBegan)] == [1, 2]


async def test_unknown_after_a_crash_is_never_sent_again(tmp_path: Path) -> None:
    """An attempt that was open when the process ended is unknown after the next start, and its message is not sent again."""
    async with loopback_site(str(tmp_path)) as site:
        peer = site.peer("c1")
        interaction = await site.talking(peer)
        site.gateway.faults.next_will("hang")
        await site.answer(interaction, ANSWER)
        begun = await site.fact(d.DeliveryBegan)
    assert [heard.text for heard in peer.heard] == [ANSWER]
    async with loopback_site(str(tmp_path)) as site:
        peer = site.peer("c1")
        ended = await site.fact(d.DeliveryEnded)
        assert (ended.delivery, ended.ending, ended.code) == (begun.delivery, "unknown", "crashed")
        await site.answer(interaction, "Oled sa veel siin?")
        await site.fact(d.DeliveryEnded, lambda one: one.ending == "accepted")
        assert [heard.text for heard in peer.heard] == ["Oled sa veel siin?"]
        assert len(list(site.all(d.DeliveryBegan))) == 1


async def test_what_was_not_begun_goes_out_after_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A delivery that was postponed when the process ended is begun by the next start, and reaches the peer once."""
    # Longer than the two seconds that a stop gives to what is under way.
    monkeypatch.setattr(delivery, "DELAYS_MS", (2_500,))
    async with loopback_site(str(tmp_path)) as site:
        interaction = await site.talking(site.peer("c1"))
        site.gateway.faults.next_will("not_reached")
        await site.answer(interaction, ANSWER)
        await site.fact(d.DeliveryPostponed)
    async with loopback_site(str(tmp_path)) as site:
        peer = site.peer("c1")
        ended = await site.fact(d.DeliveryEnded)
        assert ended.ending == "accepted"
        assert [begun.attempt for begun in site.all(d.DeliveryBegan)] == [2]
        assert [heard.text for heard in peer.heard] == [ANSWER]


async def test_an_erased_message_is_not_sent() -> None:
    """A message that was erased between two attempts is rejected, and the peer hears nothing."""
    async with loopback_site() as site:
        peer = site.peer("c1")
        interaction = await site.talking(peer)
        site.gateway.faults.next_will("not_reached")
        await site.answer(interaction, ANSWER)
        await site.fact(d.DeliveryPostponed)
        site.built.stores.contents.erase("c1")
        ended = await site.fact(d.DeliveryEnded)
        assert (ended.ending, ended.code) == ("rejected", "erased")
        assert peer.heard == []
