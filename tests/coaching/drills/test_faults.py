"""What a drill may not have is found, with its place; and what is written with a slip is refused before it is a drill."""

from typing import Any

import msgspec
import pytest

from hoolin.coaching.drills.faults import faults
from hoolin.coaching.drills.written import read, shipped
from hoolin.core.errors import Invalid
from hoolin.core.site.rules import LANGUAGES
from tests.coaching.drills.played import spoiled

BILL: dict[str, Any] = msgspec.to_builtins(shipped()["bill_shock"])
ENDINGS: dict[str, dict[str, Any]] = {one["code"]: one for one in BILL["endings"]}


def found(**changed: Any) -> set[tuple[str, str]]:
    """Place and why of all faults."""
    return {(fault.place, fault.why) for fault in faults(spoiled("bill_shock", **changed), LANGUAGES)}


def known(code: str, **changed: Any) -> list[dict[str, Any]]:
    """The facts, one of them changed."""
    return [one | (changed if one["code"] == code else {}) for one in BILL["knows"]]


def ends(*codes: str, **changed: Any) -> list[dict[str, Any]]:
    """Some of the endings, all changed."""
    return [ENDINGS[code] | changed for code in codes]


def test_words_that_are_missing_are_named_by_place_and_language() -> None:
    """A text, a line, a sign list; other languages than the site's are not asked for."""
    assert found(title={"et": "Arve", "ru": "", "en": "Bill"}) == {("title", "no_words")}
    assert found(opening={"et": ["Tere"], "ru": ["Привет"]}) == {("opening", "no_lines")}
    assert faults(spoiled("bill_shock", title={"et": "Arve", "ru": "", "en": "Bill"}), ("et", "en")) == ()


def test_endings_that_cannot_be_reached_are_found() -> None:
    """One that asks for what cannot be, one behind another that always holds first."""
    assert found(endings=[*BILL["endings"], ENDINGS["clear"] | {"code": "never", "never": ["solve"]}]) == {
        ("endings.never", "never_reached")
    }
    swapped = found(endings=[ENDINGS["unpaid"], ENDINGS["clear"], ENDINGS["patched"], ENDINGS["left"]])
    assert ("endings.clear", "never_reached") in swapped and ("endings", "no_good_ending") in swapped


def test_a_dead_end_is_found() -> None:
    """Where saying goodbye leads nowhere there is no way out of a quiet conversation; where only one way is good, a mistake cannot be mended."""
    assert ("endings", "nobody_leaves") in found(endings=ends("clear", "patched", "unpaid"))
    stuck = found(endings=[*ends("clear"), *ends("left")], moods={"blame": [0, 0], "unknown": [0, 0]})
    assert ("endings", "no_way_out") in stuck or ("endings", "cannot_be_mended") in stuck
    lost = found(endings=[ENDINGS["clear"] | {"never": ["sorry"]}, ENDINGS["unpaid"], ENDINGS["left"]])
    assert lost == {("endings", "cannot_be_mended")}


def test_there_is_no_way_out_where_no_ending_holds() -> None:
    """A customer who never leaves, and a goodbye that ends nothing."""
    only = [ENDINGS["clear"] | {"needs": ["breach", "solve"], "never": ["name_back"]}, ENDINGS["left"]]
    calm = {
        move: [0, 0]
        for move in ("ask_again", "wrong", "jargon", "blame", "hurry", "breach", "handoff", "wait", "unknown", "sorry")
    }
    assert ("endings", "no_way_out") in found(endings=only, moods=calm)


def test_a_need_that_cannot_be_found_is_found() -> None:
    """Nothing hidden; a fact that nobody feels heard enough to tell; one that no question asks after."""
    assert ("knows", "nothing_hidden") in found(knows=known("rent", hidden=False))
    calm = {"name_back": [0, 0], "care": [0, 0], "solve": [0, 0], "next": [0, 0]}
    never = found(knows=known("rent", mood_min=3), moods=calm, endings=ends("patched", "unpaid", "left"))
    assert ("knows.rent", "never_comes_out") in never
    assert ("knows.trip.asked", "no_lines") in found(knows=known("trip", asked={}))


def test_what_cannot_be_recognised_is_found() -> None:
    """A matter that nothing names, a sign without a stem, a better sentence that is not understood as what it should be."""
    hears = {move: one for move, one in BILL["hears"].items() if move != "name_back"}
    assert ("hears.name_back", "nothing_names_it") in found(hears=hears)
    assert ("concrete.et", "empty_sign") in found(concrete=BILL["concrete"] | {"et": ["!arve"]})
    better = BILL["better"] | {"heard.named_back": {"et": "Tere.", "ru": "Здравствуйте.", "en": "Hello."}}
    assert found(better=better) == {("better.heard.named_back", "not_understood")}


def test_codes_are_checked() -> None:
    """Twice, of no fact, of no item that is judged, of a language that is one's own; and a mood at which they would leave at once."""
    assert ("knows", "code_twice") in found(knows=[*BILL["knows"], BILL["knows"][0]])
    assert ("endings.clear.told", "no_such_fact") in found(
        endings=[ENDINGS["clear"] | {"told": ["x"]}, *ends("patched", "unpaid", "left")]
    )
    assert ("criteria", "no_such_item") in found(criteria=["effort.ease"])
    assert ("speaks", "same_language") in found(speaks={"et": "et"})
    assert ("mood", "ends_at_once") in found(mood=-4)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("code: [", "while parsing"), ("- a", "fields with their values"), ("code: x\nstrange: 1", "strange"), ("code: x", "missing required field"),
        ("a: " + "x" * 200_001, "longer than"), ("code: !!python/object:os.system x", "could not determine a constructor"),
    ],
)  # fmt: skip
def test_what_is_no_drill_is_refused_with_the_place(text: str, why: str) -> None:
    """A slip of the form, unknown fields, too much of it, and what YAML should not do."""
    with pytest.raises(Invalid, match="drill_form") as problem:
        read(text)
    assert why in str(problem.value.detail["said"])
