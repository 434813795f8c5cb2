"""Promises as people look them up: lists for the desk, those of a customer, and what an agent may choose from, with the sentence for each."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args

from hoolin.cases.api import callbacks, promises
from hoolin.core.errors import NotAllowed, NotFound
from hoolin.core.facts import Instant
from hoolin.core.interaction.facts import PromiseKind
from hoolin.core.site.rules import Language
from hoolin.runtime.reading import Reading
from hoolin.server.accounts.records import Who
from hoolin.server.live.hub import Hub
from hoolin.server.live.texts import Texts

PAGE_MAX = 200
"""Rows of a list in one answer."""

KINDS: tuple[PromiseKind, ...] = get_args(PromiseKind)

SENTENCES: dict[Language, dict[PromiseKind, str]] = {
    "et": {
        "callback": "Helistame teile tagasi hiljemalt {when}.",
        "answer": "Vastame teile hiljemalt {when}.",
        "fix": "Teeme selle korda hiljemalt {when}.",
        "credit": "Tagastame teile raha hiljemalt {when}.",
    },
    "ru": {
        "callback": "Мы перезвоним вам не позднее чем {when}.",
        "answer": "Мы ответим вам не позднее чем {when}.",
        "fix": "Мы исправим это не позднее чем {when}.",
        "credit": "Мы вернём вам деньги не позднее чем {when}.",
    },
    "en": {
        "callback": "We will call you back {when} at the latest.",
        "answer": "We will answer you {when} at the latest.",
        "fix": "We will put this right {when} at the latest.",
        "credit": "We will pay this back to you {when} at the latest.",
    },
}
"""What the customer is told. when: the day and the hour on the site's clock, in their language."""


@dataclass(frozen=True)
class Calendar:
    """The site's clock. zone: its name; between: when a channel is open; day_of: days of the place; say_when: an instant in words."""

    zone: str
    between: Callable[[str], callbacks.OpenBetween]
    day_of: promises.DayOf
    say_when: Callable[[Instant, Language], str]


class PromiseBook:
    """What was promised. Every answer says the position (`n`) it is true at."""

    def __init__(
        self, hub: Hub, reading: Reading, texts: Texts, calendar: Calendar, clock: Callable[[], Instant]
    ) -> None:
        self._hub = hub
        self._reading = reading
        self._texts = texts
        self._calendar = calendar
        self._clock = clock

    async def page(self, asked: Mapping[str, object], offset: int, limit: int, who: Who) -> dict[str, Any]:
        """A page, by what is asked of `promises.list`. Whoever may not see all sees their own and the queue's."""
        n = self._hub.desk.position
        await self._reading.reached(n)
        params = {**NOTHING_ASKED, **asked, "seen_by": seen_by(who), "limit": min(limit, PAGE_MAX), "offset": offset}
        rows = await self._reading.ask_aside("promises.list", params)
        # Beyond the end there is no row that could say how many there are.
        first = rows or (await self._reading.ask_aside("promises.list", params | {"limit": 1, "offset": 0}))
        total = first[0]["total"] if first else 0
        return {"n": n, "at": self._clock(), "total": total, "promises": self.shown(rows)}

    async def one(self, promise: str, who: Who) -> dict[str, Any]:
        """One promise with everything that happened to it."""
        await self._reading.reached(self._hub.desk.position)
        found = self._reading.ask("promises.of", {"promise": promise, "seen_by": seen_by(who)})
        if not found:
            raise NotFound("promise")
        steps = [
            {
                "n": row["n"],
                "at": row["at"],
                "what": row["what"],
                "actor": row["actor"],
                "fact": json.loads(row["fact"]),
            }
            for row in self._reading.ask("promises.steps", (promise,))
        ]
        return {**self.shown(found)[0], "steps": steps}

    def of_customers(self, ids: str, at_most: int) -> list[dict[str, Any]]:
        """Those of a customer and everybody shown with them (a JSON list of ids)."""
        return self.shown(self._reading.ask("promises.of_customer", (ids, at_most)))

    def shown(self, rows: Sequence[Any]) -> list[dict[str, Any]]:
        """Rows as the `Promise` of docs/reference/live.md."""
        now = self._clock()
        bodies = self._texts.bodies([row["words"] for row in rows if row["words"]])
        names = self._texts.names_of([row["customer"] for row in rows])
        return [
            {
                **{field: value for field, value in dict(row).items() if field not in KEPT_BACK},
                "state": state_of(row, now),
                "name": names.get(row["customer"], ""),
                "owner_name": self._hub.doors.agent_name(row["owner"]) if row["owner"] else None,
                "text": bodies.get(row["words"] or "", b"").decode(),
            }
            for row in rows
        ]

    def choices(self, interaction: str, at: Instant | None, who: Who) -> dict[str, Any]:
        """What may be promised in a conversation in one's hands: times in its channel's opening hours, or one of the agent's own, each with the
        sentence for the customer by kind, in their language. Raises NotFound, NotAllowed, and Invalid for a time that nobody may promise.
        """
        line = self._hub.desk.lines.get(interaction)
        if line is None:
            raise NotFound("interaction", interaction=interaction)
        if line.agent is None or line.agent != who.agent or line.state == "offered":
            raise NotAllowed("not_yours", interaction=interaction)
        calendar, now = self._calendar, self._clock()
        if at is not None:
            promises.may_be_due(at, now)
        found = [promises.Choice("own", at)] if at is not None else promises.choices(
            calendar.between(line.channel), calendar.day_of, now
        )  # fmt: skip
        return {
            "at": now,
            "zone": calendar.zone,
            "written": self._hub.doors.written(interaction),
            "choices": [
                {"code": one.code, "due_at": one.due_at, "said": self._said(one.due_at, cast(Language, line.language))}
                for one in found
            ],
        }

    def _said(self, due_at: Instant, language: Language) -> dict[str, str]:
        when = self._calendar.say_when(due_at, language)
        return {kind: SENTENCES[language][kind].format(when=when) for kind in KINDS}


NOTHING_ASKED: dict[str, object] = dict.fromkeys(
    ("owed", "owner", "unowned", "queue", "case", "due_after", "due_before", "broken", "kind")
)

KEPT_BACK = frozenset({"words", "ended", "total"})
"""What a row has for us alone: everybody else is told the text, the state, and the length of the list."""


def seen_by(who: Who) -> str | None:
    """Whose promises somebody sees beside the queue's: None for everybody's. Without an agent there are none of one's own."""
    return None if who.may("conversations.see_all") else (who.agent or "")


def state_of(row: Mapping[str, Any], now: Instant) -> str:
    """owed, overdue, kept, made_good (kept after its time) or withdrawn."""
    if row["ended"] is None:
        return "overdue" if promises.overdue(row["due_at"], now) else "owed"
    if row["ended"] == "kept" and (row["broken_at"] is not None or row["ended_at"] > row["due_at"]):
        return "made_good"
    return str(row["ended"])
