"""Proofs over raw bytes: a provider's signature on what it sends us, and our own on what comes back through strangers' hands.

A signature is checked over the bytes as they came, before anything reads them, in a time that does not depend on where it
differs.
"""

import hmac

from hoolin.core.errors import NotAllowed

PROOF_CHARACTERS = 32
"""Of our own proof: 128 bits, which nobody guesses, short enough for the smallest field a provider gives us."""


def signature(secret: str, body: bytes) -> str:
    """HMAC-SHA256 in lower-case hex."""
    return hmac.digest(secret.encode(), body, "sha256").hex()


def demand_signature(given: str, secret: str, body: bytes, prefix: str = "") -> None:
    """Raises NotAllowed unless `given` is `prefix` and the body's signature. An empty secret allows nobody."""
    demand_same(given, prefix + signature(secret, body), known=bool(secret))


def demand_same(given: str, expected: str, *, known: bool = True) -> None:
    """Raises NotAllowed unless both texts are the same. known: False when there is nothing that could be right."""
    if not hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode()) or not known:
        raise NotAllowed("signature")


def derived(secret: bytes, *parts: str) -> str:
    """A text that only this site can make: 64 hex digits for these parts."""
    return hmac.digest(secret, "\x1f".join(parts).encode("utf-8", "replace"), "sha256").hex()


def with_proof(secret: bytes, delivery: str) -> str:
    """Our delivery's id with the proof that we put it there: `id.proof`."""
    return f"{delivery}.{derived(secret, 'delivery', delivery)[:PROOF_CHARACTERS]}"


def proven(secret: bytes, given: str) -> str:
    """The delivery's id that `with_proof` hid in a text; empty when the text is not ours."""
    delivery, _, proof = given.rpartition(".")
    expected = derived(secret, "delivery", delivery)[:PROOF_CHARACTERS]
    return delivery if delivery and hmac.compare_digest(proof.encode("utf-8", "replace"), expected.encode()) else ""
