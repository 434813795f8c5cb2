"""A play, marked on the items by which real conversations are judged: each mark with the turn that it comes from and why.

A mark is 1 (as it should be) or 0. An item for which the drill gives no occasion has no mark. Compliance is apart: where it is not met, nothing else counts, as in reviews.
"""

from collections.abc import Callable, Iterable
from typing import Literal, TypeAlias

import msgspec

from hoolin.coaching.drills.drill import Drill, Known
from hoolin.coaching.drills.moves import Move
from hoolin.coaching.drills.play import Answer, Played
from hoolin.coaching.drills.signs import first_met, language_of, sentences
from hoolin.core.facts import Code
from hoolin.core.site.rules import Language

CONCRETE_TURNS = 2
"""Words about this very matter in so many turns: one number said once is no conversation about it."""

Why: TypeAlias = Literal[
    "said", "never_said", "asked", "never_asked", "felt", "only_sorry", "never_felt", "about_this", "too_general", "solved", "wrong_way", "no_solution", "when_said", "no_time",
    "nothing_next", "not_asked_again", "asked_again", "terms_said", "no_terms", "plain", "house_words", "kept", "breached", "blamed", "hung_up",
]  # fmt: skip


class Mark(msgspec.Struct, frozen=True):
    """item: of the register. mark: 1 as it should be, 0 not. turn: from 0, which it comes from; None where it is something that nowhere was. why: the rule. text: the sentence. better: whether the
    drill has one that would have done.
    """

    item: Code
    mark: int
    why: Why
    turn: int | None = None
    text: str = ""


Judge: TypeAlias = "Callable[[Drill, Played, Language], Mark | None]"


def rubric(drill: Drill, played: Played, language: Language) -> tuple[Mark, ...]:
    """Every item that this drill gives occasion for, in the order of the conversation. What was said to no end is marked as far as it went."""
    found = (judge(drill, played, language) for judge in JUDGES)
    return tuple(mark for mark in found if mark is not None)


def score(marks: Iterable[Mark]) -> float:
    """Of 0 to 1: the share of the marks that are as they should be; 0 where compliance is not. No marks: 0."""
    listed = list(marks)
    soft = [mark.mark for mark in listed if not mark.item.startswith("compliance.")]
    if not soft or any(mark.mark == 0 for mark in listed if mark.item.startswith("compliance.")):
        return 0.0
    return sum(soft) / len(soft)


def _first(played: Played, *moves: Move) -> tuple[int, str] | None:
    """Where one of these moves was first made, and in which sentence."""
    for number, turn in enumerate(played.turns):
        for one in turn.understood:
            if one.move in moves:
                return number, one.text
    return None


def _said(item: str, why: Why, never: Why, *moves: Move) -> Judge:
    def judge(drill: Drill, played: Played, language: Language) -> Mark | None:
        at = _first(played, *moves)
        return Mark(item, 1, why, *at) if at else Mark(item, 0, never)

    return judge


def _clarified(drill: Drill, played: Played, language: Language) -> Mark | None:
    """A question after which something came out that the customer had not said. Where nothing is left to ask there is no occasion."""
    item = "heard.clarified"
    if all(known.told for known in drill.knows):
        return None
    for number, turn in enumerate(played.turns):
        asked = next((one for one in turn.understood if one.move == "ask"), None)
        if asked and turn.told:
            return Mark(item, 1, "asked", number, asked.text)
    return Mark(item, 0, "never_asked")


def _empathy(drill: Drill, played: Played, language: Language) -> Mark | None:
    item, felt, sorry = "heard.empathy", _first(played, "care"), _first(played, "sorry")
    if felt:
        return Mark(item, 1, "felt", *felt)
    return Mark(item, 0, "only_sorry", *sorry) if sorry else Mark(item, 0, "never_felt")


def _concrete(drill: Drill, played: Played, language: Language) -> Mark | None:
    if not drill.concrete.any():
        return None
    hits = [(number, text) for number, turn in enumerate(played.turns) if (text := _about(drill, turn, language))]
    if len(hits) >= CONCRETE_TURNS:
        return Mark("heard.concrete", 1, "about_this", *hits[0])
    return Mark("heard.concrete", 0, "too_general", *(hits[0] if hits else ()))


