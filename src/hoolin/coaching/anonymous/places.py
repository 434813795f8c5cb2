"""Finds where somebody lives: a street with its house, a flat, a farm, a postal code. A town alone is nobody's home."""

import re
from collections.abc import Iterator

from hoolin.coaching.anonymous.lexicon import elsewhere, ordinary
from hoolin.coaching.anonymous.spans import Span

_HOUSE = r"\d{1,3} ?(?:[a-zа-я]\b)?(?:[/-]\d{1,4}[a-zа-я]?)?(?![\d.,]*\d)"
_WORD = r"[^\W\d_]{1,40}(?:[-.'][^\W\d_]{1,40}){0,3}"
_STREET_ET = r"(?:tn\.?|tänav\w*|mnt\.?(?:-?[lt]\w{0,2})?|maantee\w*|pst\.?(?:-?[lt]\w{0,2})?|puiestee\w*|tee(?:l|le|lt)?|allee\w*|põi[kg]\w*|plats\w*|väljak\w*|kaldatee\w*)"
_STREET_RU = r"(?:(?:ул|пр|просп|пер|пл|наб|пст|мнт|тн)(?:\.|(?!\w))|улиц\w+|пр-т\b|проспект\w*|переул\w+|шоссе\b|бульвар\w*|б-р\b|площад\w+|те[еэ]\b|тяна\w+|маант\w+|пуйест\w+|алле[яеи]|набережн\w+)"
_STREET_EN = r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Square|Sq|Way|Close|Court|Place|Terrace|Crescent|Gardens|Grove|Hill|Row|Boulevard|Blvd)\b\.?"
_FLAT = r"(?:\s*,?\s*(?:д\.|дом|кв\.?|квартир\w+|корп(?:ус)?\.?|стр(?:оение)?\.?|под(?:ъезд|\.)|k\.|krt\.?|korter\w*|flat|apt\.?|apartment|block|unit)\s*\d{1,4}[a-zа-я]?)"
_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
_LIVES = (
    r"(?:aadress\w*(?: on)?:?|адрес\w*(?: доставки)?:?|elan|elame|ela[bv]\w*|asu\w+|koli\w+|tuua|tuu[ae]|saat[ak]\w+|jõuda|tulgu|tulla|жив\w+ (?:на|в)|жил\w* на|переез\w+ на|переехал\w* на|мы на|дом на"
    r"|мастер\w? на|приехать на|приезжайте на|привезите на|доставк\w+ на|address(?: is)?:?|lives? at|living at|we're at|i'm at|moved to|moving to|moving from|moved from|deliver\w* to|engineer to|come to)"
)
"""Before these is a street, even written small and without saying that it is one."""
_TIMES = (
    r"(?!\s?(?:min|tund|tunni|päev|nädal|kuu|aasta|euro|eur|€|korda|mbit|mb|gb|%|inimes|мин|час|дн|день|дней|недел|месяц|лет|год|евро|раз|мб|гб|minutes|hours|days|weeks|months|"
    r"jaan|veebr|märts|apr|mai\b|juun|juul|aug|sept|okt|nov|dets|янв|фев|мар|апр|ма[яй]\b|июн|июл|сен|окт|ноя|дек|jan|feb|mar|may\b|jun|jul|oct|dec|years|times|people|euros|mbps|pm\b|am\b))"
)
_PATTERNS = tuple(
    (re.compile(pattern, flags), named)
    for pattern, flags, named in (
        (rf"\b(?P<name>{_WORD}) {_STREET_ET}\s+{_HOUSE}{_TIMES}{_FLAT}?", re.I, False),
        (rf"\b{_STREET_RU}\s*(?P<name>{_WORD}(?: {_WORD})?),?\s*(?:д\.|дом)?\s*{_HOUSE}{_TIMES}{_FLAT}{{0,3}}", re.I, False),
        (rf"\b(?P<name>{_WORD}) {_STREET_RU},?\s*(?:д\.|дом)?\s*{_HOUSE}{_TIMES}{_FLAT}{{0,3}}", re.I, False),
        (rf"(?:\b(?:Flat|Apt\.?|Apartment|Unit) \d+[a-z]?,? ?)?\b\d{{1,4}}[a-zA-Z]? (?P<name>[^\W\d_a-zа-яё][\w'-]+)(?: [A-Z][\w'-]+)? ?{_STREET_EN}(?i:{_FLAT}){{0,2}}", 0, False),
        (rf"{_LIVES} (?P<at>\d+[a-z]? (?P<name>{_WORD})(?: {_WORD})? {_STREET_EN}{_FLAT}{{0,2}})", re.I, False),
        (rf"\b\d{{1,4}}[a-z]? (?P<name>[a-z'-]{{3,40}}) (?:street|road|lane|avenue|crescent|terrace)\b{_FLAT}{{0,2}}", 0, True),
        (rf"\b(?P<name>[A-ZÄÖÜÕŠŽА-ЯЁ]{_WORD}) \d{{1,3}}[a-zа-я]?-\d{{1,4}}\b{_TIMES}", 0, True),
        (rf"\b{_LIVES} (?P<at>(?P<name>{_WORD}) {_HOUSE}{_TIMES}{_FLAT}{{0,3}})", re.I, False),
        (r"(?P<name>\b(?!punkt|osa|rid[ae]|leh[et]|kell)[a-zäöüõšž-]{4,}) \d{1,3}[a-z]?-\d{1,4}(?= (?:pealt|peale|juures|juurde|korter|aadress|elame|elan))", 0, False),
        (rf"(?P<name>\b[A-ZÄÖÜÕŠŽА-ЯЁ][\w-]+) \d{{1,3}}[a-zа-я]?{_FLAT}{{1,3}}", re.I, True),
        (rf"(?P<name>[A-ZÄÖÜÕŠŽ]{_WORD}) \d{{1,3}}[a-z]\b{_TIMES}(?:-\d+)?", 0, True),
        (r"\b(?P<name>[A-ZÄÖÜÕŠŽ][\w-]*[aeiouõäöü]) talu\b(?:, [A-ZÄÖÜÕŠŽ][\w-]+ (?:küla|vald|maakond))*", 0, False),
        (r"\b(?P<name>[A-ZÄÖÜÕŠŽ][\w-]+) küla\b(?:, [A-ZÄÖÜÕŠŽ][\w-]+ (?:vald|maakond))*", 0, False),
        (r"\b(?:хутор\w*|деревн\w+) (?P<name>[А-ЯЁ][\w-]+)", 0, False),
        (r"(?P<name>)(?<![\w.])[3-7]\d\.\d{4,8},? ?[1-6]?\d\.\d{4,8}\b", 0, False),
        (rf"(?P<name>){_FLAT}\b", re.I, False),
        (rf"(?P<name>)\b{_POSTCODE}", 0, False),
        (r"(?P<name>)(?:postiindeks\w*|sihtnumber|индекс\w*|postcode|zip(?: code)?)\W+(?:on |is )?(?P<at>\d{5,6})\b", re.I, False),
        (r"(?P<name>)(?<=, )(?P<at>\d{5}) (?=[A-ZÄÖÜÕŠŽА-Я][a-zäöüõšžа-яё]{2})", 0, False),
    )
)  # fmt: skip
_TOWN = re.compile(
    rf",? (?:(?P<code>\d{{5,6}}|{_POSTCODE})(?: (?P<named>[A-ZÄÖÜÕŠŽА-ЯЁ][\w-]+))?|(?P<town>[A-ZÄÖÜÕŠŽА-ЯЁ][\w-]+)\b|(?P<flat>(?:кв\.?|krt\.?|flat)\s*\d+))"
)

_TOWN_BEFORE = re.compile(r"(?P<said>\b(?:г\.|г|город|гор\.|дер\.|пос\.) ?)?(?P<town>\b[A-ZÄÖÜÕŠŽА-ЯЁ][\w-]+), $")


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
            yield Span(_from_town(text, begin) if name else begin, _with_town(text, end) if name else end, "address")


def _from_town(text: str, begin: int) -> int:
    """Where the address begins when its town is told first."""
    before = _TOWN_BEFORE.search(text, max(0, begin - 40), begin)
    if before is None or not (before["said"] or elsewhere(before["town"])):
        return begin
    return before.start()


def _with_town(text: str, end: int) -> int:
    """Where the address ends when its town and its postal code are told too."""
    while (further := _TOWN.match(text, end)) is not None:
        town = further["town"]
        if town is not None and not (elsewhere(town) and text[end] == ","):
            break
        end = further.end()
    return end
