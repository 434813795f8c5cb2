"""A tree of the flat list that a site has before it publishes one, with names for the codes that come with Hoolin."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec

from hoolin.catalogue.api import Words
from hoolin.insight.reasons.tree import Reason, Tree


@cache
def known_names() -> dict[str, Words]:
    """By code, what the reasons are called that Hoolin has words for."""
    text = (files("hoolin.insight.reasons") / "known.json").read_bytes()
    return msgspec.json.decode(text, type=dict[str, Words])


def name_of(code: str) -> Words:
    """What a reason is called that nobody has named: its code, where Hoolin has no words for it."""
    return known_names().get(code, Words(et=code, ru=code, en=code))


def flat(codes: Iterable[str]) -> Tree:
    """A tree of leaves alone."""
    return Tree(reasons=tuple(Reason(code=code, name=name_of(code)) for code in codes))
