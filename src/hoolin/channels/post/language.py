"""Which language a few words are in, when nobody has said so: by their letters first, then by the commonest words.

A guess that the customer and the agent can correct; it only decides whom a first message is brought to.
"""

import re
from collections.abc import Sequence

from hoolin.core.site.rules import Language

WORDS: dict[Language, frozenset[str]] = {
    "et": frozenset(
        [
            "ja",
            "on",
            "ei",
            "ma",
            "see",
            "et",
            "mis",
            "kui",
            "aga",
            "oli",
            "mul",
            "mu",
            "te",
            "teie",
            "kas",
            "palun",
            "tere",
            "aitäh",
            "arve",
            "kuidas",
            "miks",
            "ning",
            "olen",
            "saan",
            "sooviks",
            "soovin",
            "minu",
            "ole",
            "pole",
            "või",
            "siis",
            "juba",
            "veel",
            "nii",
            "kus",
            "kes",
            "meie",
            "teil",
            "nende",
            "selle",
            "seda",
        ]
    ),
    "en": frozenset(
        [
            "the",
            "and",
            "is",
            "to",
            "of",
            "in",
            "you",
            "my",
            "it",
            "for",
            "that",
            "with",
            "have",
            "not",
            "are",
            "this",
            "please",
            "hello",
            "hi",
            "thank",
            "thanks",
            "how",
            "what",
            "why",
            "when",
            "can",
            "i",
            "we",
            "your",
            "on",
            "was",
            "do",
            "be",
            "would",
            "bill",
        ]
    ),
}

CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
LETTERS = re.compile(r"[^\W\d_]")
ESTONIAN = re.compile(r"[õäöü]", re.IGNORECASE)

CHARACTERS_READ_MAX = 2_000

SCORE_MIN = 0.1

_LATIN: tuple[Language, Language] = ("et", "en")


def guess(text: str, known: Language | None, spoken: Sequence[Language]) -> Language:
    """The language of a text, out of those the site speaks; where it cannot be told, the known one, else the site's first."""
    scores = _scores(text[:CHARACTERS_READ_MAX])
    best: Language = max(spoken, key=lambda language: scores[language], default="et")
    if scores[best] > SCORE_MIN:
        return best
    return known if known is not None and known in spoken else spoken[0] if spoken else "et"


def _scores(text: str) -> dict[Language, float]:
    letters = len(LETTERS.findall(text))
    words = re.findall(r"[^\W\d_]+", text.lower())
    if not letters or not words:
        return {"et": 0.0, "ru": 0.0, "en": 0.0}
    estonian, english = (sum(word in WORDS[language] for word in words) / len(words) for language in _LATIN)
    return {
        "et": estonian + 0.5 * bool(ESTONIAN.search(text)),
        "ru": len(CYRILLIC.findall(text)) / letters,
        "en": english,
    }
