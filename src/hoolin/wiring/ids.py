"""The wall clock, new ids, and the site's own secret: what the rooms are given instead of making it."""

import errno
import os
import secrets
import time
from pathlib import Path

from hoolin.core.errors import Invalid
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

NO_SECOND_NAME = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
"""What a disk says that knows one name for a file only."""


def site_secret(folder: Path | None) -> bytes:
    """The key under which identities are looked up and our own proofs are made; made once per site."""
    return _kept(folder, "lookup.key")


def report_secret(folder: Path | None) -> bytes:
    """The key that signs the site's reports; made once per site, with the first of them."""
    return _kept(folder, "report.key")


def _kept(folder: Path | None, name: str) -> bytes:
    """A secret of the site, in a file for its owner's eyes alone; whoever makes it second takes up the first one's. Raises Invalid."""
    if folder is None:
        return secrets.token_bytes(SECRET_BYTES)
    file = folder / name
    if not file.exists():
        _make(file)
    found = file.read_bytes()
    if len(found) != SECRET_BYTES:
        # An empty or short key is one that others can guess.
        raise Invalid(
            "secret_damaged", file=file.name, bytes=len(found), expected=SECRET_BYTES, help="put it back from a backup"
        )
    return found


def _make(file: Path) -> None:
    """Whole or not there, durable when it returns: a full disk or a power cut leaves no half of a key. Raises OSError."""
    made = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    secret = secrets.token_bytes(SECRET_BYTES)
    try:
        _write_new(made, secret)
        try:
            os.link(made, file)
        except OSError as problem:
            if problem.errno not in NO_SECOND_NAME:
                raise
            _write_alone(file, secret)
    except FileExistsError:
        pass
    finally:
        made.unlink(missing_ok=True)
    there = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(there)
    finally:
        os.close(there)


def _write_alone(file: Path, secret: bytes) -> None:
    """Where a file has one name only. Raises FileExistsError where somebody was first, and OSError."""
    try:
        _write_new(file, secret)
    except FileExistsError:
        raise
    except OSError:
        file.unlink(missing_ok=True)
        raise


def _write_new(file: Path, secret: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
        new.write(secret)
        new.flush()
        if os.geteuid() == 0:
            # An administrator's command beside a site that runs as somebody else: it is the site's all the same.
            owner = file.parent.stat()
            os.fchown(new.fileno(), owner.st_uid, owner.st_gid)
        os.fsync(new.fileno())
