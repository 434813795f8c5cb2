import asyncio
import logging
from pathlib import Path

import pytest

from hoolin.core.delivery import facts as d
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.table import WITH_AGENT
from tests.cli.demo.floor import KRISTI, Floor, floor


async def meet(site: Floor) -> str:
    """Kristi comes online and takes what is offered to her; gives the conversation."""
    await site.fact(f.AgentSet, lambda fact: fact.profile.agent == KRISTI)
    site.built.attended.add(KRISTI)
    await site.ask(c.SetPresence(agent=KRISTI, presence="online"))
    offer = await site.fact(f.OfferMade, lambda fact: fact.agent == KRISTI)
    await site.ask(c.AcceptOffer(interaction=offer.interaction, offer=offer.offer, agent=KRISTI))
    return offer.interaction


@pytest.mark.slow
async def test_the_site_is_at_work(caplog: pytest.LogCaptureFixture) -> None:
    """Simulated customers come in over the loopback, simulated agents answer and close, every message arrives, and nobody's
    plans fail.
    """
    with caplog.at_level(logging.WARNING):
        async with floor() as site:
            await site.until(lambda: len(list(site.all(f.InteractionClosed))) >= 5)
            assert {fact.channel for fact in site.all(f.InteractionArrived)} == {"loopback"}
            assert {fact.outcome for fact in site.all(f.InteractionClosed)} <= {"solved", "pending", "not_reached"}
            crew = set(site.actors.play.crew)
            assert {fact.agent for fact in site.all(f.OfferAccepted)} <= crew
            for agent in site.built.site.kept.agents.values():
                assert all(site.built.site.kept.interactions[work].agent == agent.profile.agent for work in agent.work)
            assert site.built.loop.failure is None
            assert {fact.ending for fact in site.all(d.DeliveryEnded)} == {"accepted"}
    assert caplog.records == []


async def test_a_customer_talks_with_a_person() -> None:
    """A simulated customer whom a person serves answers what is asked, goes on with what they came for, thanks, and takes
    their leave; every line is their own and in their language.
    """
    async with floor(agents=0, rate=400.0, speed=100.0) as site:
        interaction = await meet(site)
        contact = site.actors.play.by_interaction[interaction]
        lines = contact.dialogue.lines(contact.language)
        phrases = site.actors.play.phrases(contact)
        own = [site.actors.play.said_by_customer(contact, text) for turn in lines.turns for text in turn.values()]
        thanks = [site.actors.play.said_by_customer(contact, text) for text in phrases.thanks]
        asked = await site.reply_after(interaction, "Tere! Mis number teil on?")
        assert asked == site.actors.play.said_by_customer(contact, lines.asked)
        heard = [asked]
        while heard[-1] not in phrases.bye:
            heard.append(await site.reply_after(interaction, "Tegin selle korda."))
            assert heard[-1] in (*own, *thanks, *phrases.bye)
        assert len(heard) == len(set(heard))
        assert thanks.count(heard[-2]) == 1
        wrap_up = await site.fact(f.WrapUpStarted, lambda fact: fact.interaction == interaction)
        assert wrap_up.agent == KRISTI
        read = await site.fact(f.MessagesRead, lambda fact: fact.interaction == interaction)
        assert read.reader == "customer"


async def test_a_silent_person_is_asked_and_then_left() -> None:
    """Whoever accepts a customer and says nothing is asked whether they are there; then the customer leaves."""
    async with floor(agents=0, rate=400.0, speed=400.0) as site:
        interaction = await meet(site)
        contact = site.actors.play.by_interaction[interaction]
        await site.fact(f.WrapUpStarted, lambda fact: fact.interaction == interaction)
        last = max(
            (fact for fact in site.all(f.MessageReceived) if fact.interaction == interaction),
            key=lambda fact: fact.ordinal,
        )
        assert site.said[last.message] in site.actors.play.phrases(contact).still_there


@pytest.mark.slow
async def test_what_was_under_way_goes_on_after_a_restart(tmp_path: Path) -> None:
    """After a restart the simulated agents finish the conversations that they held, and nobody is forgotten."""
    async with floor(data=str(tmp_path)) as site:
        await site.until(lambda: len(list(site.all(f.MessageSent))) >= 10)
    live = site.built.site.kept.interactions
    held = {one.interaction for one in live.values() if one.state in WITH_AGENT and one.agent in site.actors.play.crew}
    assert held
    # Nobody new comes; what is left is what was there.
    async with floor(data=str(tmp_path), rate=0.0) as site:
        assert held <= set(site.built.site.kept.interactions)
        await site.until(lambda: held <= {fact.interaction for fact in site.all(f.InteractionClosed)} | deferred(site))
        assert list(site.all(f.InteractionArrived)) == []
    assert {fact.ending for fact in site.all(d.DeliveryEnded)} <= {"accepted", "unknown"}


def deferred(site: Floor) -> set[str]:
    """What was promised for later, which is real time and not ours to wait for."""
    return {one.interaction for one in site.built.site.kept.interactions.values() if one.state == "deferred"}


async def test_an_end_is_an_end() -> None:
    """When the site stops, nothing of the simulated people goes on."""
    async with floor() as site:
        await site.fact(f.MessageReceived)
        before = {task.get_name() for task in asyncio.all_tasks()}
        assert before
    for _ in range(3):
        await asyncio.sleep(0)
    left = asyncio.all_tasks() - {asyncio.current_task()}
    assert left == set()
