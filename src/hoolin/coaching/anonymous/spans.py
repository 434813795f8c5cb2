"""A place in a text that tells of a person: where it is, of which kind, and whether it is hidden or only asked about."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

import msgspec

Kind: TypeAlias = Literal[
    "name", "phone", "mail", "code", "iban", "card", "number", "address", "birth", "plate", "device", "ip", "link", "secret"
]  # fmt: skip
"""code: a personal code. number: of an account, a contract, an invoice or an order. birth: a date of birth. device: an IMEI or ICCID. secret: a
password, a user's name to log in with, a PIN or PUK.
"""


class Span(msgspec.Struct, frozen=True):
    """begin, end: in characters of the text. sure: it is hidden; else a person is asked whether it tells of somebody."""

    begin: int
    end: int
    kind: Kind
    sure: bool = True


def apart(spans: Iterable[Span]) -> list[Span]:
    """The same places, none over another, in the order of the text. Of two that meet the earlier given one keeps its kind and takes in what the other has
    more; a doubtful one that meets a sure one is gone.
    """
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: not one.sure):
        meeting = [one for one in kept if one.begin < span.end and span.begin < one.end]
        if meeting and not span.sure:
            continue
        for one in meeting:
            kept.remove(one)
        first = meeting[0] if meeting else span
        begin, end = min(one.begin for one in (*meeting, span)), max(one.end for one in (*meeting, span))
        kept.append(Span(begin, end, first.kind, first.sure))
    return sorted(kept, key=lambda one: one.begin)
