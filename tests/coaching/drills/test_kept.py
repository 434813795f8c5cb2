"""What is recorded about drills: versions, retirements and plays; whose words they are, and that nothing else counts them."""

from typing import Any

import msgspec
import pytest

from hoolin.coaching.api import drills
from hoolin.coaching.drills.rows import rows
from hoolin.coaching.drills.state import PLAYS_MAX, SHARED_MAX
from hoolin.core.errors import Conflict, Invalid, NotFound
from tests.coaching.drills.played import spoiled, told, transcript
from tests.experience.contacts.world import World

c = drills.commands


class Practising(World):
    """A site with drills. state: of the room."""

    def __init__(self) -> None:
        super().__init__()
        self.state: drills.Drills = {room.name: room.state for room in self.house.rooms}["drills"]

    def played(self, play: str = "y1", agent: str = "mari", **more: Any) -> None:
        """The listening transcript of a drill, with one sentence put right."""
        found, marks = told("bill_shock", "et", "listening")
        turns = tuple(drills.Turn(text=text) for text in transcript("bill_shock", "et", "listening"))
        turns = (msgspec.structs.replace(turns[0], meant=("name_back",)), *turns[1:])
        command = c.RecordPlay(
            play=play, agent=agent, drill="bill_shock", number=0, language="et", seed=1, turns=turns, ending=found.end, kind="good",
            marks=tuple((mark.item, mark.mark) for mark in marks), text_id=f"{play}t", missed_id=f"{play}m", **more,
        )  # fmt: skip
        self.tell(command, f"agent:{agent}")


def test_a_drill_is_published_changed_retired_and_brought_back() -> None:
    """By number; what ships is number 0; the same again is nothing; an older copy is refused."""
    world = Practising()
    assert len(world.state.codes()) == 12 and world.state.number("bill_shock") == 0
    world.tell(c.PublishDrill(drill=drills.shipped()["bill_shock"], based_on=0, why="Sama"))
    assert world.state.number("bill_shock") == 0
    changed = spoiled("bill_shock", minutes=9)
    world.tell(c.PublishDrill(drill=changed, based_on=0, why="Pikem"))
    assert (world.state.number("bill_shock"), world.state.drill("bill_shock").minutes) == (1, 9)
    with pytest.raises(Conflict, match="drill_moved_on"):
        world.tell(c.PublishDrill(drill=spoiled("bill_shock", minutes=3), based_on=0, why="Vana"))
    world.tell(c.RetireDrill(drill="bill_shock", why="Uus tuleb"))
    assert "bill_shock" not in world.state.codes()
    with pytest.raises(NotFound, match="no_such_drill"):
        world.state.drill("bill_shock")
    assert world.state.drill("bill_shock", retired=True).minutes == 9
    world.tell(c.PublishDrill(drill=changed, based_on=1, why="Tagasi"))
    assert world.state.number("bill_shock") == 2 and "bill_shock" in world.state.codes()
    with pytest.raises(NotFound):
        world.tell(c.RetireDrill(drill="nothing", why="?"))


def test_one_with_faults_is_refused_with_all_of_them() -> None:
    """Each with its place."""
    world = Practising()
    with pytest.raises(Invalid, match="drill") as problem:
        world.tell(
            c.PublishDrill(
                drill=spoiled("outage", title={"et": "x"}, criteria=["effort.ease"]), based_on=0, why="Katse"
            )
        )
    faults: Any = problem.value.detail["faults"]
    assert {(one["place"], one["why"]) for one in faults} == {("title", "no_words"), ("criteria", "no_such_item")}


def test_what_was_written_is_theirs() -> None:
    """Under their own key, and the sentences that were understood wrongly apart; the fact has numbers and codes alone. Only they share it."""
    world = Practising()
    world.played()
    (entry,) = [one for one in world.journal.read(0, 1_000) if isinstance(one.fact, drills.facts.DrillPlayed)]
    assert isinstance(entry.fact, drills.facts.DrillPlayed)
    assert "68,40" not in str(entry.fact)
    assert (entry.fact.ending, entry.fact.kind, entry.fact.turns, entry.fact.missed) == ("clear", "good", 6, "y1m")
    with pytest.raises(NotFound, match="no_such_play"):
        world.tell(c.SharePlay(play="y1", agent="kristi", shared=True))
    world.tell(c.SharePlay(play="y1", agent="mari", shared=True))
    assert isinstance(world.journal.read(0, 1_000)[-1].fact, drills.facts.DrillShared)


