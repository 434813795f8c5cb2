"""The wall clock, new ids, and the site's own secret: what the rooms are given instead of making it."""

import os
import secrets
import time
from pathlib import Path

from hoolin.core.facts import Instant


def now_ms() -> Instant:
    """The wall clock; the only place that reads it for decisions."""
    return time.time_ns() // 1_000_000


def new_id(kind: str) -> str:
    """A new id: the kind's letter, the millisecond, and 80 random bits. Ids that lie together in time lie together on disk."""
    return f"{kind}{now_ms():012x}{secrets.token_hex(10)}"


def site_secret(folder: Path | None) -> bytes:
    """The key under which identities are looked up and our own proofs are made; made once per site."""
    if folder is None:
        return secrets.token_bytes(32)
    file = folder / "lookup.key"
    try:
        return file.read_bytes()
    except FileNotFoundError:
        secret = secrets.token_bytes(32)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as new:
            new.write(secret)
            new.flush()
            os.fsync(new.fileno())
        return secret
