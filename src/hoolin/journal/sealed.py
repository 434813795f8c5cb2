"""A sealed file: large content in pieces, each of which can be trusted before the next one is read.

    magic (8) · salt (16) · piece · piece · … · last piece

A file has its own key, drawn from its owner's key and the salt, so nonces can simply count. A piece is up to PIECE_BYTES
under AES-256-GCM; its nonce is its number and whether it is the last one, its additional data is the blob's id. A piece
that was changed, moved, left out, or put in from another file does not open; neither does a file that ends early.
"""

import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hoolin.journal.errors import Damaged
from hoolin.journal.keys import KEY_BYTES

MAGIC = b"hoolin\x00\x01"
SALT_BYTES = 16
TAG_BYTES = 16

PIECE_BYTES = 64 * 1024
"""Small enough to hold many at once, large enough that the 16 bytes of tag do not count."""


def seal(secret: bytes, place: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What goes into the file, for chunks of any size: the head, then one sealed piece at a time."""
    salt = os.urandom(SALT_BYTES)
    cipher = _cipher(secret, salt)
    yield MAGIC + salt
    number = 0
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        # A full piece is held back until more is there, for only then is it known not to be the last.
        while len(waiting) > PIECE_BYTES:
            yield cipher.encrypt(_nonce(number, last=False), bytes(waiting[:PIECE_BYTES]), place.encode())
            del waiting[:PIECE_BYTES]
            number += 1
    yield cipher.encrypt(_nonce(number, last=True), bytes(waiting), place.encode())


def sealed_length(size: int) -> int:
    """How many bytes a file of so many has, sealed."""
    pieces = max(1, -(-size // PIECE_BYTES))
    return len(MAGIC) + SALT_BYTES + size + pieces * TAG_BYTES


def unseal(file: BinaryIO, secret: bytes, place: str) -> Iterator[bytes]:
    """The pieces of a sealed file. Raises Damaged instead of giving a piece that fails its check."""
    head = file.read(len(MAGIC) + SALT_BYTES)
    if len(head) != len(MAGIC) + SALT_BYTES or not head.startswith(MAGIC):
        raise Damaged("blob_head", blob=place)
    cipher = _cipher(secret, head[len(MAGIC) :])
    piece = file.read(PIECE_BYTES + TAG_BYTES)
    number = 0
    while True:
        following = file.read(PIECE_BYTES + TAG_BYTES)
        try:
            body = cipher.decrypt(_nonce(number, last=not following), piece, place.encode())
        except (InvalidTag, ValueError) as problem:
            raise Damaged("blob_piece", blob=place, piece=number) from problem
        yield body
        if not following:
            return
        piece = following
        number += 1


def _cipher(secret: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt, b"hoolin blob").derive(secret))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
