"""Whether a line is in a language and a customer's own voice: by its letters, by words the house's own drills use, by who speaks, and of what gender."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from hoolin.coaching.drills.drill import Drill
from hoolin.coaching.drills.general import OPEN, SIGNS
from hoolin.coaching.drills.lines import GENERAL
from hoolin.coaching.drills.signs import plain
from hoolin.coaching.drills.written import shipped
from hoolin.core.site.rules import LANGUAGES, Language

PUNCTUATION = frozenset(" .,!?…:;-–—'’%€/")
LETTERS: MappingProxyType[Language, frozenset[str]] = MappingProxyType({
    "et": frozenset("abcdefghijklmnopqrstuvwxyzõäöüšž"), "ru": frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя"), "en": frozenset("abcdefghijklmnopqrstuvwxyzé"),
})  # fmt: skip

KNOWN_SHARE = 0.55
"""Of its words, so many at least begin like words of the house's drills in that language."""

_MAN = re.compile(r"\bя(?:\s+\w+){0,3}?\s+\w+л(?:ся)?\b")
_WOMAN = re.compile(r"\bя(?:\s+\w+){0,3}?\s+\w+л(?:а|ась)\b")


@cache
def small(language: Language) -> frozenset[str]:
    """Small words, as `plain` leaves them: they tell of no drill, whoever says them."""
    return frozenset((files(__package__) / "small" / f"{language}.txt").read_text(encoding="utf-8").split())


NOT_THEIRS = re.compile(
    r"(?:language|ai|artificial|chat) ?(?:model|intelligence|bot)|\bas an ai\b|assistant|instruction|prompt|rephras|paraphras|in other words|here is|here's the|system\b|ignore (?:all|the|previous)|role.?play|how (?:can|may) i help|customer\b|"
    r"keelemudel|tehisaru|juhis|assistent|sõnasta|umbersõnast|ümbersõnast|teisisõnu|süsteemi?sõnum|kuidas saan (?:teid )?aidata|eira (?:kõiki|eelnevaid)|klient\b|kliendi\b|"
    r"языков\w+ модел|искусственн\w+ интеллект|инструкц|ассистент|перефраз|другими словами|промпт|игнорируй|чем (?:могу|я могу) (?:вам )?помочь|клиент\b|https?|www|\.(?:com|ee|ru|net|org)\b",
    re.IGNORECASE,
)
"""What only somebody says who speaks of the task, to the customer, or for somebody else."""

YES: dict[Language, frozenset[str]] = {
    "et": frozenset({"jah", "jaa", "just", "muidugi", "tapselt"}), "ru": frozenset({"да", "ага", "конечно", "именно", "точно"}), "en": frozenset({"yes", "yeah", "yep", "exactly", "sure", "right"}),
}  # fmt: skip
NO: dict[Language, frozenset[str]] = {
    "et": frozenset({"ei"}),
    "ru": frozenset({"нет", "не"}),
    "en": frozenset({"no", "not", "nope"}),
}


def in_letters(line: str, written: str, language: Language) -> bool:
    """Whether every letter is one of the language, or of a word that the written line has (`SIM` in a Russian one), and everything else plain punctuation."""
    theirs = set(re.findall(r"[^\W\d_]+", written.lower()))
    for word in re.findall(r"[^\W\d_]+", line.lower()):
        if not set(word) <= LETTERS[language] and word not in theirs:
            return False
    return all(one.isalpha() or one.isdecimal() or one in PUNCTUATION for one in line) and line.isprintable()


def in_language(line: str, drill: Drill, language: Language) -> bool:
    """Whether most of its words are known in that language, and not more of them in another."""
    words = [word for word in plain(line) if word.isalpha()]
    shares = {one: _share(words, _beginnings(one), _own(drill, one)) for one in LANGUAGES}
    return shares[language] >= KNOWN_SHARE and shares[language] >= max(shares.values())


def known(word: str, language: Language) -> bool:
    """Whether a word begins like one of the house's drills in that language."""
    return _cut(word) in _beginnings(language)


def usual(word: str, language: Language) -> bool:
    """Whether it is a small word, or one of general lines: it tells of no drill."""
    return word in small(language) or _cut(word) in _general(language)


def genders(lines: Iterator[str] | list[str]) -> frozenset[str]:
    """Of whoever says these lines of themselves in Russian: `man`, `woman`; none where nothing tells."""
    found = set()
    for line in lines:
        text = line.lower().replace("ё", "е")
        found |= {"woman"} if _WOMAN.search(text) else set()
        found |= {"man"} if _MAN.search(text) else set()
    return frozenset(found)


def spoken_lines(drill: Drill, language: Language) -> Iterator[str]:
    """Everything that the customer of a drill may say."""
    yield from drill.opening.said(language)
    for known in drill.knows:
        yield from (*known.said.said(language), *known.holds_back.said(language))
    for answers in drill.answers.values():
        yield from (*answers.said.said(language), *answers.low.said(language))
    for ending in drill.endings:
        yield from ending.said.said(language)


def _share(words: list[str], *beginnings: frozenset[str]) -> float:
    return sum(any(_cut(word) in known for known in beginnings) for word in words) / len(words) if words else 0.0


def _cut(word: str) -> str:
    return word[:4]


@cache
def _general(language: Language) -> frozenset[str]:
    return frozenset(_cut(word) for lines in GENERAL[language].values() for line in lines for word in plain(line))


@cache
def _beginnings(language: Language) -> frozenset[str]:
    """Of words in the drills that ship with Hoolin, in general lines, and in general signs."""
    found = set(_general(language)) | {_cut(word) for word in small(language)}
    for drill in shipped().values():
        found |= _own(drill, language)
    for sign in (*OPEN[language], *(sign for signs in SIGNS[language].values() for sign in signs)):
        found |= {_cut(word) for word in plain(sign)}
    return frozenset(found)


def _own(drill: Drill, language: Language) -> frozenset[str]:
    texts = [
        *spoken_lines(drill, language),
        drill.situation.said(language),
        drill.about.said(language),
        drill.need.said(language),
    ]
    texts += [better.said(language) for better in drill.better.values()]
    return frozenset(_cut(word) for text in texts for word in plain(text))
