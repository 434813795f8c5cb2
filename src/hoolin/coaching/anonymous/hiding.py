"""Puts words for what was found, so that a passage stays readable: the same person is `[nimi 1]` throughout."""

import re
from collections.abc import Iterable, Sequence

from hoolin.coaching.anonymous.forms import is_cyrillic, other_letters
from hoolin.coaching.anonymous.spans import Kind, Span

WORDS: dict[str, dict[Kind, str]] = {
    "et": {
        "name": "nimi", "phone": "telefon", "mail": "e-post", "code": "isikukood", "iban": "pangakonto", "card": "kaart", "number": "number", "address": "aadress",
        "birth": "sünniaeg", "plate": "autonumber", "device": "seade", "ip": "IP-aadress", "link": "link", "secret": "parool",
    },
    "ru": {
        "name": "имя", "phone": "телефон", "mail": "почта", "code": "личный код", "iban": "счёт в банке", "card": "карта", "number": "номер", "address": "адрес",
        "birth": "дата рождения", "plate": "номер машины", "device": "устройство", "ip": "IP-адрес", "link": "ссылка", "secret": "пароль",
    },
    "en": {
        "name": "name", "phone": "phone", "mail": "e-mail", "code": "personal code", "iban": "bank account", "card": "card", "number": "number", "address": "address",
        "birth": "date of birth", "plate": "number plate", "device": "device", "ip": "IP address", "link": "link", "secret": "password",
    },
}  # fmt: skip
_HIDDEN = re.compile(
    rf"\[(?:{'|'.join(sorted({re.escape(one) for words in WORDS.values() for one in words.values()}))}) \d{{1,3}}\]"
)
"""What stands for something hidden, to the letter: in other brackets anything may stand."""

_ALIKE = 0.6
"""How much of the longer of two forms of a name has to be the same from the beginning: `Tamm`, `Tammele`."""


def hide(texts: Sequence[str], spans: Sequence[Iterable[Span]], language: str, people: Iterable[str] = ()) -> list[str]:
    """The texts of a passage, each with its own places hidden. language: `et`, `ru` or `en` (any other is told in English). people: names of which all parts are one person's."""
    together = [_words(one) for one in people]
    words = WORDS.get(language, WORDS["en"])
    met: dict[Kind, list[set[str]]] = {}
    told = []
    for text, found in zip(texts, spans, strict=True):
        parts, at = [], 0
        for span in sorted((one for one in found if one.sure), key=lambda one: one.begin):
            key = _key(text[span.begin : span.end], span.kind)
            if span.kind == "name":
                key = key.union(
                    *(whole for whole in together if any(_alike(one, other) for one in key for other in whole))
                )
            number = _number(met.setdefault(span.kind, []), key)
            parts += [text[at : span.begin], f"[{words[span.kind]} {number}]"]
            at = span.end
        told.append("".join((*parts, text[at:])))
    return told


def unmarked(text: str) -> str:
    """The text without what stands there for something hidden, each character in its place."""
    return _HIDDEN.sub(lambda found: " " * len(found[0]), text)


def _key(text: str, kind: Kind) -> set[str]:
    if kind == "name":
        return _words(text) or {text}
    return {"".join(one for one in text.lower() if one.isalnum())}


def _words(name: str) -> set[str]:
    words = "".join(one if one.isalpha() else " " for one in name.lower()).split()
    return {next(other_letters(one)) if is_cyrillic(one) else one for one in words if len(one) > 1}


def _number(met: list[set[str]], key: set[str]) -> int:
    for at, known in enumerate(met):
        if any(_alike(one, other) for one in key for other in known):
            known |= key
            return at + 1
    met.append(key)
    return len(met)


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    common = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return (
        common >= 3
        and common >= _ALIKE * max(len(one), len(other))
        and not one[0].isdecimal()
        and common >= min(len(one), len(other)) - 1
    )
