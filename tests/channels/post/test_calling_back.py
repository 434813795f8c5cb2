"""Whoever has written a letter and would rather be called brings it all along by the code in our answer."""

from collections.abc import AsyncIterator

import pytest

from hoolin.channels.loopback.post import letter
from hoolin.core.interaction import facts as f
from hoolin.people.api import facts as p
from hoolin.server.callbacks import Wanted
from tests.channels.post.site import KIRSTI, PostSite, post_site


@pytest.fixture
async def site() -> AsyncIterator[PostSite]:
    """A running site that keeps nothing, open around the clock."""
    async with post_site() as running:
        running.built.rooms["callbacks"].state.open_between = lambda since, until: [(since, until)]
        yield running


def wanted(code: str, phone: str = "+3725123456") -> Wanted:
    """A form."""
    return Wanted(f"{phone[1:]:024}", phone, "Mari", "en", None, "Helistage palun", code)


async def test_from_a_letter_in_hand_to_a_call(site: PostSite) -> None:
    """The same customer, case and language; the place of the letter; whoever had the letter is asked first, and lets go of it. Mari has
    told us the number before, so there is nothing to confirm.
    """
    said = await site.heard(letter("mari@example.ee", "Мой счёт неверный", "k1", reference="<m1>"))
    await site.answer(said.interaction, "Vaatame")
    mail = site.built.site.kept.interactions[said.interaction]
    assert (mail.agent, mail.language) == (KIRSTI, "ru")
    await site.ask(site.built.office.house.people.identity(mail.customer, "phone", "+3725123456", verified=False))
    await site.built.reading.reached(site.built.loop.durable_position)
    code, _ = await site.built.office.house.passes.issue(mail.customer, mail.case, mail.interaction, mail.language)
    assert (await site.built.callbacks.ask(wanted(code))).place == 1
    moved = await site.fact(f.InteractionMoved)
    one = site.built.site.kept.interactions[moved.to]
    assert (moved.interaction, one.channel) == (mail.interaction, "callback")
    assert (one.customer, one.case, one.language, one.place_at) == (mail.customer, mail.case, "ru", mail.place_at)
    assert (one.prefers, one.agent, one.state) == (KIRSTI, KIRSTI, "offered")
    added = await site.fact(p.IdentityAdded, lambda fact: fact.kind == "phone")
    assert (added.customer, added.verified) == (mail.customer, False)
    assert not list(site.all(f.PersonClaimed))


async def test_a_number_that_is_new_to_us_is_confirmed_by_a_person(site: PostSite) -> None:
    """Whoever pressed another's link and typed their own number is called in that case and at that place, under a record of their own;
    the number is not written into the other's.
    """
    said = await site.heard(letter("mari@example.ee", "Tere", "k1", reference="<m1>"))
    mail = site.built.site.kept.interactions[said.interaction]
    code, _ = await site.built.office.house.passes.issue(mail.customer, mail.case, mail.interaction, mail.language)
    await site.built.callbacks.ask(wanted(code))
    moved = await site.fact(f.InteractionMoved)
    one = site.built.site.kept.interactions[moved.to]
    assert (one.channel, one.case, one.place_at) == ("callback", mail.case, mail.place_at)
    assert one.customer != mail.customer
    assert (await site.fact(p.IdentityAdded, lambda fact: fact.kind == "phone")).customer == one.customer
    claim = await site.fact(f.PersonClaimed)
    assert (claim.customer, claim.claimed, claim.given_in) == (one.customer, mail.customer, mail.interaction)


async def test_somebody_elses_code_brings_nothing(site: PostSite) -> None:
    """A code that was shown with one number is worth nothing with another: somebody new, and the letter stays where it is."""
    said = await site.heard(letter("mari@example.ee", "Tere", "k1", reference="<m1>"))
    mail = site.built.site.kept.interactions[said.interaction]
    passes = site.built.office.house.passes
    code, _ = await passes.issue(mail.customer, mail.case, mail.interaction, mail.language)
    assert await passes.show(code, "callback", "phone/+3725999999") is not None
    await site.built.callbacks.ask(wanted(code))
    assert not list(site.all(f.InteractionMoved))
    callback = await site.fact(f.InteractionArrived, lambda fact: fact.channel == "callback")
    assert callback.customer != mail.customer
