"""Files that travel with messages: which are taken, and what they are said to be. Nothing here is ever run or shown as a page.

A file that comes by mail or from a messenger is kept whatever it is, since a person sent it; what is not in the list is given out
as bytes to be saved.
"""

import re

MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "heic": "image/heic",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "asice": "application/vnd.etsi.asic-e+zip",
    "bdoc": "application/vnd.etsi.asic-e+zip",
    "ddoc": "application/x-ddoc",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
    "zip": "application/zip",
}
"""What may be uploaded, by the ending of its name: what customers do send, and nothing a browser would run."""

ANY = "bin"
"""The ending under which everything else is kept."""

MEDIA_TYPE_OF_ANY = "application/octet-stream"

ENDINGS = {media_type: ending for ending, media_type in reversed(MEDIA_TYPES.items())}


def kept_as(name: str, media_type: str) -> tuple[str, str]:
    """(ending, media type) for a file that came as this: its name decides, then the type it says it has."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in MEDIA_TYPES:
        ending = ENDINGS.get(media_type.partition(";")[0].strip().lower(), ANY)
    return ending, MEDIA_TYPES.get(ending, MEDIA_TYPE_OF_ANY)


def shown_name(name: str) -> str:
    """A file's name without any path, control or direction mark; never empty."""
    plain = re.sub(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", name).replace("\\", "/")
    return plain.rpartition("/")[2].strip(" .")[-200:] or "file"
