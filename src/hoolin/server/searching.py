"""Search in everything that was said: places from the index, words from the sealed contents, and who may read them asked at the moment of the answer.

The index only says where words may have been said. Each place is opened and looked at, so that nothing is shown that is not there, that somebody erased,
or that this person may not open. Whoever may see little has many places passed over; one answer looks at a bounded number of them and says how far back it came.
"""

import asyncio
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal, NamedTuple, Protocol, TypeAlias

import msgspec

from hoolin.cases.api import Line, line_of
from hoolin.core.errors import Invalid
from hoolin.core.facts import INSTANT_MAX, Id
from hoolin.core.site.rules import Language
from hoolin.finding import api as finding
from hoolin.runtime.reading import Reading
from hoolin.server.accounts.records import Who
from hoolin.server.feeding import Feeder, text_of
from hoolin.server.live.present import AgentName, belongs
from hoolin.server.live.texts import Texts, said_of

PLACES_MAX = 2_000
"""Looked at for one answer."""

AT_ONCE = 100
"""Places opened together."""

HITS_MAX = 50

AT_A_TIME = 2
"""Searches: the threads that they are done in are those of every other question to the stores."""

By: TypeAlias = Literal["customer", "agent", "system", "note"]
Words: TypeAlias = Annotated[str, msgspec.Meta(max_length=200)]
_Instant: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=INSTANT_MAX)]


