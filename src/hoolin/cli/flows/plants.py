"""Traps of every kind, each planted into a flow that had none. A plant changes the drawn flow in place, where a customer can get to it."""

from collections.abc import Callable
from random import Random
from typing import Any

from hoolin.cli.flows.humane import Drawn
from hoolin.core.site.hours import DAYS, Day, Hours, Span, Spans
from hoolin.core.site.rules import LANGUAGES

LONG = "pikk jutt " * 45
"""Some thirty-five seconds, in any language."""

OFFICE = Hours(week=dict.fromkeys(DAYS[:5], (Span(opens="09:00", closes="17:00"),)))


def lead_to(random: Random, drawn: Drawn, code: str) -> None:
    """Make the planted node reachable: at the very beginning, or behind a key of a menu."""
    if random.random() < 0.4:
        drawn.start = code
        return
    free = str(random.randint(2, 9))
    drawn.nodes["door"] = {
        "do": "keys", "text": drawn.text("Uks."), "keys": {"1": drawn.start, free: code}, "timeout_s": 5,
    }  # fmt: skip
    drawn.start = "door"


def put(random: Random, drawn: Drawn, **node: Any) -> None:
    """One planted node."""
    drawn.nodes["planted"] = node
    lead_to(random, drawn, "planted")


def question(drawn: Drawn, **more: Any) -> dict[str, Any]:
    """A menu with one key that leads back into the flow."""
    return {"do": "keys", "text": drawn.text("Palun valige."), "keys": {"1": drawn.start}, "tries": 1, **more}


def silent_ring(random: Random, drawn: Drawn) -> None:
    """Silence asks the same again, for ever."""
    put(random, drawn, **question(drawn, silence="planted"))


def wrong_ring(random: Random, drawn: Drawn) -> None:
    """A mistake asks the same again, for ever."""
    put(random, drawn, **question(drawn, wrong="planted", tries=2))


def two_rings(random: Random, drawn: Drawn) -> None:
    """Two menus send whoever is lost to each other."""
    drawn.nodes["other"] = question(drawn, silence="planted")
    put(random, drawn, **question(drawn, silence="other"))


def said_ring(random: Random, drawn: Drawn) -> None:
    """An announcement that begins again when it ends."""
    drawn.nodes["other"] = {"do": "say", "text": drawn.text("Ja veel."), "then": "planted"}
    put(random, drawn, do="say", text=drawn.text("Tähtis teade."), then="other")


def counted_ring(random: Random, drawn: Drawn) -> None:
    """A counter that is asked for a value it never gets to, because it begins anew each time."""
    drawn.variables["turn"] = ["0", "1", "2"]
    drawn.nodes["count"] = {
        "do": "set", "set": {"turn": "next"}, "when": [{"all": {"turn": "2"}, "then": drawn.person}], "then": "anew",
    }  # fmt: skip
    drawn.nodes["anew"] = {"do": "set", "set": {"turn": "0"}, "then": "planted"}
    put(random, drawn, **question(drawn, silence="count"))


def full_counter(random: Random, drawn: Drawn) -> None:
    """A counter that stays at its last value, while a value beyond it is waited for in another variable."""
    drawn.variables["turn"], drawn.variables["tired"] = ["0", "1"], ["no", "yes"]
    drawn.nodes["count"] = {
        "do": "set", "set": {"turn": "next"}, "when": [{"all": {"turn": "1", "tired": "yes"}, "then": drawn.person}], "then": "planted",
    }  # fmt: skip
    put(random, drawn, **question(drawn, silence="count", wrong="count"))


def dead_end(random: Random, drawn: Drawn) -> None:
    """Whoever says nothing is hung up on."""
    drawn.nodes["gone"] = {"do": "end", "text": drawn.text("Head aega.")}
    put(random, drawn, **question(drawn, silence="gone"))


def wrong_end(random: Random, drawn: Drawn) -> None:
    """Whoever makes a mistake is hung up on, after some words."""
    drawn.nodes["gone"] = {"do": "end"}
    drawn.nodes["words"] = {"do": "say", "text": drawn.text("Kahju."), "then": "gone"}
    put(random, drawn, **question(drawn, wrong="words"))


