"""Finds where somebody lives: a street with its house, a flat, a farm, a postal code. A town alone is nobody's home."""

import re
from collections.abc import Iterator

from hoolin.coaching.anonymous.lexicon import elsewhere, ordinary
from hoolin.coaching.anonymous.spans import Span

_HOUSE = r"\d{1,3} ?(?:[a-zа-я]\b)?(?:[/-]\d{1,4}[a-zа-я]?)?(?![\d.,]*\d)"
_WORD = r"[^\W\d_]{1,40}(?:[-.'][^\W\d_]{1,40}){0,3}"
_STREET_ET = r"(?:tn\.?|tänava\w*|tänav\w*|mnt\.?|maantee\w*|pst\.?|puiestee\w*|tee|allee|põik|plats|väljak)"
_STREET_RU = r"(?:(?:ул|пр|просп|пер|пл|наб|пст|мнт|тн)(?:\.|(?!\w))|улиц\w+|пр-т\b|проспект\w*|переул\w+|шоссе\b|бульвар\w*|б-р\b|площад\w+|тее\b|тяна\w+|аллея)"
_STREET_EN = r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Square|Sq|Way|Close|Court|Place|Terrace|Crescent|Gardens|Grove|Hill|Row|Boulevard|Blvd)\b\.?"
_FLAT = r"(?:\s*,?\s*(?:д\.|дом|кв\.?|квартира|корп\.?|k\.|krt\.?|korter|flat|apt\.?|apartment)\s*\d{1,4}[a-zа-я]?)"
_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
_TIMES = (
    r"(?!\s?(?:min|tund|tunni|päev|nädal|kuu|aasta|euro|eur|€|korda|mbit|mb|gb|%|inimes|мин|час|дн|день|дней|недел|месяц|лет|год|евро|раз|мб|гб|minutes|hours|days|weeks|months|"
    r"years|times|people|euros|mbps|pm\b|am\b))"
)
_PATTERNS = tuple(
    (re.compile(pattern, flags), named)
    for pattern, flags, named in (
        (rf"\b(?P<name>{_WORD}) {_STREET_ET}\s+{_HOUSE}{_TIMES}{_FLAT}?", re.I, False),
        (rf"\b{_STREET_RU}\s*(?P<name>{_WORD}(?: {_WORD})?),?\s*(?:д\.|дом)?\s*{_HOUSE}{_TIMES}{_FLAT}?{_FLAT}?", re.I, False),
        (rf"\b(?P<name>{_WORD}) {_STREET_RU},?\s*(?:д\.|дом)?\s*{_HOUSE}{_TIMES}{_FLAT}?{_FLAT}?", re.I, False),
        (rf"(?:\b(?:Flat|Apt\.?|Apartment|Unit) \d+[a-z]?,? ?)?\b\d{{1,4}}[a-zA-Z]? (?P<name>[A-Z][\w'-]+)(?: [A-Z][\w'-]+)? ?{_STREET_EN}", 0, False),
        (rf"(?<=address is )\d+[a-z]? (?P<name>{_WORD})(?: {_WORD})? {_STREET_EN}", re.I, False),
        (rf"(?<=live at )\d+[a-z]? (?P<name>{_WORD})(?: {_WORD})? {_STREET_EN}", re.I, False),
        (rf"\b(?P<name>[A-ZÄÖÜÕŠŽА-ЯЁ]{_WORD}) \d{{1,3}}[a-zа-я]?-\d{{1,4}}\b{_TIMES}", 0, True),
        (rf"(?:aadress\w*(?: on)?:?|адрес\w*:?|elan|elame|elab|жив\w+ на|живу|address(?: is)?:?) (?P<at>(?P<name>{_WORD}) {_HOUSE}{_TIMES}{_FLAT}?)", re.I, False),
        (rf"(?P<name>[A-ZÄÖÜÕŠŽ]{_WORD}) \d{{1,3}}[a-z]\b{_TIMES}(?:-\d+)?", 0, True),
        (r"\b(?P<name>[A-ZÄÖÜÕŠŽ][\w-]+) talu\b(?:, [A-ZÄÖÜÕŠŽ][\w-]+ (?:küla|vald|maakond))*", 0, False),
        (r"\b(?P<name>[A-ZÄÖÜÕŠŽ][\w-]+) küla\b(?:, [A-ZÄÖÜÕŠŽ][\w-]+ (?:vald|maakond))*", 0, False),
        (rf"(?P<name>){_FLAT}\b", re.I, False),
        (rf"(?P<name>)\b{_POSTCODE}", 0, False),
        (r"(?P<name>)(?:postiindeks\w*|sihtnumber|индекс\w*|postcode|zip(?: code)?)\W+(?:on |is )?(?P<at>\d{5,6})\b", re.I, False),
        (r"(?P<name>)(?<=, )(?P<at>\d{5}) (?=[A-ZÄÖÜÕŠŽА-Я][a-zäöüõšžа-яё]{2})", 0, False),
    )
)  # fmt: skip
_TOWN = re.compile(
    rf",? (?:(?P<code>\d{{5,6}}|{_POSTCODE})(?: (?P<named>[A-ZÄÖÜÕŠŽА-ЯЁ][\w-]+))?|(?P<town>[A-ZÄÖÜÕŠŽА-ЯЁ][\w-]+)\b|(?P<flat>(?:кв\.?|krt\.?|flat)\s*\d+))"
)


def found(text: str) -> Iterator[Span]:
    """The places."""
    for pattern, by_number in _PATTERNS:
        for match in pattern.finditer(text):
            name = match["name"]
            if by_number and (ordinary(name) or (elsewhere(name) and "-" not in match[0])):
                continue
            group = "at" if "at" in pattern.groupindex else 0
            begin, end = match.span(group)
            while text[begin] in " ,":
                begin += 1
            yield Span(begin, _with_town(text, end) if name else end, "address")


def _with_town(text: str, end: int) -> int:
    """Where the address ends when its town and its postal code are told too."""
    while (further := _TOWN.match(text, end)) is not None:
        town = further["town"]
        if town is not None and not (elsewhere(town) and text[end] == ","):
            break
        end = further.end()
    return end
