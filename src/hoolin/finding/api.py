"""The door of the room: what wiring, the server and the command line take from it."""

from hoolin.finding.filling import PROGRAM, Add, Done, Empty, Filling, FillingApart, FillingHere, Forget, pieces
from hoolin.finding.hashed import Hasher, key_of
from hoolin.finding.index import PAGE_MAX, WORDS_MAX, Asked, Found, Index, Looking, Mark, Said, texts_of
from hoolin.finding.shown import Shown, shown
from hoolin.finding.tokens import asked, folded, lemmas, tokens

__all__ = [
    "PAGE_MAX", "PROGRAM", "WORDS_MAX", "Add", "Asked", "Done", "Empty", "Filling", "FillingApart", "FillingHere", "Forget", "Found", "Hasher", "Index", "Looking", "Mark",
    "Said", "Shown", "asked", "folded", "key_of", "lemmas", "pieces", "shown", "texts_of", "tokens",
]  # fmt: skip
