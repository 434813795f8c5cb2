"""Keys: one master key for the site, and under it one key for every owner of personal content.

An owner's key is 256 random bits and is kept only sealed ("wrapped") with the master key. Destroying the wrapped key
makes everything sealed under it unreadable for good, wherever copies of that may lie. All sealing is AES-256-GCM with a
random 96-bit nonce in front; the additional data binds what is sealed to its place, so that nothing can be moved under
another id or another owner.
"""

import base64
import binascii
import os
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from threading import Lock

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hoolin.journal.errors import Damaged, MasterKeyMissing

KEY_BYTES = 32
NONCE_BYTES = 12

KEY_FILE = "master.key"
KEY_VARIABLE = "HOOLIN_MASTER_KEY"

OWNER_KEYS_CACHED_MAX = 10_000
"""Owner keys held in memory: those of everybody a large site talks with at one time, at about 1 kB each."""


def load_master_key(folder: Path, environ: Mapping[str, str], may_create: bool) -> bytes:
    """The site's master key: from HOOLIN_MASTER_KEY (base64), else from `master.key` in the data folder.

    may_create: whether a missing key file is made; true only where nothing has been sealed yet.
    """
    if given := environ.get(KEY_VARIABLE):
        return _decoded(given, KEY_VARIABLE)
    file = folder / KEY_FILE
    try:
        return _decoded(file.read_text(encoding="ascii"), KEY_FILE)
    except FileNotFoundError:
        if not may_create:
            raise MasterKeyMissing(looked_for=KEY_FILE, or_in=KEY_VARIABLE) from None
    key = AESGCM.generate_key(8 * KEY_BYTES)
    _write_private(file, base64.b64encode(key) + b"\n")
    return key


class OwnerKey:
    """One owner's key, ready to seal and to open. number: how the store calls the owner."""

    __slots__ = ("_cipher", "name", "number", "secret")

    def __init__(self, number: int, name: str, secret: bytes) -> None:
        self.number = number
        self.name = name
        self.secret = secret
        self._cipher = AESGCM(secret)

    def seal(self, place: str, body: bytes, nonce: bytes | None = None) -> bytes:
        """Seal a body; only the same place opens it again. nonce: NONCE_BYTES of fresh randomness, where many are drawn at once."""
        nonce = nonce or os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, body, f"{place}\0{self.name}".encode())

    def open(self, place: str, sealed: bytes) -> bytes:
        """The body that was sealed at this place. Raises Damaged."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], f"{place}\0{self.name}".encode())
        except (InvalidTag, ValueError) as problem:
            raise Damaged("content", place=place) from problem


class MasterKey:
    """Wraps and unwraps owner keys."""

    def __init__(self, secret: bytes) -> None:
        self._cipher = AESGCM(secret)

    def wrap(self, secret: bytes, name: str) -> bytes:
        """An owner's key as it may lie on disk."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret, f"owner\0{name}".encode())

    def unwrap(self, wrapped: bytes, name: str) -> bytes:
        """An owner's key, from disk. Raises Damaged when it was changed or wrapped by another master key."""
        try:
            return self._cipher.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], f"owner\0{name}".encode())
        except (InvalidTag, ValueError) as problem:
            raise Damaged("owner_key") from problem


class OwnerKeys:
    """Owner keys in memory: the most recently used ones, and none of an erased owner."""

    def __init__(self, master: MasterKey, cached_max: int = OWNER_KEYS_CACHED_MAX) -> None:
        self._master = master
        self._cached_max = cached_max
        self._cached: OrderedDict[str, OwnerKey] = OrderedDict()
        self._lock = Lock()
        self._erasures = 0

    @property
    def erasures(self) -> int:
        """How many owners were forgotten so far; note it before reading a wrapped key, and give it to `unwrap`."""
        return self._erasures

    def cached(self, name: str) -> OwnerKey | None:
        """The key, if it is in memory."""
        with self._lock:
            if (key := self._cached.get(name)) is not None:
                self._cached.move_to_end(name)
            return key

    def make(self, name: str) -> tuple[bytes, bytes]:
        """A new key: (secret, wrapped)."""
        secret = AESGCM.generate_key(8 * KEY_BYTES)
        return secret, self._master.wrap(secret, name)

    def unwrap(self, number: int, name: str, wrapped: bytes, erasures: int) -> OwnerKey:
        """The key that was read from disk; it stays in memory unless somebody was erased since it was read."""
        if (key := self.cached(name)) is not None:
            return key
        key = OwnerKey(number, name, self._master.unwrap(wrapped, name))
        with self._lock:
            # A key read before an erasure must not slip back in after it.
            if erasures == self._erasures:
                self._remember(key)
        return key

    def remember(self, key: OwnerKey) -> None:
        """Hold a new key that has become durable."""
        with self._lock:
            self._remember(key)

    def forget(self, name: str) -> None:
        """The owner was erased: nothing of the key stays in memory."""
        with self._lock:
            self._erasures += 1
            self._cached.pop(name, None)

    def _remember(self, key: OwnerKey) -> None:
        self._cached[key.name] = key
        if len(self._cached) > self._cached_max:
            self._cached.popitem(last=False)


def _decoded(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise MasterKeyMissing("not_a_key", looked_in=where, expected=f"{KEY_BYTES} bytes in base64")
    return key


def _write_private(file: Path, body: bytes) -> None:
    """Write a file for its owner's eyes alone, and make it durable together with its name."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, body)
        os.fsync(handle)
    finally:
        os.close(handle)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
