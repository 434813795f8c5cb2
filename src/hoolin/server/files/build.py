"""What the build left in `static/`: read once, kept in memory, with the compressed copies that lie beside each file.

The whole of it is a few megabytes. Nothing is looked for on the disk when somebody asks, so no path can lead outside.
"""

import re
from hashlib import sha256
from pathlib import Path

import msgspec

STATIC = Path(__file__).resolve().parent.parent / "static"
"""Where the web apps are built to, one folder each."""

ENCODINGS = {"br": ".br", "gzip": ".gz"}
"""Compressed copies, the smaller first, and how they are named."""

MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wav": "audio/wav",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""What a web app may consist of; anything else is not served."""

_HASHED = re.compile(r"-(?=[\w-]*[A-Z\d_-])[\w-]{8}\.\w+$")
"""`desk-B7k_x9Qz.js`: a name that changes with the content, so that the content under it never does."""


class File(msgspec.Struct, frozen=True):
    """One file. bodies: by encoding, the plain one under an empty name. hashed: its content never changes."""

    name: str
    media_type: str
    tag: str
    hashed: bool
    bodies: dict[str, bytes]


def read_build(folder: Path = STATIC) -> dict[str, File]:
    """Every file of the build by its path in the folder (`desk/index.html`); empty when nothing was built."""
    found: dict[str, File] = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        name = path.relative_to(folder).as_posix()
        media_type = MEDIA_TYPES.get(path.suffix)
        if media_type is None or not path.is_file() or any(step.startswith(".") for step in name.split("/")):
            continue
        bodies = {"": path.read_bytes()}
        for encoding, suffix in ENCODINGS.items():
            copy = path.with_name(path.name + suffix)
            if copy.is_file():
                bodies[encoding] = copy.read_bytes()
        tag = sha256(bodies[""]).hexdigest()[:20]
        found[name] = File(name, media_type, tag, _HASHED.search(path.name) is not None, bodies)
    return found
