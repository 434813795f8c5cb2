"""Finds what can be told by its build: numbers that prove themselves first, then what a word before it explains, at last whatever has too many digits to
be a price or a time.
"""

import re
from collections.abc import Callable, Iterator

from hoolin.coaching.anonymous import checks
from hoolin.coaching.anonymous.spans import Kind, Span

Check = Callable[[str], bool]


def _digits(text: str) -> str:
    return "".join(one for one in text if one.isdecimal())


def _any(text: str) -> bool:
    return True


def _ibans(text: str) -> Iterator[Span]:
    """The longest beginning of what looks like one that is one: a word after it may look like more of it."""
    for match in _IBAN.finditer(text):
        for end in range(match.end(), match.start() + 14, -1):
            whole = end == len(text) or not text[end].isalnum()
            if (
                whole
                and text[end - 1].isalnum()
                and len(_digits(text[match.start() : end])) >= _IBAN_DIGITS_MIN
                and checks.iban("".join(filter(str.isalnum, text[match.start() : end])).upper())
            ):
                yield Span(match.start(), end, "iban")
                break


def _card(text: str) -> bool:
    return 13 <= len(_digits(text)) <= 19 and len(set(_digits(text))) > 1 and checks.luhn(_digits(text))


def _ip(text: str) -> bool:
    return all(int(part) <= 255 for part in text.split("."))


def _phone(text: str) -> bool:
    return 7 <= len(_digits(text)) <= 15


def _long(text: str) -> bool:
    return len(_digits(text)) >= 5


def _mailbox(text: str) -> bool:
    """Whether it is a person's: an address of a whole company is nobody's."""
    return text.split("@")[0].lower() not in _OFFICES


def _plate(text: str) -> bool:
    return text[-3:] not in _UNITS


_OFFICES = {
    "info", "help", "support", "abi", "klienditugi", "klienditeenindus", "teenindus", "partners", "sales", "myyk", "noreply", "no-reply", "office", "contact", "kontakt", "service", "hello",
    "press", "legal", "abuse", "postmaster", "webmaster", "feedback", "care", "arved", "billing",
}  # fmt: skip
_UNITS = {
    "SMS", "MMS", "EUR", "USD", "RUB", "GBP", "SEK", "NOK", "DKK", "PLN", "KWH", "MHZ", "GHZ", "VDC", "VAC", "HBO", "GPS", "DVD", "USB", "LTE", "VIP", "MIN", "TLN",
    "LED", "FHD", "UHD", "FPS", "RPM", "PCS", "TKI", "KPL", "APP", "NET", "TBC", "KMH",
}  # fmt: skip
_MONTHS = (
    r"(?:jaan\w*|veeb\w*|märts\w*|apr\w*|mai\w*|juun\w*|juul\w*|aug\w*|sept\w*|okt\w*|nov\w*|dets\w*|jan\w*|feb\w*|mar\w*|may|jun\w*|jul\w*|oct\w*|dec\w*"
    r"|янв\w*|фев\w*|мар\w*|апр\w*|ма[яй]|июн\w*|июл\w*|авг\w*|сент\w*|окт\w*|ноя\w*|дек\w*)"
)
_DATE = rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d{{2}})|\d{{4}}-\d\d-\d\d|\d{{1,2}}(?:\.|st|nd|rd|th)?\s+(?:of\s+)?{_MONTHS}\.?,?\s+\d{{4}}|{_MONTHS}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})(?:\.? ?(?:aastal|a\.|года|г\.))?"
_AT, _DOT, _TOP = (
    r"(?:@|\(at\)|\[at\]|\(ät\)|\bät\b|\bat\b|\(?собач?ка\)?)",
    r"(?:\.|\bpunkt\b|\bdot\b|\bточка\b|\(dot\))",
    r"(?:com|ee|ru|net|org|eu|lv|lt|fi|uk|info|me|io|ком|ру|ее|ээ)",
)
_ASKS = r"(?:user|name|nimi|klient|client|cust|kood|code|tel|phone|mail|email|token|key|session|uid|arve|invoice|lepin|contract|acc)"
_CUE = (
    r"(?:pöördum\w*|taotlus\w*|juhtum\w*|kaebus\w*|kviitung\w*|tšek\w*|rikketea\w*|обращени\w*|квитанци\w*|заявлени\w*|инцидент\w*|жалоб\w*|накладн\w*|трек\w*|л/с|receipt|complaint|incident|request|application|rma|arve\w*|lepingu?\w*|klien\w*|tellimus\w*|viite\w*|konto\w*|saadetis\w*|pakk\w*|paki\w*|avaldus\w*|pileti?\w*|kood\w*|tunnus\w*|договор\w*|сч[её]т\w*|клиент\w*|заказ\w*"
    r"|заявк\w*|абонент\w*|посылк\w*|лицев\w*|код|invoice|contract|customer|client|order|reference|account|parcel|tracking|ticket|case|code|ref|паспорт\w*|passport|pass)"
)
_MIDDLE = (
    r"(?:(?:[\s-]*(?:number\w*|numbri\w*|nr|no|num|номер\w*|№|n|id|kood\w*|#))?\.?\s*(?:\bon\b|\bis\b|:|=|#|№|-)?\s*)"
)
_NUMBERED = r"(?:viitenum\w*|kliendinum\w*|номер\s+(?:ссылки|обращения|квитанции|карты клиента|заказа|сч[её]та|договора|клиента|заявки|посылки)|клиентский номер|№)"
_CALL = r"(?:\bwhatsapp|\bviber|\bsignal|в[оа]тсап\w*|вайбер\w*|\bsms|домашн\w+|landline|tel(?:efon\w*)?\.?|mob(?:iil\w*)?\.?|numbri\w*|number|nr|helista\w*|kontakt\w*|phone|call\w*|cell|fax|ring|телефон\w*|тел\.?|моб\.?|номер\w*|звон\w*|перезвон\w*|позвон\w*)"
_LOCKED = (
    r"(?:(?:ruuteri |wifi |wi-fi |router |the |от роутера |от вайфая )?(?:parool\w*|salasõna\w*|password|passcode|pw|pwd|парол\w*)(?: от \w+)?|(?:pin|puk)(?: ?\d\b)?(?:-?\s?kood\w*| code)?(?![^\W\d_])"
    r"|(?:пин|пук)(?: ?\d\b)?(?:-?\s?код\w*)?(?![^\W\d_])|pin-код|puk-код|cvv|cvc|turvakood\w*|security code)"
)
_LINK = r"(?:\s*(?:\b(?:on|oli|is|was|был|это|от роутера|for the router)\b|:|=|-))*\s*"
_NOT_MUCH = r"(?!\s?(?:eur|euro|€|\$|£|usd|руб|евро|korda|раз\b|times|mb|gb|kb|тб|гб|мб|meetri|метр|minut|минут|%|kr\b|dollar|pound|users|inimes|человек))"

