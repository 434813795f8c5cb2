"""What a line says exactly: its numbers, days and times of day, money, and names. Whoever puts it into other words has to carry all of these and may bring none."""

import re
from collections.abc import Iterable
from functools import cache
from types import MappingProxyType

from hoolin.coaching.drills.signs import plain
from hoolin.core.site.rules import Language

_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_BEGINS = re.compile(r"(?:^|[.!?…:]\s*)[^\w]*$")

NUMBERS: MappingProxyType[Language, dict[str, str]] = MappingProxyType({
    "et": {
        "2": r"kaks|kahe|kahte|kahes|kahest|kahel|kahele|kaheks|kahega", "3": r"kolm|kolme\w{0,2}", "4": r"neli|nelja\w{0,2}", "5": r"viis|viie|viit|viieks|viiest|viiel", "6": r"kuue|kuut|kuueks|kuuest|kuuel",
        "7": r"seitse|seitsme\w{0,2}", "8": r"kaheksa\w{0,2}", "9": r"uheksa\w{0,2}", "10": r"kumme|kumne\w{0,2}", "11": r"uksteist|uheteist\w*", "12": r"kaksteist|kaheteist\w*", "20": r"kakskummend|kahekumne\w*", "30": r"kolmkummend",
        "100": r"sada|saja", "second": r"teine|teise|teist", "third": r"kolmas|kolmanda\w*", "fourth": r"neljas|neljanda\w*", "half": r"pool|poole\w{0,2}", "twice": r"kaks=korda",
    },
    "ru": {
        "2": r"два|две|двух|двум|двумя", "3": r"три|трех|трем|тремя|трое", "4": r"четыре|четырех|четырем", "5": r"пять|пяти|пятью", "6": r"шесть|шести|шестью", "7": r"семь|семи", "8": r"восемь|восьми", "9": r"девять|девяти",
        "10": r"десять|десяти", "11": r"одиннадцат\w+", "12": r"двенадцат\w+", "20": r"двадцат\w+", "30": r"тридцат\w+", "100": r"сто|ста|сотн\w+", "second": r"второ\w+|втор\w{2}", "third": r"трет\w{1,4}", "fourth": r"четверт(?:ый|ая|ое|ого|ой|ую|ом)",
        "half": r"пол|половин\w+|полдня|полчаса|полгода",
    },
    "en": {
        "2": r"two|twice", "3": r"three", "4": r"four", "5": r"five", "6": r"six", "7": r"seven", "8": r"eight", "9": r"nine", "10": r"ten", "11": r"eleven", "12": r"twelve", "20": r"twenty", "30": r"thirty", "100": r"hundred", "second": r"second",
        "third": r"third", "fourth": r"fourth", "half": r"half",
    },
})  # fmt: skip
"""Words for numbers, by what they stand for, as `plain` leaves them. `one` is an article as often as a number, and `kuus` a month: they are no numbers here."""

