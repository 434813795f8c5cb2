"""The library as decisions: proposed once, kept by somebody else's eyes, and gone at anybody's wish who is in it."""

from typing import Any

import pytest

from hoolin.coaching.api import exemplars
from hoolin.coaching.exemplars.state import ASIDE_MAX
from hoolin.coaching.sessions.state import PRAISE_MAX
from hoolin.core.commands import Command
from hoolin.core.errors import Conflict, Invalid, NotAllowed, NotFound
from hoolin.core.facts import Entry
from hoolin.core.interaction.site import Site
from hoolin.experience.api import criteria
from hoolin.insight.api import reasons
from hoolin.people.api import CustomerErased

c = exemplars.commands
NOW = 1_700_000_000_000
TEXT = exemplars.Text(
    "Nimetab mure üle.", (exemplars.Turn("customer", "Tere, [nimi 1] siin."), exemplars.Turn("agent", "Kuulan!"))
)


class Library:
    """The room by itself: decides, folds and remembers what was recorded."""

    def __init__(self) -> None:
        site = Site()
        site.kept.rules = type(site.kept.rules)(reasons=("bill", "move"))
        self.state = exemplars.Exemplars(criteria.Criteria(site), reasons.Reasons(site))
        self.position = 0
        self.now = NOW
        self.contents: dict[str, str] = {}

    def do(self, command: Command) -> list[Any]:
        """Decided and folded; gives the facts."""
        decision = exemplars.DECIDES[type(command)](self.state, command, self.now)
        self.contents |= {one.id: one.owner for one in decision.contents}
        for fact in decision.facts:
            self.position += 1
            exemplars.FOLDS[type(fact)](self.state, Entry(self.position, self.now, "system", "", fact))
        return list(decision.facts)

    def propose(self, exemplar: str = "e1", **more: Any) -> list[Any]:
        """Kristi's own."""
        fields: dict[str, Any] = {
            "exemplar": exemplar, "interaction": "i1", "customer": "c1", "channel": "chat", "queue": "service", "language": "et", "agent": "kristi", "by": "kristi",
            "source": "agent", "first": 1, "last": 4, "reasons": ("bill", "gone"),
        } | more  # fmt: skip
        return self.do(c.ProposeExemplar(**fields))

    def approve(self, exemplar: str = "e1", **more: Any) -> list[Any]:
        """By Hele."""
        fields: dict[str, Any] = {
            "exemplar": exemplar, "by": "hele", "text": TEXT, "language": "et", "criteria": ("heard.named_back",), "reasons": ("bill",), "basis": "asked",
        } | more  # fmt: skip
        return self.do(c.ApproveExemplar(**fields))


def test_from_proposal_to_withdrawal() -> None:
    """Each step is a fact; at the end its words have no owner that lives, and nobody is named in what is left."""
    library = Library()
    library.propose(note="Ilus algus")
    library.approve()
    assert library.contents == {"e1.n": "exemplar:e1", "e1.t": "exemplar:e1"}
    one = library.state.kept.exemplars["e1"]
    assert (one.standing, one.reasons, one.text) == ("kept", ("bill",), "e1.t")
    assert library.do(c.WithdrawExemplar(exemplar="e1", by="kristi", why="agent"))
    assert (one := library.state.kept.exemplars["e1"]).standing == "withdrawn"
    assert (one.customer, one.text, list(library.state.kept.gone)) == ("", None, ["exemplar:e1"])
    assert library.do(c.WithdrawExemplar(exemplar="e1", by="hele", why="keeper")) == []


def test_nobody_keeps_their_own() -> None:
    """Neither whoever proposed it nor whoever is shown in it: somebody else sees the text."""
    library = Library()
    library.propose(by="oleg", source="reviewer")
    for by in ("oleg", "kristi"):
        with pytest.raises(NotAllowed):
            library.approve(by=by)
    assert library.approve()


def test_a_moment_is_proposed_once() -> None:
    """What overlaps is the same; after it was declined it may be proposed again."""
    library = Library()
    library.propose()
    with pytest.raises(Conflict):
        library.propose("e2", first=4, last=6)
    assert library.propose("e3", first=5, last=6)
    library.do(c.DeclineExemplar(exemplar="e1", by="hele", why="not_an_example"))
    assert library.propose("e4")


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": 0, "last": 3}, {"first": 3, "last": 2}, {"first": 1, "last": 41}, {"first": 1, "last": 1, "typed": TEXT.turns},
        {"first": 0, "last": 0, "typed": TEXT.turns * 21},
    ],
)  # fmt: skip
def test_what_is_no_passage_is_refused(wrong: dict[str, Any]) -> None:
    """Without a beginning, backwards, too long, or both kinds at once."""
    with pytest.raises(Invalid):
        Library().propose(**wrong)


def test_tags_are_those_that_there_are() -> None:
    """And at least one."""
    library = Library()
    library.propose()
    for wrong in ({"criteria": ("heard.never",)}, {"reasons": ("gone",)}, {"criteria": (), "reasons": ()}):
        with pytest.raises(Invalid):
            library.approve(**wrong)