def closed_goodbye(random: Random, drawn: Drawn) -> None:
    """We are closed, goodbye."""
    drawn.hours["chat"] = OFFICE
    drawn.nodes["gone"] = {"do": "end", "text": drawn.text("Oleme kinni.")}
    put(random, drawn, do="hours", hours="chat", open=drawn.start, closed="gone")


def greeting_end(random: Random, drawn: Drawn) -> None:
    """An announcement, and then nothing: also for whoever only chose a language."""
    drawn.nodes["gone"] = {"do": "end", "text": drawn.text("Head aega.")}
    keys = {str(at + 1): language for at, language in enumerate(drawn.languages)}
    put(random, drawn, do="language", text=drawn.text("Keel?"), keys=keys, then="gone")


def closed_hole(random: Random, drawn: Drawn) -> None:
    """A queue that is closed at night, and nothing follows."""
    drawn.hours["queue:service"] = OFFICE
    put(random, drawn, do="queue", queue="service")


def two_hours(random: Random, drawn: Drawn) -> None:
    """The chat's hours say open, and the queue behind it is closed."""
    drawn.hours["chat"] = Hours(week=dict.fromkeys(DAYS, (Span(opens="08:00", closes="22:00"),)))
    drawn.hours["queue:service"] = OFFICE
    drawn.nodes["in"] = {"do": "queue", "queue": "service"}
    put(random, drawn, do="hours", hours="chat", open="in", closed=drawn.person)


def holiday_hole(random: Random, drawn: Drawn) -> None:
    """Open every day, but for one date."""
    week: dict[Day, Spans] = dict.fromkeys(DAYS, (Span(opens="00:00", closes="24:00"),))
    drawn.hours["queue:service"] = Hours(week=week, dates={"2027-02-24": ()})
    put(random, drawn, do="queue", queue="service")


def mute(random: Random, drawn: Drawn) -> None:
    """Nothing is said in one of the languages."""
    text = drawn.text("Tere.")
    del text[random.choice(drawn.languages)]
    text["fi" if not text else next(iter(text))] = "Hei."
    text = {language: words for language, words in text.items() if language != "fi"}
    drawn.nodes["planted"] = {
        "do": "say",
        "text": text or {"en" if "en" not in drawn.languages else "ru": "?"},
        "then": drawn.start,
    }
    if set(drawn.nodes["planted"]["text"]) >= set(drawn.languages):
        drawn.languages = LANGUAGES
        drawn.nodes["planted"]["text"] = {"et": "Tere."}
    drawn.start = "planted"


def nobody(random: Random, drawn: Drawn) -> None:
    """A queue that nobody serves in one of the languages."""
    drawn.served[random.choice(drawn.languages)].discard("vip")
    for language in drawn.languages[1:]:
        drawn.served[language].add("vip")
    drawn.start = "planted"
    drawn.nodes["planted"] = {"do": "queue", "queue": "vip"}


def nobody_knows(random: Random, drawn: Drawn) -> None:
    """A queue that people serve, with a skill that none of them has."""
    put(random, drawn, do="queue", queue="service", skills={"latin": 90})


def nobody_writes_back(random: Random, drawn: Drawn) -> None:
    """A message to a queue that nobody serves in the customer's language."""
    drawn.served.setdefault("et", set()).add("vip")
    drawn.served[drawn.languages[0]].discard("vip")
    drawn.start = "planted"
    drawn.nodes["planted"] = {"do": "message", "queue": "vip", "text": drawn.text("Jäta teade.")}