TIMES: MappingProxyType[Language, dict[str, str]] = MappingProxyType({
    "et": {
        "mon": r"esmaspa\w+", "tue": r"teisipa\w+", "wed": r"kolmapa\w+", "thu": r"neljapa\w+", "fri": r"reede\w{0,3}", "sat": r"laupa\w+", "sun": r"puhapa\w+", "today": r"tana|tanane|tanase\w*|tanaseks", "tomorrow": r"homme|homse\w*|homne|homseks",
        "yesterday": r"eile|eilne|eilse\w*", "morning": r"hommik\w*", "evening": r"ohtu\w*", "night": r"oosel|ooseks|ood|ooks", "noon": r"louna\w*", "january": r"jaanuar\w*", "february": r"veebruar\w*", "march": r"marts\w*", "april": r"aprill\w*", "june": r"juuni\w*",
        "july": r"juuli\w*", "august": r"august\w*", "september": r"septembr?i?\w*", "october": r"oktoob\w*", "november": r"novemb\w*", "december": r"detsemb\w*", "hour": r"tund|tunni\w*|tundi\w*", "week": r"nadal\w*",
        "year": r"aasta\w*", "minute": r"minut\w*",
    },
    "ru": {
        "mon": r"понедельник\w*", "tue": r"вторник\w*", "wed": r"сред[ауые]", "thu": r"четверг\w*", "fri": r"пятниц\w*", "sat": r"суббот\w*", "sun": r"воскресен\w*", "today": r"сегодня\w*", "tomorrow": r"завтра|завтрашн\w+", "yesterday": r"вчера|вчерашн\w+",
        "morning": r"утр[оамеу]м?|утренн\w+", "evening": r"вечер\w*", "night": r"ноч\w+", "noon": r"обед\w*|полдень|полудн\w+", "january": r"январ\w+", "february": r"феврал\w+", "march": r"марта?", "april": r"апрел\w+", "may": r"мая|май", "june": r"июн\w+",
        "july": r"июл\w+", "august": r"август\w*", "september": r"сентябр\w+", "october": r"октябр\w+", "november": r"ноябр\w+", "december": r"декабр\w+", "hour": r"час|часа|часов|часу|часам", "week": r"недел\w+", "year": r"год|года|лет|году", "minute": r"минут\w*",
    },
    "en": {
        "mon": r"mondays?", "tue": r"tuesdays?", "wed": r"wednesdays?", "thu": r"thursdays?", "fri": r"fridays?", "sat": r"saturdays?", "sun": r"sundays?", "today": r"todays?", "tomorrow": r"tomorrows?", "yesterday": r"yesterdays?", "morning": r"mornings?",
        "evening": r"evenings?", "night": r"nights?|tonight", "noon": r"noon|midday", "january": r"january", "february": r"february", "march": r"march", "april": r"april", "june": r"june", "july": r"july", "august": r"august", "september": r"september",
        "october": r"october", "november": r"november", "december": r"december", "hour": r"hours?", "week": r"weeks?", "year": r"years?", "minute": r"minutes?",
    },
})  # fmt: skip

MONEY = ("euro", "евро", "cent", "sent", "senti", "цент", "евроцент")

POLITE = frozenset({"i", "te", "teie", "teid", "teil", "teile", "teilt", "teiega", "вы", "вас", "вам", "вами", "ваш", "ваша", "ваше", "ваши", "вашу", "вашей", "вашего"})  # fmt: skip
"""Written large within a sentence, and no names."""


@cache
def _kinds(language: Language) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(words)) for name, words in {**NUMBERS[language], **TIMES[language]}.items())


def exact(line: str, language: Language) -> frozenset[str]:
    """Numbers, times and money of a line, each by what it stands for: `kolm` and `3` are the same."""
    found = {_number(one) for one in _DIGITS.findall(line)}
    for word in plain(line):
        if word.startswith(MONEY):
            found.add("money")
        found.update(name for name, words in _kinds(language) if words.fullmatch(word))
    return frozenset(found)


def names(line: str) -> tuple[str, ...]:
    """Words written large within a sentence, and those with more than one large letter, as `plain` leaves them. What begins a sentence may be a name and may be none."""
    found = list[str]()
    for word in _WORD.finditer(line):
        text = word.group()
        large = text[0].isupper() and not _BEGINS.search(line[: word.start()])
        if (large or sum(letter.isupper() for letter in text) > 1) and text.split("'")[0].split("’")[
            0
        ].lower() not in POLITE:
            found += plain(text)[:1]
    return tuple(found)


def firsts(line: str) -> tuple[str, ...]:
    """Words that begin a sentence, as `plain` leaves them: each may be a name."""
    return tuple(
        first
        for word in _WORD.finditer(line)
        if _BEGINS.search(line[: word.start()])
        for first in plain(word.group())[:1]
    )


def same_stem(one: str, other: str) -> bool:
    """Whether two words may be forms of one: short words are the same, longer ones begin alike."""
    shorter = min(len(one), len(other))
    if one.isdigit() or other.isdigit() or shorter < 4:
        return one == other if shorter < 3 else one[:3] == other[:3] and abs(len(one) - len(other)) <= 3
    length = 4 if shorter < 6 else shorter - 2
    return one[:length] == other[:length]


def among(word: str, words: Iterable[str]) -> bool:
    """Whether one of these may be a form of it."""
    return any(same_stem(word, other) for other in words)


def _number(digits: str) -> str:
    return digits.replace(",", ".").replace(":", ".").removesuffix(".00")
