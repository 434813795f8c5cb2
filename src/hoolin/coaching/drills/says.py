"""What the customer says: the drill's own lines first, general ones otherwise; which variant is said follows from the seed and the turn."""

from collections.abc import Collection, Sequence
from zlib import crc32

from hoolin.coaching.drills.drill import Drill
from hoolin.coaching.drills.lines import GENERAL
from hoolin.coaching.drills.moves import Move
from hoolin.core.site.rules import Language

REACTS: tuple[Move, ...] = (
    "breach", "blame", "handoff", "hurry", "wrong", "ask_again", "jargon", "solve", "terms", "explain", "care", "name_back", "next", "switch", "patience", "handoff_note",
    "promise", "sorry", "wait", "unknown", "agree", "more", "ask", "check", "thanks", "greet",
)  # fmt: skip
"""Of a turn's moves, the first of these is answered."""

SHARP: frozenset[Move] = frozenset({"breach", "blame", "handoff", "hurry", "wrong", "ask_again", "jargon"})
WARM: frozenset[Move] = frozenset({"name_back", "care", "switch", "solve"})
"""Answered also where the customer goes on to tell something."""


def pick(variants: Sequence[str], chance: tuple[int, int], slot: str) -> str:
    """One of them, the same every time for the same seed, turn and place."""
    return variants[crc32(f"{chance[0]}.{chance[1]}.{slot}".encode()) % len(variants)] if variants else ""


def opening(drill: Drill, language: Language, seed: int) -> tuple[str, ...]:
    """The first words."""
    return _parts(pick(drill.opening.said(drill.spoken(language)), (seed, 0), "opening"))


def reply(
    drill: Drill, language: Language, moves: Sequence[Move], told: Sequence[str], kept: Sequence[str], mood: tuple[int, int],
    end: str, chance: tuple[int, int], done: Collection[Move] = (),
) -> tuple[str, ...]:  # fmt: skip
    """What is answered to a turn. told: facts that come out; kept: what is held back. mood: before and after. end: the ending that it leads to, or "". done: moves of earlier turns: what is new is
    answered before what was answered already.
    """
    spoken = drill.spoken(language)
    if end:
        facts = [_fact(drill, code, spoken, chance) for code in told]
        return tuple(
            line for said in (*facts, pick(drill.ending(end).said.said(spoken), chance, end)) for line in _parts(said)
        )
    made = [move for move in REACTS if move in moves]
    first: Move = next((move for move in made if move in SHARP or move not in done), made[0] if made else "unknown")
    said = list[str]()
    if not (told or kept) or first in SHARP | WARM:
        said.append(_reaction(drill, first, spoken, min(mood) < 0, chance))
    for known in drill.knows:
        if known.code in kept and not told:
            said.append(pick(known.holds_back.said(spoken) or GENERAL[spoken]["hold_back"], chance, known.code))
    said += [_fact(drill, code, spoken, chance) for code in told]
    if kept == [""] and not told and not said:
        said.append(pick(GENERAL[spoken]["hold_back"], chance, ""))
    return tuple(line for one in said for line in _parts(one))


def _fact(drill: Drill, code: str, spoken: Language, chance: tuple[int, int]) -> str:
    known = next(one for one in drill.knows if one.code == code)
    return pick(known.said.said(spoken), chance, code)


def _reaction(drill: Drill, move: Move, spoken: Language, low: bool, chance: tuple[int, int]) -> str:
    own, general = drill.answers.get(move), GENERAL[spoken]
    variants: Sequence[str] = ()
    if own is not None:
        variants = (low and own.low.said(spoken)) or own.said.said(spoken)
    variants = variants or (low and general.get(f"{move}_low")) or general.get(move) or general["unknown"]
    return pick(variants, chance, move)


def _parts(said: str) -> tuple[str, ...]:
    """A line may be several messages, or breaths: ` / ` is between them."""
    return tuple(part.strip() for part in said.split(" / ") if part.strip())
