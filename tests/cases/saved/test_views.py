"""Views that people keep: their own, and those of the queues they serve."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.cases.api import saved
from hoolin.cases.saved import views as room
from hoolin.core.errors import Conflict, Invalid, NotFound, Refusal
from hoolin.core.facts import Entry
from hoolin.core.interaction import facts as i
from hoolin.core.interaction.fold import FOLDS
from hoolin.core.interaction.site import Site
from hoolin.core.site.rules import QueueRules

KEEP, DROP = saved.commands.KeepView, saved.commands.DropView
BILLS = saved.Filter(queues=("billing",), unread=True)


class House:
    """A site with two queues, and the views kept there."""

    def __init__(self) -> None:
        site = Site()
        for rules in (QueueRules(queue="service"), QueueRules(queue="billing", skills={"bills": 20})):
            FOLDS[i.QueueSet](site, Entry(position=1, at=1, actor="system", cause="", fact=i.QueueSet(rules=rules)))
        self.views = saved.Views(site)

    def do(self, command: saved.commands.KeepView | saved.commands.DropView) -> int:
        """Decide and fold; gives how many facts it made."""
        decision = saved.DECIDES[type(command)](self.views, command, 1)
        for fact in decision.facts:
            saved.FOLDS[type(fact)](self.views, Entry(position=2, at=1, actor="system", cause="", fact=fact))
        return len(decision.facts)

    def titles(self, owner: str, **more: object) -> list[str]:
        """What somebody sees."""
        skills = {"skills": None, **more}
        return [one.title for one in self.views.seen_by(owner, **skills)]  # type: ignore[arg-type]


def test_a_view_is_its_owners_and_of_whoever_serves_the_queue() -> None:
    """Others neither see what is not shared nor change what is."""
    house = House()
    house.do(KEEP(view="v1", owner="kristi", title=" My  bills ", wanted=BILLS))
    house.do(KEEP(view="v2", owner="kristi", title="Everybody's bills", wanted=BILLS, queue="billing"))
    assert house.titles("kristi") == ["My bills", "Everybody's bills"]
    assert house.titles("oleg", skills={"bills": 19}) == house.titles("anu") == []
    assert house.titles("oleg", skills={"bills": 20}) == house.titles("anu", all_of=True) == ["Everybody's bills"]
    for command in (KEEP(view="v2", owner="oleg", title="Mine", wanted=BILLS), DROP(view="v2", owner="oleg")):
        with pytest.raises(NotFound):
            house.do(command)
    assert house.do(KEEP(view="v1", owner="kristi", title="My bills", wanted=BILLS)) == 0
    assert house.do(DROP(view="v1", owner="kristi")) == 1
    assert house.do(DROP(view="v1", owner="kristi")) == 0


def test_what_cannot_be_kept_is_refused() -> None:
    """Without a title, under a title of one's own, for a queue that is not there, and one too many."""
    house = House()
    house.do(KEEP(view="v0", owner="kristi", title="Bills", wanted=BILLS))
    with pytest.raises(Invalid):
        house.do(KEEP(view="v1", owner="kristi", title="  ", wanted=BILLS))
    with pytest.raises(Conflict):
        house.do(KEEP(view="v1", owner="kristi", title="bills", wanted=BILLS))
    with pytest.raises(NotFound):
        house.do(KEEP(view="v1", owner="kristi", title="Other", wanted=BILLS, queue="nowhere"))
    for number in range(1, room.VIEWS_PER_PERSON_MAX):
        house.do(KEEP(view=f"v{number}", owner="kristi", title=f"View {number}", wanted=BILLS))
    with pytest.raises(Conflict):
        house.do(KEEP(view="more", owner="kristi", title="More", wanted=BILLS))
    house.do(KEEP(view="v0", owner="kristi", title="Bills again", wanted=BILLS))
    house.do(KEEP(view="more", owner="oleg", title="More", wanted=BILLS))


PEOPLE = st.sampled_from(["kristi", "oleg", "anu"])
STEPS = st.lists(
    st.one_of(
        st.builds(
            KEEP, view=st.sampled_from("abcd"), owner=PEOPLE, title=st.sampled_from(["x", "X", "y", "z", " "]), wanted=st.just(BILLS),
            queue=st.sampled_from([None, "service", "billing", "nowhere"]),
        ),
        st.builds(DROP, view=st.sampled_from("abcd"), owner=PEOPLE),
    ),
    max_size=30,
)  # fmt: skip


@given(STEPS)
def test_in_any_order_a_view_stays_its_owners(steps: list[saved.commands.KeepView | saved.commands.DropView]) -> None:
    """A refusal changes nothing; an owner never changes while a view is there; titles of one person differ; a snapshot says the same."""
    house = House()
    for command in steps:
        before = dict(house.views.kept.views)
        try:
            house.do(command)
        except Refusal:
            assert house.views.kept.views == before
        after = house.views.kept.views
        assert all(after[view].owner == before[view].owner for view in before.keys() & after.keys())
        titles = [(one.owner, one.title.casefold()) for one in after.values()]
        assert len(titles) == len(set(titles))
        changed = {view for view in before.keys() | after.keys() if before.get(view) != after.get(view)}
        assert changed <= {command.view}
    again = saved.Views(house.views.site)
    saved.load(again, saved.dump(house.views))
    assert again.kept == house.views.kept
    assert msgspec.msgpack.encode(again.kept) == saved.dump(house.views)
