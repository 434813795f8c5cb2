"""A tree of reasons as a person writes it: groups with what is beneath them, examples by language, and where older codes went.

    reasons:
      money:
        name: {et: Raha, ru: Деньги, en: Money}
        beneath:
          bill:
            name: {et: Arve, ru: Счёт, en: Bill}
            about: {et: …, ru: …, en: …}
            for_customer: no
            for_company: no
            examples:
              et: ["Miks mu arve nii suur on?"]
              ru: ["Почему такой большой счёт?"]
              en: ["Why is my bill so high?"]
    went:
      invoice: bill
      charges: {bill: 0.7, roaming: 0.3}

It refuses what it does not know by name, so that nothing that was written is silently not in the tree.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from hoolin.core.errors import Invalid
from hoolin.insight.reasons.tree import Crosswalk, Reason, Tree, Went

Shape = TypeVar("Shape")

LANGUAGES = ("et", "ru", "en")


def read(written: Any) -> tuple[Tree, Crosswalk]:
    """The tree and where codes went, of parsed YAML or JSON. Raises Invalid with the place."""
    fields = dict(_mapping(written, ""))
    reasons = list(_reasons(fields.pop("reasons", {}), None, "reasons"))
    went = [_went(str(code), to) for code, to in _mapping(fields.pop("went", {}), "went").items()]
    if fields:
        raise _form(str(next(iter(fields))), "the file has `reasons`, and may have `went`")
    return Tree(reasons=tuple(reasons)), tuple(went)


def _reasons(written: Any, parent: str | None, place: str) -> Iterator[Reason]:
    for code, one in _mapping(written, place).items():
        where = f"{place}.{code}"
        fields = dict(_mapping(one, where))
        beneath = fields.pop("beneath", {})
        fields["examples"] = _examples(fields.get("examples", ()), f"{where}.examples")
        if "parent" in fields:
            raise _form(where, "a reason stands `beneath` its group")
        yield _convert({"code": code, "parent": parent, **fields}, Reason, where)
        yield from _reasons(beneath, str(code), where)


def _examples(written: Any, place: str) -> list[Any]:
    """A list, or a list by language: languages are for whoever reads the file."""
    if isinstance(written, Mapping):
        strange = written.keys() - set(LANGUAGES)
        if strange:
            raise _form(place, f"{min(strange, key=str)} is no language that a site may speak")
        lists = list(written.values())
    else:
        lists = [written]
    if not all(isinstance(one, list | tuple) for one in lists):
        raise _form(place, "a list of sentences, or one by language")
    return [sentence for one in lists for sentence in one]


def _went(code: str, to: Any) -> Went:
    shares = dict(to) if isinstance(to, Mapping) else {to: 1.0}
    parts = [{"code": one, "share": share} for one, share in shares.items()]
    return _convert({"code": code, "to": parts}, Went, f"went.{code}")


def _mapping(written: Any, place: str) -> Mapping[Any, Any]:
    if not isinstance(written, Mapping):
        raise _form(place, "each one needs a code and what belongs to it")
    return written


def _convert(fields: dict[str, Any], shape: type[Shape], place: str) -> Shape:
    try:
        return msgspec.convert(fields, shape)
    except msgspec.ValidationError as problem:
        raise _form(place, str(problem)) from None


def _form(place: str, said: str) -> Invalid:
    return Invalid("reasons_form", place=place, said=said)
