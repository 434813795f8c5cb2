"""Where a capital is nobody's: within the name of a company, a shop or a show, between quotes, after `in`, and beside what we sell."""

import re
from collections.abc import Iterator

_CAPITAL = r"[A-ZÕÄÖÜŠŽА-ЯЁ0-9]"
_KINDS = r"(?:OÜ|AS|MTÜ|TÜ|KÜ|SA|SIA|UAB|AB|Oy|Oyj|GmbH|LLC|Ltd|Limited|Inc|PLC|Plc|Corp|Co|ООО|ОАО|ЗАО|ПАО|АО|ТОО|НКО|КТ|Группа|Grupp|Group|Holding)"
_WORDS = rf"{_CAPITAL}[\w'’-]*(?:\s(?:(?:ja|&|and|и|und|on)\s[\w'’-]+|{_CAPITAL}[\w'’-]*)){{0,4}}"
_COMPANIES = (
    re.compile(rf"\b{_KINDS}\.?\s+[«\"“„]?({_WORDS})"),
    re.compile(rf"\b({_WORDS}),?\s+{_KINDS}\b"),
    re.compile(rf"(?i:\b(?:firma\w*|ettevõ\w+|фирм\w+|компани\w+|company|firm))\s+[«\"“„]({_WORDS})"),
    re.compile(r"«([^«»\n]{2,40})»"),
    re.compile(rf"\b({_WORDS}) (?:ja|и|&|and) (?:[Pp]ojad|[Pp]artnerid|[Ss]ons?|[Bb]rothers|[Pp]artners|партн[её]ры|сыновья|Ко)\b"),
    re.compile(
        r"(?i)\b(john lewis|marks (?:and|&) spencer|wells fargo|morgan stanley|jp morgan|goldman sachs|ben (?:&|and) jerry'?s?|jack daniel'?s|johnnie walker|dr\.? (?:oetker|martens|web)|hugo boss|calvin klein"
        r"|tommy hilfiger|paul smith|karl fazer|johnson (?:&|and) johnson|ernst (?:&|and) young|harley[- ]davidson|harvey nichols|warner bros|walt disney|papa john'?s|uncle ben'?s|domino'?s|mcdonald'?s|wendy'?s"
        r"|carl'?s jr|tim hortons|barnes (?:&|and) noble|marie claire|st\.? \w+'s(?: wood| hospital| church)?|king'?s cross|london bridge|mother'?s day|father'?s day|valentine'?s day|port artur|rocca al mare|маш[ау] и медвед[ья]|harry potter\w*|peppa pig|game of thrones|(?:the )?simpsons|star wars|james bond|mickey mouse|spider-?man|doctor who|sherlock holmes|downton abbey|vana toomas\w*|kiek in de kök"
        r"|hunt antonov\w*|гарри поттер\w*|человек-паук|святой \w+|rail baltic\w*|murphy'?s law|moore'?s law)\b"
    ),
)  # fmt: skip
_THINGS = (
    r"(?:приложени\w+|роутер\w*|модем\w*|телевизор\w*|тариф\w*|пакет\w*|марк\w{1,2}|модел\w+|банк\w*|магазин\w*|салон\w*|канал\w*|игр\w{1,2}|сериал\w*|фильм\w*|сайт\w*|программ\w+|сервис\w*|кнопк\w+|надпись|раздел\w*"
    r"|меню|вкладк\w+|смотр\w+|игра\w+ в|vaata\w*|mängi\w*|watch\w*|plays?|played|режим\w*|пункт\w*|больниц\w+|школ\w+|отел\w+|кафе|ресторан\w*|аптек\w+|äpp\w*|rakendus\w*|pake\w+|mudel\w*|pan[kg]\w*|pood|poe\w*|kauplus\w*|kanal\w*|mäng\w*|saria?|filmi?|saade|leh[te]|nupp\w*|menüü|kiri"
    r"|hotell\w*|haigla\w*|kool\w?|režiim\w*|app|router|model|brand|plan|package|channel|game|show|site|website|button|menu|bank|shop|store|tap|press|click|bundle|programme|tariff)\s+[«\"“„]?$"
)
THING_BEFORE = re.compile(rf"(?i)(?:\b{_THINGS})")
THING_AFTER = re.compile(
    r"\s(?:äpp|rakendus|pakett|paketi|kampaania|pakkumi|süsteem|kanal|pank|pangas|hotell|haigla|kool\b|kooli\b|kauplus|kaubama|turg|mudel|mäng\b|matš|lennujaam|app\b|store\b|shop\b|plan\b|package|bundle|channel|hospital"
    r"|school|hotel|offer|match\b|game\b|fc\b|stadium|remote\b|router\b|tariff|приложени|маркет|тариф|пакет|канал|банк\b|аэропорт|стадион)"
)
WENT = {
    "käisin",
    "käisime",
    "käis",
    "sõitsin",
    "jõudsin",
    "läksin",
    "elan",
    "elame",
    "peatusin",
    "ostsin",
    "ostsime",
    "tulin",
    "tulime",
}
"""After these a place in an Estonian case."""
WHERE = ("s", "sse", "l", "st", "lt", "le")
IN = {"через", "a", "an", "в", "во", "из", "in", "at", "into", "inside", "near", "возле", "рядом", "около"}
AND = {"и", "ja", "and", "or", "или", "või", "ning", "а", "&"}


def places(text: str) -> Iterator[tuple[int, int]]:
    """Parts of a text in which no capital is anybody's."""
    for pattern in _COMPANIES:
        for match in pattern.finditer(text):
            yield match.span()
