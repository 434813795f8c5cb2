"""One interpreter for every channel: what a customer asks for by a fixed word comes before anything a flow says."""

import msgspec
import pytest

from hoolin.core.errors import Defect
from hoolin.core.flow import step as s
from hoolin.core.flow.language import Flow
from hoolin.core.flow.walk import again, begin, go_on
from hoolin.core.flow.words import asks_for_person, courtesy
from hoolin.core.site.rules import Language

OPEN = frozenset({"queue:service", ""})


def text(words: str) -> dict[str, str]:
    """The same in every language."""
    return {language: f"{words} ({language})" for language in ("et", "ru", "en")}


FLOW = msgspec.convert(
    {
        "name": "main", "start": "language", "person": "line", "variables": {"round": ["0", "1", "2"]},
        "nodes": {
            "language": {"do": "language", "text": text("Keel"), "keys": {"1": "et", "2": "ru", "3": "en"}, "then": "hours"},
            "hours": {"do": "hours", "open": "menu", "closed": "shut"},
            "menu": {
                "do": "keys", "text": text("Arved 1, tellimus 2"), "keys": {"1": "bills", "2": "number", "3": "count"},
                "words": {"1": {"et": ["arve", "arved"], "en": ["bill"]}}, "wrong": "mistaken",
            },
            "mistaken": {"do": "say", "text": text("Ei saanud aru"), "then": "line"},
            "bills": {"do": "ask", "text": text("Mis arvega on?"), "answers": [{"words": {"et": ["makstud"]}, "then": "bye"}], "then": "line"},
            "number": {"do": "collect", "text": text("Tellimuse number?"), "into": "order", "then": "find", "least": 3, "most": 8},
            "find": {
                "do": "lookup", "hook": "orders", "send": ["order"], "keep": ["day"], "answers": {"found": "told"}, "failed": "line",
            },
            "told": {"do": "say", "text": text("Tuleb {day}"), "then": "bye"},
            "count": {"do": "set", "set": {"round": "next"}, "when": [{"all": {"round": "2"}, "then": "line"}], "then": "menu"},
            "bye": {"do": "end", "text": text("Head aega")},
            "line": {"do": "queue", "queue": "service", "closed": "shut", "priority": 3, "skills": {"care": 50}},
            "shut": {"do": "message", "queue": "service", "text": text("Jäta teade, vastame {when}")},
        },
    },
    Flow,
)  # fmt: skip


def around(language: Language = "et", *, is_open: bool = True, spoken: bool = False, **values: str) -> s.Context:
    """How things stand."""
    return s.Context(
        language=language, open=OPEN if is_open else frozenset(), opens_at={"service": 0 if is_open else 9_000},
        served={one: frozenset({"service", "service with care 50"}) for one in ("et", "ru", "en")}, values=values, spoken=spoken,
    )  # fmt: skip


def after(*events: s.Event, context: s.Context | None = None) -> s.Step:
    """The step that these events lead to."""
    step = begin(FLOW, context or around())
    for event in events:
        step = go_on(FLOW, step.state, event, context or around())
    return step


MENU = (s.Keyed(keys="1"),)


