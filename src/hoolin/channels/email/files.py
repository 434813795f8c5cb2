"""The files of a mail: their names, how many, how large, and what an image in the text is called.

What does not fit into the number of files a message has goes into one archive; what is too large is named, and stays in the raw mail.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from typing import NamedTuple

from hoolin.channels.email import words
from hoolin.channels.email.parts import Part
from hoolin.channels.written import File
from hoolin.core.limits import ATTACHMENT_BYTES_MAX, ATTACHMENTS_PER_MESSAGE_MAX, NAME_CHARACTERS_MAX

ARCHIVE = "more-files.zip"
ENDINGS = {
    "message/rfc822": "eml", "message/global": "eml", "text/plain": "txt", "text/html": "html", "text/calendar": "ics",
    "text/csv": "csv", "text/vcard": "vcf", "text/x-vcard": "vcf", "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif",
    "image/webp": "webp", "image/heic": "heic", "image/bmp": "bmp", "image/tiff": "tif", "image/svg+xml": "svg",
    "application/pdf": "pdf", "application/zip": "zip", "application/msword": "doc", "application/json": "json",
    "application/xml": "xml", "text/xml": "xml", "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/ogg": "ogg", "audio/amr": "amr",
    "video/mp4": "mp4", "application/pkcs7-signature": "p7s", "application/x-pkcs7-signature": "p7s",
    "application/pgp-signature": "asc", "application/ms-tnef": "dat", "application/vnd.ms-tnef": "dat",
    "message/delivery-status": "txt", "message/partial": "eml",
}  # fmt: skip
"""For parts without a name. The system's own table differs from machine to machine."""

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""The same files make the same archive."""


class Found(NamedTuple):
    """files: in the order of the mail. cids: Content-ID → `file-2`, counted from 1. left_out: what is missing, for a person."""

    files: tuple[File, ...]
    cids: dict[str, str]
    left_out: tuple[str, ...]


def found(parts: Iterable[Part], first: tuple[File, ...] = ()) -> Found:
    """The files of these parts, after those that come first."""
    left_out: list[str] = []
    taken: list[tuple[Part, File]] = []
    for count, part in enumerate(parts, 1):
        name = name_of(part, count)
        if part.size > ATTACHMENT_BYTES_MAX * 3 // 2 or len(body := part.body()) > ATTACHMENT_BYTES_MAX:
            left_out.append(f"{name} ({part.size // 1_048_576} MiB)")
            continue
        taken.append((part, File(name=name, media_type=part.media_type, body=body)))
    # What somebody attached comes before the pictures of their signature.
    taken.sort(key=lambda one: "content-id" in one[0].head and one[0].disposition != "attachment")
    room = ATTACHMENTS_PER_MESSAGE_MAX - len(first)
    kept, more = (taken, []) if len(taken) <= room else (taken[: room - 1], taken[room - 1 :])
    files = [*first, *(file for _, file in kept)]
    cids = {cid: f"file-{at}" for at, (part, _) in enumerate(kept, len(first) + 1) if (cid := cid_of(part))}
    if more:
        files.append(_archive([file for _, file in more], left_out))
    return Found(tuple(files), cids, tuple(left_out))


def cid_of(part: Part) -> str:
    """The id by which HTML names it."""
    return part.head.plain("content-id")[:500].strip("<> ")


def name_of(part: Part, count: int) -> str:
    """What it is called: by its sender, or by its kind. Without a path."""
    said = part.head.parameter("content-disposition", "filename") or part.head.parameter("content-type", "name")
    name = shown_name(said)
    if not name and part.media_type.startswith("message/"):
        name = shown_name(inner.replace("/", "-")) if (inner := _subject(part)) else ""
        name = f"{name}.eml" if name else ""
    return name or f"file-{count}.{ENDINGS.get(part.media_type, 'bin')}"


def shown_name(said: str) -> str:
    """A file's name on one line and without its path; "" when nothing is left."""
    name = (
        words.one_line(said.replace("\x00", ""), 4 * NAME_CHARACTERS_MAX)
        .replace("\\", "/")
        .rpartition("/")[2]
        .strip(" .")
    )
    if len(name) > NAME_CHARACTERS_MAX:
        stem, dot, ending = name.rpartition(".")
        short = ending[:20] if dot else ""
        name = f"{(stem or name)[: NAME_CHARACTERS_MAX - len(short) - 1]}{dot}{short}"
    return re.sub(r'[<>:"|?*\x00-\x1f]', "_", name)


def _subject(part: Part) -> str:
    from hoolin.channels.email.head import split

    body = part.body(65_536).lstrip(b"\r\n")
    return split(body, 0, len(body))[0].text("subject")[:80]


def _archive(files: list[File], left_out: list[str]) -> File:
    """One archive of the files that are too many, as far as it may be large."""
    room, whole = ATTACHMENT_BYTES_MAX - 65_536, io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for count, file in enumerate(files, 1):
            if len(file.body) > room:
                left_out.append(f"{file.name} ({len(file.body) // 1_048_576} MiB)")
                continue
            room -= len(file.body) + 512
            archive.writestr(zipfile.ZipInfo(f"{count}-{file.name}", ZIP_DATE), file.body)
    return File(name=ARCHIVE, media_type="application/zip", body=whole.getvalue())
