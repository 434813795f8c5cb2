"""Telephone numbers as trunks write them ↔ in the form in which they are compared, the same as for SMS (`+3725551234`). Pure."""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from hoolin.core.address import checked_address
from hoolin.core.errors import Invalid
from hoolin.core.site.rules import Language

NAMELESS = frozenset({"", "anonymous", "unknown", "unavailable", "restricted", "private", "withheld", "asterisk"})
"""What trunks write where a caller does not want to be known."""

NATIONAL_DIGITS_MIN = 6
"""Shorter ones are short codes, or telephones within a house: they get no country."""

PREMIUM = (
    "+372900", "+37190", "+37090", "+358600", "+358700", "+46900", "+46939", "+46944", "+4699", "+4870", "+49900", "+49137", "+449", "+7803",
    "+7809", "+1900", "+1976", "+979",
)  # fmt: skip
"""Numbers at a price of their own, of Estonia, its neighbours, and where many call: barred unless they are allowed by name."""

DIALLED = re.compile(r"\+?[0-9]{3,18}")


def caller(user: str, country: str = "") -> str:
    """The number of whoever calls, in the form in which it is compared; empty when they do not want to be known, or it is no number."""
    said = unquote(user).split(";")[0].strip()
    if said.casefold() in NAMELESS:
        return ""
    try:
        return international(said, country)
    except Invalid:
        return ""


def international(said: str, country: str = "") -> str:
    """A number with its country. Raises Invalid (`address_phone`)."""
    number = checked_address("phone", said)
    if number.startswith("+") or not country:
        return number
    if number.startswith("0") or NATIONAL_DIGITS_MIN <= len(number) <= 10:
        return checked_address("phone", f"+{country}{number.lstrip('0')}")
    return number


UNCALLABLE: dict[Language, str] = {
    "et": "Sellele numbrile me helistada ei saa. Andke palun mõni teine number või kirjutage meile.",
    "ru": "На этот номер мы позвонить не можем. Укажите, пожалуйста, другой номер или напишите нам.",
    "en": "We cannot call that number. Please give another one, or write to us.",
}
"""To whoever wants to be called at a number that may not be."""


class Uncallable(Invalid):
    """This number may not be called from here; it is not promised either."""

    @classmethod
    def of(cls) -> "Uncallable":
        """The refusal, in words for whoever gave the number."""
        return cls("number_not_callable", said=UNCALLABLE)


def emergency(said: str, numbers: Iterable[str]) -> str:
    """The number of help that this is, however it was typed; empty where it is none."""
    digits = "".join(one for one in unquote(said) if one.isdigit())
    return digits if digits in set(numbers) and not said.strip().startswith("+") else ""


def may_dial(number: str, allowed: Iterable[str], barred: Iterable[str]) -> bool:
    """Whether a number may be called: the longest prefix that fits decides, and what fits none may not. Premium numbers within a
    country that is allowed are barred by a longer prefix.
    """
    if DIALLED.fullmatch(number) is None:
        return False
    fits = max((len(one) for one in allowed if number.startswith(one)), default=-1)
    return fits > max((len(one) for one in barred if number.startswith(one)), default=-1)


def bars(barred: Iterable[str], allowed: Iterable[str], country: str) -> tuple[str, ...]:
    """Beginnings of numbers that may not be called, in the form in which numbers are compared: those that are set, however they were written
    (`900`, `0900`, `00372900`, `+372900`), and `PREMIUM` but for those that are allowed just so.
    """
    found = set(PREMIUM) - set(allowed)
    for one in barred:
        found.add(one)
        if one.startswith("00"):
            found.add(f"+{one[2:]}")
        elif country and not one.startswith("+"):
            found.add(f"+{country}{one.lstrip('0')}")
            if one.startswith(country) and one != country:
                found.add(f"+{one}")
    return tuple(sorted(found))
