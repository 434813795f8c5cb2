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
from hoolin.runtime.reading import Reading

SNIPPET_CHARACTERS = 120

NAMES_MAX = 50_000
"""Names remembered; beyond it they are forgotten and looked up again."""

_said = msgspec.json.Decoder(Said)


def snippet_of(body: bytes | None) -> str:
    """The beginning of a message, on one line; of a message of files alone, their names."""
    if body is None:
        return ""
    said = _said.decode(body)
    text = said.text if said.text.strip() else ", ".join(said.names)
    return " ".join(text[: 4 * SNIPPET_CHARACTERS].split())[:SNIPPET_CHARACTERS]


class Texts:
    """Names by customer, and snippets by message."""

    def __init__(self, contents: Contents, reading: Reading) -> None:
        self._contents = contents
        self._reading = reading
        self._names: dict[str, str] = {}
        self._snippets: dict[str, str] = {}

    def bodies(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Contents by id; what was erased is absent."""
        return self._contents.get(ids)

    def heard(self, contents: Iterable[Content]) -> dict[str, bytes]:
        """The bodies of a batch, by id."""
        return {content.id: content.body for content in contents}

    def name_is(self, customer: str, name: str) -> None:
        """A name was written down."""
        self._names[customer] = name

    def forget(self, customer: str) -> None:
        """The customer was erased."""
        self._names.pop(customer, None)

    def snippet_is(self, message: str, body: bytes | None) -> None:
        """A message was said."""
        self._snippets[message] = snippet_of(body)

    def drop(self, line: Line) -> None:
        """A conversation ended; its snippet is looked up when somebody wants it."""
        if line.said is not None:
            self._snippets.pop(line.said, None)

    def row(self, line: Line) -> dict[str, Any]:
        """A line as a page gets it: what is not in memory is looked up on the spot."""
        if line.customer not in self._names or (line.said is not None and line.said not in self._snippets):
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
        names, snippets = self._found(
            [line for line in lines if line.customer not in self._names or line.said not in self._snippets]
        )
        if len(self._names) > NAMES_MAX:
            self._names.clear()
        self._names.update(names)
        self._snippets.update(snippets)

    def _found(self, lines: list[Line]) -> tuple[dict[str, str], dict[str, str]]:
        customers = {line.customer for line in lines}
        names: dict[str, str] = dict.fromkeys(customers, "")
        if customers:
            names.update(self.names_of(customers))
        said = [line.said for line in lines if line.said is not None]
        bodies: Mapping[str, bytes] = self._contents.get(said) if said else {}
        return names, {message: snippet_of(bodies.get(message)) for message in said}


def _row(line: Line, names: Mapping[str, str], snippets: Mapping[str, str]) -> dict[str, Any]:
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
        "snippet": snippets.get(line.said or "", ""),
        "unread": line.unread,
        "last_ordinal": line.last_ordinal,
        "priority": line.priority,
        "customer_here": line.customer_here,
        "answer_later": line.answer_later,
        "wrap_up_due_at": line.wrap_up_due_at,
    }
