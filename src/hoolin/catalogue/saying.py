"""A price in words, as it is said to one customer: the public name, the amount, what it is paid for, and since when it holds.

    Medium: €11 a month (price list of 1 February 2027)

These are the only words in which a price is inserted; whoever changes them has typed a price of their own.
"""

from hoolin.catalogue.decide import LocalDay, Published
from hoolin.catalogue.prices import Fee, Per, Plan
from hoolin.core.site.rules import Language

PAID_FOR: dict[Language, dict[Per, str]] = {
    "et": {
        "once": "ühekordselt", "month": "kuus", "year": "aastas", "day": "päevas", "gigabyte": "GB eest", "megabyte": "MB eest",
        "minute": "minutis", "message": "sõnumi eest", "hour": "tunnis", "piece": "tükk",
    },
    "ru": {
        "once": "один раз", "month": "в месяц", "year": "в год", "day": "в день", "gigabyte": "за ГБ", "megabyte": "за МБ",
        "minute": "за минуту", "message": "за сообщение", "hour": "за час", "piece": "за штуку",
    },
    "en": {
        "once": "once", "month": "a month", "year": "a year", "day": "a day", "gigabyte": "a GB", "megabyte": "an MB",
        "minute": "a minute", "message": "a message", "hour": "an hour", "piece": "each",
    },
}  # fmt: skip

LINE: dict[Language, str] = {
    "et": "{name}: {price} (hinnakiri alates {day})",
    "ru": "{name}: {price} (прейскурант с {day})",
    "en": "{name}: {price} (price list of {day})",
}

FREE: dict[Language, str] = {"et": "tasuta", "ru": "бесплатно", "en": "free"}

MONTHS: dict[Language, tuple[str, ...]] = {
    "et": (
        "jaanuar", "veebruar", "märts", "aprill", "mai", "juuni", "juuli", "august", "september", "oktoober", "november",
        "detsember",
    ),
    "ru": (
        "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
        "декабря",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
}  # fmt: skip

DAY: dict[Language, str] = {"et": "{day}. {month} {year}", "ru": "{day} {month} {year}", "en": "{day} {month} {year}"}


def said(one: Plan | Fee, currency: str, day: LocalDay, language: Language) -> str:
    """The line for a plan or a fee. day: from which the list holds, where the site is."""
    year, month, number = day
    written = DAY[language].format(day=number, month=MONTHS[language][month - 1], year=year)
    price = f"{money(one.amount, currency, language)} {PAID_FOR[language][one.per]}" if one.amount else FREE[language]
    return LINE[language].format(name=one.name.said(language), price=price, day=written)


def money(amount: int, currency: str, language: Language) -> str:
    """An amount in the smallest unit as the public page writes it: whole sums without cents, and a plain space, which every channel carries."""
    whole, cents = divmod(amount, 100)
    sign = "€" if currency == "EUR" else currency
    if language == "en":
        number = f"{whole:,}" + (f".{cents:02d}" if cents else "")
        return f"{sign}{number}" if currency == "EUR" else f"{sign} {number}"
    number = f"{whole:,}".replace(",", " ") + (f",{cents:02d}" if cents else "")
    return f"{number} {sign}"


def lines(listed: Published, day: LocalDay, language: Language) -> dict[str, str]:
    """Every line of a list by the code of its plan or fee."""
    return {one.code: said(one, listed.prices.currency, day, language) for one in listed.prices.everything()}