_HIDES: tuple[tuple[Kind, str, int, Check], ...] = (
    ("link", rf"\bhttps?://\S+\?\S*(?:{_ASKS}\w*=|\bid=\d{{4}}|@|%40|\d{{5,}})[^\s,;]*", re.I, _any),
    ("mail", r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}", 0, _mailbox),
    ("mail", rf"(?<![\w.+-])[\w.+-]{{1,64}}(?:\s+(?:punkt|dot|точка)\s+\w{{1,40}}){{0,4}}\s*(?!\bat\b){_AT}\s*[\w-]+\s*{_DOT}\s*{_TOP}\b", re.I, _mailbox),
    ("mail", rf"(?<![\w.+-])[\w.+-]{{1,64}}(?:\s+dot\s+\w{{1,40}}){{0,4}}\s+at\s+[\w-]+\s+dot\s+{_TOP}\b", re.I, _any),
    ("mail", r"(?<![\w.+-])[\w.+-]{1,64}@(?:gmail|hotmail|outlook|yahoo|mail|hot|online|icloud|inbox|yandex)\b", re.I, _any),
    ("iban", r"(?<=iban )\s*[A-Z]{2}\d{2}[\dA-Z ]{8,30}\d\b", re.I, _any),
    ("code", r"(?<![\w+])[1-8](?:[ .-]?\d){10}\b", 0, lambda text: checks.baltic_code(_digits(text))),
    ("code", r"(?:isikukood\w*|\bik\b|личн\w+ код\w*|исикуко+д\w*|personal (?:code|id)|id code|id|\bи/к|\bл/?к)\W{1,3}(?:on |is )?(\d(?:[ .-]?\d){10})\b", re.I, _any),
    ("code", r"\b(?:[0-3]\d[01]\d{3}|32\d{4})-\d{5}\b", 0, _any),
    ("code", r"\b\d{3}-\d{3}-\d{3}[ -]\d{2}\b", 0, lambda text: checks.snils(_digits(text))),
    ("device", r"\b89(?:[ -]?\d){16,18}\b", 0, _any),
    ("device", r"(?:imei\w*|имей\w*|iccid|sim\w*|сим\w*)\W[^\d\n]{0,20}(\d[\d -]{13,22}\d)\b", re.I, _any),
    ("card", r"(?<![\d+])\d{4}(?:[ .-]?\d{4}){2}[ .-]?\d{1,7}\b", 0, _card),
    ("device", r"(?<![\w+])\d(?:[ -]?\d){14}\b", 0, lambda text: checks.luhn(_digits(text))),
    ("device", r"(?:\bserial|seeria(?:nr|num\w*)|серийн\w+|\bs/n)(?:[^\w\n]{0,3}(?:number|номер|no|nr|on|is|это|seade\w*))?[^\w\n]{0,3}((?=\w*\d)[\w-]{6,30})", re.I, _any),
    ("device", r"\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b", re.I, _any),
    ("ip", r"(?<![\d.])(?<!v)\d{1,3}(?:\.\d{1,3}){3}(?![\d.]\d)", 0, _ip),
    ("ip", r"(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}(?::?[0-9a-f]{1,4}){1,4}(?![\w:])|(?<![\w:])(?=[0-9a-f:]*\d)(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}(?![\w:])", re.I, _any),
    ("birth", rf"(?:sünd|sünn|\bs\.|родил|рожд|\bд[./]? ?р\.?|born|birth|\bdob\b|\bd\.o\.b)[^\d\n]{{0,20}}?({_DATE})", re.I, _any),
    ("birth", rf"({_DATE})(?=\s*(?:г\.? ?р\.?(?!\w)|рожд|sünd))", re.I, _any),
    ("birth", r"(?<![\w.,])(?:\d{1,2}[./-]\d{1,2}[./-]19[2-9]\d|19[2-9]\d-\d\d-\d\d)(?![\w-])", 0, _any),
    ("birth", rf"(?<![\w.,])\d{{1,2}}(?:\.|st|nd|rd|th)?\s+(?:of\s+)?{_MONTHS}\.?,?\s+19[2-9]\d(?!\w)", re.I, _any),
    ("secret", r"(?:\bkasutaja(?:nimi|tunnus)|\buser ?name|\blogin|\bлогин)(?:\s*(?:\bon\b|\bis\b|:))?\s+(?!(?:or|and|või|ja|или|и|your)\b)([^\s,;]+)(?=\s+(?:ja |and |и )?(?:parool|password|парол|salasõna))", re.I, _any),
    ("secret", rf"(?:\bkasutaja(?:nimi|tunnus)|\buser ?name|\blogin|\bлогин){_LINK}([a-z_.-]*(?:\d|_)[\w.-]*)", re.I, _any),
    ("secret", rf"\b{_LOCKED}{_LINK}((?=\S*[\d!#$%^&*])[^\s,;]{{3,}}[^\s,;.?])", re.I, _any),
    ("secret", r"\b(?:parool|salasõna|password|пароль)\s*[:=]\s*(\S{3,}[^\s,;.?])", re.I, _any),
    ("secret", r"\b(?:parool|salasõna|password|passcode|парол)\w*(?: [^\s:=,.]{1,15}){1,2}\s?[:=]\s*((?=\S*\d)\S{3,}[^\s,;.?])", re.I, _any),
    ("secret", rf"\b{_LOCKED}{_LINK}[\"«„“'](\S{{3,40}})[\"»”'“]", re.I, _any),
    ("secret", r"\b(?:pin|puk|пин|пук|cvv|cvc)(?:i|у|а|ом)?(?:[ -]?(?:kood|code|код)\w*)?(?![^\W\d_])[^\d\n]{0,3}\d?(?:[^\d\n.!?]{1,30}?)(?<![\w+])(\d{4,8})\b(?!\s?(?:a\b|aasta|г\b|год|eur|€|евро))(?![.,]\d)", re.I, _any),
    ("secret", r"(?:\b(?:ukse|värava|fonoluku|trepikoja)\s?kood\w*|домофон\w*|код\w* (?:от |к )?(?:двери|подъезда|домофона|калитки|ворот)|\b(?:door|gate|entry|entrance) ?code)[^\d\n.!?]{0,14}((?<![\w.,])\d[\w#*]{2,9})", re.I, _any),
    ("phone", r"(?<![\w+])\((?:372|371|370|358|7|44)\) ?\d[\d -]{5,10}\d\b", 0, _phone),
    ("phone", r"(?<![\w+])\(?\+\s?\d[\d\s().-]{6,18}\d\b", 0, _phone),
    ("phone", r"(?<![\w+])00[ -]?(?:3[0-9]{1,2}|4[0-9]|7|1)(?:[ ().-]{0,2}\d){6,12}\b", 0, _phone),
    ("phone", r"(?<![\w.,+/-])(\d([ ._*/-])\d(?:\2\d){5,13})(?![\w/]|[.,]\d)", 0, _phone),
    ("phone", r"(?<![\w.,+/-])(5\d([ .-])\d\d(?:\2\d\d)(?:\2\d\d?))(?![\w/]|[.,]\d)", 0, _phone),
    ("phone", r"(?<![\w.,+/-])5\d{1,3}\.\d{3,4}(?:\.\d{2,4})?(?![\w/]|[.,]\d)", 0, lambda text: 7 <= len(_digits(text)) <= 8),
    ("phone", r"(?<![\w+])8[ (-]{0,2}[3-9]\d{2}[ )-]{0,2}\d{3}[ -]?\d{2}[ -]?\d{2}\b", 0, _phone),
    ("phone", r"(?<![\w(+])\(?\d{3}\)?[ .-]{1,2}\d{3}[.-]\d{4}\b", 0, _phone),
    ("phone", r"(?<![\w+])0\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}\b", 0, _phone),
    ("phone", rf"(?<![\w.,+/-])(?:372[ -]?)?5(?:\d{{6,7}}|\d{{2,3}}[ -]\d{{4}}|\d{{3}}[ -]\d\d[ -]\d\d|\d[ -]\d\d[ -]\d{{3}}|\d[ -]\d{{3}}[ -]\d{{3,4}}|\d[ -]\d\d[ -]\d\d[ -]\d\d|[ ]\d{{3}}[ ]\d{{4}})(?![\w/]|[.,]\d){_NOT_MUCH}", re.I, _phone),
    ("plate", r"(?:\bauto\w*|машин\w*|авто\w*|гос\w*\.?\s?номер\w*|фургон\w*|\bcar\b|\bvan\b|\breg(?:istration)?\b|plate\w*|vehicle|numbrimär\w*|sõiduk\w*|kaubik\w*)[^\d\n]{0,16}?((?<!\w)(?:\d{2,3}[ -]?[A-Za-z]{3}|[A-Z]{2}\d{2} ?[A-Z]{3}|[A-Z]{2}-?\d{4})\b)", re.I, _any),
    ("plate", r"(?<![\w.,])\d{3}[ -]?[A-Z]{3}\b", 0, _plate),
    ("plate", r"\b[АВЕКМНОРСТУХ] ?\d{3} ?[АВЕКМНОРСТУХ]{2} ?\d{2,3}\b", re.I, _any),
    ("number", rf"(?<!\w)(?:{_NUMBERED}|{_CUE}){_MIDDLE}([A-ZА-Я]{{0,5}}[-/]?\d[\d/-]*\d(?:-\d+)*)(?![\w/]|[.,]\d){_NOT_MUCH}", re.I, lambda text: len(_digits(text)) >= 5),
    ("number", rf"(?<!\w)(?:{_NUMBERED}|{_CUE}[\s-]*(?:number\w*|numbri\w*|nr|no|номер\w*|№))\.?{_LINK}(\w{{0,20}}\d[\w/-]{{0,30}}\d)(?![.,]\d){_NOT_MUCH}", re.I, lambda text: len(_digits(text)) >= 4),
    ("number", r"(?<![\w-])[A-Z]{1,5}-?\d{5,}\b", 0, _any),
    ("number", r"(?<![\w-])[A-Z]{1,5}-\d{1,6}[-/]\d{3,}\b", 0, _any),
    ("phone", rf"{_CALL}[^\d\n.+]{{0,18}}(?<!\w)(\d[\d ()-]{{5,16}}\d)\b(?![.,]\d){_NOT_MUCH}", re.I, _phone),
    ("phone", rf"(?<![\w.,+/-])[3467](?:\d{{2}} \d{{4}}|\d\d[ -]\d\d[ -]\d\d|[ ]\d{{3}}[ ](?!000)\d{{3}}|\d \d\d \d\d\d)(?![\w/]|[.,]\d){_NOT_MUCH}", re.I, _phone),
    ("number", rf"(?<![\w.,+])\d{{6,}}(?![\w]|[.,]\d){_NOT_MUCH}", re.I, _any),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(pattern, flags), check) for kind, pattern, flags, check in _HIDES)
_IBAN = re.compile(r"\b[A-Z]{2}[ ]?\d[ ]?\d(?:[ .-]?[A-Z0-9]){11,34}", re.I)
_IBAN_DIGITS_MIN = 10
"""Malta's has four letters and five digits of a bank, then eighteen of either; words are no account."""
_LEFT = re.compile(r"(?<![\w.,])\d[\d -]{3,}\d\b")


def found(text: str) -> Iterator[Span]:
    """The places, the surest builds first; what has many digits and is explained by nothing is doubtful."""
    taken = bytearray(len(text))
    for span in _ibans(text):
        taken[span.begin : span.end] = b"\x01" * (span.end - span.begin)
        yield span
    for kind, pattern, check in _PATTERNS:
        for match in pattern.finditer(text):
            group = match.lastindex or 0
            begin, end = match.span(group)
            if not any(taken[begin:end]) and check(match[group]):
                taken[begin:end] = b"\x01" * (end - begin)
                yield Span(begin, end, kind)
    for match in _LEFT.finditer(text):
        if not any(taken[match.start() : match.end()]) and _long(match[0]):
            yield Span(match.start(), match.end(), "number", sure=False)
