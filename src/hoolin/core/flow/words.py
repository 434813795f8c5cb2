"""The fixed words and keys: whoever says one of them is brought to a person, in every flow, at every node, before anything else.

A flow cannot take them away, cover them with a choice of its own, or ask for them twice. They are known in every language at once, whatever
the flow goes on in, and in their ordinary inflections. Mistaking a chance mention for a wish costs little: a person reads it.

The key is `0`. In a number it is a figure like any other; alone, it asks for a person.
"""

import re

KEY = "0"

STEMS: tuple[str, ...] = (
    # et: inimene, inimese, inimest, inimesega, inimesele, inimesed, inimeste, inimestega …; "pärisinimene" too
    r"(?:päris)?inime(?:ne|se\w*|st\w*)",
    r"operaator\w*", r"teenindaja\w*", r"klienditeenindaja\w*", r"konsultan(?:t|di|te|ti)\w*",
    # ru: оператор, оператора, оператору, оператором, операторы …
    r"оператор(?:а|у|ом|е|ы|ов|ам|ами|ах)?", r"человек(?:а|у|ом|е)?", r"люд(?:и|ей|ям|ьми|ях)", r"человеческ\w*",
    r"сотрудник(?:а|у|ом|е|и|ов|ам|ами|ах)?", r"консультант(?:а|у|ом|е|ы|ов|ам|ами|ах)?", r"агент(?:а|у|ом|е|ы|ов|ам|ами|ах)?",
    r"специалист(?:а|у|ом|е|ы|ов|ам|ами|ах)?",
    # en
    r"humans?", r"agents?", r"persons?", r"people", r"operators?", r"representatives?", r"somebody", r"someone",
    # et: agent, agendi, agenti, agendiga …
    r"agen(?:t|di|ti|dile|diga|dilt|did|tide|tidega|tidele)",
)  # fmt: skip
"""By language. Whole words only: `inimlik` and `agentuur` ask for nobody."""

FIXED = re.compile(rf"(?<!\w)(?:{'|'.join(STEMS)})(?!\w)", re.IGNORECASE)

NO_WORDS = re.compile(r"[^\w'’-]")

LANGUAGE_NAMES: dict[str, tuple[str, ...]] = {
    "et": ("eesti", "eesti keel", "eesti keeles", "estonian", "эстонский"),
    "ru": ("русский", "по-русски", "vene", "vene keel", "vene keeles", "russian"),
    "en": ("english", "inglise", "inglise keel", "inglise keeles", "английский", "по-английски"),
}
"""By which a language is chosen in words."""


def asks_for_person(text: str) -> bool:
    """Whether a customer who says or writes this asks for a person."""
    return text.strip().strip("#") == KEY or FIXED.search(text) is not None


def plain(text: str) -> str:
    """As answers are compared: small letters, single blanks, no punctuation but within words."""
    return " ".join(word for word in (one.strip("-'’_") for one in NO_WORDS.sub(" ", text.casefold()).split()) if word)


def means(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of these words, or the beginning of one inflected, is what was said or stands in it as words of its own."""
    said = f" {plain(text)} "
    return any(f" {plain(word)} " in said for word in words)


COURTESIES = frozenset(
    [
        "aitäh",
        "aitah",
        "tänan",
        "tanan",
        "suur",
        "suured",
        "suurima",
        "tänu",
        "tanu",
        "tänud",
        "teile",
        "teid",
        "kena",
        "ilusat",
        "nägemist",
        "nagemist",
        "nägemiseni",
        "head",
        "aega",
        "päeva",
        "paeva",
        "õhtut",
        "ok",
        "okei",
        "selge",
        "jah",
        "jaa",
        "ei",
        "kõik",
        "oli",
        "korras",
        "hästi",
        "спасибо",
        "благодарю",
        "вам",
        "вас",
        "большое",
        "огромное",
        "до",
        "свидания",
        "хорошо",
        "ок",
        "понятно",
        "всего",
        "доброго",
        "пока",
        "да",
        "нет",
        "всё",
        "все",
        "хорошего",
        "дня",
        "thanks",
        "thank",
        "you",
        "very",
        "much",
        "bye",
        "goodbye",
        "okay",
        "great",
        "fine",
        "good",
        "have",
        "a",
        "nice",
        "day",
        "yes",
        "no",
        "that",
        "was",
        "all",
    ]
)
"""Nothing but thanks and goodbyes, of which none has to be answered by a person."""


def courtesy(text: str) -> bool:
    """Whether this is thanks or goodbye and nothing else."""
    return all(word in COURTESIES for word in plain(text).split())
