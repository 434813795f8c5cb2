"""A text as numbers: its words and pairs of words that stand near each other, and the pieces of up to five letters within them, weighted by how much they
tell.

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

NEAR = 4
"""Two words are a pair where no more than three stand between them: “card” and “arrived” in “my card has still not arrived”."""

FEW_WEIGHT = 0.75
"""Of words and pairs beside pieces, where everything counts that only one text has: most pairs are chance then."""

FEATURES_MAX = 100_000
"""Words and pairs, and pieces: so many of each, the most frequent. A model holds a number for each and each reason."""

_LINK = re.compile(r"https?://\S+|www\.\S+")
_NUMBER = re.compile(r"\d")
_WORD = re.compile(r"\w+")


def plainly(text: str) -> str:
    """As it is compared: small letters, ё as е, any digit as 0, any link as one word."""
    text = unicodedata.normalize("NFKC", text[:TEXT_CHARACTERS_MAX]).casefold().replace("ё", "е")
    return _NUMBER.sub("0", _LINK.sub(" www ", text))


def words(text: str) -> list[str]:
    """Its words, as they are compared."""
    return _WORD.findall(plainly(text))


def words_and_pairs(text: str) -> list[str]:
    """Its words, and each two that are near, in their order."""
    own = words(text)
    return own + [f"{one} {other}" for at, one in enumerate(own) for other in own[at + 1 : at + 1 + NEAR]]


class Features:
    """Learned from texts: which words, pairs and pieces there are, and how much each tells. least: in how many texts one must occur."""

    def __init__(self, least: int = 2) -> None:
        common: dict[str, Any] = {
            "sublinear_tf": True,
            "min_df": least,
            "max_features": FEATURES_MAX,
            "dtype": np.float32,
        }
        self._weight = np.float32(FEW_WEIGHT if least == 1 else 1.0)
        self._parts = (
            TfidfVectorizer(analyzer=words_and_pairs, **common),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), preprocessor=plainly, **common),
        )

    def learn(self, texts: Sequence[str]) -> Sparse:
        """Learn from them. Returns [texts, features]. Raises Invalid where there is not one word in them, or no piece that is in texts enough."""
        try:
            return self._beside([part.fit_transform(texts) for part in self._parts])
        except ValueError as problem:
            raise Invalid("no_words", texts=len(texts)) from problem

    def of(self, texts: Sequence[str]) -> Sparse:
        """[texts, features]; what was never seen is left out."""
        return self._beside([part.transform(texts) for part in self._parts])

    def _beside(self, parts: Sequence[Sparse]) -> Sparse:
        own, pieces = parts
        return csr_matrix(hstack([own * self._weight, pieces]))

    @property
    def names(self) -> NDArray[np.str_]:
        """Of each feature, the word or piece that it is."""
        return np.concatenate([part.get_feature_names_out() for part in self._parts])
