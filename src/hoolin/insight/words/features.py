"""A text as numbers: its words and pairs of words, and the pieces of up to five letters within them, weighted by how much they tell.

Pieces of words carry Estonian and Russian, where a word has a dozen forms, and every typing error. Nothing here knows a language.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from hoolin.core.errors import Invalid

Sparse: TypeAlias = csr_matrix

TEXT_CHARACTERS_MAX = 2_000
"""What somebody wants stands at the beginning; a long mail does not make a suggestion slow."""

WORDS_WEIGHT = 0.75
"""Of words beside their pieces: most of what a word tells, its pieces tell already."""

_LINK = re.compile(r"https?://\S+|www\.\S+")
_NUMBER = re.compile(r"\d")


def plainly(text: str) -> str:
    """As it is compared: small letters, ё as е, any digit as 0, any link as one word."""
    text = unicodedata.normalize("NFKC", text[:TEXT_CHARACTERS_MAX]).casefold().replace("ё", "е")
    return _NUMBER.sub("0", _LINK.sub(" www ", text))


def _beside(parts: Sequence[Sparse]) -> Sparse:
    words, pieces = parts
    return csr_matrix(hstack([words * WORDS_WEIGHT, pieces]))


class Features:
    """Learned from texts: which words and pieces there are, and how much each tells. pieces_min: in how many texts a piece must occur."""

    def __init__(self, pieces_min: int = 2) -> None:
        common: dict[str, Any] = {"preprocessor": plainly, "sublinear_tf": True}
        words: dict[str, Any] = {"ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b"}
        self._parts = (
            TfidfVectorizer(**words, **common),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=pieces_min, **common),
        )

    def learn(self, texts: Sequence[str]) -> Sparse:
        """Learn from them. Returns [texts, features]. Raises Invalid where there is not one word in them, or no piece that is in texts enough."""
        try:
            return _beside([part.fit_transform(texts) for part in self._parts])
        except ValueError as problem:
            raise Invalid("no_words", texts=len(texts)) from problem

    def of(self, texts: Sequence[str]) -> Sparse:
        """[texts, features]; what was never seen is left out."""
        return _beside([part.transform(texts) for part in self._parts])

    @property
    def names(self) -> NDArray[np.str_]:
        """Of each feature, the word or piece that it is."""
        return np.concatenate([part.get_feature_names_out() for part in self._parts])
