"""What is known of words: given and family names, what is nobody's name though it has a capital, and words of every day. Read once, when first asked for."""

import re
from functools import cache
from importlib.resources import files

from hoolin.coaching.anonymous.forms import forms, is_cyrillic, other_letters, roots, weaker

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
_ONLY_FAMILY = re.compile(
    r"(?:.{3,}(?:[^aeiouõäöü]ov|[^aeiouõäöü]ova|jev|jeva|[nrtkd]eva|enko|tšuk|ovitš|švili|shvili|adze|idze)(?:i?ga|ile|ilt|il|i|le|lt|l|t|'s)?"
    r"|.{2,}(?:енко|ейко|швили|адзе|идзе|янц)(?:ем|ом|а|у)?|.{3,}(?:чук|цкий|цкая)(?:ом|а|у)?)"
)
_FATHERS = re.compile(
    r".{2,}(?:(?:ович|евич|ьич|ич|[лнтхм]ыч)(?:а|у|ем|е)?|(?:овн|евн|ичн|иничн)(?:а|ы|е|у|ой)|ovich|evich|ovitš|evitš|jevitš|ovna|evna|jevna|yevna)$"
)
_WORDLIKE = (
    re.compile(
        r"(?:[aeiu][td]a$|nud|tud|dud|mata|mas|maks|sin|site|sime|vad|takse|likult|ikult|lik|line|lise|list|mine|mise|mist|sti|[aeiouäöüõ]b|ge|ke|ks|ates|des|tes|ikud|iku)$"
    ),
    re.compile(
        r"(?:ый|ое|ые|ого|ому|ться|тся|ть|ти|ла|ли|ло|[аеиоуыя]л|лся|лась|лись|ет|ёт|ют|ут|ит|ят|ешь|ишь|ем|им|но|ная|ция|ость|ости|ение|ения|ован\w*|ена|ены|ено|ать|аю|ую|яю|ите|йте)$"
    ),
    re.compile(r"(?:ly|ing|ed|tion|ness|able|ible|ful|ous|ive|ment|less|ity|ism|ship|wards?)$"),
)
_ABSTRACT = re.compile(
    r"(?:[^i]ly|tion|tions|ment|ments|ness|ity|ities|able|ible|ional|ость|ости|ение|ться|ание|ировать|(?:льн|тельск|онн|енн)(?:ый|ого|ому|ым|ом|ая|ой|ую|ые|ых|ыми)|takse|mine|mise|misi|elisest)$"
)
_DONE = re.compile(r"(?:[^aeiou]s|[aeiouäöüõ]s|b|ed|d|ma|da|nud|[аеиоуыя]л|ла|ло|ли|ся|сь|[аеёиуюя]т)$")
_BRANDS = {"elisa", "элиза", "элиса"}
"""Companies with the name of a person: of who writes to us, hardly ever the person."""
_NAMES = ("given_et", "given_ru", "given_en", "family", "family_en")
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
        written = (plain,) if lists in (("given_en",), ("family_en",)) else (plain, *other_letters(plain))
        # In Estonian cases English names are hardly ever written; what would be one is another English word.
        if lists == ("family",) and not is_cyrillic(plain):
            written = (*written, *weaker(plain))
        changed = (
            (plain, plain + "'s")
            if lists in (("given_en",), ("family_en",))
            else (form for one in written for form in forms(one))
        )
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
    listed = {
        one.lower() for name in ("given_et", "given_ru", "given_en") for one in _read(name) if not one.endswith(_STAR)
    }
    russian = {other for one in listed if is_cyrillic(one) for other in other_letters(one) if len(other) > 4}
    return frozenset(listed | russian)


def named_small(word: str) -> bool:
    """Whether a word written small is a given name and nothing else: Russian ones in every case, others only as they are called."""
    known = (
        _known("given_ru").get(word, False)
        if is_cyrillic(word)
        else all(part in _as_listed() for part in word.split("-"))
    )
    return known and given(word) is True and len(word) > 3


@cache
def _uninflected() -> frozenset[str]:
    return frozenset(one.rstrip(_STAR).lower() for name in _NAMES for one in _read(name))


def only_by_form(word: str) -> bool:
    """Whether a word of every day looks like a name in some case of it, and is none as it stands: `mail` as somebody's, `Mai`."""
    return ordinary(word) and word.lower() not in _uninflected()


def abstract(word: str) -> bool:
    """Whether a word has the ending of a notion, which no name has, in whichever letters."""
    return _ABSTRACT.search(word.lower()) is not None


def in_lists(word: str) -> bool:
    """Whether a word is in the lists of names, in whichever form."""
    return given(word) is not None or any(listed(part) is not None for part in (word.lower(), *word.lower().split("-")))


def listed(word: str) -> bool | None:
    """Whether a word is a family name of the lists and nothing else; None where it is none of them."""
    small = word.lower()
    said = [one[small] for one in (_known("family"), _known("family_en")) if small in one]
    return all(said) if said else None


def family(word: str) -> bool:
    """Whether a word looks like a family name: by the lists, or by its ending."""
    return listed(word) is not None or _FAMILY_ENDINGS.fullmatch(word.lower()) is not None


def surely_family(word: str) -> bool:
    """Whether it is a family name even where a sentence begins with it: built as nothing else is, or in the lists and no other word."""
    return (listed(word) is True and not ordinary(word)) or (
        _ONLY_FAMILY.fullmatch(word.lower()) is not None and not ordinary(word)
    )


def fathers(word: str) -> bool:
    """Whether a word looks like a Russian patronymic."""
    return _FATHERS.fullmatch(word.lower()) is not None


def elsewhere(word: str) -> bool:
    """Whether it is a place, a company, a product, a month, a people."""
    known = _set("elsewhere")
    if given(word) is not None:
        return word.lower() in known or any(root in _BRANDS for root in roots(word.lower()))
    return any(root in known for root in roots(word.lower())) or any(
        root in known for part in word.lower().split("-") if len(part) > 3 for root in roots(part)
    )


@cache
def _ours() -> frozenset[str]:
    return _set("ordinary") | _more()


@cache
def _more() -> frozenset[str]:
    return _set("seen") | _set("roles") | _set("everyday")


def of_every_day(word: str) -> bool:
    """Whether it is a word of every day in some case of it, and not built as a family name is."""
    small = word.lower()
    if ordinary(small) or family(small):
        return ordinary(small)
    known = _ours()
    return len(small) > 4 and any(
        len(root) > 3 and root in known for root in roots(small) if root != small[:-1] or is_cyrillic(small)
    )


def role(word: str) -> bool:
    """Whether it says what somebody does, as `the courier`, and so may stand where a name does."""
    return word.lower() in _set("roles")


def ordinary(word: str) -> bool:
    """Whether it is a word of every day."""
    known, small = _set("ordinary"), word.lower().replace("’", "'")
    return (
        small.endswith("n't")
        or small in known
        or (small in _more() and small not in _uninflected())
        or ("ё" in small and small.replace("ё", "е") in known and given(word) is None)
        or small.replace("'", "") in known
        or (small.endswith(_SHORTENED) and small.split("'")[0] in known)
    )


def looks_done(word: str) -> bool:
    """Whether its ending says that it is what somebody does, as after `my son` or `the engineer`."""
    return _DONE.search(word.lower()) is not None


def wordlike(word: str) -> bool:
    """Whether its ending says that it is hardly a name, written small."""
    small = word.lower()
    return len(small) < 3 or any(pattern.search(small) for pattern in _WORDLIKE)
