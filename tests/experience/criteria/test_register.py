"""A register that cannot be counted is refused whole, with everything that is wrong with it; versions are kept for ever."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from hoolin.core.errors import Conflict, Invalid
from hoolin.core.facts import Entry
from hoolin.core.interaction.site import Site
from hoolin.experience.criteria.commands import PublishRegister
from hoolin.experience.criteria.decide import publish
from hoolin.experience.criteria.faults import faults
from hoolin.experience.criteria.fold import published
from hoolin.experience.criteria.items import Item
from hoolin.experience.criteria.register import DEFAULT, Criterion, Part, Register
from hoolin.experience.criteria.state import Criteria, User, dump, load

Change = Callable[[Register], Register]
replace = msgspec.structs.replace


def with_item(code: str, **fields: Any) -> Change:
    """The register with one item changed."""
    return lambda register: replace(
        register, items=tuple(replace(item, **fields) if item.code == code else item for item in register.items)
    )


def with_criterion(code: str, **fields: Any) -> Change:
    """The register with one criterion changed."""
    return lambda register: replace(
        register, criteria=tuple(replace(one, **fields) if one.code == code else one for one in register.criteria)
    )


def with_part(code: str, *parts: Part) -> Change:
    """The register with one criterion of other parts."""
    return with_criterion(code, parts=parts)


def item(code: str) -> Item:
    """One that is shipped."""
    found = DEFAULT.item(code)
    assert found is not None
    return found


WORDLESS = replace(item("outcome.csat").question, ru=" ")

WRONG: dict[str, tuple[Change, str, str]] = {
    "an item twice": (lambda r: replace(r, items=(*r.items, r.items[0])), "access.reached", "named_twice"),
    "no question in Russian": (with_item("outcome.csat", question=WORDLESS), "outcome.csat", "no_words"),
    "another scale": (with_item("outcome.csat", scale="agree_5"), "outcome.csat", "scale_changed"),
    "asked and counted": (with_item("outcome.csat", sources=("survey", "system")), "outcome.csat", "sources_mixed"),
    "fatal in a soft criterion": (with_item("heard.empathy", fatal=True), "heard.empathy", "fatal_elsewhere"),
    "of no criterion": (lambda r: replace(r, items=(*r.items, replace(r.items[0], code="luck.good"))), "luck.good", "not_of_a_criterion"),
    "a criterion gone": (lambda r: replace(r, criteria=r.criteria[1:]), "access", "criterion_missing"),
    "a criterion of its own": (
        lambda r: replace(r, criteria=(*r.criteria, Criterion(code="luck", parts=(), formula="shown"))), "luck", "no_such_criterion",
    ),
    "a formula of its own": (with_criterion("heard", formula="geometric"), "heard", "unknown_formula"),
    "nothing counts": (with_part("heard", Part(item="heard.understood", source="survey", weight=0)), "heard", "nothing_counts"),
    "what is only shown has weight": (with_criterion("outcome", weight=5), "outcome", "no_weight"),
    "an item that there is not": (with_part("heard", Part(item="heard.loud", source="survey")), "heard", "unknown_item"),
    "another criterion's item": (with_part("heard", Part(item="effort.ease", source="survey")), "heard", "item_of_another_criterion"),
    "evidence that there is not": (with_part("heard", Part(item="heard.understood", source="reviewer")), "heard", "no_such_evidence"),
    "a time without a target": (with_part("access", Part(item="access.time_to_human", source="system")), "access", "needs_target"),
    "a target for an answer": (with_part("heard", Part(item="heard.understood", source="survey", target=4)), "heard", "target_unused"),
    "counted twice": (
        with_part("heard", Part(item="heard.understood", source="survey"), Part(item="heard.understood", source="survey")),
        "heard", "named_twice",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named_with_its_place(name: str) -> None:
    """Each fault by itself: its place, and which rule it breaks."""
    change, place, why = WRONG[name]
    found = faults(change(DEFAULT), DEFAULT.item, ("et", "ru", "en"))
    assert (place, why) in [(fault.place, fault.why) for fault in found]


def test_the_shipped_register_is_well_and_needs_only_the_sites_languages() -> None:
    """It may be published as it is; a language that the site does not speak may be missing."""
    assert faults(DEFAULT, DEFAULT.item, ("et", "ru", "en")) == ()
    assert faults(with_item("outcome.csat", question=WORDLESS)(DEFAULT), DEFAULT.item, ("et", "en")) == ()


def test_all_faults_are_told_at_once_and_nothing_changes() -> None:
    """Whoever mends one need not find the next by trying."""
    criteria = Criteria(Site())
    bad = with_criterion("heard", formula="geometric")(with_item("outcome.csat", scale="agree_5")(DEFAULT))
    with pytest.raises(Invalid) as refused:
        publish(criteria, PublishRegister(register=bad, based_on=1, why="proov"), 1_000)
    assert {fault["why"] for fault in refused.value.detail["faults"]} == {"scale_changed", "unknown_formula"}  # type: ignore[attr-defined]
    assert criteria.in_force.number == 1


def put(criteria: Criteria, register: Register, at: int) -> None:
    """Publish, and fold what follows."""
    command = PublishRegister(register=register, based_on=criteria.in_force.number, why=f"at {at}")
    for fact in publish(criteria, command, at).facts:
        published(criteria, Entry(1, at, "agent:guru", "x", fact))


def test_versions_are_kept_with_who_when_and_why() -> None:
    """Any instant has its version; a dump holds them all; publishing what holds changes nothing."""
    criteria = Criteria(Site())
    put(criteria, with_criterion("heard", weight=30)(DEFAULT), 1_000)
    put(criteria, with_criterion("heard", weight=40)(DEFAULT), 2_000)
    put(criteria, with_criterion("heard", weight=40)(DEFAULT), 3_000)
    assert [(one.number, one.at, one.by, one.why) for one in criteria.versions] == [
        (1, 0, "system", ""), (2, 1_000, "agent:guru", "at 1000"), (3, 2_000, "agent:guru", "at 2000"),
    ]  # fmt: skip
    assert [criteria.at(instant).number for instant in (0, 999, 1_000, 1_999, 5_000)] == [1, 1, 2, 2, 3]
    assert [one.number for one in criteria.between(1_000, 2_001)] == [3]
    again = Criteria(Site())
    load(again, dump(criteria))
    assert again.versions == criteria.versions


def test_an_item_that_was_taken_out_comes_back_on_its_own_scale_only() -> None:
    """Whatever was answered on it must go on meaning the same."""
    criteria = Criteria(Site())
    kept = tuple(one for one in DEFAULT.items if one.code != "outcome.csat")
    parts = with_part("outcome", Part(item="outcome.nps", source="survey"))
    put(criteria, parts(replace(DEFAULT, items=kept)), 1_000)
    assert criteria.in_force.register.item("outcome.csat") is None and criteria.item("outcome.csat") == item(
        "outcome.csat"
    )
    with pytest.raises(Invalid) as refused:
        put(criteria, with_item("outcome.csat", scale="agree_5")(DEFAULT), 2_000)
    found: Any = refused.value.detail["faults"]
    assert [fault["why"] for fault in found] == ["scale_changed"]
    put(criteria, DEFAULT, 3_000)
    assert criteria.in_force.register == DEFAULT


def test_an_item_in_use_stays_and_its_users_are_told() -> None:
    """Of several users each is named; one that uses another item is not."""
    criteria = Criteria(Site())
    users = [
        User("outcome.csat", "survey", "chat"),
        User("outcome.csat", "scorecard", "calls"),
        User("outcome.nps", "survey", "chat"),
    ]
    criteria.users.append(lambda: users)
    without = replace(DEFAULT, items=tuple(one for one in DEFAULT.items if one.code != "outcome.csat"))
    without = with_part("outcome", Part(item="outcome.nps", source="survey"))(without)
    with pytest.raises(Conflict) as refused:
        publish(criteria, PublishRegister(register=without, based_on=1, why="proov"), 1_000)
    assert [(user["kind"], user["name"]) for user in refused.value.detail["users"]] == [  # type: ignore[attr-defined]
        ("survey", "chat"), ("scorecard", "calls"),
    ]  # fmt: skip


def test_an_item_in_use_keeps_the_evidence_that_its_users_bring() -> None:
    """What a survey asks customers may go on being asked of them; other evidence may come and go."""
    criteria = Criteria(Site())
    criteria.users.append(lambda: [User("outcome.csat", "survey", "chat"), User("outcome.csat", "kiosk", "door")])
    csat = item("outcome.csat")

    def published_with(*sources: Any) -> None:
        changed = with_item("outcome.csat", sources=sources)(DEFAULT)
        changed = with_part("outcome", Part(item="outcome.nps", source="survey"))(changed)
        publish(criteria, PublishRegister(register=changed, based_on=1, why="proov"), 1_000)

    assert csat.sources == ("survey", "shopper", "self")
    published_with("survey", "reviewer")
    with pytest.raises(Conflict) as refused:
        published_with("shopper", "self")
    assert refused.value.detail["users"] == [{"item": "outcome.csat", "kind": "survey", "name": "chat"}]