def test_what_is_shared_can_always_be_taken_back() -> None:
    """However much anybody plays after it; of what is not shared the newest are remembered, of each by themselves. So much is shared at a time, and no more."""
    world = Practising()
    world.played("y0")
    world.played("k0", "kristi")
    world.tell(c.SharePlay(play="y0", agent="mari", shared=True))
    world.state.kept.plays["mari"] |= {f"old{at}": False for at in range(PLAYS_MAX)}
    world.played("y1")
    mine = world.state.kept.plays["mari"]
    assert (len(mine), "old0" in mine, "y1" in mine) == (PLAYS_MAX + 1, False, True)
    world.tell(c.SharePlay(play="k0", agent="kristi", shared=True))
    world.tell(c.SharePlay(play="y0", agent="mari", shared=False))
    assert mine["y0"] is False
    with pytest.raises(NotFound, match="no_such_play"):
        world.tell(c.SharePlay(play="old0", agent="mari", shared=True))
    mine |= {f"s{at}": True for at in range(SHARED_MAX - 1)}
    for _ in range(2):
        world.tell(c.SharePlay(play="y0", agent="mari", shared=True))
    with pytest.raises(Conflict, match="shared_enough"):
        world.tell(c.SharePlay(play="y1", agent="mari", shared=True))


def test_a_play_of_another_version_is_not_kept() -> None:
    """A drill that is published between the understanding and the keeping gives it no wrong number."""
    world = Practising()
    world.tell(c.PublishDrill(drill=spoiled("bill_shock", minutes=9), based_on=0, why="Pikem"))
    with pytest.raises(Conflict, match="drill_changed"):
        world.played()
    assert world.state.kept.plays == {}


def test_what_is_kept_outlives_a_snapshot() -> None:
    """A room that takes up a dump decides as the one that wrote it."""
    world = Practising()
    world.tell(c.PublishDrill(drill=spoiled("outage", minutes=9), based_on=0, why="Pikem"))
    world.tell(c.RetireDrill(drill="roaming", why="Ei"))
    world.played()
    other = drills.Drills(world.state.site)
    drills.load(other, drills.dump(world.state))
    assert other.kept == world.state.kept
    assert (other.number("outage"), "roaming" in other.codes(), other.kept.plays) == (1, False, {"mari": {"y1": False}})


def test_rows_say_who_played_what() -> None:
    """One a play; sharing changes it."""
    world = Practising()
    world.played()
    world.tell(c.SharePlay(play="y1", agent="mari", shared=True))
    found = [row for entry in world.journal.read(0, 1_000) for row in rows(entry)]
    assert [name for name, _ in found] == ["played", "share"]
    assert found[0][1][:4] == ("y1", "mari", "bill_shock", 0) and found[1][1] == (True, "y1", "mari")


def test_what_was_said_in_other_words_is_kept_beside_the_play() -> None:
    """Under the player's key; the fact has only how many lines; where none was, nothing is kept of it."""
    world = Practising()
    world.played("y1")
    sayings = (drills.Saying(), drills.Saying(lines=(None, "Noh, aitäh."), model="small"))
    world.played("y2", sayings=sayings, phrases_id="y2p")
    world.played("y3", sayings=(drills.Saying(lines=(None,)),), phrases_id="y3p")
    (entry,) = [one for one in world.journal.read(0, 1_000) if isinstance(one.fact, drills.facts.DrillWorded)]
    assert entry.fact == drills.facts.DrillWorded(play="y2", phrases="y2p", lines=1)
    assert list(rows(entry)) == [("worded", ("y2p", 1, "y2"))]
    kept = world.stores.contents.get(["y2p", "y3p"])
    assert drills.worded(kept["y2p"]) == sayings and "y3p" not in kept
