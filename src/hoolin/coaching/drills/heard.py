"""What the agent wrote, as moves: which, by which sentence, by which sign. By rules and nothing else, so that it can always be said why."""

from collections.abc import Collection, Iterable, Iterator

import msgspec

from hoolin.coaching.drills.drill import Counts, Drill
from hoolin.coaching.drills.general import OPEN, SIGNS, TELL, TIMES, TO_COME
from hoolin.coaching.drills.moves import MOVES, WRITTEN, Move
from hoolin.coaching.drills.signs import Sentence, first_met, language_of, sentences
from hoolin.core.site.rules import Language

ORDER = {move: number for number, move in enumerate(MOVES)}
NONE = Counts()

# What a question is not, once it is one of these.
NO_ASKING: frozenset[Move] = frozenset({"more", "agree", "ask_again", "breach", "switch", "hurry"})
# A sentence that says what happens next, and when, is no empty promise; one that feels with somebody is no empty sorry.
INSTEAD: tuple[tuple[Move, Move], ...] = (
    ("next", "promise"), ("care", "sorry"), ("handoff_note", "handoff"), ("breach", "ask_again"), ("handoff_note", "promise"), ("handoff", "promise"), ("next", "check"),
    ("more", "switch"), ("solve", "blame"), ("more", "promise"), ("explain", "blame"), ("more", "check"), ("close", "switch"), ("agree", "switch"), ("solve", "handoff"), ("more", "hurry"), ("more", "care"), ("ask_again", "handoff"),
)  # fmt: skip


class Understood(msgspec.Struct, frozen=True):
    """One move. text: the sentence that made it. sign: by which it was known. fact: what a question asks after; "" where it is open."""

    move: Move
    text: str = ""
    sign: str = ""
    fact: str = ""


def understand(drill: Drill, text: str, told: Collection[str], language: Language) -> tuple[Understood, ...]:
    """The moves of a turn, each once, in the order in which they count; nothing written is waiting. told: the facts that came out before. language: of the player."""
    pieces = sentences(text)
    if not pieces:
        return (Understood("wait"),)
    spoken = language_of((word for piece in pieces for word in piece.words), language)
    found = _found(drill, pieces, told, spoken)
    if not found and spoken != "ru":
        # A few words in Latin letters may be of the other language that has them.
        found = _found(drill, pieces, told, "en" if spoken == "et" else "et")
    moves = {move for move, _ in found}
    if drill.speaks and spoken == drill.spoken(language):
        found.setdefault(("switch", ""), Understood("switch", pieces[0].text, spoken))
    if "handoff_note" in moves and "handoff" not in moves:
        # A note without a hand-over is no move of its own.
        found.pop(("handoff_note", ""))
    elif "handoff_note" in moves:
        found.pop(("handoff", ""), None)
    if any(move == "ask" and fact for move, fact in found):
        found.pop(("ask", ""), None)
    return tuple(sorted(found.values(), key=lambda one: ORDER[one.move])) or (Understood("unknown", text),)


def _found(
    drill: Drill, pieces: list[Sentence], told: Collection[str], spoken: Language
) -> dict[tuple[Move, str], Understood]:
    """The moves of all sentences, read as one language."""
    found: dict[tuple[Move, str], Understood] = {}
    for piece in pieces:
        for one in _of_sentence(drill, piece, told, spoken):
            # Whoever says goodbye says nothing after it.
            if one.move != "close" or piece is pieces[-1]:
                found.setdefault((one.move, one.fact), one)
    return found


def _of_sentence(drill: Drill, piece: Sentence, told: Collection[str], spoken: Language) -> Iterator[Understood]:
    words, signs = piece.words, SIGNS[spoken]
    hits: dict[Move, str] = {}
    for move in MOVES:
        own = first_met(drill.hears.get(move, NONE).said(spoken), words)
        general = None if move in WRITTEN - {"care", "breach"} or own else first_met(signs.get(move, ()), words)
        if own or general:
            hits[move] = own or general or ""
    if "name_back" not in hits and _opened(signs["name_back"], words) and first_met(drill.concrete.said(spoken), words):
        hits["name_back"] = "…"
    _narrow(hits, drill, piece, spoken)
    asked = list(_asked(drill, piece, told, hits, spoken))
    for move, sign in hits.items():
        yield Understood(move, piece.text, sign)
    yield from asked


def _narrow(hits: dict[Move, str], drill: Drill, piece: Sentence, spoken: Language) -> None:
    """What the rest of the sentence says about a sign."""
    if (
        "next" not in hits
        and not piece.asks
        and first_met(TIMES[spoken], piece.words)
        and first_met(TO_COME[spoken], piece.words)
    ):
        hits["next"] = "…"
    if piece.asks:
        gone: tuple[Move, ...] = ("close", "handoff")
    else:
        gone = ("more", "agree")
    if "close" in hits and not piece.asks:
        gone += ("next", "promise", "sorry", "check", "ask_again")
    for move in gone:
        hits.pop(move, None)
    if drill.identify:
        hits.pop("ask_again", None)
    if not drill.speaks:
        hits.pop("switch", None)
    for better, worse in INSTEAD:
        if better in hits:
            hits.pop(worse, None)


def _asked(
    drill: Drill, piece: Sentence, told: Collection[str], hits: dict[Move, str], spoken: Language
) -> Iterable[Understood]:
    """What a sentence asks after. Something that came out before is asked again, unless it is said back."""
    asks = piece.asks or first_met(TELL[spoken], piece.words)
    if not asks or "more" in hits:
        return
    opened = first_met(OPEN[spoken], piece.words)
    if "name_back" in hits and opened is None:
        # Said back, and asked only whether that is so.
        return
    met = [(known, sign) for known in drill.knows if (sign := first_met(known.asked.said(spoken), piece.words))]
    # A question is taken for all that may still come out by it, before it is taken for one that was answered.
    new = [(known, sign) for known, sign in met if not known.told and known.code not in told]
    for known, sign in new:
        hits.pop("ask_again", None)
        yield Understood("ask", piece.text, sign, known.code)
    if new:
        return
    for known, sign in met:
        # What came out on the way may be asked about further.
        if (
            known.told
            and piece.asks
            and not hits.keys() & {"name_back", "agree", "solve", "terms", "explain"}
            and not drill.identify
        ):
            yield Understood("ask_again", piece.text, sign, known.code)
            return
    if hits.keys() & NO_ASKING:
        return
    if opened or (piece.asks and not hits.keys() & {"name_back", "solve", "terms", "next"}):
        yield Understood("ask", piece.text, "?" if opened is None else "")


def _opened(signs: Iterable[str], words: tuple[str, ...]) -> bool:
    """Whether it begins as whoever says a matter back begins."""
    return first_met(signs, words) is not None
