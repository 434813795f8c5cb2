"""What suggestions are learned from: contacts whose reasons a person noted, in the customer's own words, under the reasons of today.

Words are read in pieces, aside, with a rest between them: whoever waits for an answer has the interpreter first. Of whoever was erased there are none.
"""

import asyncio
import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from hoolin.core.interaction.speak import Said
from hoolin.insight.api import reasons as tree
from hoolin.insight.api import words
from hoolin.journal.port import Contents
from hoolin.journal.readable import readable
from hoolin.runtime.reading import Reading
from hoolin.server.live.texts import said_of

FIRST_MESSAGES = 30
"""What somebody wants, they say at the beginning."""

CHARACTERS_MAX = 2_000
"""Of one contact; what learns looks at no more."""

PIECE = 200
"""Contacts that are read at once: some milliseconds."""

REST_SECONDS = 0.010

SHARE_MIN = 0.8
"""Where a reason was split, its contacts of before teach that part which has so much of them; where none has, nobody knows what they were."""

FOREVER = 1 << 60


class Confirmations:
    """Reads them. erased: customers who are gone; what they wrote may still lie there for some seconds."""

    def __init__(
        self, reasons: tree.Reasons, reading: Reading, contents: Contents, erased: Collection[str]
    ) -> None:  # fmt: skip
        self._reasons = reasons
        self._erased = erased
        self._reading = reading
        self._contents = contents

    async def lesson(self) -> list[words.Confirmed]:
        """The newest contacts with words and known reasons, the oldest first, and after them what the tree says itself: that is learned whatever else is."""
        examples = self.examples()
        room = words.LESSON_CHARACTERS_MAX - sum(len(one.text) for one in examples)
        newest: list[words.Confirmed] = []
        last: tuple[int, str] = (FOREVER, "")
        while room > 0 and len(newest) + len(examples) < words.LESSON_TEXTS_MAX:
            rows = await self._reading.ask_aside("cases.confirmed", (*last, PIECE))
            if not rows:
                break
            last = (rows[-1]["last_at"], rows[-1]["interaction"])
            said = await self.said([row["interaction"] for row in rows])
            for row in rows:
                text, noted = said.get(row["interaction"], ""), self._noted(row)
                if text and noted:
                    newest.append(words.Confirmed(text, row["language"], noted))
                    room -= len(text)
            await asyncio.sleep(REST_SECONDS)
        kept = newest[: max(0, words.LESSON_TEXTS_MAX - len(examples))]
        return [*reversed(kept), *examples]

    def examples(self) -> list[words.Confirmed]:
        """What whoever keeps the tree wrote for its leaves. In which language nobody has said."""
        in_force = self._reasons.in_force.tree
        leaves = set(in_force.leaves())
        return [
            words.Confirmed(text, "", _label((one.code,)))
            for one in in_force.reasons
            if one.code in leaves
            for text in one.examples
        ]

    async def unexplained(self, since: int, at_most: int) -> list[words.Unexplained]:
        """Contacts since an instant that nothing known fits, the oldest first: noted as nothing else, or noted as nothing and called something new."""
        asked = (since, self._reasons.others(), at_most)
        rows: list[Any] = await self._reading.ask_aside("cases.without_reason", asked)
        bare = json.dumps([row["interaction"] for row in rows if row["reasons"] == "[]"])
        new = {row["interaction"] for row in await self._reading.ask_aside("insight.called_new", (bare,))}
        rows = [row for row in rows if row["reasons"] != "[]" or row["interaction"] in new]
        found: list[words.Unexplained] = []
        for at in range(0, len(rows), PIECE):
            piece = rows[at : at + PIECE]
            said = await self.said([row["interaction"] for row in piece])
            found += [
                words.Unexplained(row["interaction"], row["arrived_at"], said[row["interaction"]])
                for row in piece
                if said.get(row["interaction"])
            ]
            await asyncio.sleep(REST_SECONDS)
        return found[::-1]

    async def said(self, interactions: Sequence[str]) -> dict[str, str]:
        """By conversation, what its customer said at the beginning; of one that said nothing, nothing."""
        return await self._reading.aside(self._said, interactions)

    def _said(self, interactions: Sequence[str]) -> dict[str, str]:
        asked = (json.dumps(list(interactions)), FIRST_MESSAGES)
        rows = [row for row in self._reading.ask("cases.said_first", asked) if row["customer"] not in self._erased]
        bodies = readable(self._contents, [row["message"] for row in rows])
        found: dict[str, str] = {}
        for row in rows:
            before = found.get(row["interaction"], "")
            if row["message"] in bodies and len(before) < CHARACTERS_MAX:
                text = _text(said_of(bodies[row["message"]]))
                found[row["interaction"]] = f"{before}\n{text}".strip()[:CHARACTERS_MAX]
        return {interaction: text for interaction, text in found.items() if text}

    def _noted(self, row: Any) -> tuple[str, ...]:
        number = self._reasons.number_at(row["ended_at"])
        leaves = self._reasons.site.kept.rules.reasons
        codes = []
        for code in json.loads(row["reasons"]):
            most = max(self._reasons.today(code, number), key=lambda part: part.share)
            if most.share >= SHARE_MIN and most.code in leaves:
                codes.append(most.code)
        return _label(codes)


def _label(codes: Iterable[str]) -> tuple[str, ...]:
    """What was noted as nothing else teaches what belongs to no reason; beside a known reason it says nothing."""
    noted = tuple(dict.fromkeys(codes))
    known = tuple(code for code in noted if not tree.is_other(code))
    return known or ((words.NOTHING_KNOWN,) if noted else ())


def _text(said: Said) -> str:
    """What was written; of a letter, its subject first."""
    subject = said.letter.subject if said.letter is not None else ""
    return f"{subject}\n{said.text}".strip()
