"""Tokens without words: HMAC-SHA-256 under the index's key, 60 bits of it.

Whoever has the file and not the key cannot try words on it. Two words of a million share a hash with a chance of one in two million,
and what is found is looked at in the opened text anyway.
"""

import hmac
from collections.abc import Iterable
from functools import lru_cache

HEX_DIGITS = 15
KEY_BYTES_MIN = 32
TOKENS_CACHED = 500_000
"""Hashes remembered, at some 200 bytes each."""

_PURPOSE = b"hoolin finding 1"


def key_of(master: bytes) -> bytes:
    """The index's own key, derived from the site's master key, which it does not tell. Raises ValueError when that is too short."""
    if len(master) < KEY_BYTES_MIN:
        raise ValueError("a key of the index is made of 32 bytes or more")
    return hmac.digest(master, _PURPOSE, "sha256")


class Hasher:
    """Makes the same hash of the same token, for one site."""

    def __init__(self, key: bytes) -> None:
        """key: of the index (`key_of`). Raises ValueError when it is too short."""
        if len(key) < KEY_BYTES_MIN:
            raise ValueError("a key of the index has 32 bytes or more")

        @lru_cache(TOKENS_CACHED)
        def hashed(token: str) -> str:
            return hmac.digest(key, token.encode(), "sha256").hex()[:HEX_DIGITS]

        self._hashed = hashed

    def one(self, token: str) -> str:
        """The hash of a token: 15 hexadecimal digits."""
        return self._hashed(token)

    def all(self, tokens: Iterable[str]) -> list[str]:
        """The hashes of these, sorted, so that their order tells nothing of the text's."""
        return sorted(map(self._hashed, tokens))