class Query(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is looked for. words: all of them, in any form. without: none of these. by: who said it, or `note`. agent: which of us.
    open: only what is under way (true), or over (false). since, until: milliseconds since 1970, the first included, the last not. before: where an
    answer before came to (`to`). limit: how many hits at most.
    """

    words: Words
    without: Words = ""
    by: By | None = None
    agent: Id | None = None
    channel: Id | None = None
    queue: Id | None = None
    language: Language | None = None
    open: bool | None = None
    since: _Instant = 0
    until: _Instant = INSTANT_MAX
    before: _Instant | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=HITS_MAX)] = 20


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A text with the words. n: its place in the journal. ordinal: of a message, in its conversation; a note has none. interaction: the conversation
    to open; of a note, the last of its case. text, marks, cut: see `finding.Shown`.
    """

    n: int
    at: int
    by: By
    agent_name: str | None
    interaction: str
    ordinal: int | None
    customer: str
    name: str
    channel: str
    queue: str
    language: str
    state: str
    text: str
    marks: tuple[tuple[int, int], ...]
    cut: tuple[bool, bool]


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """hits: the newest first. more: whether there may be more beyond `to`, which is asked for with `before`; back_to: how far back in time this answer looked,
    where it looked at as much as it may. indexed, head: how much of the journal the index has, and how much there is.
    """

    hits: tuple[Hit, ...]
    more: bool
    to: int
    back_to: int | None
    indexed: int
    head: int


class Finds(Protocol):
    """An index that can be asked from any thread."""

    def find(self, search: finding.Asked) -> list[finding.Found]:
        """See `finding.Index.find`."""


class Searcher:
    """See above."""

    def __init__(self, finds: Finds, feeder: Feeder, reading: Reading, texts: Texts, erased: Collection[str]) -> None:
        """erased: customers who are gone, whose words may be in the index for some seconds more."""
        self.agent_name: AgentName = lambda agent: agent
        self.feeder = feeder
        self._finds = finds
        self._turns = asyncio.Semaphore(AT_A_TIME)
        self._reading = reading
        self._texts = texts
        self._erased = erased

    async def search(self, query: Query, who: Who) -> Answer:
        """Raises Invalid where there is no word to look for."""
        words = finding.asked(query.words)
        if not words:
            raise Invalid("nothing_to_search")
        async with self._turns:
            return await self._reading.aside(self._search, _Task(query, who, words[: finding.WORDS_MAX]))

    def _search(self, task: "_Task") -> Answer:
        query, hits = task.query, list[Hit]()
        before = query.before if query.before is not None else 1 << 62
        looked, back_to, more = 0, None, True
        while more and looked < PLACES_MAX and len(hits) < query.limit:
            asked = finding.Asked(
                query.words, query.without, _kept(query), before, query.since, query.until, AT_ONCE
            )  # fmt: skip
            places = self._finds.find(asked)
            opened = self._opened(places, task)
            more = len(places) == AT_ONCE
            for place in places:
                before, back_to = place.position, place.at
                hit = self._hit(place, opened, task)
                hits += [hit] if hit is not None else []
                if len(hits) == query.limit:
                    more = True
                    break
            looked += len(places)
        names = self._texts.names_of({hit.customer for hit in hits})
        named = tuple(msgspec.structs.replace(hit, name=names.get(hit.customer, "")) for hit in hits)
        # Where nothing more is to come, how far the index was looked through would tell of words in what this person may not open.
        to = before if more else named[-1].n if named else 0
        full = more and len(hits) < query.limit
        return Answer(
            hits=named, more=more, to=to, back_to=back_to if full else None, indexed=self.feeder.position, head=self.feeder.head,
        )  # fmt: skip

    def _opened(self, places: Sequence[finding.Found], task: "_Task") -> "_Opened":
        """What these say, of those that may be shown. Blocking."""
        wanted = [one for one in places if one.customer not in self._erased]
        messages = self._rows("cases.messages_named", "message", [one.position for one in wanted if one.interaction])
        notes = self._rows("cases.notes_named", "note", [one.message for one in wanted if not one.interaction])
        if not task.who.may("customers.read"):
            notes = {}
        of = [one.interaction for one in wanted if one.interaction]
        of += [row["interaction"] for row in notes.values() if row["interaction"]]
        lines = {key: line_of(row) for key, row in self._rows("cases.conversations", "interaction", of).items()}
        fits = {key: line for key, line in lines.items() if _fits(line, task.query)}
        rows, of_them = dict[str, Any](), dict[str, Line]()
        for one in wanted:
            row = notes.get(one.message) if not one.interaction else messages.get(one.message)
            line = fits.get(row["interaction"] if row is not None and not one.interaction else one.interaction)
            if row is not None and line is not None and (not one.interaction or self._may(line, task)):
                rows[one.message], of_them[one.message] = row, line
        return _Opened(rows, of_them, self._texts.bodies(rows))

    def _hit(self, one: finding.Found, opened: "_Opened", task: "_Task") -> Hit | None:
        body = opened.bodies.get(one.message)
        if body is None:
            return None
        line, row, note = opened.lines[one.message], opened.rows[one.message], not one.interaction
        text = body.decode("utf-8", "replace") if note else text_of(said_of(body))
        shown = finding.shown(text, task.words, task.without)
        if shown is None:
            return None
        return Hit(
            n=one.position, at=one.at, by="note" if note else row["speaker"], agent_name=self.agent_name(row["agent"]) if row["agent"] else None,
            interaction=line.interaction, ordinal=None if note else row["ordinal"], customer=one.customer, name="",
            channel=line.channel, queue=line.queue, language=line.language, state=line.state,
            text=shown.text, marks=shown.marks, cut=shown.cut,
        )  # fmt: skip

    def _may(self, line: Line, task: "_Task") -> bool:
        """The rule for opening the conversation (`Records`)."""
        return belongs(line, task.who.agent) or task.who.may("conversations.see_all")

    def _rows(self, query: str, key: str, ids: Iterable[str | int]) -> dict[str, Any]:
        wanted = sorted(set(ids))
        return {row[key]: row for row in self._reading.ask(query, (json.dumps(wanted),))} if wanted else {}


OVER = ("closed", "abandoned", "moved")


class _Opened(NamedTuple):
    """By content: its row, the conversation that it is shown with, and what it says."""

    rows: Mapping[str, Any]
    lines: Mapping[str, Line]
    bodies: Mapping[str, bytes]


class _Task:
    """One search by one person."""

    def __init__(self, query: Query, who: Who, words: Sequence[frozenset[str]]) -> None:
        self.query = query
        self.who = who
        self.words = words
        self.without = finding.asked(query.without)


def _fits(line: Line, query: Query) -> bool:
    """What may have changed since it was said is asked of the conversation as it is now."""
    state = query.open is None or query.open == (line.state not in OVER)
    return state and query.queue in (None, line.queue) and query.language in (None, line.language)


def _kept(query: Query) -> tuple[str, ...]:
    given = {
        "by": query.by,
        "agent": query.agent,
        "channel": query.channel,
    }
    return tuple(f"{name}:{value}" for name, value in given.items() if value is not None)