def language_nobody_speaks(random: Random, drawn: Drawn) -> None:
    """A menu of languages with one in which nobody serves."""
    drawn.served["ru"] = set()
    if "ru" in drawn.languages:
        drawn.languages = tuple(one for one in drawn.languages if one != "ru") or ("et",)
        drawn.served.setdefault("et", set()).update({"service", "sales", "repair"})
    for node in drawn.nodes.values():
        if node.get("text"):
            node["text"] = dict.fromkeys(LANGUAGES, next(iter(node["text"].values())))
    text = dict.fromkeys(LANGUAGES, "Keel?")
    put(random, drawn, do="language", text=text, keys={"1": drawn.languages[0], "2": "ru"}, then=drawn.person)


def swallowed_error(random: Random, drawn: Drawn) -> None:
    """A machine fails, and nothing follows."""
    put(random, drawn, do="lookup", hook="crm", answers={"ok": drawn.start}, timeout_s=2)


def goodbye_error(random: Random, drawn: Drawn) -> None:
    """A machine fails, and that was it: even for whoever chose to ask it."""
    drawn.nodes["gone"] = {"do": "end", "text": drawn.text("Meie süsteem ei tööta.")}
    drawn.nodes["ask_it"] = {
        "do": "lookup",
        "hook": "crm",
        "answers": {"ok": drawn.start},
        "failed": "gone",
        "timeout_s": 2,
    }
    put(random, drawn, **question(drawn, keys={"1": "ask_it"}))


def hanging_machine(random: Random, drawn: Drawn) -> None:
    """A machine that is waited for without an end."""
    put(random, drawn, do="lookup", hook="crm", answers={"ok": drawn.start}, failed=drawn.person, timeout_s=0)


def machine_ring(random: Random, drawn: Drawn) -> None:
    """A machine that fails is asked again, for ever."""
    put(random, drawn, do="lookup", hook="crm", answers={"ok": drawn.start}, failed="planted", timeout_s=2)


def machine_says_again(random: Random, drawn: Drawn) -> None:
    """A machine whose answer is to be asked again."""
    put(random, drawn, do="lookup", hook="crm", answers={"later": "planted"}, failed=drawn.person, timeout_s=2)


def endless_prompt(random: Random, drawn: Drawn) -> None:
    """Half a minute and more in which no key is heard."""
    put(random, drawn, do="say", text=drawn.text(LONG), then=drawn.start, barge_in=False)


def deaf_chain(random: Random, drawn: Drawn) -> None:
    """Short prompts in which no key is heard, one after the other."""
    for at in range(8):
        then = f"deaf{at + 1}" if at < 7 else drawn.start
        drawn.nodes[f"deaf{at}"] = {"do": "say", "text": drawn.text(LONG[:60]), "then": then, "barge_in": False}
    lead_to(random, drawn, "deaf0")


def deaf_question(random: Random, drawn: Drawn) -> None:
    """A question so long, and deaf, that the wish for a person comes too late."""
    put(random, drawn, **question(drawn, text=drawn.text(LONG), barge_in=False))


def waits_for_ever(random: Random, drawn: Drawn) -> None:
    """A question without a time-out."""
    put(random, drawn, **question(drawn, timeout_s=0))


def waits_in_writing(random: Random, drawn: Drawn) -> None:
    """The same where people write."""
    put(random, drawn, **question(drawn, timeout_written_s=0))


def no_promise(random: Random, drawn: Drawn) -> None:
    """A message to a queue that has closed for good."""
    drawn.hours["queue:old"] = Hours(dates={"2020-01-01": (Span(opens="09:00", closes="10:00"),)})
    for language in drawn.languages:
        drawn.served[language].add("old")
    put(random, drawn, do="message", queue="old", text=drawn.text("Jäta teade."))


def long_holiday(random: Random, drawn: Drawn) -> None:
    """A callback to a queue that is closed for the whole of July."""
    dates: dict[str, Spans] = {f"2027-07-{day:02}": () for day in range(1, 32)}
    week: dict[Day, Spans] = dict.fromkeys(DAYS, (Span(opens="09:00", closes="17:00"),))
    drawn.hours["queue:summer"] = Hours(week=week, dates=dates)
    for language in drawn.languages:
        drawn.served[language].add("summer")
    put(random, drawn, do="callback", queue="summer", text=drawn.text("Helistame {when}."))


