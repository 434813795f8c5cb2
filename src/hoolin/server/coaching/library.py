"""All that one may learn from, each by its name: what pages choose from, and by which they find what goes together with what.

A lesson and a drill are called by their titles. An example has none: it is called by what somebody said is good about it, in the language of its conversation.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from hoolin.coaching.api import advice, exemplars
from hoolin.core.facts import Id
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading
from hoolin.server.accounts.records import Who

NAME_CHARACTERS_MAX = 140
"""What is good about an example may be said at length; a name is read at a glance."""

EXAMPLES_MAX = 500
"""The newest; nobody looks for one among more by its name, and the page of examples has them all."""

ADVICE_MAX = 200

_text = msgspec.json.Decoder(exemplars.Text)


class LibraryOffice:
    """See above."""

    def __init__(self, advised: advice.Advised, kept: exemplars.Exemplars, loop: Loop, reading: Reading) -> None:
        self.advised, self.kept = advised, kept
        self._loop, self._reading = loop, reading

    async def told(self, who: Who) -> dict[str, Any]:
        """things: `kind`, `id`, `name` by language, `criteria`, `reasons`; more: there are older examples that are not among them. items: what each of the register is called.
        advice: which id is of which item; of what was given to whoever asks, or, for whoever coaches, to anybody.
        """
        every = self.advised.library.all()
        examples = [one.id for one in every if one.kind == "exemplar"]
        about = await self._about(examples[-EXAMPLES_MAX:])
        things = [
            {"kind": one.kind, "id": one.id, "name": name, "criteria": one.criteria, "reasons": one.reasons}
            for one in every
            if (name := about.get(one.id) if one.name is None else msgspec.to_builtins(one.name))
        ]
        items = {one.code: msgspec.to_builtins(one.name) for one in self.kept.register.in_force.register.items}
        return {"things": things, "more": len(examples) > EXAMPLES_MAX, "items": items, "advice": self._advice(who)}

    def _advice(self, who: Who) -> list[dict[str, Any]]:
        given = self.advised.kept.given
        whose: Iterable[str] = given if who.may("coaching.keep") else [who.agent] if who.agent is not None else []
        known = sorted((one for agent in whose for one in given.get(agent, ())), key=lambda one: one.at)[-ADVICE_MAX:]
        return [
            {"advice": one.given.advice, "agent": one.given.agent, "item": one.given.item, "at": one.at}
            for one in reversed(known)
        ]

    async def _about(self, some: Iterable[Id]) -> Mapping[Id, Mapping[str, str]]:
        """What examples are called, each in the language of its conversation. What is gone is left out."""
        there = {one.text: one for id in some if (one := self.kept.kept.exemplars.get(id)) is not None and one.text}
        bodies = await self._reading.aside(self._loop.stores.contents.get, list(there)) if there else {}
        return {
            there[text].exemplar: {there[text].language: shortened(_text.decode(body).about)}
            for text, body in bodies.items()
        }


def shortened(about: str) -> str:
    """The first words of it, cut between two of them."""
    if len(about) <= NAME_CHARACTERS_MAX:
        return about
    return about[:NAME_CHARACTERS_MAX].rsplit(None, 1)[0].rstrip(",;:–—-") + "…"