def _about(drill: Drill, turn: Answer, language: Language) -> str:
    pieces = sentences(turn.text)
    spoken = language_of((word for piece in pieces for word in piece.words), language)
    signs = drill.concrete.said(spoken)
    return next((piece.text for piece in pieces if first_met(signs, piece.words)), "")


def _right(drill: Drill, played: Played, language: Language) -> Mark | None:
    """The right solution was proposed, and, where it hangs on something that the customer does not say by themselves, that came out too."""
    item, solved, wrong = "resolution.right", _first(played, "solve"), _first(played, "wrong")
    if solved and not _left(drill.knows, played):
        return Mark(item, 1, "solved", *solved)
    if wrong and not solved:
        return Mark(item, 0, "wrong_way", *wrong)
    return Mark(item, 0, "no_solution", *(solved or ()))


def _left(knows: Iterable[Known], played: Played) -> bool:
    told = {code for turn in played.turns for code in turn.told}
    return any(known.hidden and not known.told and known.code not in told for known in knows)


def _next_step(drill: Drill, played: Played, language: Language) -> Mark | None:
    item, said, vague = "resolution.next_step", _first(played, "next"), _first(played, "promise")
    if said:
        return Mark(item, 1, "when_said", *said)
    return Mark(item, 0, "no_time", *vague) if vague else Mark(item, 0, "nothing_next")


def _not(item: str, fine: Why, bad: Why, *moves: Move) -> Judge:
    def judge(drill: Drill, played: Played, language: Language) -> Mark | None:
        at = _first(played, *moves)
        return Mark(item, 0, bad, *at) if at else Mark(item, 1, fine)

    return judge


def _terms(drill: Drill, played: Played, language: Language) -> Mark | None:
    signs = drill.hears.get("terms")
    if signs is None or not signs.any():
        return None
    at = _first(played, "terms")
    return Mark("clarity.terms_stated", 1, "terms_said", *at) if at else Mark("clarity.terms_stated", 0, "no_terms")


def _customer(drill: Drill, played: Played, language: Language) -> Mark | None:
    """A conversation that the agent ends while nothing was done for the customer harms them."""
    item = "compliance.customer"
    blamed = _first(played, "blame")
    gone = [number for number, turn in enumerate(played.turns) if "close" in turn.moves]
    if gone and gone[0] == 0 and played.end:
        return Mark(item, 0, "hung_up", 0, played.turns[0].text)
    if blamed and played.end and drill.ending(played.end).leaves:
        return Mark(item, 0, "blamed", *blamed)
    return Mark(item, 1, "kept")


JUDGES: tuple[Judge, ...] = (
    _said("heard.named_back", "said", "never_said", "name_back"), _clarified, _empathy, _concrete,
    _not("effort.not_asked_again", "not_asked_again", "asked_again", "ask_again"), _right, _terms,
    _not("clarity.no_jargon", "plain", "house_words", "jargon"), _next_step, _customer,
    _not("compliance.law", "kept", "breached", "breach"),
)  # fmt: skip

MARKED = (
    "heard.named_back", "heard.clarified", "heard.empathy", "heard.concrete", "effort.not_asked_again", "resolution.right", "clarity.terms_stated", "clarity.no_jargon",
    "resolution.next_step", "compliance.customer", "compliance.law",
)  # fmt: skip
"""What a play may be marked on."""
TRAINS: dict[str, tuple[Move, ...]] = {
    "heard.named_back": ("name_back",), "heard.clarified": ("ask",), "heard.empathy": ("care",), "resolution.right": ("solve",), "clarity.terms_stated": ("terms",),
    "resolution.next_step": ("next",),
}  # fmt: skip
"""By item, the moves that meet it: a sentence that a drill gives as the better one has to be understood so."""
WEIGHT = (
    "compliance.customer",
    "compliance.law",
    "heard.named_back",
    "heard.empathy",
    "heard.clarified",
    "resolution.right",
    "resolution.next_step",
)


def to_try(marks: Iterable[Mark]) -> Mark | None:
    """The one thing to try next time: what was missed that matters most. None where nothing was. Whoever hung up at once is told what they might have said."""
    missed = {mark.item: mark for mark in marks if mark.mark == 0 and mark.why != "hung_up"}
    order = (*WEIGHT, *(item for item in MARKED if item not in WEIGHT))
    return next((missed[item] for item in order if item in missed), None)
