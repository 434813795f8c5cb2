"""A humane flow of any size: menus, branches by the hours, look-ups and announcements, all of which lead on and back."""

from hoolin.cli.flows.humane import Drawn, Nodes
from hoolin.core.site.hours import DAYS, Day, Hours, Span, Spans
from hoolin.core.site.rules import LANGUAGES

HELD_BACK = 5
"""Nodes that are not part of the long middle."""


def large(size: int) -> Drawn:
    """With exactly so many nodes, in three languages, with two kinds of hours."""
    nodes: Nodes = {}
    drawn = Drawn(nodes, "languages", "line", {"known": ["no", "yes"]})
    drawn.served = {language: {"service", "sales"} for language in LANGUAGES}
    week: dict[Day, Spans] = dict.fromkeys(DAYS[:5], (Span(opens="09:00", closes="17:00"),))
    drawn.hours = {"": Hours(week=week, dates={"2026-12-24": ()}), "chat": Hours(week={**week, "sat": week["mon"]})}
    keys = {str(at + 1): language for at, language in enumerate(LANGUAGES)}
    nodes["languages"] = {"do": "language", "text": drawn.text("Valige keel."), "keys": keys, "then": "n0"}
    nodes["line"] = {"do": "queue", "queue": "service", "closed": "leave"}
    nodes["leave"] = {"do": "message", "queue": "service", "text": drawn.text("Jätke teade, vastame {when}.")}
    nodes["call"] = {"do": "callback", "queue": "sales", "text": drawn.text("Helistame {when}.")}
    nodes["bye"] = {"do": "end", "text": drawn.text("Head aega.")}
    middle = size - HELD_BACK
    for at in range(middle):
        on = f"n{at + 1}" if at + 1 < middle else "bye"
        nodes[f"n{at}"] = (
            {"do": "keys", "text": drawn.text("Arved 1, muu 2."), "keys": {"1": on, "2": f"n{at * 7 % middle}", "3": "call"}},
            {"do": "hours", "open": on, "closed": "leave", "hours": "chat"},
            {"do": "say", "text": drawn.text("Teade."), "then": on},
            {"do": "lookup", "hook": "crm", "answers": {"yes": on, "no": "call"}, "failed": "line"},
            {"do": "ask", "text": drawn.text("Mis mureks?"), "then": on},
            {"do": "set", "set": {"known": ("no", "yes")[at // 6 % 2]}, "when": [{"all": {"known": "yes"}, "then": on}], "then": on},
        )[at % 6]  # fmt: skip
    return drawn
