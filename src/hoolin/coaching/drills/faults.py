"""What a drill may not have. One with a fault is refused whole, with all of its faults, each with its place and, by its code, what to do.

It refuses: a text missing in a language of the site; codes twice; items that are not judged; a sign without a stem; a matter or a solution that cannot be recognised; facts that can never come out; a
hidden need that cannot be found; endings that cannot be reached, none that is good, none that is bad, a state with no way out, a customer who can be lost while still there; a better sentence that
is not understood as what it should be; penalties, binding and prices that are not for all.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Literal, TypeAlias

import msgspec

from hoolin.coaching.drills.drill import Answers, Counts, Drill, Said, Variants
from hoolin.coaching.drills.heard import understand
from hoolin.coaching.drills.moves import LOWEST, Move
from hoolin.coaching.drills.play import Game
from hoolin.coaching.drills.rubric import MARKED, TRAINS
from hoolin.coaching.drills.signs import read
from hoolin.coaching.drills.walk import Walked, walk
from hoolin.core.site.rules import Language

Why: TypeAlias = Literal[
    "no_words", "no_lines", "code_twice", "no_such_item", "empty_sign", "nothing_names_it", "nothing_solves_it", "nothing_hidden", "never_comes_out", "no_such_fact", "never_reached", "no_good_ending",
    "no_bad_ending", "nobody_leaves", "no_way_out", "cannot_be_mended", "not_understood", "too_large", "same_language", "ends_at_once",
]  # fmt: skip


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong. place: where, as `endings.clear.said`. why: which rule it breaks. said: what of it."""

    place: str
    why: Why
    said: str = ""


def faults(drill: Drill, languages: Iterable[Language], items: Collection[str] = MARKED) -> tuple[Fault, ...]:
    """Everything that is wrong. languages: of the site. items: codes that may be judged there."""
    spoken = tuple(languages)
    return _found(msgspec.json.encode(drill), spoken, frozenset(items))


@lru_cache(maxsize=64)
def _found(written: bytes, spoken: tuple[Language, ...], items: frozenset[str]) -> tuple[Fault, ...]:
    """By its bytes: whoever checks a drill beside the loop has the loop find the answer ready when it is published."""
    drill = msgspec.json.decode(written, type=Drill)
    found = [*_words(drill, spoken), *_codes(drill, items), *_signs(drill, spoken)]
    if any(fault.why in ("code_twice", "no_such_fact", "ends_at_once") for fault in found):
        return tuple(found)
    return (*found, *_ways(drill, walk(drill)), *_better(drill, spoken))


# ── words ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _words(drill: Drill, spoken: tuple[Language, ...]) -> Iterator[Fault]:
    for place, said in _said(drill):
        missing = [language for language in spoken if not said.said(language).strip()]
        if missing:
            yield Fault(place, "no_words", ",".join(missing))
    # A customer of another language speaks that one, which the site speaks too.
    for place, lines in _lines(drill):
        missing = [language for language in spoken if not any(line.strip() for line in lines.said(language))]
        if missing:
            yield Fault(place, "no_lines", ",".join(missing))
    for mine, theirs in drill.speaks.items():
        if mine == theirs:
            yield Fault("speaks", "same_language", mine)


def _said(drill: Drill) -> Iterator[tuple[str, Said]]:
    for place in ("title", "about", "situation", "need"):
        yield place, getattr(drill, place)
    for number, line in enumerate(drill.card):
        yield f"card.{number}.name", line.name
        yield f"card.{number}.value", line.value
    yield from ((f"endings.{one.code}.about", one.about) for one in drill.endings)
    yield from ((f"better.{item}", said) for item, said in drill.better.items())


