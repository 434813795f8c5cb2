"""The tree of reasons: what may be published, what is refused with a way out, and what is remembered of every version."""

from typing import Any

import pytest

from hoolin.core.errors import Conflict, Invalid
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import SiteRules
from hoolin.insight.api import improvements, reasons
from tests.insight.reasons.trees import Publishing, reason, tree, went, words

FLAT = ("billing", "network", "complaint")
"""Of the site before it has a tree."""


def refused(
    world: Publishing, *codes: str | reasons.Reason, crosswalk: tuple[reasons.Went, ...] = ()
) -> set[tuple[str, str]]:
    """The faults for which it is refused: place and why."""
    with pytest.raises(Invalid) as problem:
        world.publish(*codes, crosswalk=crosswalk)
    assert problem.value.code == "reasons"
    found: Any = problem.value.detail["faults"]
    return {(fault["place"], fault["why"]) for fault in found}


def test_the_floors_list_follows_the_tree() -> None:
    """Agents choose from its leaves, in its order; the rest of the rules stays; the list is not changed behind the tree's back."""
    world = Publishing()
    world.publish("network", reason("money"), reason("billing", "money"), "complaint")
    rules = world.site.kept.rules
    assert rules.reasons == ("network", "billing", "complaint") == world.state.in_force.tree.leaves()
    with pytest.raises(Invalid, match="reasons_from_tree"):
        world.tell(c.SetSite(rules=SiteRules(reasons=("billing",))))
    world.tell(c.SetSite(rules=SiteRules(reasons=rules.reasons, presence_reasons=("tea",))))
    assert world.site.kept.rules.presence_reasons == ("tea",)


def test_the_same_again_changes_nothing_and_an_older_copy_is_refused() -> None:
    """Whoever changed a version that holds no longer is told which one does."""
    world = Publishing()
    world.publish(*FLAT)
    at = world.house.position
    world.publish(*FLAT, on=1)
    assert world.house.position == at
    with pytest.raises(Conflict, match="reasons_moved_on") as problem:
        world.publish(*FLAT, "roaming", on=0)
    assert problem.value.detail["in_force"] == 1


def test_one_in_use_is_not_taken_out_before_it_is_said_where_it_went() -> None:
    """By contacts, by a cause, by an improvement: each is named, and the way out is the crosswalk."""
    world = Publishing()
    world.publish(*FLAT, "roaming", "empty")
    world.contact(1, "billing")
    world.contact(2, "billing", "network")
    cause = improvements.Cause(cause="z1", title="Levi on halb", kind="product", reasons=("network",))
    world.tell(improvements.commands.SetCause(cause=cause, new=True))
    change = improvements.Improvement(improvement="p1", title="Uus mast", reasons=("roaming",), causes=("z1",))
    world.tell(improvements.commands.SetImprovement(improvement=change, new=True))
    with pytest.raises(Conflict, match="reason_in_use") as problem:
        world.publish("complaint")
    assert problem.value.detail["reasons"] == [
        {"reason": "billing", "contacts": 2, "users": ()},
        {"reason": "network", "contacts": 1, "users": ("cause: Levi on halb",)},
        {"reason": "roaming", "contacts": 0, "users": ("improvement: Uus mast",)},
    ]
    world.publish(
        "complaint", "bill", "signal",
        crosswalk=(went("billing", bill=1), went("network", signal=0.5, bill=0.5), went("roaming", signal=1)),
    )  # fmt: skip
    assert world.state.retired() == {"billing", "network", "roaming", "empty"}
    assert world.register.kept.causes["z1"].reasons == ("signal", "bill")
    assert world.register.kept.improvements["p1"].told.reasons == ("signal",)


def test_what_nobody_uses_may_go_and_never_comes_back() -> None:
    """A code has one meaning for ever."""
    world = Publishing()
    world.publish(*FLAT, "roaming")
    world.publish(*FLAT)
    assert refused(world, *FLAT, "roaming") == {("roaming", "retired")}


def test_reasons_of_before_there_was_a_tree_are_not_forgotten() -> None:
    """Contacts that the flat list had, and a code that had left that list already, need a place too."""
    world = Publishing()
    world.contact(1, "complaint")
    world.tell(c.SetSite(rules=SiteRules(reasons=("billing", "network"))))
    with pytest.raises(Conflict, match="reason_in_use"):
        world.publish("billing")
    world.publish("billing", crosswalk=(went("complaint", billing=1), went("network", billing=1)))
    assert world.state.today("complaint", 0) == (reasons.Share(code="billing"),)
    world.publish("billing", "fee")
    assert world.state.in_force.number == 2, "what went once is not asked for again"
    assert refused(world, "billing", "complaint") == {("complaint", "retired")}


