"""The door of the room: what wiring and the command line take from it."""

from hoolin.finding.hashed import Hasher
from hoolin.finding.index import PAGE_MAX, Asked, Found, Index, Said
from hoolin.finding.tokens import asked, folded, lemmas, tokens

__all__ = ["PAGE_MAX", "Asked", "Found", "Hasher", "Index", "Said", "asked", "folded", "lemmas", "tokens"]
