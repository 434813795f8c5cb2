"""The codes by which a customer goes on by another channel: how one is written, and how it is found in what somebody wrote.

A code carries the case, the language and the place in line at once. That two records are one person it does not prove: whoever was
given it may have put it into a link and sent that to somebody else, who only pressed it. So it joins no records; it is a claim that
a person at the desk confirms or refuses, and until then neither side is shown what is the other's.
"""

import re
from collections.abc import Callable
from typing import NamedTuple, Protocol

from hoolin.core.facts import Instant
from hoolin.core.interaction.commands import Claim
from hoolin.core.site.rules import Language

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no letter that is taken for a digit when it is read out on the telephone."""

CHARACTERS = 10
"""Fifty random bits: valid for a day and bound to whoever shows it first, it cannot be guessed in time."""

CODE = re.compile(rf"(?<![A-Z0-9])HL-?([{ALPHABET}]{{5}})-?([{ALPHABET}]{{5}})(?![A-Z0-9])")

TEXT_SEARCHED_MAX = 2_000
"""A code stands where its link puts it: in the subject, or at the beginning."""


class Carried(NamedTuple):
    """What a code brings along. interaction: what was under way when it was given out, at `given_at`."""

    customer: str
    case: str
    interaction: str | None
    language: Language
    given_at: Instant


class PassDoor(Protocol):
    """Codes given out and shown."""

    async def issue(self, customer: str, case: str, interaction: str | None, language: Language) -> tuple[str, int]:
        """A new code, and the instant at which it runs out; durable."""

    async def show(self, code: str, channel: str, address: str) -> Carried | None:
        """What a code brings to whoever shows it; None when it is unknown, has run out, or is somebody else's."""


def claimed(carried: Carried | None, customer: str, shown_as: Callable[[str], str]) -> Claim | None:
    """What a customer says by showing a code: that they are whom it was given to, where that is not known. shown_as: the record under
    which one is shown.
    """
    if carried is None or shown_as(carried.customer) == shown_as(customer):
        return None
    return Claim(customer=carried.customer, case=carried.case, given_at=carried.given_at)


def written(random: bytes) -> str:
    """The code made of at least seven random bytes: `HL-7QM2X-9PXFA`."""
    number = int.from_bytes(random, "big")
    letters = "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(CHARACTERS))
    return f"HL-{letters[:5]}-{letters[5:]}"


def code_in(*texts: str) -> str | None:
    """The first code in what somebody wrote, as `written` writes it."""
    for text in texts:
        found = CODE.search(text[:TEXT_SEARCHED_MAX].upper())
        if found is not None:
            return f"HL-{found[1]}-{found[2]}"
    return None
