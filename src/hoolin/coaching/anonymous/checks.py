"""Numbers that prove themselves: a wrong digit in most of them is noticed, so a right one is no chance."""

from datetime import date

_FIRST, _SECOND = (1, 2, 3, 4, 5, 6, 7, 8, 9, 1), (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)
_CENTURY = {1: 1800, 2: 1800, 3: 1900, 4: 1900, 5: 2000, 6: 2000, 7: 2100, 8: 2100}


def baltic_code(digits: str) -> bool:
    """Whether eleven digits are an Estonian or Lithuanian personal code: a day that there is, and the last digit by weights modulo 11 (EVS 585:2007)."""
    if len(digits) != 11 or not digits.isdecimal() or int(digits[0]) not in _CENTURY:
        return False
    numbers = [int(one) for one in digits]
    try:
        date(_CENTURY[numbers[0]] + int(digits[1:3]), int(digits[3:5]), int(digits[5:7]))
    except ValueError:
        return False
    for weights in (_FIRST, _SECOND):
        left = sum(weight * number for weight, number in zip(weights, numbers, strict=False)) % 11
        if left < 10:
            return left == numbers[10]
    return numbers[10] == 0


def iban(text: str) -> bool:
    """Whether letters and digits without spaces are an IBAN: what it stands for as a number leaves 1 modulo 97 (ISO 13616)."""
    if (
        not 15 <= len(text) <= 34
        or not text.isascii()
        or not text.isalnum()
        or not text[:2].isalpha()
        or not text[2:4].isdecimal()
    ):
        return False
    return int("".join(str(int(one, 36)) for one in text[4:] + text[:4])) % 97 == 1


def luhn(digits: str) -> bool:
    """Whether digits end with the right check digit (ISO/IEC 7812-1): of cards, IMEI and most ICCID."""
    total = 0
    for place, one in enumerate(reversed(digits)):
        doubled = int(one) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return digits.isdecimal() and total % 10 == 0


def snils(digits: str) -> bool:
    """Whether eleven digits are a Russian insurance number: nine weighted from 9 to 1, modulo 101, and 100 is written as 00."""
    if len(digits) != 11 or not digits.isdecimal():
        return False
    return sum(int(one) * (9 - place) for place, one in enumerate(digits[:9])) % 101 % 100 == int(digits[9:])
