"""How good suggestions were: rows of what was suggested and noted → shares with Wilson's intervals, of today's reasons.

Contacts of which the agent saw nothing are told apart: only there is nobody led by what is suggested.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from hoolin.core.measures import wilson
from hoolin.insight.api import reasons as tree

NORMAL = 1.959964
"""Standard errors to each side of an interval of 95 %."""

Row: TypeAlias = Mapping[str, Any]
"""Of `insight.judged`, with the `number` of the version of the tree under which it was suggested."""


def accuracy(rows: Sequence[Row], today: Callable[[str, int], Iterable[tree.Share]]) -> dict[str, Any]:
    """Overall, by language and by reason. today: where a code counts now that was suggested under a version."""
    languages = sorted({row["language"] for row in rows})
    reasons = _by_reason(rows, today)
    said = [row for row in rows if row["new"]]
    return {
        "contacts": sum(row["contacts"] for row in rows),
        **_apart(rows),
        "by_language": [
            {"language": one, **_apart([row for row in rows if row["language"] == one])} for one in languages
        ],
        "by_reason": [{"reason": code, **_apart(own)} for code, own in sorted(reasons.items())],
        "new": {
            "said": sum(row["contacts"] for row in said),
            "right": share(_sum(said, "none_known"), _sum(said, "contacts")),
        },
    }


def share(right: float, among: float) -> dict[str, float] | None:
    """A share with its interval of 95 %; None where there is nothing to divide by."""
    if among <= 0:
        return None
    right = min(right, among)
    low, high = wilson(right, among, NORMAL)
    return {"value": right / among, "low": low, "high": high, "n": among}


def _apart(rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "shown": _counted(row for row in rows if row["shown"]),
        "unseen": _counted(row for row in rows if not row["shown"]),
    }


def _counted(rows: Iterable[Row]) -> dict[str, Any]:
    own = list(rows)
    contacts = _sum(own, "contacts")
    return {"contacts": contacts, **{one: share(_sum(own, one), contacts) for one in ("right", "among")}}


def _by_reason(rows: Sequence[Row], today: Callable[[str, int], Iterable[tree.Share]]) -> dict[str, list[Row]]:
    """Rows by the reason of today; where one was split, a part of each."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        for part in today(row["reason"], row["number"]):
            counted = {name: row[name] * part.share for name in ("contacts", "right", "among")}
            found.setdefault(part.code, []).append({**row, **counted})
    return found


def _sum(rows: Iterable[Row], name: str) -> float:
    total = sum(row[name] for row in rows)
    return round(total, 6) if isinstance(total, float) else total
