"""The wall clock, new ids, and the site's own secret: what the rooms are given instead of making it."""

import os
import secrets
import time
from pathlib import Path

from hoolin.core.facts import Instant


def now_ms() -> Instant:
    """The wall clock; the only place that reads it for decisions."""
    return time.time_ns() // 1_000_000


class Chance:
    """Bytes that nobody can guess, drawn from the system in stock: each drawing is a call of the system, and a call by telephone wants
    twenty. Each byte is given once.
    """

    STOCK = 4_096

    def __init__(self) -> None:
        self._drawn = b""
        self._at = 0

    def hex(self, number: int) -> str:
        """So many bytes, as twice as many digits."""
        at = self._at
        if at + number > len(self._drawn):
            self._drawn, at = os.urandom(max(number, self.STOCK)), 0
        self._at = at + number
        return self._drawn[at : self._at].hex()


CHANCE = Chance()


def new_id(kind: str) -> str:
    """A new id: the kind's letter, the millisecond, and 80 random bits. Ids that lie together in time lie together on disk."""
    return f"{kind}{now_ms():012x}{CHANCE.hex(10)}"


SECRET_BYTES = 32


def site_secret(folder: Path | None) -> bytes:
    """The key under which identities are looked up and our own proofs are made; made once per site."""
    return _kept(folder, "lookup.key")


def report_secret(folder: Path | None) -> bytes:
    """The key that signs the site's reports; made once per site, with the first of them."""
    return _kept(folder, "report.key")


def _kept(folder: Path | None, name: str) -> bytes:
    """A secret of the site, in a file for its owner's eyes alone; whoever makes it second takes up the first one's."""
    if folder is None:
        return secrets.token_bytes(SECRET_BYTES)
    file = folder / name
    try:
        return file.read_bytes()
    except FileNotFoundError:
        made = folder / f".{name}.{secrets.token_hex(8)}"
        handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as new:
                new.write(secrets.token_bytes(SECRET_BYTES))
                new.flush()
                os.fsync(new.fileno())
            if os.geteuid() == 0:
                # An administrator's command beside a site that runs as somebody else: it is the site's all the same.
                owner = folder.stat()
                os.chown(made, owner.st_uid, owner.st_gid)
            # Whole or not there: a power cut leaves no half of a key.
            os.link(made, file)
        except FileExistsError:
            pass
        except OSError:
            # A disk that knows one name for a file only.
            made.rename(file)
        finally:
            made.unlink(missing_ok=True)
        return file.read_bytes()
