"""What a desk is shown of a line: each field under its own name, with what is personal beside it."""

from typing import Any, cast

import msgspec

from hoolin.cases.api import Line
from hoolin.core.interaction.speak import Said
from hoolin.server.live.texts import Texts, said_of

LINE = Line(
    interaction="i1", customer="c1", case="k1", channel="chat", queue="service", language="et", state="active",
    agent="a1", place_at=11, arrived_at=12, last_at=13, last_from="customer", said="i1.m4", unread=2, last_ordinal=4,
    priority=3, customer_here=False, answer_later=True, wrap_up_due_at=14,
)  # fmt: skip


def texts() -> Texts:
    """Names and snippets that were told of, so that nothing has to be looked up."""
    told = Texts(cast(Any, None), cast(Any, None))
    told.name_is("c1", "Mari")
    told.snippet_is("i1", "i1.m4", Said("  Minu arvel\non rida "))
    return told


def test_every_field_of_a_row_is_the_lines() -> None:
    """The row has the line's own values, its customer's name and the beginning of its last message."""
    row = msgspec.to_builtins(texts().row(LINE))
    assert {field: row[field] for field in row if field not in ("name", "snippet")} == {
        field: getattr(LINE, field) for field in row if field not in ("name", "snippet")
    }
    assert (row["name"], row["snippet"]) == ("Mari", "Minu arvel on rida")


def test_an_agent_is_named_once_they_answer() -> None:
    """While it is only offered, nobody has it; before anybody spoke, there is nothing to show."""
    told = texts()
    assert told.row(msgspec.structs.replace(LINE, state="offered")).agent is None
    assert told.row(msgspec.structs.replace(LINE, said=None)).snippet == ""


def test_an_erased_message_says_nothing() -> None:
    """Its place is kept, its words are gone; a message of files alone is called by their names."""
    told = texts()
    told.snippet_is("i1", "i1.m4", said_of(None))
    assert told.row(LINE).snippet == ""
    told.snippet_is("i1", "i1.m4", Said(" ", ("arve.pdf", "pilt.png")))
    assert told.row(LINE).snippet == "arve.pdf, pilt.png"