def test_a_name_stands_beside_it_only_while_its_owner_agrees() -> None:
    """Asked of nobody else; a word of theirs takes it back."""
    library = Library()
    library.propose()
    library.approve()
    with pytest.raises(NotAllowed):
        library.do(c.AgreeExemplar(exemplar="e1", agent="oleg", agrees=True))
    assert library.state.kept.exemplars["e1"].agrees is None
    library.do(c.AgreeExemplar(exemplar="e1", agent="kristi", agrees=True))
    assert library.do(c.AgreeExemplar(exemplar="e1", agent="kristi", agrees=True)) == []
    library.do(c.AgreeExemplar(exemplar="e1", agent="kristi", agrees=False))
    assert library.state.kept.exemplars["e1"].agrees is False


def test_who_may_take_it_out_as_the_agent() -> None:
    """Whom it shows, always; whoever proposed it, until it is kept."""
    library = Library()
    library.propose(by="oleg", source="reviewer")
    library.approve()
    with pytest.raises(NotAllowed):
        library.do(c.WithdrawExemplar(exemplar="e1", by="oleg", why="agent"))
    assert library.do(c.WithdrawExemplar(exemplar="e1", by="kristi", why="agent"))
    with pytest.raises(NotFound):
        library.do(c.WithdrawExemplar(exemplar="e9", by="hele", why="keeper"))


def test_whoever_is_erased_takes_their_moments_along() -> None:
    """What was proposed and what is kept; others' stay."""
    library = Library()
    library.propose()
    library.propose("e2", interaction="i2")
    library.propose("e3", interaction="i3", customer="c2")
    library.approve()
    asked = list(
        exemplars.REACTS[CustomerErased](library.state, Entry(99, NOW, "system", "", CustomerErased(customer="c1")))
    )
    assert [one.exemplar for one in asked] == ["e1", "e2"]  # type: ignore[attr-defined]
    for one in asked:
        library.do(one)
    assert [one.exemplar for one in library.state.of_customer("c2")] == ["e3"]
    assert library.state.of_customer("c1") == []


def test_the_best_few_are_of_the_same_reason_first() -> None:
    """Then of the queue; in a language that is understood; what fits in nothing is not shown."""
    library = Library()
    for number, more in enumerate(({"queue": "other"}, {}, {"language": "ru"}, {"channel": "email", "queue": "other"})):
        library.propose(f"e{number}", interaction=f"i{number}", **more)
        library.now += 1
        library.approve(
            f"e{number}", reasons=("move",) if number == 3 else ("bill",), language=more.get("language", "et")
        )
    best = library.state.best("et", "service", "chat", ["bill"], 3)
    assert [one.exemplar for one in best] == ["e1", "e0"]
    both = library.state.best("et", "service", "chat", ["bill"], 3, ("ru",))
    assert [one.exemplar for one in both] == ["e1", "e0", "e2"]


def test_shown_is_counted_once_an_hour_and_person() -> None:
    """Whoever opens it twice has seen it once."""
    library = Library()
    library.propose()
    library.approve()
    assert library.do(c.ShowExemplar(exemplar="e1", to="mari", interaction="i9"))
    assert library.do(c.ShowExemplar(exemplar="e1", to="mari", interaction="i9")) == []
    library.now += 3_600_000
    assert library.do(c.ShowExemplar(exemplar="e1", to="mari"))
    assert library.state.kept.exemplars["e1"].shown == 2


def test_a_snapshot_holds_all_of_it() -> None:
    """Dumped and loaded it is the same."""
    library, other = Library(), Library()
    library.propose()
    library.approve()
    exemplars.load(other.state, exemplars.dump(library.state))
    assert other.state.kept == library.state.kept


def test_praise_is_set_aside_once_and_stays_so() -> None:
    """In a snapshot too; only the latest are remembered, twice as many as praise is remembered of."""
    library = Library()
    assert library.do(c.SetPraiseAside(interaction="i0", by="hele"))
    assert library.do(c.SetPraiseAside(interaction="i0", by="oleg")) == []
    for number in range(1, ASIDE_MAX):
        library.do(c.SetPraiseAside(interaction=f"i{number}", by="hele"))
    again = Library()
    exemplars.load(again.state, exemplars.dump(library.state))
    assert len(again.state.kept.aside) == ASIDE_MAX == 2 * PRAISE_MAX and "i0" in again.state.kept.aside
    again.do(c.SetPraiseAside(interaction="new", by="hele"))
    assert "i0" not in again.state.kept.aside and "i1" in again.state.kept.aside


def test_what_there_was_of_a_passage_is_known() -> None:
    """What overlaps, whatever became of it; of what was typed of a call, all of it."""
    library = Library()
    library.propose("e1", first=1, last=3)
    library.propose("e2", first=6, last=8)
    library.propose("e3", interaction="i2", first=0, last=0, typed=TEXT.turns)
    library.do(c.DeclineExemplar(exemplar="e1", by="hele", why="not_an_example"))
    found = {
        passage: [one.exemplar for one in library.state.of_passage("i1", passage)]
        for passage in ((3, 5), (4, 5), (3, 6), None)
    }
    assert found == {(3, 5): ["e1"], (4, 5): [], (3, 6): ["e1", "e2"], None: ["e1", "e2"]}
    assert [one.exemplar for one in library.state.of_passage("i2", (9, 9))] == ["e3"]
