"""A whole day: some lives of the process that end badly, a last one in which nothing fails, and what must be true in the end."""

from collections import Counter
from typing import NamedTuple

from hoolin.core.errors import HoolinError
from hoolin.faults.checks import Broken, held
from hoolin.faults.life import Life
from hoolin.faults.virtual import Killed, Stuck
from hoolin.faults.world import World
from hoolin.journal.errors import DiskRefused
from hoolin.runtime.loop import Stopped

LIVES = 2
DOWN_SECONDS = 1.0


class Day(NamedTuple):
    """What came of a seed. broken: the promise that was not kept; None where all were. kills: how often the process was killed, by where. entries:
    facts on disk; asked, letters, sent: what people asked for, what was written to us, what the provider took of us. story: see `World`.
    """

    seed: int
    broken: str | None
    kills: Counter[str]
    entries: int
    asked: int
    letters: int
    sent: int
    story: tuple[str, ...]


def live(seed: int, story: bool = False, lives: int = LIVES) -> Day:
    """One bad day. story: whether it is told."""
    world = World(seed, [] if story else None)
    broken = None
    try:
        for _ in range(lives):
            _live(Life(world))
        _live(Life(world, calm=True))
        _in_the_end(world)
    except Broken as promise:
        broken = str(promise.code)
        world.tell("BROKEN", broken)
    finally:
        world.views.close()
    return Day(
        seed, broken, world.kills, world.ledger.head, len(world.asked), len(world.letters), len(world.out),
        tuple(world.story or ()),
    )  # fmt: skip


def _live(life: Life) -> None:
    world = life.world
    try:
        life.run()
    except Killed as killed:
        world.kills[str(killed.code)] += 1
        world.tell("the process", f"is killed: {killed.code}")
    except Stopped as stopped:
        # Whoever starts a site meets the same while it is being set up; it ends.
        if not isinstance(life.loop.failure, DiskRefused):
            raise Broken(f"the process stopped by itself: {life.loop.failure!r}") from stopped
        world.kills["disk_refused"] += 1
    except Stuck as stuck:
        raise Broken("everybody waits for ever") from stuck
    except HoolinError as problem:
        raise Broken(f"the process could not live: {problem!r}") from problem
    finally:
        world.time = life.event_loop.time() + DOWN_SECONDS
        life.bury()


def _in_the_end(world: World) -> None:
    """Nothing fails any more and everybody had time: what is owed was given."""
    ledger = world.ledger
    for asked in world.asked.values():
        held(asked.answer is not None or not asked.sent, f"{asked.key} was never answered")
    for letter in world.letters:
        if not letter.brought:
            continue
        held(letter.kept, f"{letter.raw.key} could never be kept")
        ending = ledger.ended.get(ledger.kept[letter.lookup])
        held(ending == "taken", f"{letter.raw.key} was kept, and ended as {ending}")
        held(ledger.words[letter.event] == 1, f"{letter.raw.key} was kept, and its words were heard by nobody")
    for out in world.out:
        held(out.delivery in ledger.endings, f"{out.delivery} left, and nobody knows how it ended")
    taken = {out.delivery for out in world.out}
    for delivery, ending in ledger.endings.items():
        held(ending != "accepted" or delivery in taken, f"{delivery} is told to have left, and has not")
