"""How good suggestions were, counted: what was seen apart from what was not, and under the reasons of today."""

from typing import Any

from hoolin.insight.api import reasons
from hoolin.server.suggested import accuracy, share


def row(reason: str, shown: bool, contacts: int, right: int, **more: Any) -> dict[str, Any]:
    """A row as the read model has it."""
    told = {"language": "et", "new": 0, "none_known": 0, "among": right, "number": 0}
    return {"reason": reason, "shown": shown, "contacts": contacts, "right": right, **told, **more}


def same(code: str, number: int) -> tuple[reasons.Share, ...]:
    """Nothing was ever renamed."""
    return (reasons.Share(code=code),)


def test_seen_and_unseen_are_never_added_up() -> None:
    """Each has its own share; a language and a reason too."""
    told = accuracy(
        [row("bill", True, 90, 81), row("bill", False, 10, 6), row("sim", True, 10, 5, language="ru")], same
    )
    assert told["contacts"] == 110
    assert (told["shown"]["contacts"], told["shown"]["right"]["value"]) == (100, 0.86)
    assert (told["unseen"]["contacts"], told["unseen"]["right"]["value"]) == (10, 0.6)
    assert [(one["language"], one["shown"]["contacts"], one["unseen"]["contacts"]) for one in told["by_language"]] == [
        ("et", 90, 10),
        ("ru", 10, 0),
    ]
    (bill, sim) = told["by_reason"]
    assert (bill["shown"]["right"]["value"], sim["unseen"]["right"]) == (0.9, None)


def test_what_was_suggested_before_counts_under_the_reason_of_today() -> None:
    """Renamed: under the new name. Split: a part under each, and the parts make the whole."""

    def today(code: str, number: int) -> tuple[reasons.Share, ...]:
        if code == "net" and number == 1:
            return (reasons.Share(code="home", share=0.75), reasons.Share(code="mobile", share=0.25))
        return (reasons.Share(code="invoice" if code == "bill" else code),)

    told = accuracy(
        [row("bill", True, 8, 4), row("net", True, 8, 6, number=1), row("net", True, 2, 2, number=2)], today
    )
    counted = {one["reason"]: one["shown"]["contacts"] for one in told["by_reason"]}
    assert counted == {"invoice": 8, "home": 6, "mobile": 2, "net": 2}
    assert told["shown"]["contacts"] == 18


def test_something_new_is_right_where_nothing_known_was_noted() -> None:
    """Of those that were called new, and of no others."""
    told = accuracy([row("bill", True, 10, 7, new=1, none_known=7), row("bill", True, 50, 40, none_known=3)], same)
    assert (told["new"]["said"], told["new"]["right"]["value"]) == (10, 0.7)


def test_a_share_is_an_interval_or_nothing() -> None:
    """Wilson's, of 95 %: of 8 in 10 from 0.49 to 0.94."""
    assert share(0, 0) is None
    found = share(8, 10)
    assert found is not None and (round(found["low"], 2), round(found["high"], 2), found["n"]) == (0.49, 0.94, 10)
