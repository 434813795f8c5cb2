"""How a name changes within a sentence: Estonian and Russian cases, the English 's, and a name written with the letters of the other alphabet."""

from collections.abc import Iterator

_CASES_ET = ("", "s", "st", "sse", "l", "le", "lt", "ks", "ni", "na", "ta", "ga", "t", "d", "de", "dele", "id", "ile")
_VOWELS = "aeiouõäöüy"
_RU: dict[str, tuple[str, ...]] = {
    "а": ("а", "ы", "е", "у", "ой", "ою"),
    "я": ("я", "и", "е", "ю", "ей", "ею", "ёй", "ии"),
    "й": ("й", "я", "ю", "ем", "е", "и"),
    "ь": ("ь", "я", "ю", "ем", "ём", "е", "и"),
}
_RU_HARD = ("", "а", "у", "ом", "ем", "ым", "е", "ы", "ой", "ых", "ыми", "и")
_RU_ADJECTIVE = ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ие", "их", "ими")

_TO_CYRILLIC = (
    ("štš", "щ"), ("shch", "щ"), ("sch", "щ"), ("zh", "ж"), ("kh", "х"), ("ch", "ч"), ("sh", "ш"), ("ts", "ц"), ("tš", "ч"), ("yo", "ё"), ("jo", "ё"), ("yu", "ю"),
    ("jü", "ю"), ("ju", "ю"), ("ya", "я"), ("ja", "я"), ("je", "е"), ("ye", "е"), ("jõ", "йы"), ("ää", "яэ"), ("öö", "ёэ"), ("üü", "юй"), ("ai", "ай"), ("ei", "ей"), ("oi", "ой"), ("ui", "уй"), ("äi", "яй"),
    ("a", "а"), ("b", "б"), ("c", "к"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "х"), ("i", "и"), ("j", "й"), ("k", "к"), ("l", "л"), ("m", "м"),
    ("n", "н"), ("o", "о"), ("p", "п"), ("q", "к"), ("r", "р"), ("s", "с"), ("š", "ш"), ("z", "з"), ("ž", "ж"), ("t", "т"), ("u", "у"), ("v", "в"), ("w", "в"),
    ("õ", "ы"), ("ä", "я"), ("ö", "ё"), ("ü", "ю"), ("x", "кс"), ("y", "ы"), ("'", "ь"),
)  # fmt: skip
_TO_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "yu", "я": "ya",
}  # fmt: skip
_ESTONIAN_WAY = {
    "ж": "ž",
    "ш": "š",
    "ч": "tš",
    "щ": "štš",
    "х": "hh",
    "й": "i",
    "ы": "õ",
    "ю": "ju",
    "я": "ja",
    "ё": "jo",
    "с": "s",
}


def forms(name: str) -> Iterator[str]:
    """A name in small letters, as it may stand in a sentence."""
    if is_cyrillic(name):
        yield from _russian(name)
        return
    yield name
    yield name + "'s"
    stems = [name] if name[-1] in _VOWELS else [name + vowel for vowel in "ieau"]
    for stem in stems:
        for case in _CASES_ET:
            yield stem + case
    yield name + "iga"
    if name[-1] not in _VOWELS:
        yield name + "s"


_WEAKER = (
    ("ne", "se"),
    ("it", "id"),
    ("rt", "rd"),
    ("ut", "ud"),
    ("sk", "s"),
    ("pp", "p"),
    ("kk", "k"),
    ("tt", "t"),
    ("mm", "mm"),
    ("ts", "tsa"),
    ("us", "use"),
    ("is", "ise"),
)


def weaker(name: str) -> Iterator[str]:
    """The stems that an Estonian name may have in its other grade: `Koit`, `Koidu`; `Rebane`, `Rebase`. Some that there are not, too."""
    for strong, weak in _WEAKER:
        if name.endswith(strong) and len(name) > 3:
            yield name[: -len(strong)] + weak


def _russian(name: str) -> Iterator[str]:
    if name.endswith(("ский", "цкий", "ская", "цкая")):
        yield from (name[:-2] + one for one in _RU_ADJECTIVE)
        return
    endings = _RU.get(name[-1])
    if name[-1] == "а" and name[-2:-1] in "гкхшжчщц":
        endings = ("а", "и", "е", "у", "ой", "ей", "ею")
    if endings is not None:
        yield from (name[:-1] + one for one in endings)
    else:
        yield from (name + one for one in _RU_HARD)


def is_cyrillic(text: str) -> bool:
    """Whether it begins with a Russian letter."""
    return bool(text) and "а" <= text[0].lower() <= "ё"


def other_letters(name: str) -> Iterator[str]:
    """A name in small letters as the other alphabet writes it."""
    if is_cyrillic(name):
        yield "".join(_TO_LATIN.get(one, one) for one in name)
        yield "".join(_ESTONIAN_WAY.get(one, _TO_LATIN.get(one, one)) for one in name)
        return
    written = name
    for latin, cyrillic in _TO_CYRILLIC:
        written = written.replace(latin, cyrillic)
    yield written
    if written[0] == "е":
        yield "э" + written[1:]
    if "ее" in written:
        yield written.replace("ее", "еэ")
        yield written.replace("ее", "ээ")
    if written.endswith("лл"):
        yield written + "ь"
    if written.endswith("иа"):
        yield written[:-1] + "я"


def roots(word: str) -> Iterator[str]:
    """What a word in small letters may be a form of: itself first."""
    yield word
    if is_cyrillic(word):
        for ending in (
            "ами",
            "ями",
            "ого",
            "ому",
            "ах",
            "ях",
            "ов",
            "ой",
            "ей",
            "ом",
            "ем",
            "ии",
            "ию",
            "ия",
            "ую",
            "ая",
            "ый",
            "ое",
            "ые",
            "а",
            "у",
            "е",
            "ы",
            "и",
            "ю",
            "я",
        ):
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                base = word[: -len(ending)]
                yield from (base + one for one in ("", "а", "я", "ь", "й", "ия", "о", "е"))
        return
    for case in _CASES_ET[1:]:
        if word.endswith(case) and len(word) - len(case) >= 3:
            base = word[: -len(case)]
            yield base
            if base[-1] in _VOWELS and len(base) > 3:
                yield base[:-1]
    if word[-1] in _VOWELS and len(word) > 3:
        yield word[:-1]
    if word.endswith("'s"):
        yield word[:-2]