def empty_promise(random: Random, drawn: Drawn) -> None:
    """A call is promised to whoever calls without showing a number."""
    drawn.nameless = True
    put(random, drawn, do="callback", queue="service", text=drawn.text("Helistame {when}."))


def skipped_number(random: Random, drawn: Drawn) -> None:
    """A number is asked for, and whoever says nothing is promised a call all the same."""
    drawn.nameless = True
    drawn.nodes["ring"] = {"do": "callback", "queue": "service", "number": "digits", "text": drawn.text("Helistame.")}
    put(
        random, drawn, do="collect", what="digits", into="digits", least=5, most=12, text=drawn.text("Number?"),
        then="ring", silence="ring", timeout_s=5,
    )  # fmt: skip


def other_number(random: Random, drawn: Drawn) -> None:
    """The number of an order is no number to call."""
    drawn.nameless = True
    drawn.nodes["ask"] = {
        "do": "collect", "what": "digits", "into": "order", "least": 3, "text": drawn.text("Tellimus?"), "then": "ring",
    }  # fmt: skip
    drawn.nodes["ring"] = {"do": "callback", "queue": "service", "text": drawn.text("Helistame.")}
    lead_to(random, drawn, "ask")


def far_person(random: Random, drawn: Drawn) -> None:
    """Whoever asks for a person has two more menus before them."""
    drawn.nodes["first"] = question(drawn, keys={"1": "second"}, tries=3)
    drawn.nodes["second"] = question(drawn, keys={"1": drawn.person}, tries=3)
    drawn.person = "first"
    drawn.nodes["first"]["silence"] = drawn.nodes["first"]["wrong"] = drawn.nodes["second"]["keys"]["1"]
    drawn.nodes["second"]["silence"] = drawn.nodes["second"]["wrong"] = drawn.nodes["second"]["keys"]["1"]
    lead_to(random, drawn, "planted")
    drawn.nodes["planted"] = question(
        drawn, silence=drawn.nodes["second"]["keys"]["1"], wrong=drawn.nodes["second"]["keys"]["1"]
    )


def long_way(random: Random, drawn: Drawn) -> None:
    """Whoever asks for a person is told at length how important they are."""
    drawn.nodes["praise"] = {"do": "say", "text": drawn.text(LONG), "then": drawn.person}
    drawn.person = "praise"
    put(random, drawn, **question(drawn))


def slow_machines(random: Random, drawn: Drawn) -> None:
    """Whoever asks for a person waits for one machine after another."""
    for at in range(4):
        then = f"slow{at + 1}" if at < 3 else drawn.person
        drawn.nodes[f"slow{at}"] = {"do": "lookup", "hook": "crm", "answers": {}, "failed": then, "timeout_s": 10}
    drawn.person = "slow0"
    put(random, drawn, **question(drawn))


def many_mishaps(random: Random, drawn: Drawn) -> None:
    """Whoever is silent is asked ten times."""
    drawn.nodes["other"] = question(drawn, tries=5)
    put(random, drawn, **question(drawn, tries=5, silence="other"))


def long_mishaps(random: Random, drawn: Drawn) -> None:
    """Whoever is silent listens for more than two minutes."""
    put(random, drawn, **question(drawn, tries=5, text=drawn.text(LONG)))


PLANTS: tuple[Callable[[Random, Drawn], None], ...] = (
    silent_ring, wrong_ring, two_rings, said_ring, counted_ring, full_counter, dead_end, wrong_end, closed_goodbye, greeting_end,
    closed_hole, two_hours, holiday_hole, mute, nobody, nobody_knows, nobody_writes_back, language_nobody_speaks, swallowed_error, goodbye_error,
    hanging_machine, machine_ring, machine_says_again, endless_prompt, deaf_chain, deaf_question, waits_for_ever, waits_in_writing,
    no_promise, long_holiday, empty_promise, skipped_number, other_number, far_person, long_way, slow_machines, many_mishaps, long_mishaps,
)  # fmt: skip
