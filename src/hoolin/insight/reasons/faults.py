"""What a tree may not have. One with a fault is refused whole, with all of its faults at once.

It refuses: a code twice, or one that was retired; a parent that there is not, a circle, what lies too deep; a name missing in a language of
the site, two names alike side by side; a crosswalk from what never was, to what is no leaf, to itself, or by shares that do not make 1.
"""

from collections.abc import Collection, Iterable, Iterator
from math import isclose
from typing import Literal, TypeAlias

import msgspec

from hoolin.core.site.rules import Language
from hoolin.insight.reasons.tree import DEPTH_MAX, Reason, Tree, Went

Why: TypeAlias = Literal[
    "named_twice", "retired", "no_such_parent", "circle", "too_deep", "no_words", "name_twice", "nothing_to_choose", "went_twice", "went_from_nothing",
    "went_to_no_leaf", "went_nowhere", "shares_not_whole",
]  # fmt: skip


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong. place: the code of the reason, "" for the tree. why: which rule it breaks. said: what of it."""

    place: str
    why: Why
    said: str = ""


def faults(
    tree: Tree,
    crosswalk: Iterable[Went],
    before: Collection[str],
    retired: Collection[str],
    languages: Iterable[Language],
) -> tuple[Fault, ...]:
    """Everything that is wrong. before: the codes that a contact may have now. retired: codes that an earlier version took out."""
    spoken = tuple(languages)
    found = [] if tree.leaves() else [Fault("", "nothing_to_choose")]
    seen: set[str] = set()
    names: dict[tuple[str | None, Language, str], str] = {}
    for one in tree.reasons:
        if one.code in seen:
            found.append(Fault(one.code, "named_twice"))
        seen.add(one.code)
        if one.code in retired:
            found.append(Fault(one.code, "retired"))
        found += _words(one, names, spoken)
    return (*found, *_shape(tree), *_went(tree, tuple(crosswalk), before))


def _words(
    one: Reason, names: dict[tuple[str | None, Language, str], str], languages: tuple[Language, ...]
) -> Iterator[Fault]:
    missing = [language for language in languages if not one.name.said(language).strip()]
    if missing:
        yield Fault(one.code, "no_words", ",".join(missing))
    for language in languages:
        name = one.name.said(language).strip().casefold()
        other = names.setdefault((one.parent, language, name), one.code) if name else one.code
        if other != one.code:
            yield Fault(one.code, "name_twice", other)


def _shape(tree: Tree) -> Iterator[Fault]:
    codes = {one.code for one in tree.reasons}
    for one in tree.reasons:
        path = tree.path(one.code)
        if one.parent is not None and one.parent not in codes:
            yield Fault(one.code, "no_such_parent", one.parent)
        elif path and (top := tree.reason(path[0])) is not None and top.parent is not None and top.parent in path:
            yield Fault(one.code, "circle", one.parent or "")
        elif len(path) > DEPTH_MAX:
            yield Fault(one.code, "too_deep", str(DEPTH_MAX))


def _went(tree: Tree, crosswalk: tuple[Went, ...], before: Collection[str]) -> Iterator[Fault]:
    leaves, seen = set(tree.leaves()), set[str]()
    for went in crosswalk:
        targets = [part.code for part in went.to]
        if went.code in seen:
            yield Fault(went.code, "went_twice")
        seen.add(went.code)
        if went.code not in before:
            yield Fault(went.code, "went_from_nothing")
        for code in dict.fromkeys(targets):
            if code not in leaves:
                yield Fault(went.code, "went_to_no_leaf", code)
            if targets.count(code) > 1:
                yield Fault(went.code, "went_twice", code)
        if targets == [went.code]:
            yield Fault(went.code, "went_nowhere")
        if not isclose(sum(part.share for part in went.to), 1.0, abs_tol=1e-6):
            yield Fault(went.code, "shares_not_whole", str(round(sum(part.share for part in went.to), 6)))