def _lines(drill: Drill) -> Iterator[tuple[str, Variants]]:
    yield "opening", drill.opening
    yield from ((f"knows.{known.code}.said", known.said) for known in drill.knows)
    yield from (
        (f"knows.{known.code}.holds_back", known.holds_back)
        for known in drill.knows
        if known.mood_min > LOWEST or known.holds_back != Variants()
    )
    yield from ((f"endings.{one.code}.said", one.said) for one in drill.endings)
    for move, answers in drill.answers.items():
        yield f"answers.{move}.said", answers.said
        if answers.low != Answers(said=Variants()).low:
            yield f"answers.{move}.low", answers.low


# ── codes and signs ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _codes(drill: Drill, items: Collection[str]) -> Iterator[Fault]:
    for place, codes in (
        ("knows", [known.code for known in drill.knows]),
        ("endings", [one.code for one in drill.endings]),
    ):
        yield from (Fault(place, "code_twice", code) for code, times in Counter(codes).items() if times > 1)
    known = {one.code for one in drill.knows}
    for one in drill.endings:
        yield from (Fault(f"endings.{one.code}.told", "no_such_fact", code) for code in one.told if code not in known)
    for place, named in (("criteria", drill.criteria), ("better", tuple(drill.better))):
        yield from (Fault(place, "no_such_item", item) for item in named if item not in items)
    if drill.mood <= LOWEST:
        yield Fault("mood", "ends_at_once")


def _signs(drill: Drill, spoken: tuple[Language, ...]) -> Iterator[Fault]:
    counted: list[tuple[str, Counts]] = [(f"hears.{move}", counts) for move, counts in drill.hears.items()]
    counted += [(f"knows.{known.code}.asked", known.asked) for known in drill.knows]
    counted.append(("concrete", drill.concrete))
    for place, counts in counted:
        for language in spoken:
            for sign in counts.said(language):
                if not any(not stem.none for stem in read(sign)):
                    yield Fault(f"{place}.{language}", "empty_sign", sign)
        missing = [language for language in spoken if not counts.said(language)]
        if missing and counts.any():
            yield Fault(place, "no_lines", ",".join(missing))
    if not _counts(drill, "name_back"):
        yield Fault("hears.name_back", "nothing_names_it")
    if not _counts(drill, "solve"):
        yield Fault("hears.solve", "nothing_solves_it")
    for known in drill.knows:
        if not known.told and not known.asked.any():
            yield Fault(f"knows.{known.code}.asked", "no_lines", ",".join(spoken))
    if not any(known.hidden for known in drill.knows):
        yield Fault("knows", "nothing_hidden")


def _counts(drill: Drill, move: Move) -> bool:
    """Whether the drill says by what a move is recognised."""
    return move in drill.hears and drill.hears[move].any()


# ── ways ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _ways(drill: Drill, walked: Walked) -> Iterator[Fault]:
    if walked.too_many:
        yield Fault("", "too_large", str(walked.states))
        return
    reached = {way.ending for way in walked.ways}
    yield from (Fault(f"endings.{one.code}", "never_reached") for one in drill.endings if one.code not in reached)
    kinds = {one.kind for one in drill.endings if one.code in reached}
    if "good" not in kinds:
        yield Fault("endings", "no_good_ending")
    if "bad" not in kinds:
        yield Fault("endings", "no_bad_ending")
    if not any(one.leaves for one in drill.endings):
        yield Fault("endings", "nobody_leaves")
    yield from (
        Fault(f"knows.{known.code}", "never_comes_out") for known in drill.knows if known.code not in walked.got
    )
    if walked.stuck:
        yield Fault("endings", "no_way_out", str(walked.stuck))
    elif walked.lost:
        yield Fault("endings", "cannot_be_mended", str(walked.lost))


def _better(drill: Drill, spoken: tuple[Language, ...]) -> Iterator[Fault]:
    """Whoever says the better sentence must be understood. Asked at the beginning, when nothing has come out yet."""
    told = Game(drill).codes(Game(drill).begun())
    for item, said in drill.better.items():
        for language in spoken:
            moves = {one.move for one in understand(drill, said.said(language), told, language)}
            if said.said(language) and item in TRAINS and not moves & set(TRAINS[item]):
                yield Fault(f"better.{item}", "not_understood", language)
