"""Random flows of every kind of node, from a seed: humane ones, made so that nobody should be trapped, and wild ones, wired by chance."""

from random import Random
from typing import Any

import msgspec

from hoolin.core.flow.language import Flow
from hoolin.core.flow.surroundings import Surroundings
from hoolin.core.site.hours import DAYS, Hours, Span
from hoolin.core.site.rules import LANGUAGES

Nodes = dict[str, dict[str, Any]]


class Drawn:
    """A flow as plain data, and what surrounds it; plants change it before it is read."""

    def __init__(self, nodes: Nodes, start: str, person: str, variables: dict[str, list[str]]) -> None:
        self.nodes = nodes
        self.start = start
        self.person = person
        self.variables = variables
        self.languages: tuple[str, ...] = LANGUAGES
        self.served: dict[str, set[str]] = {}
        self.hours: dict[str, Hours] = {}
        self.nameless = False

    def flow(self) -> Flow:
        """As a flow."""
        raw = {"name": "drawn", "start": self.start, "person": self.person, "nodes": self.nodes}
        return msgspec.convert({**raw, "variables": self.variables}, Flow)

    def around(self) -> Surroundings:
        """What surrounds it."""
        served = {language: frozenset(queues) for language, queues in self.served.items()}
        return msgspec.convert(
            {"languages": self.languages, "served": served, "hours": self.hours, "nameless": self.nameless}, Surroundings
        )  # fmt: skip

    def text(self, words: str = "Palun.") -> dict[str, str]:
        """The same in every language of the site."""
        return dict.fromkeys(self.languages, words)


def office(random: Random, *, exceptions: bool = True) -> Hours:
    """A working week, perhaps with a pause, perhaps with holidays."""
    spans = random.choice([
        (Span(opens="09:00", closes="17:00"),),
        (Span(opens="08:00", closes="12:00"), Span(opens="13:00", closes="20:00")),
        (Span(opens="00:00", closes="24:00"),),
    ])  # fmt: skip
    days = random.choice([DAYS[:5], DAYS[:6], DAYS, DAYS[1:3]])
    dates = {}
    if exceptions and random.random() < 0.5:
        dates = {"2026-12-24": (Span(opens="09:00", closes="12:00"),), "2026-12-25": ()}
    return Hours(week=dict.fromkeys(days, spans), dates=dates)


def surroundings(random: Random, drawn: Drawn, queues: list[str]) -> None:
    """Languages, who serves what, and hours."""
    drawn.languages = tuple(random.sample(LANGUAGES, random.choice([1, 1, 2, 3])))
    drawn.served = {language: set(queues) for language in drawn.languages}
    if random.random() < 0.8:
        drawn.hours[""] = office(random)
    for name in (*(f"queue:{queue}" for queue in queues[1:]), "chat"):
        if random.random() < 0.5:
            drawn.hours[name] = office(random)


def humane(random: Random) -> Drawn:
    """A flow that should trap nobody."""
    queues = ["service", "sales", "repair"][: random.randint(1, 3)]
    drawn = Drawn({}, "n0", "line", {"round": ["0", "1", "2"]} if random.random() < 0.3 else {})
    surroundings(random, drawn, queues)
    _person(random, drawn, queues)
    size = random.randint(1, 6)
    for at in range(size):
        drawn.nodes[f"n{at}"] = _node(random, drawn, at, size, queues)
    if random.random() < 0.3:
        drawn.nodes["languages"] = {
            "do": "language", "text": drawn.text("Vali keel"), "then": "n0", "timeout_s": 5,
            "keys": {str(at + 1): language for at, language in enumerate(drawn.languages)},
        }  # fmt: skip
        drawn.start = "languages"
    # Who is called back without being asked for a number must show theirs.
    drawn.nameless = drawn.nodes["shut"]["do"] != "callback" and random.random() < 0.6
    return drawn


def _person(random: Random, drawn: Drawn, queues: list[str]) -> None:
    """Where the fixed words lead: open, into line; closed, a promise, perhaps after one question."""
    nodes = drawn.nodes
    nodes["line"] = {"do": "queue", "queue": random.choice(queues), "closed": "shut", "priority": 5}
    nodes["leave"] = {"do": "message", "queue": queues[0], "text": drawn.text("Jäta teade, vastame {when}.")}
    shut = random.choice(["leave", "say", "ring", "number"])
    if shut == "leave":
        nodes["shut"] = nodes.pop("leave")
    elif shut == "say":
        nodes["shut"] = {"do": "say", "text": drawn.text("Oleme kinni."), "then": "leave", "barge_in": False}
    elif shut == "ring":
        nodes["shut"] = {"do": "callback", "queue": queues[0], "text": drawn.text("Helistame {when}.")}
    else:
        nodes["shut"] = {
            "do": "collect", "what": "phone", "into": "number", "text": drawn.text("Teie number?"), "then": "back",
            "tries": random.choice([1, 2]), "silence": "leave", "wrong": "leave",
        }  # fmt: skip
        nodes["back"] = {"do": "callback", "queue": queues[-1], "text": drawn.text("Helistame."), "number": "number"}
    if random.random() < 0.2:
        nodes["hail"] = {"do": "say", "text": drawn.text("Ühendan."), "then": "line"}
        drawn.person = "hail"


