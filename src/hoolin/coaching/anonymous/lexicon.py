"""What is known of words: given and family names, what is nobody's name though it has a capital, and words of every day. Read once, when first asked for."""

import re
from functools import cache
from importlib.resources import files

from hoolin.coaching.anonymous.forms import forms, is_cyrillic, other_letters, roots

_FAMILY_ENDINGS = re.compile(
    r"(?:"
    r".{2,}(?:ov|ova|ev|eva|jev|jeva|yev|yeva|enko|tšuk|chuk|ski|skaja|sky|skaya|skiy|vich|vitš|ovna|evna|yan|jan|dze|shvili|švili|mägi|saar|soo|mets|salu|oja|vee|nurm|põld|järv|kivi|pere|maa|"
    r"oru|org|pea|lepp|kask|puu|kangur|lind|kull|talu|mann|berg|stein|feld|son|sen|nen|ste|metsa|laid|laht|rüüt|tamm|sepp)(?:(?:i|e|a|u)?(?:s|st|l|le|lt|ks|ga|ta|t|d)?|'s|om|ym|oi|oy)?"
    r"|.{2,}(?:ов|ёв|ев|ин|ын)(?:а|у|ым|е|ой|ых|ым[и]?|ы)?"
    r"|.{2,}(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую|ие|их|ими)"
    r"|.{2,}(?:енко|чук|щук|юк|дзе|швили|аускас|нен|мяги|мяэ|саар|пуу|сон|берг|штейн|ман)(?:а|у|ом|е)?"
    r"|.{2,}(?:ян|янц)(?:а|у|ом|е)?"
    r")$"
)
_FATHERS = re.compile(
    r".{2,}(?:(?:ович|евич|ьич|ич)(?:а|у|ем|е)?|(?:овн|евн|ичн|иничн)(?:а|ы|е|у|ой)|ovich|evich|ovitš|evitš|jevitš|ovna|evna|jevna|yevna)$"
)
_WORDLIKE = (
    re.compile(
        r"(?:nud|tud|dud|mata|mas|maks|sin|site|sime|vad|takse|likult|ikult|lik|line|lise|list|mine|mise|mist|sti|[aeiouäöüõ]b|ge|ke|ks|ates|des|tes|ikud|iku)$"
    ),
    re.compile(
        r"(?:ый|ое|ые|ого|ому|ться|тся|ть|ти|ла|ли|ло|лся|лась|лись|ет|ёт|ют|ут|ит|ят|ешь|ишь|ем|им|но|ная|ция|ость|ости|ение|ения|ован\w*|ена|ены|ено|ать|аю|ую|яю|ите|йте)$"
    ),
    re.compile(r"(?:ly|ing|ed|tion|ness|able|ible|ful|ous|ive|ment|less|ity|ism|ship|wards?)$"),
)
_ABSTRACT = re.compile(
    r"(?:[^i]ly|tion|tions|ment|ments|ness|ity|ities|able|ible|ional|ость|ости|ение|ться|ание|ировать|(?:льн|тельск|онн|енн)(?:ый|ого|ому|ым|ом|ая|ой|ую|ые|ых|ыми)|takse|mine|mise|misi|elisest)$"
)
_STAR = "*"
_SHORTENED = ("'s", "'ve", "'re", "'ll", "'d", "'m", "'t")


@cache
def _read(name: str) -> tuple[str, ...]:
    text = (files("hoolin.coaching.anonymous") / "words" / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@cache
def _known(*lists: str) -> dict[str, bool]:
    """By form, in small letters, whether it is a name and nothing else."""
    known: dict[str, bool] = {}
    for name in (one for part in lists for one in _read(part)):
        plain, alone = name.rstrip(_STAR).lower(), not name.endswith(_STAR)
        written = (
            (plain, *other_letters(plain)) if lists == ("given_et", "given_ru") and not is_cyrillic(plain) else (plain,)
        )
        # In Estonian cases English names are hardly ever written; what would be one is another English word.
        changed = (plain, plain + "'s") if lists == ("given_en",) else (form for one in written for form in forms(one))
        for form in changed:
            known[form] = known.get(form, True) and alone
    return known


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(one.lower() for one in _read(name))


def given(word: str) -> bool | None:
    """Whether a word is a given name and nothing else; None where it is none."""
    parts = word.lower().split("-")
    found = [
        one.get(part) for part in (word.lower(), *parts) for one in (_known("given_et", "given_ru"), _known("given_en"))
    ]
    said = [one for one in found if one is not None]
    return all(said) if said else None


@cache
def _as_listed() -> frozenset[str]:
    return frozenset(
        one.lower() for name in ("given_et", "given_ru", "given_en") for one in _read(name) if not one.endswith(_STAR)
    )


def named_small(word: str) -> bool:
    """Whether a word written small is a given name and nothing else: Russian ones in every case, others only as they are called."""
    known = (
        _known("given_ru").get(word, False)
        if is_cyrillic(word)
        else all(part in _as_listed() for part in word.split("-"))
    )
    return known and given(word) is True and len(word) > 3


def abstract(word: str) -> bool:
    """Whether a word has the ending of a notion, which no name has, in whichever letters."""
    return _ABSTRACT.search(word.lower()) is not None


def in_lists(word: str) -> bool:
    """Whether a word is in the lists of names, in whichever form."""
    return given(word) is not None or any(part in _known("family") for part in (word.lower(), *word.lower().split("-")))


def family(word: str) -> bool:
    """Whether a word looks like a family name: by the list, or by its ending."""
    small = word.lower()
    return small in _known("family") or _FAMILY_ENDINGS.fullmatch(small) is not None


def fathers(word: str) -> bool:
    """Whether a word looks like a Russian patronymic."""
    return _FATHERS.fullmatch(word.lower()) is not None


def elsewhere(word: str) -> bool:
    """Whether it is a place, a company, a product, a month, a people."""
    known = _set("elsewhere")
    return any(root in known for root in roots(word.lower())) or any(
        part in known for part in word.lower().split("-") if len(part) > 3
    )


def ordinary(word: str) -> bool:
    """Whether it is a word of every day."""
    known, small = _set("ordinary"), word.lower().replace("’", "'")
    return (
        small.endswith("n't")
        or small in known
        or small.replace("ё", "е") in known
        or small.replace("'", "") in known
        or (small.endswith(_SHORTENED) and small.split("'")[0] in known)
    )


def wordlike(word: str) -> bool:
    """Whether its ending says that it is hardly a name, written small."""
    small = word.lower()
    return len(small) < 3 or any(pattern.search(small) for pattern in _WORDLIKE)
