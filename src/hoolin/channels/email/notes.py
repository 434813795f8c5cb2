"""What Hoolin itself adds to what a customer wrote, in the language of the account: above the text, where it is read first. Pure."""

from collections.abc import Sequence

import msgspec

from hoolin.channels.written import Heard
from hoolin.core.limits import MESSAGE_CHARACTERS_MAX
from hoolin.core.site.rules import Language

UNCHECKED: dict[Language, str] = {"et": "KONTROLLIMATA", "ru": "НЕ ПРОВЕРЕНО", "en": "UNCHECKED"}
"""What stands before the name of a file that no scanner has looked at."""

WITHHELD: dict[Language, str] = {
    "et": "Fail „{file}“ on nakatunud ({virus}) ja jäeti kõrvale.",
    "ru": "Файл «{file}» заражён ({virus}) и не показан.",
    "en": "The file “{file}” is infected ({virus}) and was withheld.",
}
"""What is said of an infected file."""

CUT: dict[Language, str] = {
    "et": "Kiri on liiga suur ({megabytes} MB): siin on selle algus, kiri ise jäi postkasti.",
    "ru": "Письмо слишком большое ({megabytes} МБ): здесь его начало, само письмо осталось в почтовом ящике.",
    "en": "This mail is too large ({megabytes} MB): here is its beginning, the mail itself stays in the mailbox.",
}
"""What is said of a mail over the limit."""


def noted(heard: Heard, lines: Sequence[str]) -> Heard:
    """The same with our lines above its text. A text that has no room for them loses its end, which the mail as it came still has."""
    if not lines:
        return heard
    note = "\n".join(lines)[: MESSAGE_CHARACTERS_MAX // 2]
    return msgspec.structs.replace(heard, text=f"{note}\n\n{heard.text}"[:MESSAGE_CHARACTERS_MAX])


def cut_short(heard: Heard, size: int, language: Language) -> Heard:
    """The same, saying that it is only the beginning of a mail of this many bytes."""
    return noted(heard, [CUT[language].format(megabytes=f"{size / 1_048_576:.0f}")])