@pytest.mark.parametrize(
    ("codes", "crosswalk", "fault"),
    [
        ((), (), ("", "nothing_to_choose")),
        (("billing", "billing"), (), ("billing", "named_twice")),
        ((reason("a", "nowhere"),), (), ("a", "no_such_parent")),
        ((reason("a", "b"), reason("b", "a"), "c"), (), ("a", "circle")),
        ((reason("a", "a"), "c"), (), ("a", "circle")),
        (tuple(reason(f"a{n}", f"a{n - 1}" if n else None) for n in range(7)), (), ("a6", "too_deep")),
        ((reason("a", name=words(" ")),), (), ("a", "no_words")),
        ((reason("a", name=words("Arve")), reason("b", name=words("ARVE"))), (), ("b", "name_twice")),
        (FLAT, (went("billing", billing=1),), ("billing", "went_nowhere")),
        (("network",), (went("billing", network=1), went("billing", network=1)), ("billing", "went_twice")),
        (FLAT, (went("never", billing=1),), ("never", "went_from_nothing")),
        ((reason("money"), reason("bill", "money")), (went("billing", money=1),), ("billing", "went_to_no_leaf")),
        (("bill", "fee"), (went("billing", bill=0.5, fee=0.4),), ("billing", "shares_not_whole")),
    ],
)  # fmt: skip
def test_a_tree_with_a_fault_is_refused_whole(
    codes: tuple[str, ...], crosswalk: tuple[reasons.Went, ...], fault: tuple[str, str]
) -> None:
    """Each rule says where it is broken; nothing was published."""
    world = Publishing()
    assert fault in refused(world, *codes, crosswalk=crosswalk)
    assert world.state.in_force.number == 0 and world.site.kept.rules.reasons == FLAT


def test_all_faults_are_said_at_once() -> None:
    """Nobody mends a tree one refusal at a time."""
    found = refused(Publishing(), "a", "a", reason("b", "nowhere"), reason("c", name=words("")))
    assert {("a", "named_twice"), ("b", "no_such_parent"), ("c", "no_words")} <= found


def test_two_groups_may_have_leaves_of_one_name() -> None:
    """Names are told apart by where they stand."""
    world = Publishing()
    other = words("Muu")
    world.publish(
        reason("money"), reason("home"), reason("m", "money", name=other), reason("h", "home", name=other), *FLAT
    )
    assert world.state.in_force.number == 1


def test_shares_lead_through_every_version() -> None:
    """Renamed, split, and a part carved out of one that stays: contacts of each version count where they went since."""
    world = Publishing()
    world.publish("bill", "network", "complaint", crosswalk=(went("billing", bill=1),))
    world.publish("bill", "fee", "network", "complaint", crosswalk=(went("bill", bill=0.7, fee=0.3),))
    world.publish(
        "costs", "network", "complaint", crosswalk=(went("bill", costs=1), went("fee", costs=0.5, network=0.5))
    )

    def shares(code: str, number: int) -> dict[str, float]:
        return {one.code: round(one.share, 9) for one in world.state.today(code, number)}

    assert shares("billing", 0) == shares("bill", 1) == {"costs": 0.85, "network": 0.15}
    assert shares("bill", 2) == {"costs": 1} and shares("fee", 2) == {"costs": 0.5, "network": 0.5}
    assert shares("costs", 3) == {"costs": 1} and shares("network", 0) == {"network": 1}


def test_a_snapshot_holds_all_of_it() -> None:
    """Versions, uses, and what was suggested for conversations under way; and a start from the journal comes to the same."""
    world = Publishing()
    world.publish(*FLAT, reason("roaming", examples=("Kas Soomes maksab lisa?",), for_customer=True, for_company=False))
    world.contact(1, "billing", "roaming")
    world.arrive("i2", customer="c2", case="k2")
    world.tell(reasons.SuggestReasons(interaction="i2", model="m1", likely=(("billing", 0.8),), new=False, shown=True))
    world.publish(*FLAT, "abroad", crosswalk=(went("roaming", abroad=1),))
    again = Publishing().state
    reasons.load(again, reasons.dump(world.state))
    assert again.kept == world.state.kept
    assert again.kept.used == {"billing": 1, "roaming": 1} and again.kept.suggested == {"i2"}
    fresh = Publishing()
    for entry in world.journal.read(0, 10_000):
        fold = reasons.FOLDS.get(type(entry.fact))
        if fold is not None:
            fold(fresh.state, entry)
    assert fresh.state.kept == world.state.kept


def test_a_contact_is_suggested_reasons_once() -> None:
    """Again, or when it is over, changes nothing; the rows know what a person noted then."""
    world = Publishing()
    world.arrive("i1")
    suggest = reasons.SuggestReasons(interaction="i1", model="m1", likely=(("billing", 0.8),), new=False, shown=True)
    assert [type(entry.fact).__name__ for entry in world.tell(suggest)] == ["ReasonsSuggested"]
    assert world.tell(suggest) == []
    world.take("i1")
    world.close("i1")
    assert world.tell(suggest) == [] and world.state.kept.suggested == set()


def test_the_grid_says_what_to_do() -> None:
    """Valuable to both, to one of them, to neither; nothing while one of them is unknown."""
    grid = {
        (True, True): "enrich",
        (True, False): "self_service",
        (False, True): "simplify",
        (False, False): "eliminate",
    }
    for (customer, company), action in grid.items():
        assert reason("a", for_customer=customer, for_company=company).action == action
    assert reason("a", for_customer=True).action is None and reason("a", for_company=False).action is None


def test_a_path_leads_down_and_a_branch_has_its_leaves() -> None:
    """Groups are what has something beneath it."""
    found = tree(reason("money"), reason("bill", "money"), reason("fee", "bill"), reason("late", "bill"), "other")
    assert found.leaves() == ("fee", "late", "other") and found.path("late") == ("money", "bill", "late")
    assert list(found.beneath("money")) == ["fee", "late"] and list(found.beneath("other")) == ["other"]
