"""What of a text can be found: its words, their lemmas, and whole addresses and numbers.

A word is found by each of its inflected forms, in Estonian, Russian and English: what is kept of it is the word and its lemma,
and a query asks for the same of its own words. `ё` counts as `е`. A word with Estonian letters is also found when it is
typed without them (`kone` finds `kõne`), never the other way round. Words that are joined by hyphens are found whole and in parts.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import simplemma

WORD_CHARACTERS_MAX = 64
"""Of a longer word, only that much counts: it is no word that anybody types."""

WORDS_CACHED = 200_000
"""Words whose lemmas are remembered, at some 300 bytes each: those of a large site's days."""

JOINED_MIN = 7
PART_MIN = 3
"""Letters of a word that is joined of others, and of each part, at least."""

_PIECE = re.compile(
    r"(?P<mail>(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})"
    r"|(?P<phone>\+?\d(?:[ ()-]{0,2}\d){5,14}(?!\w))"
    r"|(?P<word>\w+(?:[-’']\w+)*)"
)
_PLAIN = str.maketrans("õöäüšž", "ooausz")
_CYRILLIC = re.compile(r"[а-я]")
_LATIN = ("et", "en")
_PARTICIPLES = (("etud", ("ma", "ema")), ("tud", ("ma",)), ("dud", ("ma",)), ("nud", ("ma", "ema")))
_IRREGULAR = {
    "tehtud": "tegema", "teinud": "tegema", "nähtud": "nägema", "näinud": "nägema", "antud": "andma", "läinud": "minema",
    "peetud": "pidama", "võetud": "võtma", "söödud": "sööma", "joodud": "jooma", "toodud": "tooma", "viidud": "viima",
}  # fmt: skip


def tokens(text: str) -> frozenset[str]:
    """Everything by which this text is found."""
    return frozenset(token for piece in _pieces(text) for token in _kept(piece))


def asked(text: str) -> list[frozenset[str]]:
    """For each word of a query, in its order, the tokens of which a text must have at least one."""
    return [_asked(piece) for piece in _pieces(text)]


def places(text: str) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Each piece of a text (composed, NFC) with where it begins, where it ends, and by what it is found."""
    for match in _PIECE.finditer(text):
        piece = folded(match[0])
        if match.lastgroup == "phone":
            piece = re.sub(r"\D", "", piece)
        yield match.start(), match.end(), _kept(piece[:WORD_CHARACTERS_MAX].strip("_"))


def folded(text: str) -> str:
    """A text as two texts are compared: composed, without capitals, `ё` as `е`."""
    return unicodedata.normalize("NFC", text).casefold().replace("ё", "е")


def _pieces(text: str) -> Iterator[str]:
    for match in _PIECE.finditer(folded(text)):
        piece = match[0]
        if match.lastgroup == "phone":
            piece = re.sub(r"\D", "", piece)
        yield piece[:WORD_CHARACTERS_MAX].strip("_")


@lru_cache(WORDS_CACHED)
def _kept(piece: str) -> frozenset[str]:
    parts = {piece, *re.split(r"[-’'@]", piece)} - {""}
    words = parts | {lemma for part in parts for lemma in lemmas(part)}
    return frozenset(words | {word.translate(_PLAIN) for word in words})


@lru_cache(WORDS_CACHED)
def _asked(piece: str) -> frozenset[str]:
    return frozenset({piece, *lemmas(piece)})


@lru_cache(WORDS_CACHED)
def lemmas(word: str) -> frozenset[str]:
    """The base forms that a folded word may have in the languages of its letters."""
    if not word.isalpha():
        return frozenset()
    languages = ("ru",) if _CYRILLIC.search(word) else _LATIN
    found = {folded(simplemma.lemmatize(word, lang=language)) for language in languages}
    return frozenset(found | set(_verbs(word)) | set(_joined(word)))


def _joined(word: str) -> Iterator[str]:
    """The base form of an Estonian word that is joined of others and stands in no list: `kuutasudest` is of `kuutasu`. Its last part decides."""
    if len(word) < JOINED_MIN or _CYRILLIC.search(word) or simplemma.is_known(word, lang="et"):
        return
    for cut in range(PART_MIN, len(word) - PART_MIN + 1):
        if simplemma.is_known(word[cut:], lang="et"):
            yield word[:cut] + folded(simplemma.lemmatize(word[cut:], lang="et"))
            return


def _verbs(word: str) -> Iterator[str]:
    """The verb of an Estonian participle, which the lemmatiser holds for a word of its own: `makstud` is of `maksma`."""
    if word in _IRREGULAR:
        yield _IRREGULAR[word]
        return
    for ending, others in _PARTICIPLES:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word.removesuffix(ending)
            stems = (stem, stem[:-1] + "t") if stem.endswith("d") else (stem,)
            verbs = (root + other for root in stems for other in others)
            yield from (verb for verb in verbs if simplemma.is_known(verb, lang="et"))
