"""What is in one message of Messenger or Instagram: words, files, places, what was shared."""

from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from hoolin.channels import lenient, marks
from hoolin.channels.gathering import Wanted
from hoolin.channels.lenient import Part

FILES = {"image": "image.jpg", "audio": "audio.mp4", "video": "video.mp4", "file": "file"}
"""Kinds of attachment with bytes to fetch, and their name when their address tells none."""

LIKES = frozenset({"369239263222822", "369239343222814", "369239383222810"})
"""The thumb, small, large and huge: a sign, not a picture."""


class Content(NamedTuple):
    """What was said, and the files that belong to it."""

    text: str
    wanted: tuple[Wanted, ...] = ()


def content(message: Part) -> Content:
    """What a message holds; empty when it holds nothing."""
    lines = [lenient.text(message, "text")]
    wanted: list[Wanted] = []
    liked = False
    for attachment in lenient.parts(message, "attachments"):
        sticker = lenient.identifier(attachment, "payload", "sticker_id")
        if sticker in LIKES:
            liked = True
            continue
        said = _attachment(attachment)
        lines.append(said.text)
        wanted += said.wanted
    if liked or lenient.identifier(message, "sticker_id") in LIKES:
        lines.append(marks.LIKE)
    if story := lenient.text(message, "reply_to", "story", "url"):
        lines.append(marks.line(marks.STORY, story))
    text = marks.together(lines)
    if lenient.flag(message, "is_unsupported") and not text and not wanted:
        text = marks.line(marks.UNKNOWN, "unsupported")
    return Content(text, tuple(wanted))


def _attachment(attachment: Part) -> Content:
    kind = lenient.text(attachment, "type")
    payload = lenient.part(attachment, "payload")
    address = lenient.text(payload, "url") or lenient.text(attachment, "url") or lenient.text(attachment, "URL")
    title = lenient.text(payload, "title") or lenient.text(attachment, "title")
    if kind in FILES and address:
        return Content("", (Wanted(address, _name(address, FILES[kind])),))
    if kind == "location":
        where = lenient.part(payload, "coordinates")
        return Content(marks.place(lenient.number(where, "lat"), lenient.number(where, "long"), title, address))
    if kind == "fallback" or title or address:
        return Content(marks.line(marks.LINK, title, address))
    return Content(marks.line(marks.UNKNOWN, kind or "attachment"))


def _name(address: str, otherwise: str) -> str:
    """The last part of an address, if it looks like a file's name."""
    try:
        last = unquote(urlsplit(address).path).rpartition("/")[2]
    except ValueError:
        return otherwise
    return last if "." in last[1:] else otherwise
