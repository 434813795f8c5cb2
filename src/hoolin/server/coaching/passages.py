"""A passage of a conversation as it was, and with everything personal hidden: what the site knows of its people is hidden in any writing."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

import msgspec

from hoolin.coaching.api import anonymous, exemplars
from hoolin.core.errors import Invalid
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading
from hoolin.server.accounts.records import Who
from hoolin.server.records import Records

_KINDS: dict[str, anonymous.Kind] = {"phone": "phone", "email": "mail"}

_typed = msgspec.json.Decoder(tuple[exemplars.Turn, ...])


class Left(NamedTuple):
    """What still looks personal in a text that is to be kept. turn: which, −1 in what is said about it. known: the site knows that it is one of these people's."""

    turn: int
    words: str
    kind: str
    known: bool


class Passages:
    """See above."""

    def __init__(self, loop: Loop, reading: Reading, records: Records) -> None:
        self._loop = loop
        self._reading = reading
        self._records = records

    async def may_read(self, interaction: str, who: Who) -> None:
        """Raises NotFound, and NotAllowed where it is neither their own nor theirs to oversee."""
        await self._records.may_hear(interaction, who)

    async def turns(self, one: exemplars.Exemplar) -> tuple[exemplars.Turn, ...]:
        """What was said, as it was. What is gone is left out."""
        if one.typed is not None:
            kept = await self._reading.aside(self._loop.stores.contents.get, [one.typed])
            return _typed.decode(kept[one.typed]) if one.typed in kept else ()
        return await self.between(one.interaction, one.first, one.last)

    async def between(self, interaction: str, first: int, last: int) -> tuple[exemplars.Turn, ...]:
        """The messages of a conversation from one to another, as they were."""
        played = await self._records.played(interaction, last + 1)
        return tuple(
            exemplars.Turn("customer" if one.speaker == "customer" else "agent", one.text.strip()[:4_000])
            for one in played["messages"]
            if first <= one.ordinal <= last and one.text.strip()
        )

    async def known(self, interaction: str, customer: str) -> anonymous.Known:
        """What the site knows of whoever took part."""
        about = await self._records.customer(customer)
        played = await self._records.played(interaction, 1 << 60)
        names = (
            about["name"],
            *(one["name"] for one in (*about["merged"], *about["alike"])),
            *played["names"].values(),
        )
        values = tuple((_KINDS.get(one["kind"], "number"), one["value"]) for one in about["identities"])
        return anonymous.Known(tuple(one for one in names if one), values)

    async def hidden(self, one: exemplars.Exemplar) -> list[dict[str, Any]]:
        """Turn by turn: who, the text as it was, the places found in it, and the text with them hidden."""
        turns = await self.turns(one)
        known = await self.known(one.interaction, one.customer)
        return await self._reading.aside(partial(_side_by_side, turns, known), one.language)

    async def left(self, one: exemplars.Exemplar, text: exemplars.Text) -> list[Left]:
        """What still looks personal in what is to be kept."""
        known = await self.known(one.interaction, one.customer)
        return await self._reading.aside(partial(_left, known=known), text)

    async def check(self, one: exemplars.Exemplar, text: exemplars.Text, confirmed: Iterable[tuple[int, str]]) -> None:
        """Whether somebody looked at every place that still looks personal, and none of it is known to be. Raises Invalid."""
        found = await self.left(one, text)
        theirs = [place for place in found if place.known]
        if theirs:
            raise Invalid("known_person", places=[place._asdict() for place in theirs])
        seen = set(confirmed)
        open_ones = [place for place in found if (place.turn, place.words) not in seen]
        if open_ones:
            raise Invalid("looks_personal", places=[place._asdict() for place in open_ones])


def _side_by_side(turns: Sequence[exemplars.Turn], known: anonymous.Known, language: str) -> list[dict[str, Any]]:
    texts = [one.text for one in turns]
    spans = anonymous.find(texts, known)
    told = anonymous.hide(texts, spans, language, known.names)
    return [
        {
            "who": turn.who,
            "text": turn.text,
            "spans": [[s.begin, s.end, s.kind, s.sure] for s in found],
            "hidden": hidden,
        }
        for turn, found, hidden in zip(turns, spans, told, strict=True)
    ]


def _left(text: exemplars.Text, known: anonymous.Known) -> list[Left]:
    texts = [text.about, *(one.text for one in text.turns)]
    # What is hidden is no name itself: `[link 1]` is not somebody who is called so. Whatever else stands in brackets is looked at like any other word.
    plain = [anonymous.unmarked(one) for one in texts]
    found = []
    for at, (whole, spans) in enumerate(zip(texts, anonymous.find(plain, known), strict=True)):
        theirs = list(anonymous.known_in(plain[at], known))
        for span in spans:
            is_known = any(one.begin < span.end and span.begin < one.end for one in theirs)
            found.append(Left(at - 1, whole[span.begin : span.end], span.kind, is_known))
    return found
