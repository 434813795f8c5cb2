"""What the page of changes says, in each language; how a day and a share are said."""

from datetime import date
from math import ceil, floor
from typing import Any

from hoolin.core.site.rules import Language

NBSP = "\u00a0"

TEXTS: dict[Language, dict[str, str]] = {
    "et": {
        "title": "Mida oleme muutnud",
        "lead": "Teie rääkisite, meie muutsime. Siin on kõik muudatused, mis said alguse Teie pöördumistest, uuemad eespool.",
        "measured": "Kus mõõtmine kinnitab, et muudatus aitas, seisab ka, kui palju harvem Teil selle pärast enam meie poole pöörduda tuleb.",
        "none": "Ühestki muudatusest ei ole veel teada antud.",
        "helped": "See aitas: sellest ajast tuleb Teil selle pärast meie poole pöörduda {fewer} harvem. Oleme 95% kindlad, et vahe on {low}–{high}%.",
        "languages": "Keel", "more": "Veel", "contact": "Võtke ühendust", "prices": "Hinnad", "mirror": "Kuidas meil läheb", "data": "Andmed (JSON)",
        "stop": "Muudatuste teated",
        "stop_lead": "Kirjutasime Teile, sest muutsime midagi, mille pärast Te meie poole pöördusite. Kui Te selliseid teateid ei soovi, siis rohkem me neid ei saada.",
        "stop_do": "Ärge muudatustest mulle kirjutage",
        "stopped": "Selge. Me ei kirjuta Teile muudatustest enam. Teie küsimustele vastame ikka.",
        "again_do": "Kirjutage siiski",
        "again": "Hästi: kui muudame midagi, mille pärast olete meie poole pöördunud, anname Teile teada.",
        "to_changes": "Kõik muudatused",
        "no_link": "See link ei kehti. Avage see otse sõnumist, mille saatsime.",
    },
    "ru": {
        "title": "Что мы изменили",
        "lead": "Вы рассказали — мы изменили. Здесь все изменения, которые начались с ваших обращений; новые — сверху.",
        "measured": "Там, где измерения подтверждают, что изменение помогло, сказано, насколько реже вам приходится из-за этого обращаться.",
        "none": "Пока ни об одном изменении не объявлено.",
        "helped": "Это помогло: с тех пор вам приходится обращаться к нам из-за этого {fewer} реже. Мы на 95\u00a0% уверены, что разница — {low}–{high}\u00a0%.",
        "languages": "Язык", "more": "Ещё", "contact": "Связаться с нами", "prices": "Цены", "mirror": "Как у нас дела", "data": "Данные (JSON)",
        "stop": "Сообщения об изменениях",
        "stop_lead": "Мы написали вам, потому что изменили то, из-за чего вы к нам обращались. Если вы не хотите таких сообщений, больше мы их присылать не будем.",
        "stop_do": "Не пишите мне об изменениях",
        "stopped": "Понятно. Об изменениях мы вам больше не напишем. На ваши вопросы мы по-прежнему отвечаем.",
        "again_do": "Всё-таки пишите",
        "again": "Хорошо: если мы изменим то, из-за чего вы обращались, мы вам сообщим.",
        "to_changes": "Все изменения",
        "no_link": "Эта ссылка не действует. Откройте её прямо из сообщения, которое мы прислали.",
    },
    "en": {
        "title": "What we have changed",
        "lead": "You told us, and we changed it. These are all the changes that began with your getting in touch, the newest first.",
        "measured": "Where measuring confirms that a change helped, it says how much less often you have had to get in touch about it since.",
        "none": "No change has been announced yet.",
        "helped": "It helped: since then you have had to get in touch about it {fewer} less often. We are 95% sure that the difference lies between {low}% and {high}%.",
        "languages": "Language", "more": "More", "contact": "Get in touch", "prices": "Prices", "mirror": "How we are doing", "data": "Data (JSON)",
        "stop": "Messages about changes",
        "stop_lead": "We wrote to you because we changed something that you had got in touch about. If you would rather not get such messages, we shall send no more.",
        "stop_do": "Do not write to me about changes",
        "stopped": "Understood. We shall not write to you about changes any more. Your questions are answered as ever.",
        "again_do": "Do write to me after all",
        "again": "Good: when we change something that you got in touch about, we shall tell you.",
        "to_changes": "All changes",
        "no_link": "This link does not work. Open it right from the message that we sent.",
    },
}  # fmt: skip

MONTHS: dict[Language, tuple[str, ...]] = {
    "et": (
        "jaanuar", "veebruar", "märts", "aprill", "mai", "juuni", "juuli", "august", "september", "oktoober", "november", "detsember",
    ),
    "ru": (
        "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip

DAYS: dict[Language, str] = {
    "et": "{day}. {month} {year}",
    "ru": "{day} {month} {year} г.",
    "en": "{day} {month} {year}",
}

NAMED: tuple[tuple[float, dict[Language, str]], ...] = (
    (0.10, {"et": "kümnendiku võrra", "ru": "на десятую часть", "en": "a tenth"}),
    (0.20, {"et": "viiendiku võrra", "ru": "на пятую часть", "en": "a fifth"}),
    (0.25, {"et": "veerandi võrra", "ru": "на четверть", "en": "a quarter"}),
    (1 / 3, {"et": "kolmandiku võrra", "ru": "на треть", "en": "a third"}),
    (0.50, {"et": "poole võrra", "ru": "вдвое", "en": "half"}),
    (2 / 3, {"et": "kahe kolmandiku võrra", "ru": "на две трети", "en": "two thirds"}),
    (0.75, {"et": "kolmveerandi võrra", "ru": "на три четверти", "en": "three quarters"}),
)
"""Shares that have a name."""

NEAR = 0.015
"""So far from one it is still called by its name."""

PERCENT: dict[Language, str] = {"et": "{n}% võrra", "ru": "на {n}\u00a0%", "en": "{n}%"}


def say(language: Language, key: str, **parts: Any) -> str:
    """A text, filled."""
    return TEXTS[language][key].format(**parts)


def say_day(language: Language, day: date) -> str:
    """A day with its year."""
    return DAYS[language].format(day=day.day, month=MONTHS[language][day.month - 1], year=day.year).replace(" ", NBSP)


def say_share(language: Language, share: float) -> str:
    """By how much, in the words people use."""
    named = next((names for of, names in NAMED if abs(share - of) <= NEAR), None)
    return named[language] if named is not None else PERCENT[language].format(n=round(100 * share))


def helped(language: Language, fewer: float, low: float, high: float) -> str:
    """By how much fewer contacts there are, with the ends of the interval rounded outwards: never surer than we are."""
    ends = {"low": max(0, floor(100 * low)), "high": min(100, ceil(100 * high))}
    return say(language, "helped", fewer=say_share(language, fewer), **ends)
