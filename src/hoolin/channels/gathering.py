"""From what a message says of its files to the files: fetched one after the other, within a whole that is bounded.

A file that never will be here is said in the text, and a text that is too long for a message comes as a file as well. One that cannot be had now is worth waiting for, but the words that came with
it are not worth losing: after `WAIT_MS_MAX` it is given up and said in the text as well.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import NamedTuple, TypeAlias

import msgspec

from hoolin.channels import marks
from hoolin.channels.fetching import FILE_BYTES_MAX, Fetched, Gone
from hoolin.channels.written import File, Heard, Passed, ReadUpTo, Reported, Understood
from hoolin.core.errors import NotReached
from hoolin.core.facts import Instant
from hoolin.core.limits import MESSAGE_CHARACTERS_MAX

FILES_MAX = 10
"""Of one message; Telegram and WhatsApp send one each, Messenger up to thirty pictures."""

INPUT_BYTES_MAX = 104_857_600
"""All files of one raw input together, 100 MiB: Meta may put many messages into one call, and they are in memory at once."""

INPUT_SECONDS_MAX = 120.0
"""For all files of one raw input together; the one that is under way then is still waited for."""

WAIT_MS_MAX = 1_800_000
"""Half an hour from when the message came; addresses of files live shorter than that with most providers."""

NAME_CHARACTERS_MAX = 200


class Wanted(NamedTuple):
    """A file to be fetched. where: what the provider asks for (an id, or an address). size: as announced, 0 if unknown."""

    where: str
    name: str
    media_type: str = ""
    size: int = 0


class Written(NamedTuple):
    """A message whose files are still with the provider."""

    heard: Heard
    wanted: tuple[Wanted, ...] = ()


Meaning: TypeAlias = Written | Reported | ReadUpTo | Passed
"""What an input means before its files are here."""

Fetching: TypeAlias = Callable[[Wanted], Awaitable[Fetched]]


async def gather(meanings: Iterable[Meaning], fetching: Fetching, late: bool) -> tuple[Understood, ...]:
    """Everything with its files. late: do not wait any longer for what cannot be had now. Raises NotReached."""
    understood: list[Understood] = []
    left = INPUT_BYTES_MAX
    loop = asyncio.get_running_loop()
    until = loop.time() + INPUT_SECONDS_MAX

    async def in_time(wanted: Wanted) -> Fetched:
        if loop.time() > until:
            raise NotReached("files_take_too_long")
        return await fetching(wanted)

    for meaning in meanings:
        if not isinstance(meaning, Written):
            understood.append(meaning)
            continue
        heard = await _with_files(meaning, in_time, late, left)
        left -= sum(len(file.body) for file in heard.files)
        understood.append(heard)
    return tuple(understood)


def is_late(came_at: Instant, now: Instant) -> bool:
    """Whether a message has waited long enough for its files."""
    return now - came_at > WAIT_MS_MAX


async def _with_files(written: Written, fetching: Fetching, late: bool, left: int) -> Heard:
    files: list[File] = []
    missing: list[str] = []
    for wanted in written.wanted[:FILES_MAX]:
        try:
            fetched = await _one(wanted, fetching, left)
        except Gone as problem:
            missing.append(marks.unread(wanted.name, _why(problem.code, wanted)))
            continue
        except NotReached as problem:
            if not late:
                raise
            missing.append(marks.unread(wanted.name, problem.code))
            continue
        left -= len(fetched.body)
        media_type = wanted.media_type or fetched.media_type or "application/octet-stream"
        files.append(File(name=_name(wanted.name), media_type=media_type, body=fetched.body))
    missing += [marks.unread(wanted.name, f"> {FILES_MAX}") for wanted in written.wanted[FILES_MAX:]]
    # Somebody sent something, even when nothing in it could be read.
    text = marks.together(written.heard.text, missing) or ("" if files else marks.UNKNOWN)
    if len(text) > MESSAGE_CHARACTERS_MAX:
        files.append(File(name="text.txt", media_type="text/plain", body=text.encode()))
        text = text[: MESSAGE_CHARACTERS_MAX - 1] + "…"
    return msgspec.structs.replace(written.heard, text=text, files=tuple(files))


async def _one(wanted: Wanted, fetching: Fetching, left: int) -> Fetched:
    if wanted.size > min(FILE_BYTES_MAX, left):
        raise Gone("too_large")
    fetched = await fetching(wanted)
    if len(fetched.body) > left:
        raise Gone("too_large")
    return fetched


def _why(code: str, wanted: Wanted) -> str:
    if code != "too_large":
        return code
    return (
        f"{marks.size(wanted.size)} > {marks.size(FILE_BYTES_MAX)}"
        if wanted.size
        else f"> {marks.size(FILE_BYTES_MAX)}"
    )


def _name(name: str) -> str:
    """The last part of a name, as a file may be called."""
    last = name.replace("\\", "/").rpartition("/")[2].strip()
    return "".join(letter for letter in last if letter.isprintable())[:NAME_CHARACTERS_MAX] or "file"


def named(kind: str, media_type: str) -> str:
    """A name for a file that came without one: `photo.jpg`."""
    ending = ENDINGS.get(media_type.partition(";")[0].strip().lower(), "")
    return f"{kind}.{ending}" if ending else kind


ENDINGS = {
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "video/mp4": "mp4",
    "video/3gpp": "3gp", "video/webm": "webm", "audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/mp4": "m4a",
    "audio/aac": "aac", "audio/amr": "amr", "application/pdf": "pdf", "application/x-tgsticker": "tgs",
    "text/plain": "txt",
}  # fmt: skip
"""Of what these providers send without a name."""
