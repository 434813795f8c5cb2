"""The personal part of what desks see: names and the beginnings of last messages, kept in memory for live conversations.

Everything in here can be looked up again; what is told of durable batches only saves the looking up.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from hoolin.cases.api import Line
from hoolin.core.facts import Content
from hoolin.core.interaction.speak import Said
from hoolin.journal.port import Contents
from hoolin.journal.readable import readable
from hoolin.runtime.reading import Reading

SNIPPET_CHARACTERS = 120

NAMES_MAX = 50_000
"""Names remembered; beyond it they are forgotten and looked up again."""

_said = msgspec.json.Decoder(Said)


NOTHING = Said("")


class Snippet(msgspec.Struct, frozen=True, gc=False):
    """The beginning of a message, and which message it is."""

    message: str
    text: str


class Row(msgspec.Struct, frozen=True, gc=False):
    """The Row of docs/reference/live.md: a line, and what is personal about it."""

    interaction: str
    customer: str
    case: str
    name: str
    channel: str
    queue: str
    language: str
    state: str
    agent: str | None
    place_at: int
    arrived_at: int
    last_at: int
    last_from: str
    snippet: str
    unread: int
    last_ordinal: int
    priority: int
    customer_here: bool
    answer_later: bool
    wrap_up_due_at: int | None


def said_of(body: bytes | None) -> Said:
    """What was said in a message; None: it has been erased."""
    return _said.decode(body) if body is not None else NOTHING


def snippet_of(said: Said) -> str:
    """The beginning of a message, on one line; of a message of files alone, their names."""
    text = said.text if said.text.strip() else ", ".join(said.names)
    return " ".join(text[: 4 * SNIPPET_CHARACTERS].split())[:SNIPPET_CHARACTERS]


class Texts:
    """Names by customer, and by conversation the snippet of its last message."""

    def __init__(self, contents: Contents, reading: Reading) -> None:
        self._contents = contents
        self._reading = reading
        self._names: dict[str, str] = {}
        self._snippets: dict[str, Snippet] = {}

    def bodies(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Contents by id; what was erased is absent."""
        return readable(self._contents, ids)

    def heard(self, contents: Iterable[Content]) -> dict[str, bytes]:
        """The bodies of a batch, by id."""
        return {content.id: content.body for content in contents}

    def name_is(self, customer: str, name: str) -> None:
        """A name was written down."""
        self._names[customer] = name

    def together(self, kept: str, merged: str) -> None:
        """Two records are one person: whichever has no name is called as the other."""
        for nameless, named in ((kept, merged), (merged, kept)):
            if self._names.get(nameless) == "" and self._names.get(named):
                self._names[nameless] = self._names[named]

    def apart(self, kept: str, merged: str) -> None:
        """They were two after all: each has only what they said themselves."""
        own = self.names_of((kept, merged))
        self._names.update({one: own.get(one, "") for one in (kept, merged)})

    def forget(self, customer: str, interactions: Iterable[str]) -> None:
        """The customer was erased; interactions: those still under way. Nothing of them is looked up again."""
        self._names[customer] = ""
        for interaction in interactions:
            if interaction in self._snippets:
                self._snippets[interaction] = Snippet(self._snippets[interaction].message, "")

    def snippet_is(self, interaction: str, message: str, said: Said) -> None:
        """A message was said; it is the last one of its conversation."""
        self._snippets[interaction] = Snippet(message, snippet_of(said))

    def drop(self, line: Line) -> None:
        """A conversation ended; its snippet is looked up when somebody wants it."""
        self._snippets.pop(line.interaction, None)

    def row(self, line: Line) -> Row:
        """A line as a page gets it: what is not in memory is looked up on the spot."""
        if not self._knows(line):
            self._look_up([line])
        return _row(line, self._names, self._snippets)

    def rows(self, lines: list[Line], *, keep: bool = True) -> list[Row]:
        """Many lines at once. keep: remember what was looked up (for live ones)."""
        if keep:
            self._look_up(lines)
            return [_row(line, self._names, self._snippets) for line in lines]
        names, snippets = self._found(lines)
        return [_row(line, names, snippets) for line in lines]

    def names_of(self, customers: Iterable[str]) -> dict[str, str]:
        """Names by customer; nobody who has none."""
        return self._named(self._called(customers))

    def _called(self, customers: Iterable[str]) -> list[Any]:
        return self._reading.ask("people.called", (msgspec.json.encode(sorted(set(customers))).decode(),))

    def _named(self, rows: list[Any]) -> dict[str, str]:
        """The names in these rows that have not been erased."""
        bodies = readable(self._contents, [row["name"] for row in rows if row["name"] is not None])
        return {row["customer"]: bodies[row["name"]].decode() for row in rows if row["name"] in bodies}

    def _names_beside(self, joined: list[str]) -> dict[str, str]:
        """What those are called who are shown together with these: one person has one name, in whichever record it was said."""
        found: dict[str, str] = {}
        for one in joined:
            group = [other["customer"] for other in self._reading.ask("people.together", (one,))]
            found[one] = next(iter(self.names_of(group).values()), "")
        return found

    def _look_up(self, lines: list[Line]) -> None:
        names, snippets = self._found([line for line in lines if not self._knows(line)])
        if len(self._names) > NAMES_MAX:
            self._names.clear()
        self._names.update(names)
        self._snippets.update(snippets)

    def _knows(self, line: Line) -> bool:
        known = self._snippets.get(line.interaction)
        return line.customer in self._names and (
            line.said is None or (known is not None and known.message == line.said)
        )

    def _found(self, lines: list[Line]) -> tuple[dict[str, str], dict[str, Snippet]]:
        customers = {line.customer for line in lines}
        names: dict[str, str] = dict.fromkeys(customers, "")
        if customers:
            rows = self._called(customers)
            names.update(self._named(rows))
            joined = {row["customer"] for row in rows if row["joined"]}
            names.update(self._names_beside([one for one, name in names.items() if not name and one in joined]))
        said = [(line.interaction, line.said) for line in lines if line.said is not None]
        bodies = readable(self._contents, [message for _, message in said])
        return names, {one: Snippet(message, snippet_of(said_of(bodies.get(message)))) for one, message in said}


def _row(line: Line, names: Mapping[str, str], snippets: Mapping[str, Snippet]) -> Row:
    """An agent is named once they answer for it, not while it is only offered."""
    return Row(
        line.interaction, line.customer, line.case, names.get(line.customer, ""), line.channel, line.queue,
        line.language, line.state, None if line.state == "offered" else line.agent, line.place_at, line.arrived_at,
        line.last_at, line.last_from, snippets[line.interaction].text if line.said is not None else "", line.unread,
        line.last_ordinal, line.priority, line.customer_here, line.answer_later, line.wrap_up_due_at,
    )  # fmt: skip
