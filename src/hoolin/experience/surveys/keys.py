"""A survey by the telephone's keys: which questions can be put so, how they are spoken, and what a key means.

A key is one of 1 to 9, and the better answer has the higher key, except where the answers are words: there the first is yes. A scale of
more than nine answers cannot be put by one key, and is left out.
"""

from hoolin.core.site.rules import Language
from hoolin.experience.criteria.items import Item
from hoolin.experience.criteria.scales import PARTLY

SPOKEN: dict[Language, str] = {
    "et": "{question} Vajutage klahvi {low} kuni {high}. {low}: {worst}. {high}: {best}.",
    "ru": "{question} Нажмите клавишу от {low} до {high}. {low}: {worst}. {high}: {best}.",
    "en": "{question} Press a key from {low} to {high}. {low}: {worst}. {high}: {best}.",
}
IN_WORDS: dict[Language, str] = {
    "et": "{question} {yes}: vajutage 1. {partly}: vajutage 2. {no}: vajutage 3.",
    "ru": "{question} {yes}: нажмите 1. {partly}: нажмите 2. {no}: нажмите 3.",
    "en": "{question} {yes}: press 1. {partly}: press 2. {no}: press 3.",
}


def keys_of(item: Item | None) -> str:
    """The keys that answer an item; "" where it cannot be put by keys, or is none."""
    scale = item.counted if item is not None else None
    if scale is None or scale.low is None or scale.high is None:
        return ""
    if scale.kind == "solved":
        return "123"
    return "".join(map(str, range(scale.low, scale.high + 1))) if 1 <= scale.low <= scale.high <= 9 else ""


def spoken(item: Item, language: Language) -> str:
    """The question as it is spoken, with its keys."""
    scale, question = item.counted, item.question.said(language)
    assert scale.ends is not None
    worst, best = (end.said(language) for end in scale.ends)
    if scale.kind == "solved":
        return IN_WORDS[language].format(question=question, yes=best, partly=PARTLY.said(language), no=worst)
    return SPOKEN[language].format(question=question, low=scale.low, high=scale.high, worst=worst, best=best)


def value_of(item: Item, key: str) -> int:
    """What a key means on the item's scale."""
    return 3 - int(key) if item.scale == "solved" else int(key)
