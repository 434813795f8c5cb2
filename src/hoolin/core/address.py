"""What can be an address: enough to catch a slip of the hand while the customer is still there, not to judge mail systems."""

import re

from hoolin.core.errors import Invalid

EMAIL = re.compile(r"[^\s@<>\"',;]{1,64}@(?:[^\s@.<>\"',;]{1,63}\.)+[^\s@.<>\"',;]{2,63}")
PHONE = re.compile(r"\+?[0-9]{5,15}")


def checked_address(kind: str, value: str) -> str:
    """The address as it is kept: e-mail without blanks and with a small domain, a number as + and digits.

    Raises Invalid (`address_email`, `address_phone`) with nothing of the value in it.
    """
    if kind == "email":
        value = value.strip()
        if EMAIL.fullmatch(value) is None:
            raise Invalid("address_email")
        local, _, domain = value.rpartition("@")
        return f"{local}@{domain.lower()}"
    digits = re.sub(r"[\s().\-/]", "", value)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if PHONE.fullmatch(digits) is None:
        raise Invalid("address_phone")
    return digits


def comparable(kind: str, value: str) -> str:
    """An address in the form in which it is looked up. Mail systems that tell capitals apart are unheard of; people who do not type
    them the same way each time are not.
    """
    return value.casefold() if kind == "email" else value
