"""The personal part of what desks see: names and the beginnings of last messages, kept in memory for live conversations.

Everything in here can be looked up again; what is told of durable batches only saves the looking up.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from hoolin.cases.api import Line
from hoolin.core.facts import Content
from hoolin.core.interaction.speak import Said
from hoolin.journal.port import Contents
from hoolin.runtime.reading import Reading

SNIPPET_CHARACTERS = 120

NAMES_MAX = 50_000
"""Names remembered; beyond it they are forgotten and looked up again."""

_said = msgspec.json.Decoder(Said)


class Snippet(NamedTuple):
    """The beginning of a message, and which message it is."""

    message: str
    text: str


def snippet_of(body: bytes | None) -> str:
    """The beginning of a message, on one line; of a message of files alone, their names."""
    if body is None:
        return ""
    said = _said.decode(body)
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
        return self._contents.get(ids)

    def heard(self, contents: Iterable[Content]) -> dict[str, bytes]:
        """The bodies of a batch, by id."""
        return {content.id: content.body for content in contents}

    def name_is(self, customer: str, name: str) -> None:
        """A name was written down."""
        self._names[customer] = name

    def forget(self, customer: str, interactions: Iterable[str]) -> None:
        """The customer was erased; interactions: those still under way. Nothing of them is looked up again."""
        self._names[customer] = ""
        for interaction in interactions:
            if interaction in self._snippets:
                self._snippets[interaction] = Snippet(self._snippets[interaction].message, "")

    def snippet_is(self, interaction: str, message: str, body: bytes | None) -> None:
        """A message was said; it is the last one of its conversation."""
        self._snippets[interaction] = Snippet(message, snippet_of(body))

    def drop(self, line: Line) -> None:
        """A conversation ended; its snippet is looked up when somebody wants it."""
        self._snippets.pop(line.interaction, None)

    def row(self, line: Line) -> dict[str, Any]:
        """A line as a page gets it: what is not in memory is looked up on the spot."""
        if not self._knows(line):
            self._look_up([line])
        return _row(line, self._names, self._snippets)

    def rows(self, lines: list[Line], *, keep: bool = True) -> list[dict[str, Any]]:
        """Many lines at once. keep: remember what was looked up (for live ones)."""
        if keep:
            self._look_up(lines)
            return [_row(line, self._names, self._snippets) for line in lines]
        names, snippets = self._found(lines)
        return [_row(line, names, snippets) for line in lines]

    def names_of(self, customers: Iterable[str]) -> dict[str, str]:
        """Names by customer; nobody who has none."""
        asked = msgspec.json.encode(sorted(set(customers))).decode()
        rows = self._reading.ask("people.names", (asked,))
        bodies = self._contents.get([row["name"] for row in rows])
        return {row["customer"]: bodies[row["name"]].decode() for row in rows if row["name"] in bodies}

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
            names.update(self.names_of(customers))
        said = [(line.interaction, line.said) for line in lines if line.said is not None]
        bodies: Mapping[str, bytes] = self._contents.get([message for _, message in said]) if said else {}
        return names, {one: Snippet(message, snippet_of(bodies.get(message))) for one, message in said}


def _row(line: Line, names: Mapping[str, str], snippets: Mapping[str, Snippet]) -> dict[str, Any]:
    """The Row of docs/reference/live.md. An agent is named once they answer for it, not while it is only offered."""
    return {
        "interaction": line.interaction,
        "customer": line.customer,
        "case": line.case,
        "name": names.get(line.customer, ""),
        "channel": line.channel,
        "queue": line.queue,
        "language": line.language,
        "state": line.state,
        "agent": None if line.state == "offered" else line.agent,
        "place_at": line.place_at,
        "arrived_at": line.arrived_at,
        "last_at": line.last_at,
        "last_from": line.last_from,
        "snippet": snippets[line.interaction].text if line.said is not None else "",
        "unread": line.unread,
        "last_ordinal": line.last_ordinal,
        "priority": line.priority,
        "customer_here": line.customer_here,
        "answer_later": line.answer_later,
        "wrap_up_due_at": line.wrap_up_due_at,
    }