def _node(random: Random, drawn: Drawn, at: int, size: int, queues: list[str]) -> dict[str, Any]:
    """Mishaps lead onward or to a person; choices may lead anywhere."""
    onward = f"n{at + 1}" if at + 1 < size else "line"
    later = [f"n{one}" for one in range(at + 1, size)] + ["line"]
    anywhere = [f"n{one}" for one in range(size)] + ["line"]
    kind = random.choice(["say", "keys", "keys", "ask", "collect", "hours", "lookup", "set", "queue", "bye", "speak"])
    question = {
        "text": drawn.text("Küsimus."), "tries": random.choice([1, 2]), "timeout_s": random.choice([3, 8]),
        "barge_in": random.random() < 0.7,
    }  # fmt: skip
    if kind == "say":
        return {"do": "say", "text": drawn.text("Tere!"), "then": onward, "barge_in": random.random() < 0.6}
    if kind == "keys":
        keys = random.sample("123456789*#", random.randint(1, 3))
        node = {"do": "keys", **question, "keys": {key: random.choice(anywhere) for key in keys}}
        if random.random() < 0.3:
            node["silence"] = random.choice(later)
        return node
    if kind == "ask":
        answers = [{"words": {language: ["arve", "makse"] for language in drawn.languages}, "then": onward}]
        return {"do": "ask", **question, "answers": answers, "then": random.choice([None, random.choice(anywhere)])}
    if kind == "collect":
        what = random.choice(["digits", "phone", "email", "text"])
        most = 30 if what in ("email", "phone") else random.randint(3, 5)
        return {"do": "collect", **question, "what": what, "into": "it", "then": random.choice(later), "most": most}
    if kind == "hours":
        shut = random.choice([*later, "shut"])
        return {"do": "hours", "open": onward, "closed": shut, "hours": random.choice(["", "chat"])}
    if kind == "lookup":
        told = {word: random.choice(later) for word in ("gold", "none")}
        wait = random.choice([{}, drawn.text("Vaatan.")])
        return {
            "do": "lookup",
            "hook": "crm",
            "answers": told,
            "failed": random.choice(later),
            "timeout_s": 2,
            "text": wait,
        }
    if kind == "set" and drawn.variables:
        when = [{"all": {"round": "2"}, "then": "line"}]
        return {"do": "set", "set": {"round": "next"}, "when": when, "then": onward}
    if kind == "queue":
        return {"do": "queue", "queue": random.choice(queues), "closed": random.choice([onward, "shut"])}
    if kind == "speak":
        return {"do": "speak", "language": random.choice(drawn.languages), "then": onward}
    back = {"1": onward, "2": "bye"}
    drawn.nodes.setdefault("bye", {"do": "end", "text": drawn.text("Head aega.")})
    return {"do": "keys", **question, "keys": back}


def wild(random: Random) -> Drawn:
    """A flow wired by chance: some trap, some do not."""
    drawn = humane(random)
    codes = list(drawn.nodes)
    for _ in range(random.randint(1, 3)):
        node = drawn.nodes[random.choice(codes)]
        field = random.choice(
            ["then", "silence", "wrong", "closed", "open", "failed", "text", "timeout_s", "tries", "barge_in"]
        )
        target = random.choice(codes)
        if field == "text" and node.get("text"):
            node["text"] = {**node["text"], random.choice(drawn.languages): "x" * random.choice([1, 200, 420])}
        elif field in ("closed", "failed") and field in node and node["do"] != "hours":
            node[field] = random.choice([None, target])
        elif field in ("silence", "wrong") and "tries" in node:
            node[field] = target
        elif field in ("tries", "timeout_s") and field in node:
            node[field] = random.choice([1, 3, 5])
        elif field == "barge_in" and field in node:
            node[field] = False
        elif field in ("then", "open", "closed") and node.get(field):
            node[field] = target
    if random.random() < 0.2:
        drawn.served[random.choice(drawn.languages)].discard(random.choice(["service", "sales"]))
    drawn.nameless = random.random() < 0.5
    return drawn
