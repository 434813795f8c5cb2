"""Bytes → text, whatever they say they are: what is named is tried, then what is likely here. It never fails, and it is linear.

Unnamed or misnamed 8-bit text is told apart by where its letters lie: Russian is mostly beyond ASCII, Estonian mostly within it.
"""

import binascii
import codecs
import re
from functools import lru_cache
from typing import Final

from hoolin.channels.email.limits import ENCODED_WORDS_MAX

READABLE: Final = frozenset({
    "ascii", "utf-8", "utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "koi8-r",
    "koi8-u", "koi8-t", "kz1048", "ptcp154", "mac-cyrillic", "mac-roman", "mac-latin2", "mac-greek", "mac-turkish",
    "mac-iceland", "gb2312", "gbk", "gb18030", "hz", "big5", "big5hkscs", "euc_jp", "euc_jis_2004", "euc_jisx0213",
    "euc_kr", "shift_jis", "shift_jis_2004", "shift_jisx0213", "cp932", "cp949", "cp950", "johab", "iso2022_jp",
    "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_2004", "iso2022_jp_3", "iso2022_jp_ext", "iso2022_kr", "tis-620",
    "cp437", "cp720", "cp737", "cp775", "cp850", "cp852", "cp855", "cp856", "cp857", "cp858", "cp860", "cp861",
    "cp862", "cp863", "cp864", "cp865", "cp866", "cp869", "cp874", "cp1006", "cp1125",
}) | {f"iso8859-{part}" for part in (*range(1, 12), *range(13, 17))} | {f"cp{page}" for page in range(1250, 1259)}  # fmt: skip
"""Character sets of mail. Python knows more codecs, of which some unpack archives or are slow."""

ALIASES: Final = {
    "iso-8859-8-i": "iso8859-8", "iso-8859-8-e": "iso8859-8", "cp-1251": "cp1251", "win-1251": "cp1251", "x-cp1251": "cp1251",
    "utf8mb4": "utf-8", "unicode-1-1-utf-8": "utf-8", "unicode-1-1-utf-7": "utf-7", "ks_c_5601-1987": "cp949", "x-sjis": "cp932",
    "x-mac-cyrillic": "mac-cyrillic", "macintosh": "mac-roman", "ansi_x3.110-1983": "cp1252", "x-gbk": "gbk",
}  # fmt: skip

MANY_NAME_THEM_WRONGLY: Final = {"iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "euc_kr": "cp949"}
"""What mail programs name when they mean the larger set of the same letters."""

SPOILED_SHARE_MAX = 0.02
"""So many unreadable characters are an accident on the way; more of them, and the named character set is wrong."""

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff]")
DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ENCODED = re.compile(r"=\?([^?\s]{1,75})\?([bq])\?([^?]*)\?=", re.IGNORECASE)
HIGH = bytes(range(0x80, 0x100))
LOW_LETTERS = bytes([*range(0x41, 0x5B), *range(0x61, 0x7B)])


@lru_cache(maxsize=256)
def charset(name: str) -> str:
    """Python's name for a character set, or "" when it is none that mail is written in."""
    name = name.strip().strip("'\"").lower()
    try:
        known = codecs.lookup(ALIASES.get(name, name)).name
    except (LookupError, ValueError):
        return ""
    known = MANY_NAME_THEM_WRONGLY.get(known, known)
    return known if known in READABLE else ""


def decoded(data: bytes, named: str = "") -> str:
    """Text from bytes in the character set they are said to be in, or the likeliest; without control characters."""
    known = charset(named[:100]) if named else ""
    if known and known != "ascii":
        text = data.decode(known, "replace")
        if text.count("\ufffd") <= SPOILED_SHARE_MAX * len(text):
            return clean(text)
    return clean(guessed(data))


def guessed(data: bytes) -> str:
    """Text from bytes of which nothing is known."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        lenient = data.decode("utf-8", "replace")
        few = lenient.count("\ufffd") <= SPOILED_SHARE_MAX * len(data) / 2
        # Cut off in the middle of a letter, or hurt on the way: what comes before reads well as UTF-8.
        if (few or wrong.start > len(data) - 4) and not data[: wrong.start].isascii():
            return lenient
    return data.decode(likeliest(data), "replace")


def likeliest(data: bytes) -> str:
    """The 8-bit character set that fits the places of the letters best."""
    high = len(data) - len(data.translate(None, HIGH))
    low = len(data) - len(data.translate(None, LOW_LETTERS))

    def among(first: int, last: int) -> int:
        return len(data) - len(data.translate(None, bytes(range(first, last + 1))))

    if high > 0.4 * (high + low):
        if among(0xA0, 0xAF) + among(0x80, 0x9F) > among(0xC0, 0xDF) + among(0xF0, 0xFF):
            return "cp866"
        return "koi8-r" if among(0xC0, 0xDF) > among(0xE0, 0xFF) else "cp1251"
    baltic = data.count(b"\xf0") + data.count(b"\xfe") + data.count(b"\xd0") + data.count(b"\xde")
    return "cp1257" if baltic and not data.count(b"\x9a") + data.count(b"\x9e") else "cp1252"


def clean(text: str) -> str:
    """Without control characters, with lines that end in a line feed."""
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str, characters_max: int) -> str:
    """On one line, without marks that turn the direction of reading, and not longer than that."""
    return DIRECTIONS.sub("", " ".join(text.split()))[:characters_max].strip()


def unfolded(value: bytes) -> str:
    """A header field's value as text, its encoded words decoded."""
    text = decoded(value)
    return words_decoded(text) if "=?" in text else text


def words_decoded(text: str) -> str:
    """Encoded words → text. Neighbours in one character set are joined as bytes first: mail programs cut letters in two."""
    out: list[str] = []
    end, run, run_charset = 0, b"", ""
    for count, found in enumerate(ENCODED.finditer(text)):
        between = text[end : found.start()]
        data = _word(found[2], found[3])
        if count >= ENCODED_WORDS_MAX or data is None:
            continue
        named = found[1].partition("*")[0].lower()
        if end and not between.strip() and named == run_charset:
            run += data
        else:
            out.append(decoded(run, run_charset))
            if not end or between.strip():
                out.append(between)
            run, run_charset = data, named
        end = found.end()
    return "".join([*out, decoded(run, run_charset), text[end:]])


def _word(encoding: str, said: str) -> bytes | None:
    raw = said.encode("utf-8")
    if encoding in "qQ":
        return binascii.a2b_qp(raw, header=True)
    return base64(raw)


NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))


def base64(raw: bytes) -> bytes:
    """Bytes from base64, however it was mangled on the way."""
    try:
        return binascii.a2b_base64(raw)
    except binascii.Error:
        kept = raw.translate(None, NOT_BASE64)
        kept = kept[: len(kept) - 1] if len(kept) % 4 == 1 else kept
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
