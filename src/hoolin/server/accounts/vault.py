"""Secrets of people at rest: sealed under a key that is drawn from the site's master key, so that a copy of `accounts.db` alone opens nothing."""

import os
from hashlib import blake2b
from pathlib import Path
from threading import Lock

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hoolin.journal.errors import Damaged
from hoolin.journal.keys import NONCE_BYTES, load_master_key


class Vault:
    """Seals and opens. The master key is read when it is first needed; a site that has none yet gets one."""

    def __init__(self, folder: Path) -> None:
        """folder: the site's data folder."""
        self._folder = folder
        self._lock = Lock()
        self._master = b""

    def seal(self, place: str, secret: bytes) -> bytes:
        """What may lie on the disk; only the same place opens it again. Blocking. Raises MasterKeyMissing."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self._key(b"accounts")).encrypt(nonce, secret, place.encode())

    def open(self, place: str, sealed: bytes) -> bytes:
        """What was sealed. Blocking. Raises Damaged, MasterKeyMissing."""
        try:
            return AESGCM(self._key(b"accounts")).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError) as problem:
            raise Damaged("sealed", place=place.partition(":")[0]) from problem

    def pseudonym(self, text: str) -> str:
        """The same short word for the same text, for ever; nobody without the master key can tell the text from it. Blocking."""
        return "x" + blake2b(text.casefold().encode(), key=self._key(b"pseudonym"), digest_size=8).hexdigest()

    def _key(self, purpose: bytes) -> bytes:
        with self._lock:
            if not self._master:
                self._master = load_master_key(self._folder, os.environ, may_create=True)
        return blake2b(purpose, key=self._master, digest_size=32, person=b"hoolin").digest()
