"""Telephone numbers as SMPP writes them ↔ in the form they are compared in (`+3725551234`). Pure."""

from functools import lru_cache

from hoolin.channels.sms.manifest import SmsAccount
from hoolin.channels.sms.pdu import Number

INTERNATIONAL, NATIONAL, ALPHANUMERIC = 1, 2, 5
ISDN = 1

SPACING = {ord(one): None for one in " ()-./\u00a0"}

SHORT_DIGITS_MAX = 7
"""Numbers as short as this are short codes or within a house: they get no country."""


def comparable(number: Number, country: str = "") -> str:
    """The form a number is compared in: with `+` when it is international, else as it came.

    The type of number is often wrong: a leading `+` or `00`, and a length that no national number has, say more than it does.
    """
    digits = number.digits.strip()
    if number.ton == ALPHANUMERIC or not digits.lstrip("+").isdigit() or not digits.isascii():
        return digits
    if digits.startswith("+"):
        return digits
    if number.ton == INTERNATIONAL:
        return "+" + digits.removeprefix("00")
    if digits.startswith("00") and len(digits) > SHORT_DIGITS_MAX:
        return "+" + digits[2:]
    if country and (number.ton == NATIONAL or digits.startswith("0")) and len(digits) > 4:
        return f"+{country}{digits.lstrip('0')}"
    if number.ton == NATIONAL or len(digits) <= SHORT_DIGITS_MAX:
        return digits
    return "+" + digits


def destination(value: str) -> Number | None:
    """Where a message goes; None for what is no number. Nobody can write to a name."""
    digits = value.translate(SPACING)
    bare = digits.removeprefix("+")
    if not bare.isdigit() or not bare.isascii() or not 3 <= len(bare) <= 20:
        return None
    return Number(INTERNATIONAL, ISDN, bare) if digits.startswith("+") else Number(0, ISDN, bare)


def source(account: SmsAccount) -> Number:
    """Who we are, with the type of number that the settings give or that it looks like."""
    return named(account.source, account.source_ton, account.source_npi)


@lru_cache(maxsize=1_000)
def named(value: str, given_ton: int, given_npi: int) -> Number:
    """A source; what is given as -1 is told from how it looks."""
    bare = value.removeprefix("+")
    if not bare.isdigit():
        ton, npi = ALPHANUMERIC, 0
    elif value.startswith("+"):
        ton, npi = INTERNATIONAL, ISDN
    else:
        ton, npi = 0, ISDN
    return Number(given_ton if given_ton >= 0 else ton, given_npi if given_npi >= 0 else npi, bare)
