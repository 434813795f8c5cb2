"""Files that came with a mail go past the virus scanner before anybody can open them.

- An infected file is withheld: the message says which and why. The mail itself is kept as it came.
- When the scanner does not answer, nothing is lost and nothing is hidden: the file is handed on, marked as unchecked in its name.
- Time is bounded, for a mail as for a file: once the scanner has kept us waiting too long, the rest is marked unscanned.
"""

import asyncio

import msgspec

from hoolin.channels.email.clamd import Verdict, scan
from hoolin.channels.email.notes import UNCHECKED, WITHHELD, noted
from hoolin.channels.written import File, Heard, Understood
from hoolin.core.site.rules import Language

MAIL_SECONDS_MAX = 120
"""For all files of one mail together."""

NAME_CHARACTERS_MAX = 200


async def screened(
    meanings: tuple[Understood, ...], where: str, language: Language, seconds_max: float
) -> tuple[Understood, ...]:
    """The same, with its files looked at. where: clamd's socket; seconds_max: for one file."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + MAIL_SECONDS_MAX
    out: list[Understood] = []
    for one in meanings:
        if isinstance(one, Heard) and one.files:
            verdicts = []
            for file in one.files:
                left = min(seconds_max, ends - loop.time())
                verdicts.append(await scan(where, file.body, left) if left > 0 else Verdict(checked=False))
            out.append(_told(one, verdicts, language))
        else:
            out.append(one)
    return tuple(out)


def _told(heard: Heard, verdicts: list[Verdict], language: Language) -> Heard:
    """What was heard, without what is infected, and saying so."""
    files: list[File] = []
    words: list[str] = []
    for file, verdict in zip(heard.files, verdicts, strict=True):
        if verdict.name:
            words.append(WITHHELD[language].format(file=file.name[:NAME_CHARACTERS_MAX], virus=verdict.name))
        elif verdict.checked:
            files.append(file)
        else:
            name = f"{UNCHECKED[language]} {file.name}"
            files.append(msgspec.structs.replace(file, name=name))
    return noted(msgspec.structs.replace(heard, files=tuple(files)), words)
