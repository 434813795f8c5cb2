"""Raw input goes when its days are over, and nothing else does."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hoolin.channels.loopback.post import letter
from hoolin.channels.written import Passed, Raw, Understood
from hoolin.core.errors import Malformed
from hoolin.core.intake.facts import InputEnded, InputKept, InputsForgotten
from hoolin.core.intake.intake import ForgetInputs, owner_of
from hoolin.core.interaction.commands import Letter
from hoolin.people.api import commands as p
from hoolin.server.accounts.records import Who
from hoolin.server.permissions import GRANTS
from hoolin.server.sweeping import DAY_MS
from hoolin.wiring.settings import RetentionSettings
from tests.channels.post.site import PostSite, post_site

SUPERVISOR = Who(
    account="account-anu", session="s", agent=None, name="Anu", role="supervisor", language="et",
    permissions=GRANTS["supervisor"], csrf="x",
)  # fmt: skip


@pytest.fixture
async def site() -> AsyncIterator[PostSite]:
    """A running site that keeps nothing."""
    async with post_site() as running:
        yield running


def later(site: PostSite, days: float) -> None:
    """So many days go by, as the house sees it."""
    clock = site.built.loop.clock
    site.built.loop.clock = lambda: clock() + int(days * DAY_MS)


async def ended(site: PostSite, **more: Any) -> tuple[str, str, str]:
    """A letter that was taken; gives its input, its message and its interaction."""
    said = await site.heard(letter("mari@example.ee", "Tere", "k1", letter=Letter(subject="Arve"), **more))
    return (await site.fact(InputEnded)).input, said.message, said.interaction


def here(site: PostSite, input: str) -> bool:
    """Whether its bytes are."""
    row = site.built.reading.ask("post.input", (input,))[0]
    if row["blob"] is not None:
        return site.built.stores.blobs.note(row["blob"]) is not None
    return bool(site.built.stores.contents.get([input]))


async def test_what_was_read_goes_after_thirty_days_and_what_was_made_of_it_stays(site: PostSite) -> None:
    """The message, its customer and its case are as before; only as it came it is to be had no more, and the desk offers it no more."""
    input, message, interaction = await ended(site)
    later(site, 29.9)
    assert (await site.built.sweep.once(), here(site, input)) == (0, True)
    shown = await site.built.records.conversation(interaction, SUPERVISOR)
    assert shown["messages"][0].letter.raw == input
    later(site, 0.2)
    assert (await site.built.sweep.once(), here(site, input)) == (1, False)
    assert site.text(message) == "Tere"
    assert (await site.fact(InputsForgotten)).inputs == (input,)
    shown = await site.built.records.conversation(interaction, SUPERVISOR)
    assert (shown["messages"][0].letter.subject, shown["messages"][0].letter.raw) == ("Arve", None)
    assert await site.built.sweep.once() == 0
    # Whoever brings it again is told that we had it.
    assert not await site.drop(letter("mari@example.ee", "Tere", "k1"), key="input-1")


async def test_a_large_one_goes_with_its_file(site: PostSite) -> None:
    """What lay in a file of its own is there no more."""
    await site.heard(letter("mari@example.ee", "x" * 300_000, "k1"))
    kept = await site.fact(InputKept)
    await site.fact(InputEnded)
    await site.built.reading.reached(site.built.loop.durable_position)
    assert kept.blob is not None and here(site, kept.input)
    later(site, 31)
    assert (await site.built.sweep.once(), here(site, kept.input)) == (1, False)


async def test_what_nobody_could_read_goes_too_and_is_still_listed(site: PostSite) -> None:
    """It belongs to nobody who could ask for it; that it came, and why it could not be read, a supervisor sees."""

    async def understand(raw: Raw) -> tuple[Understood, ...]:
        raise Malformed("nonsense")

    site.box.understand = understand  # type: ignore[method-assign]
    await site.drop(Passed(why="as understood above"))
    input = (await site.fact(InputEnded)).input
    later(site, 31)
    assert (await site.built.sweep.once(), here(site, input)) == (1, False)
    (row,) = site.built.reading.ask("post.unreadable", (10,))
    assert (row["input"], row["code"], row["forgotten_at"] is None) == (input, "nonsense", False)


async def test_what_is_still_to_be_read_stays(site: PostSite) -> None:
    """However long it waits; and nobody can ask to forget it."""
    site.box.understand = _never  # type: ignore[method-assign]
    await site.drop(Passed(why="as understood above"))
    input = (await site.fact(InputKept)).input
    later(site, 400)
    assert (await site.built.sweep.once(), here(site, input)) == (0, True)
    with pytest.raises(Exception, match="input_open"):
        await site.ask(ForgetInputs(inputs=(input,)))


async def _never(raw: Raw) -> tuple[Understood, ...]:
    raise TimeoutError


async def test_the_days_of_a_channel_and_for_ever(site: PostSite) -> None:
    """A channel may have days of its own, and none."""
    input, _, _ = await ended(site)
    days = RetentionSettings(raw_days=1, raw_days_of={"letterbox": 0})
    site.built.sweep._days = days.days
    later(site, 400)
    assert (await site.built.sweep.once(), here(site, input)) == (0, True)
    site.built.sweep._days = msgspec.structs.replace(days, raw_days_of={"letterbox": 399}).days
    assert (await site.built.sweep.once(), here(site, input)) == (1, False)


async def test_forgetting_somebody_does_not_wait_for_the_sweep(site: PostSite) -> None:
    """Whoever is erased takes theirs with them at once; the sweep finds it gone, and notes it."""
    input, _, _ = await ended(site)
    await site.ask(p.EraseCustomer(customer=(await site.fact(InputEnded)).customers[0]))
    await site.built.forgetting.done()
    assert not here(site, input)
    later(site, 31)
    assert await site.built.sweep.once() == 1


async def test_a_crash_between_the_two_harms_nothing(tmp_path: Path) -> None:
    """The key was destroyed and that was not written down yet: the next sweep, after a start, writes it down."""
    async with post_site(str(tmp_path)) as site:
        input, message, _ = await ended(site)
        site.built.stores.contents.erase(owner_of(input))
    async with post_site(str(tmp_path), settle=False) as again:
        later(again, 31)
        assert await again.built.sweep.once() == 1
        assert (await again.fact(InputsForgotten)).inputs == (input,)
        assert again.text(message) == "Tere"
