"""What may be put into other words, and the question for it: the written lines of the newest answer, the customer's language and mood, and what they have said so far."""

import msgspec

from hoolin.coaching.drills.drill import Drill
from hoolin.coaching.drills.phrasing.saying import lines_of
from hoolin.coaching.drills.play import Played
from hoolin.core.site.rules import Language

SAID_MAX = 8
"""Of what was said before, the newest lines go with the question."""

AS_WRITTEN = frozenset('()[]{}<>„“”«»"*_`|\\')
"""A line with one of these speaks of a deed, quotes somebody, or is a form; it is said as it is written, and so is one without a word."""

ALPHABET: dict[Language, str] = {"et": "Estonian", "ru": "Russian", "en": "English"}

EXAMPLES: dict[Language, tuple[str, str]] = {
    "et": ("Ma ootasin eile kaks tundi ja keegi ei tulnud.", "Eile ootasin ma kaks tundi, aga keegi ei tulnud."),
    "ru": ("Я вчера прождала два часа, и никто не приехал.", "Вчера я два часа прождала, а никто так и не приехал."),
    "en": ("I waited two hours yesterday and nobody came.", "Yesterday I waited two hours, and nobody came."),
}
"""What is wanted, shown once: small models follow an example better than a rule."""

TASK = (
    "You put lines of a customer into other words for a practice conversation. Write {language} only. Keep the meaning, the speaker, and every number, price, day, time and name of the line exactly. "
    "Add nothing and leave nothing out. Ask only what the line asks. About the same length, everyday words, plain text on one line for each line you get, no quotation marks, no comment."
)
"""The same for every line, so that a server may keep it at hand."""


class Asking(msgspec.Struct, frozen=True):
    """Lines that may be put into other words. turn: of which answer, 0 the opening. written: all of its lines. wanted: which of them, by place. spoken: the customer's language. mood: theirs after it. said: what they
    said before, the oldest first, as it was written.
    """

    turn: int
    written: tuple[str, ...]
    wanted: tuple[int, ...]
    spoken: Language
    mood: int
    said: tuple[str, ...]


def asking(drill: Drill, played: Played, language: Language) -> Asking:
    """Of the newest answer of a play, as it stands without a model. language: of the player."""
    answers = lines_of(played)
    written = answers[-1]
    wanted = tuple(
        at for at, line in enumerate(written) if not AS_WRITTEN & set(line) and any(one.isalpha() for one in line)
    )
    mood = played.turns[-1].mood if played.turns else drill.mood
    said = tuple(line for answer in answers[:-1] for line in answer)
    return Asking(len(answers) - 1, written, wanted, drill.spoken(language), mood, said)


def messages(asked: Asking) -> list[dict[str, str]]:
    """The question, as servers of language models take it."""
    written, phrase = EXAMPLES[asked.spoken]
    said = "\n".join(asked.said[-SAID_MAX:]) or "-"
    lines = "\n".join(asked.written[at] for at in asked.wanted)
    return [
        {"role": "system", "content": TASK.format(language=ALPHABET[asked.spoken])},
        {"role": "user", "content": _question("-", _mood(-1), 1, written)},
        {"role": "assistant", "content": phrase},
        {"role": "user", "content": _question(said, _mood(asked.mood), len(asked.wanted), lines)},
    ]


def _question(said: str, mood: str, number: int, lines: str) -> str:
    return f"Said before:\n{said}\n\nMood: {mood}\nLines to put into other words ({number}):\n{lines}"


def _mood(mood: int) -> str:
    if mood < -1:
        return "upset, does not feel heard"
    return "uneasy" if mood < 1 else "relieved, feels heard"