@pytest.mark.parametrize(
    "said",
    [
        "inimene", "Inimest palun!", "tahan inimesega rääkida", "INIMESELE", "kas siin on mõni teenindaja?", "operaatoriga",
        "оператор", "Соедините с оператором", "хочу поговорить с человеком", "живого человека!", "агента", "сотрудника пожалуйста",
        "human", "an agent, please", "Talk to a PERSON", "representative", "0", " 0 ", "0#",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "before",
    [(), MENU, (*MENU, s.Keyed(keys="1")), (*MENU, s.Keyed(keys="2")), (*MENU, s.Keyed(keys="2"), s.Keyed(keys="1234"))],
    ids=["language", "menu", "ask", "collect", "lookup"],
)  # fmt: skip
def test_a_fixed_word_brings_a_person_from_every_node(said: str, before: tuple[s.Event, ...]) -> None:
    """In every language, whatever the flow asks at that moment."""
    step = after(*before, s.Said(text=said))
    assert step.out is not None
    assert (step.out.kind, step.out.queue, step.out.priority, step.out.skills) == ("queue", "service", 3, {"care": 50})
    assert step.passed == (s.Passed(node="line", why="person"),)


@pytest.mark.parametrize(
    "said", ["inimlik", "agentuur", "personal", "10", "00", "humanitaar", "людоед", "оперативно", "peopled"]
)
def test_likeness_is_not_the_word(said: str) -> None:
    """Whole words only."""
    assert not asks_for_person(said)


def test_the_key_and_the_button_bring_a_person_too() -> None:
    """Also where a number is asked for: `0` alone asks for a person, within a number it is a figure."""
    for event in (s.Keyed(keys="0"), s.Keyed(keys="0#"), s.PersonAsked()):
        step = after(*MENU, s.Keyed(keys="2"), event)
        assert step.out is not None
        assert step.out.kind == "queue"
    assert after(*MENU, s.Keyed(keys="2"), s.Keyed(keys="1002")).keeps == {"order": "1002"}


def test_it_says_first_that_it_is_a_machine_and_how_to_have_a_person() -> None:
    """In every language there is to choose from; and everything it says is marked."""
    step = begin(FLOW, around())
    first = [one for one in step.says if not one.node]
    assert [one.language for one in first] == ["et", "ru", "en"]
    assert "INIMENE" in first[0].text
    assert "ОПЕРАТОР" in first[1].text
    assert "HUMAN" in first[2].text
    assert all(one.automatic for one in step.says)
    spoken = begin(FLOW, around(spoken=True))
    assert "nulliga" in spoken.says[0].text


def test_a_language_is_chosen_by_key_or_by_its_name() -> None:
    """And everything goes on in it."""
    for event in (s.Keyed(keys="2"), s.Said(text="по-русски, пожалуйста"), s.Said(text="2."), s.Said(text="vene keel")):
        step = after(event)
        assert step.state.language == "ru"
        assert step.says[-1].text == "Arved 1, tellimus 2 (ru)"


def test_words_and_figures_are_keys_where_people_write() -> None:
    """`1`, `1)`, and the words of a key, whichever language they are in."""
    for said in ("1", "1)", " 1. ", "Arve palun", "the bill"):
        assert after(*MENU, s.Said(text=said)).state.node == "bills", said


def test_silence_is_asked_again_and_then_brought_to_a_person() -> None:
    """As often as the node says; what is recorded tells why."""
    again = after(*MENU, s.Silence())
    assert (again.state.node, again.state.tries, again.passed[0].why) == ("menu", 2, "silent")
    assert again.says[0].text.startswith("Arved 1")
    over = after(*MENU, s.Silence(), s.Failed())
    assert over.out is not None
    assert over.passed == (s.Passed(node="line", why="silent"),)


def test_mistakes_lead_where_the_node_says() -> None:
    """The last of them decides."""
    step = after(*MENU, s.Silence(), s.Keyed(keys="9"))
    assert [one.node for one in step.passed] == ["mistaken", "line"]
    assert step.passed[0].why == "wrong"


def test_what_is_collected_is_kept_apart_and_sent_by_name() -> None:
    """The value goes to whoever runs the flow; the state holds none of it."""
    step = after(*MENU, s.Keyed(keys="2"), s.Said(text=" 12 34 "))
    assert step.keeps == {"order": "1234"}
    assert step.awaits is not None
    assert (step.awaits.what, step.awaits.hook, step.awaits.send) == ("lookup", "orders", ("order",))
    assert "1234" not in msgspec.json.encode(step.state).decode()


@pytest.mark.parametrize("said", ["12", "123456789", "üks kaks", "12a4"])
def test_what_is_no_number_is_asked_for_again(said: str) -> None:
    """Neither too short, nor too long, nor letters."""
    assert after(*MENU, s.Keyed(keys="2"), s.Said(text=said)).state.tries == 2


FOUND = s.LookupAnswered(answer="found", values={"day": "esmaspäeval", "secret": "x"})


def test_a_machine_is_asked_and_its_values_are_said() -> None:
    """Those that the node keeps, and no other."""
    step = after(*MENU, s.Keyed(keys="2"), s.Keyed(keys="1234"), FOUND)
    assert step.keeps == {"day": "esmaspäeval"}
    assert step.says[0].text == "Tuleb esmaspäeval (et)"


@pytest.mark.parametrize("event", [s.LookupFailed(), s.Silence(), s.Failed(), s.LookupAnswered(answer="unheard of")])
def test_a_machine_that_fails_leads_to_a_person(event: s.Event) -> None:
    """Whether it is broken, slow, or says something nobody expected."""
    step = after(*MENU, s.Keyed(keys="2"), s.Keyed(keys="1234"), event)
    assert step.passed[0] == s.Passed(node="line", why="failed")
    assert step.out is not None


def test_words_while_a_machine_is_asked_change_nothing() -> None:
    """It is waited for as before."""
    step = after(*MENU, s.Keyed(keys="2"), s.Keyed(keys="1234"), s.Said(text="halloo?"))
    assert step.awaits is not None
    assert step.awaits.again
    assert step.state.node == "find"


def test_counters_lead_on_when_they_are_full() -> None:
    """The third round is with a person."""
    assert after(*MENU, s.Keyed(keys="3")).state.variables == {"round": "1"}
    over = after(*MENU, s.Keyed(keys="3"), s.Keyed(keys="3"))
    assert over.out is not None


def test_when_it_is_closed_a_message_is_left_with_a_promise() -> None:
    """Whoever asks for a person gets it too; asking again while leaving it is the message."""
    closed = around(is_open=False)
    step = after(s.Keyed(keys="1"), context=closed)
    assert step.awaits is not None
    assert (step.awaits.what, step.says[-1].when) == ("recording", 9_000)
    left = go_on(FLOW, step.state, s.Said(text="Helistagu inimene mulle"), closed)
    assert left.out is not None
    assert (left.out.kind, left.out.queue, left.out.due_at) == ("message", "service", 9_000)
    assert go_on(FLOW, step.state, s.Silence(), closed).out == left.out


def test_goodbye_waits_for_second_thoughts() -> None:
    """Thanks end it; a question does not, and a fixed word does not either."""
    told = (*MENU, s.Keyed(keys="2"), s.Keyed(keys="1234"), FOUND)
    bye = after(*told)
    assert bye.awaits is not None
    assert bye.awaits.what == "moment"
    thanks: tuple[s.Event, ...] = (s.Silence(), s.Said(text="Aitäh, head aega!"), s.Said(text="спасибо"))
    for event in thanks:
        ended = after(*told, event)
        assert ended.out is not None
        assert ended.out.kind == "end"
    more: tuple[s.Event, ...] = (s.Said(text="aga minu teine tellimus?"), s.PersonAsked())
    for event in more:
        ended = after(*told, event)
        assert ended.out is not None
        assert ended.out.kind == "queue"


def test_courtesy_is_nothing_but_courtesy() -> None:
    """Whoever says more has more to say."""
    assert courtesy("Suur tänu... Aitäh teile, kena päeva!")
    assert courtesy("Спасибо вам большое, до свидания")
    assert courtesy("Aitäh! Head aega.")
    assert courtesy("ok, thanks, bye")
    assert not courtesy("thanks, but where is it?")


@pytest.mark.parametrize("before", [(), MENU, (*MENU, s.Silence()), (*MENU, s.Keyed(keys="2"), s.Keyed(keys="1234"))])
def test_a_gateway_that_was_away_is_told_again(before: tuple[s.Event, ...]) -> None:
    """The same is said and awaited, and nothing has happened."""
    step = after(*before)
    once_more = again(FLOW, step.state, around())
    assert (once_more.state, once_more.awaits, once_more.passed) == (step.state, step.awaits, ())
    assert once_more.says == tuple(one for one in step.says if one.node == step.state.node)


def test_a_flow_that_is_over_cannot_go_on() -> None:
    """Whoever runs it is at fault."""
    step = after(s.PersonAsked())
    with pytest.raises(Defect):
        go_on(FLOW, step.state, s.Silence(), around())
